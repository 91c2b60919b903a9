"""What is translated, as Django reads it: the .mo beside each .po, built in pure Python when it is older."""

import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from intervisie.dev import environment


def compile_messages() -> None:
    for source in _files():
        built = source.with_suffix(".mo")
        if not built.exists() or built.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, built)


def _compile(source: Path, built: Path) -> None:
    unfinished = built.with_name(f"{built.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, read(source))
    unfinished.replace(built)


def _files() -> list[Path]:
    return sorted((environment.ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])
