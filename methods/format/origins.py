"""What a method was made of, as a file tells it: `[[from]]`, the nearest first. Pure.

Nobody writes on it: it goes along with a fork, out with a file, and comes back in. Names, credits and licences
of others stay known that way, whatever somebody changes in the method itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from methods.format.document import LANGUAGES

if TYPE_CHECKING:
    from methods.format.reader import Reader

Origin = dict[str, Any]  # kind, slug, version, rights, licences (field → text), nl and en (name, credit)

MOST_ORIGINS = 10
MOST_LICENCES = 10  # fields about rights in one file
SHORT, LONG = 300, 2000  # characters of a name; of a credit, or of a field about rights


class Kind(StrEnum):
    """What it was to whoever made something of it."""

    LIBRARY = "library"
    GROUP = "group"
    ORGANISATION = "organisation"
    FILE = "file"


def read_origins(reader: Reader) -> tuple[Origin, ...]:
    """The origins in a file, each checked: texts of a length that fits, no field that we do not know."""
    tables, most = reader.take("from", list, []), MOST_ORIGINS
    if len(tables) > most:
        reader.wrong(f'"from" may stand here at most {most} times')
    return tuple(
        read_origin(reader.inner(f'from "{number}"', table)) for number, table in enumerate(tables[:most], start=1)
    )


def read_origin(reader: Reader) -> Origin:
    """One of them."""
    origin: Origin = {
        "kind": str(reader.code("kind", Kind, Kind.FILE)),
        "slug": _text(reader, "id", SHORT),
        "version": _text(reader, "version", SHORT),
        "rights": _text(reader, "rights", SHORT),
    }
    if licences := dict(_licences(reader)):
        origin["licences"] = licences
    for lang in LANGUAGES:
        inner = reader.inner(lang, reader.take(lang, dict, {}))
        origin[lang] = {"name": _text(inner, "name", SHORT), "credit": _text(inner, "credit", LONG)}
        inner.done()
    reader.done()
    return origin


def as_table(origin: Mapping[str, Any]) -> dict[str, Any]:
    """As it stands in a file; `read_origin` reads it back."""
    table = {"kind": origin.get("kind", ""), "id": origin.get("slug", "")}
    table |= {name: origin[name] for name in ("version", "rights", "licences", *LANGUAGES) if origin.get(name)}
    return {name: _without_empty(value) for name, value in table.items() if _without_empty(value)}


def bounded(origins: Iterable[Mapping[str, Any]]) -> list[Origin]:
    """So many that it stays a list to read. The nearest stays, and the oldest, whose idea it is; of those in between
    whoever has to be named goes last."""
    kept = [dict(one) for one in origins]
    while len(kept) > MOST_ORIGINS:
        between = range(len(kept) - 2, 0, -1)
        del kept[next((place for place in between if not _owed(kept[place])), between[0])]
    return kept


def _owed(origin: Mapping[str, Any]) -> bool:
    return bool(origin.get("licences") or any(origin.get(lang, {}).get("credit") for lang in LANGUAGES))


def _licences(reader: Reader) -> Iterator[tuple[str, str]]:
    given, most = reader.take("licences", dict, {}), MOST_LICENCES
    if len(given) > most:
        reader.wrong(f'"licences" has more than {most} fields')
        return
    for name, value in given.items():
        if not isinstance(value, str) or len(name) + len(value) > LONG:
            reader.wrong(f'"licences" must be texts of at most {LONG} characters')
        else:
            yield name, value


def _text(reader: Reader, name: str, most: int) -> str:
    value = reader.words(name)
    if len(value) > most:
        reader.wrong(f'"{name}" has more than {most} characters')
        return ""
    return value


def _without_empty(value: Any) -> Any:
    return {name: inner for name, inner in value.items() if inner} if isinstance(value, Mapping) else value
