"""The translations, built in pure Python: .mo files are build output, and gettext need not be installed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from intervisie.dev.environment import ROOT


def compile_messages() -> None:
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        built = source.with_suffix(".mo")
        if not built.exists() or built.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, built)


def _compile(source: Path, built: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])
    unfinished = built.with_name(f"{built.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(built)
