"""What may be told of a pulse, and how. Pure.

The rule (reference: anonymity in groups of four to eight): a distribution only when all who were there answered, or
five or more did. It holds for the pulse as a whole and again for each statement, since every statement may be passed
over. Fewer than four people: no pulse at all, because who subtracts their own answer would see two others.

Nothing that is withheld leaves a trace that something else could be subtracted from: no totals, no averages, no number
of answers beside a withheld statement; and what was withheld is deleted, so no later report can reach back to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .items import CODES, ITEMS, SCALE, Item

FEWEST = 4  # people in the room; with fewer they talk
ENOUGH = 5  # answers

Scores = Mapping[str, int]
Counts = list[int]  # how often 1, 2, 3, 4 and 5 were answered
Result = dict[str, Counts | None]


def is_asked(present: int) -> bool:
    """Is a pulse fit for this many people?"""
    return present >= FEWEST


def is_enough(answered: int, present: int) -> bool:
    """May what this many people answered be shown to those who were there?"""
    return is_asked(present) and (answered >= ENOUGH or answered == present)


def distribute(answers: Sequence[Scores], present: int) -> Result | None:
    """The distribution per statement, None for a statement too few answered; None when nothing may be shown.

    `answers`: one mapping of item code to 1–5 for each person who said anything, in any order.
    """
    if not is_enough(len(answers), present):
        return None
    result: Result = {item.code: _counts(answers, item.code, present) for item in ITEMS}
    return result if any(result.values()) else None


def _counts(answers: Iterable[Scores], code: str, present: int) -> Counts | None:
    values = [scores[code] for scores in answers if scores.get(code) in SCALE]
    return [values.count(value) for value in SCALE] if is_enough(len(values), present) else None


def clean(scores: Mapping[str, object]) -> dict[str, int]:
    """Only known statements with a value from 1 to 5; everything else was not answered."""
    return {code: value for code, value in scores.items() if code in CODES and type(value) is int and value in SCALE}


# ── telling ────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Columns of dots in the units of an SVG viewBox, 330 wide: its height, the ground line, the dots, the numbers."""

    height: float
    base: float
    dots: tuple[Point, ...]
    numbers: tuple[Point, ...]


COLUMN, DOT, TOP, FOOT = 66, 17, 4, 26


def draw(counts: Sequence[int], tallest: int = 0) -> Picture:
    """`counts` of 1 to 5 → columns on one ground line, high enough for a column of `tallest`."""
    base = TOP + DOT * max([tallest, *counts])
    across = [(COLUMN * (nr + 0.5), value, count) for nr, (value, count) in enumerate(zip(SCALE, counts, strict=False))]
    dots = [Point(x, base - DOT * (level + 0.5), value) for x, value, count in across for level in range(count)]
    numbers = [Point(x, base + 19, value) for x, value, _count in across]
    return Picture(base + FOOT, base, tuple(dots), tuple(numbers))


@dataclass(frozen=True, slots=True)
class Line:
    """One statement as the result page tells it. `counts` is None when too few answered it."""

    item: Item
    counts: Counts | None
    tallest: int = 0  # of all lines: their pictures stand at the same height

    @property
    def told(self) -> list[tuple[int, int]]:
        """(how often, value) for every value that was answered."""
        return [(count, value) for value, count in zip(SCALE, self.counts or [], strict=False) if count]

    @property
    def picture(self) -> Picture:
        """A dot for every answer, in columns."""
        return draw(self.counts or [], self.tallest)


def read(result: Mapping[str, Counts | None]) -> list[Line]:
    """The frozen result as lines in the order of the statements; a statement added since is left out."""
    tallest = max((count for counts in result.values() for count in counts or []), default=0)
    return [Line(item, result[item.code], tallest) for item in ITEMS if item.code in result]
