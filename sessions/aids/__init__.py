"""What the leader can fall back on beside the method: rescue cards, ways to arrive, ways to part.

Data beside this file, in both languages, read once and strictly: better at start-up than in a room. Pure after loading.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from methods.format import LANGUAGES, FormatError
from methods.format.reader import Reader

HERE = Path(__file__).parent
LONGEST_TO_SAY = 260  # characters: one or two sentences

Words = TypeVar("Words", "RescueWords", "WayWords")


@dataclass(frozen=True, slots=True)
class RescueWords:
    """A card in one language. `{name}` is the case-giver."""

    name: str
    when: str  # how one notices it
    say: str
    do: tuple[str, ...]
    avoid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RescueCard:
    """What to say, do and leave when it gets hard."""

    id: str
    texts: Mapping[str, RescueWords]


@dataclass(frozen=True, slots=True)
class WayWords:
    """A way to arrive or to part, in one language."""

    name: str
    say: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way to arrive or to part, and about how many minutes it takes."""

    id: str
    minutes: int
    texts: Mapping[str, WayWords]


@cache
def rescue_cards() -> tuple[RescueCard, ...]:
    """All cards, in the order of the file. Raises FormatError when it is damaged."""
    return _read("rescue.toml", "card", _card)


@cache
def openings() -> tuple[Way, ...]:
    """Ways to arrive; the first is what happens when nobody chooses."""
    return _read("opening.toml", "form", _way)


@cache
def closings() -> tuple[Way, ...]:
    """Ways to part; the first is what happens when nobody chooses."""
    return _read("closing.toml", "form", _way)


def ways(kind: str) -> tuple[Way, ...]:
    """The ways that belong to this step of the spine; none to most."""
    return {"landing": openings, "closing": closings}.get(kind, tuple)()


def said(aids: Iterable[RescueCard | Way], lang: str, name: str, *, nobody: str) -> list[tuple[Any, Any]]:
    """Each with its words, and the case-giver's name in them. Where nobody brings a case, what would be said to them is
    left out, and `nobody` ("de inbrenger") stands for them in the rest."""
    shown = []
    for aid in aids:
        words: Any = aid.texts.get(lang[:2]) or aid.texts["nl"]
        if name or "{name}" not in words.say:
            shown.append((aid, _filled(words, name or nobody)))
    return shown


def _filled(words: Words, name: str) -> Words:
    def put(value: Any) -> Any:
        return value.replace("{name}", name) if isinstance(value, str) else tuple(put(one) for one in value)

    return replace(words, **{field: put(value) for field, value in asdict(words).items()}) if _names(words) else words


@cache
def _names(words: Words) -> bool:
    """Most call nobody by name, and are shown as they are."""
    return "{name}" in str(words)


# ── reading ────────────────────────────────────────────────────────────────────────────────────────
def _read(file: str, table: str, read: Callable[[Reader], Any]) -> tuple[Any, ...]:
    found = tomllib.loads((HERE / file).read_text(encoding="utf-8"))[table]
    problems: list[Any] = []
    aids = tuple(read(Reader(f"{file}, {table} {number}", data, problems)) for number, data in enumerate(found, 1))
    if problems:
        raise FormatError(problems)
    return aids


def _card(reader: Reader) -> RescueCard:
    card = RescueCard(reader.words("id", required=True), _texts(reader, _rescue_words))
    reader.done()
    return card


def _way(reader: Reader) -> Way:
    way = Way(reader.words("id", required=True), reader.number("minutes", 1, 10), _texts(reader, _way_words))
    reader.done()
    return way


def _texts(reader: Reader, read: Callable[[Reader], Any]) -> dict[str, Any]:
    return {lang: _done(reader.inner(lang, reader.take(lang, dict)), read) for lang in LANGUAGES}


def _done(reader: Reader, read: Callable[[Reader], Any]) -> Any:
    words = read(reader)
    if len(words.say) > LONGEST_TO_SAY:
        reader.wrong(f'"say" is longer than {LONGEST_TO_SAY} characters')
    reader.done()
    return words


def _rescue_words(reader: Reader) -> RescueWords:
    name, when, say = (reader.words(field, required=True) for field in ("name", "when", "say"))
    return RescueWords(name, when, say, reader.lines("do", required=True), reader.lines("avoid", required=True))


def _way_words(reader: Reader) -> WayWords:
    return WayWords(reader.words("name", required=True), reader.words("say", required=True))
