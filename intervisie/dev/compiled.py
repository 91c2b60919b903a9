"""What is translated, as Django reads it: the .mo beside each .po, built in pure Python when it is older."""

import os
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from intervisie.dev import environment

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # in every header: the same words are the same file, whenever it is built


def compile_messages() -> None:
    for source in _files():
        built = source.with_suffix(".mo")
        if not built.exists() or built.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, built)


def _compile(source: Path, built: Path) -> None:
    catalog, unfinished = read(source), built.with_name(f"{built.name}.{os.getpid()}")
    catalog.creation_date = catalog.revision_date = LONG_AGO
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    unfinished.replace(built)


def _files() -> list[Path]:
    return sorted((environment.ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])
