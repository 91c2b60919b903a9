"""The front end, assembled without a bundler: one stylesheet, one script, one sprite, the fonts.

    app.css        Bootstrap (lowest layer, only the rules whose classes occur here), then static/css/*.css: tokens.css
                   and base.css first, the others by name; what overrides what is decided by their @layer
    app.js         static/js/*.js, ES modules that say `import { a } from "./b.js";` and `export function a`;
                   each becomes a scope of its own, those it imports from first
    icons.svg      a sprite of the Lucide icons named in static/icons.txt, one a line: `<use href="…icons.svg#check">`
    fonts/         FONTS; in app.css `url("fonts/literata-latin-wght-normal.woff2")`
    bootstrap.js   Bootstrap's bundle, for pages that ask for it
    django_htmx/htmx-2.min.js, account/…, mfa/…   htmx and allauth's own scripts, under their own names
    everything else in static/                    under its own path (img/…, favicon.ico)

Beside it, in `paper/`, the same fonts as the programs that make PDFs read them; they are sent to nobody.

The result has the hash of its contents as folder name, is made beside its place and moved there when whole. So any
number of processes may assemble at once, and nothing is done twice.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from intervisie.dev import purge
from intervisie.dev.environment import ROOT, Trouble

PACKAGES = ROOT / "node_modules"
STATIC = ROOT / "static"
BUILT = ROOT / ".data" / "front"
KEEP_SECONDS = 2 * 24 * 3600
LAYERS = "@layer bootstrap, tokens, base, layout, parts, room, print;\n"
FIRST = ["tokens.css", "base.css"]
FONTS = [
    f"{family}-{script}-wght-{style}.woff2"
    for family in ("literata", "atkinson-hyperlegible-next")
    for script in ("latin", "latin-ext")
    for style in ("normal", "italic")
]
PAPER = [name for name in FONTS if "-normal" in name]
ASSEMBLED = ("css", "js", "icons.txt")

Files = dict[str, bytes]


class FrontTrouble(Trouble):
    """Something in static/ cannot be assembled; the message names the file and the cure."""


def build() -> Path:
    """Assemble, collect and compress unless that was done before; returns the folder with `build` and `static`."""
    packages()
    files = assemble()
    place = BUILT / _fingerprint(files)
    if not (place / "static" / "staticfiles.json").exists():
        make(place, files)
        _forget_old(place)
    os.utime(place)
    return place


def assemble() -> Files:
    files = {"app.css": stylesheet(), "app.js": script(), "icons.svg": sprite(), **dict(_borrowed())}
    for path in sorted(STATIC.rglob("*")):
        name = path.relative_to(STATIC)
        if path.is_file() and name.parts[0] not in ASSEMBLED:
            files[name.as_posix()] = path.read_bytes()
    return files


def _borrowed() -> Iterator[tuple[str, bytes]]:
    for name in FONTS:
        family = name.split("-latin")[0]
        yield f"fonts/{name}", (PACKAGES / "@fontsource-variable" / family / "files" / name).read_bytes()
    bundle = (PACKAGES / "bootstrap" / "dist" / "js" / "bootstrap.bundle.min.js").read_text()
    yield "bootstrap.js", re.sub(r"\n//# sourceMappingURL=.*", "", bundle).encode()
    htmx = "django_htmx/htmx-2.min.js"
    yield htmx, (_package("django_htmx") / "static" / htmx).read_bytes()
    for app in ("account", "mfa"):
        folder = _package("allauth") / app / "static"
        for path in sorted(folder.rglob("*.js")):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _package(name: str) -> Path:
    spec = find_spec(name)
    if not spec or not spec.submodule_search_locations:
        raise FrontTrouble(f"The Python package {name} is not installed.")
    return Path(next(iter(spec.submodule_search_locations)))


# ── style ──────────────────────────────────────────────────────────────────────────────────────────
def stylesheet() -> bytes:
    bootstrap = (PACKAGES / "bootstrap" / "dist" / "css" / "bootstrap.min.css").read_text()
    bootstrap = re.sub(r'^@charset "UTF-8";|/\*# sourceMappingURL=.*?\*/', "", bootstrap)
    parts = [LAYERS, "@layer bootstrap{", purge.purged(bootstrap, purge.words(ROOT)), "}\n"]
    names = {path.name: path for path in sorted((STATIC / "css").glob("*.css"))}
    for name in [*[name for name in FIRST if name in names], *[name for name in names if name not in FIRST]]:
        parts.append(_slim(names[name].read_text()))
    return "".join(parts).encode()


def _slim(css: str) -> str:
    """Without comments and indentation; the compression does the rest."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.sub(r"\s*\n\s*", "\n", css).strip() + "\n"


# ── script ─────────────────────────────────────────────────────────────────────────────────────────
IMPORT = re.compile(r'^import\s+(?:(\{[^}]*\})\s+from\s+)?"\./([\w-]+)\.js";?[ \t]*$', re.M)
EXPORT = re.compile(r"^export\s+((?:async\s+)?(?:function\*?|const|let|class)\s+(\w+))", re.M)


def script() -> bytes:
    sources = {path.stem: path.read_text() for path in sorted((STATIC / "js").glob("*.js"))}
    needs = {name: [found[1] for found in IMPORT.findall(source)] for name, source in sources.items()}
    parts = ['"use strict";\n', *(_scope(name, sources[name]) for name in _in_order(needs))]
    return "".join(parts).encode()


def _in_order(needs: dict[str, list[str]]) -> list[str]:
    order: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path or name not in needs:
            raise FrontTrouble(f"static/js: {' → '.join([*path, name])}: a circle, or a module that does not exist.")
        if name not in order:
            for other in needs[name]:
                visit(other, (*path, name))
            order.append(name)

    for name in needs:
        visit(name, ())
    return order


def _scope(name: str, source: str) -> str:
    def imported(found: re.Match[str]) -> str:
        names = re.sub(r"\bas\b", ":", found[1] or "")
        return f"const {names} = {_variable(found[2])};" if names else ""

    exports = [found[1] for found in EXPORT.findall(source)]
    body = EXPORT.sub(r"\1", IMPORT.sub(imported, source))
    if re.search(r"^(import|export)\b", body, re.M):
        raise FrontTrouble(
            f'static/js/{name}.js: only `import {{ a }} from "./b.js";` and `export function|const|class`.'
        )
    return f"const {_variable(name)} = (() => {{\n{_bare(body).strip()}\nreturn {{ {', '.join(exports)} }};\n}})();\n"


def _bare(script: str) -> str:
    """Without the lines that only say why; they are a fifth of the weight."""
    return re.sub(r"^[ \t]*//.*\n", "", script, flags=re.M)


def _variable(name: str) -> str:
    return f"module_{name.replace('-', '_')}"


# ── icons ──────────────────────────────────────────────────────────────────────────────────────────
def sprite() -> bytes:
    listed = STATIC / "icons.txt"
    names = sorted({line.strip() for line in listed.read_text().splitlines()} - {""}) if listed.exists() else []
    symbols = "".join(_symbol(name) for name in names if not name.startswith("#"))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n'.encode()


def _symbol(name: str) -> str:
    path = PACKAGES / "lucide-static" / "icons" / f"{name}.svg"
    if not path.exists():
        raise FrontTrouble(f"static/icons.txt: Lucide has no icon named {name}.")
    shape = re.sub(r".*?<svg[^>]*>|</svg>\s*$", "", path.read_text(), flags=re.S)
    shape = re.sub(r"\s*\n\s*", "", shape)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shape}</symbol>\n'  # how it is drawn: `.icon` in base.css


# ── packages and places ────────────────────────────────────────────────────────────────────────────
def packages() -> None:
    """`npm ci` when the lock has changed; without Node, the wheel that brings it."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGES / ".installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    BUILT.mkdir(parents=True, exist_ok=True)
    with (BUILT / ".npm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        print("Installing the front-end packages …", flush=True)
        done = subprocess.run([*npm(), "ci", "--ignore-scripts", "--silent"], cwd=ROOT)
        if done.returncode:
            raise FrontTrouble("npm ci did not succeed; see above.")
        stamp.write_text(wanted)


def npm() -> list[str]:
    npm = shutil.which("npm")
    node = shutil.which("node")
    if npm and node and _node_major(node) >= 20:
        return [npm]
    beside = Path(sys.executable).with_name("npm")
    if not beside.exists():
        print("No Node 20 here: installing it into the environment …", flush=True)
        wheel = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "-r",
            str(ROOT / "requirements" / "node.txt"),
        ]
        if subprocess.run(wheel).returncode:
            raise FrontTrouble("Node could not be installed: install Node 20 or newer (https://nodejs.org).")
    return [str(beside)]


def _node_major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)", said)
    return int(found[1]) if found else 0


def _fingerprint(files: Files) -> str:
    versions = "".join(importlib.metadata.version(name) for name in ("django", "whitenoise", "fonttools"))
    sum_ = hashlib.sha256(versions.encode())
    for name in sorted(files):
        sum_.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return sum_.hexdigest()[:20]


def make(place: Path, files: Files) -> None:
    """Write, collect and compress beside the place, then move there."""
    work = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        for name, content in files.items():
            path = work / "build" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _collect(work)
        _paper_fonts(work / "paper")
        with contextlib.suppress(OSError):  # somebody was a moment earlier; theirs is the same
            work.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _paper_fonts(place: Path) -> None:
    """The letters for PDFs: unpacked, and those beyond the first alphabet under a name of their own, so that a document
    can ask for them in turn."""
    place.mkdir()
    for name in PAPER:
        family = name.split("-latin")[0]
        font = TTFont(PACKAGES / "@fontsource-variable" / family / "files" / name, recalcTimestamp=False)
        font.flavor = None
        for record in font["name"].names if "-ext-" in name else []:
            if record.nameID in (1, 16):
                record.string = f"{record} Ext"
        font.save(place / name.replace(".woff2", ".ttf"))
        font.close()


def _collect(work: Path) -> None:
    """`collectstatic` needs settings but no server: the addresses it gets lead nowhere."""
    nowhere = {
        "DATABASE_URL": "postgres:///nowhere",
        "REDIS_URL": "unix:///nowhere",
        "SECRET_KEY": "-" * 50,
        "FIELD_KEYS": "-",
    }
    settings = {
        "DJANGO_SETTINGS_MODULE": "intervisie.settings",
        "INTERVISIE_DEVELOPMENT": "1",
        "INTERVISIE_FRONT": str(work),
    }
    command = [sys.executable, "-m", "intervisie.dev.collect"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **nowhere, **settings}, capture_output=True)
    if done.returncode:
        raise FrontTrouble(f"The static files could not be collected.\n{done.stderr.decode(errors='replace')}")


def _forget_old(newest: Path) -> None:
    for place in BUILT.iterdir():
        if place.is_dir() and place != newest and time.time() - place.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(place, ignore_errors=True)
