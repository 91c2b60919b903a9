"""The texts: Dutch is the source, English the translation. Pure Python, so that gettext need not be installed.

`locale/<language>/LC_MESSAGES/django.po` is what people edit. The .mo beside it is build output. Collecting finds the
texts with Django's own understanding of templates, by way of Babel.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

from intervisie.dev.compiled import compile_messages, read
from intervisie.dev.environment import ROOT

SOURCES = ["intervisie", "groups", "methods", "sessions", "feedback", "templates"]
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SOURCE = "nl"
COMPLETE = ["en"]  # languages in which nothing may be missing; Dutch is what the code says


# ── collecting ─────────────────────────────────────────────────────────────────────────────────────
def collect() -> int:
    """Bring the .po files up to date with the code; what is no longer used goes, nothing is guessed."""
    found = catalogue()
    for language in COMPLETE:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        known = read(path) if path.exists() else Catalog(locale=language)
        known.update(found, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_text(known))
    compile_messages()
    print("".join(f"{problem}\n" for problem in problems()) or "Complete.\n", end="")
    return 0


def _text(known: Catalog) -> bytes:
    """Sorted by text and without line numbers, so that a change in the code is not a change here."""
    known.obsolete.clear()
    known.fuzzy = False
    known.header_comment = "# Intervisie: what the Dutch of the code says in this language."
    out = io.BytesIO()
    write_po(out, known, width=110, no_location=True, omit_header=False, sort_output=True, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    idle = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Report-Msgid", "Project-Id")
    names = tuple(f'"{name}' for name in (*idle, "Language-Team"))
    return "".join(line for line in lines if not line.startswith(names)).encode()


def catalogue() -> Catalog:
    """Everything in the code that is to be translated."""
    found = Catalog()
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and path.is_file() and "dev" not in path.parts:
                _add(found, path)
    return found


def _add(found: Catalog, path: Path) -> None:
    source = path.read_text() if path.suffix == ".py" else _as_code(path)
    place = str(path.relative_to(ROOT))
    for line, said, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        found.add(said, None, [(place, line)], flags=_flags(said), context=context)


def _as_code(path: Path) -> str:
    """The template as Django shows it to gettext; without indentation, which Python would take for meaning."""
    return re.sub(r"^[ \t]+", "", templatize(path.read_text(), origin=str(path)), flags=re.M)


def _flags(said: str | tuple[str, ...]) -> list[str]:
    text = said if isinstance(said, str) else "".join(said)
    return ["python-format"] if "%(" in text else []


# ── looking ────────────────────────────────────────────────────────────────────────────────────────
def problems() -> list[str]:
    """One line for each text that is missing, empty, guessed, unused, or has other variables than the source."""
    wanted = catalogue()
    found = []
    for language in COMPLETE:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        known = read(path) if path.exists() else Catalog(locale=language)
        found += [f"{language}: {trouble}" for message in wanted if message.id for trouble in _troubles(message, known)]
        found += [f"{language}: unused: {_short(spare)}" for spare in known if spare.id and not _in(wanted, spare)]
    return found


def _in(catalogue: Catalog, message: Message) -> bool:
    return catalogue.get(message.id, message.context) is not None


def _short(message: Message) -> str:
    return repr(str(message.id)[:90])


def _troubles(message: Message, known: Catalog) -> list[str]:
    translated = known.get(message.id, message.context)
    short = (message.id if isinstance(message.id, str) else message.id[0])[:90]
    where = f"{short!r} ({message.locations[0][0] if message.locations else '?'})"
    if translated is None or not translated.string or (translated.pluralizable and not all(translated.string)):
        return [f"missing: {where}"]
    if translated.fuzzy:
        return [f"guessed: {where}"]
    return [f"{error}: {where}" for error in translated.check(known)]


if __name__ == "__main__":
    sys.exit(collect())
