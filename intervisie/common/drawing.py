"""Pictures as numbers: seats, bands, arcs and lines. Pure; the template tags of `ui` turn them into SVG.

Lengths are in the units of the picture's own viewBox, angles in degrees clockwise from twelve o'clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, radians, sin

MOST_SEATS = 9  # beyond that a ring cannot be read; the list stands alone
BACK_SPAN = 59  # degrees to either side that the back of a chair reaches


@dataclass(frozen=True)
class RingSize:
    """How large a ring is drawn: to the middle of a seat, the seat itself, and where the names stand."""

    half: float  # of the picture
    orbit: float
    seat: float
    rug: float
    name: float = 0.0
    letter: float = 0.0  # the width of one letter of a name


RING_SIZES = {
    "hero": RingSize(half=210, orbit=150, seat=34, rug=94),
    "room": RingSize(half=183, orbit=126, seat=29, rug=70, name=177, letter=9),
    "wall": RingSize(half=228, orbit=140, seat=38, rug=84, name=212, letter=17),
    "chair": RingSize(half=150, orbit=108, seat=25, rug=52),
}


@dataclass(frozen=True)
class Seat:
    """One chair: where it stands, its back as an SVG path, and where the name is written."""

    x: float
    y: float
    back: str
    name_x: float
    name_y: float
    anchor: str  # "", "s" or "e": the name is centred, starts here, or ends here
    tick_x: float
    tick_y: float


def ring(count: int, size: RingSize, turned: Sequence[int] = (), first: float = 0.0) -> list[Seat]:
    """`count` chairs in a circle, clockwise, the first at `first` degrees; `turned` ones have their back to it."""
    return [_seat(first + 360 * nr / count, size, nr in turned) for nr in range(count)]


def _seat(angle: float, size: RingSize, turned: bool) -> Seat:
    middle = size.half
    x, y = _at(middle, size.orbit, angle)
    name_x, name_y = _at(middle, size.name, angle)
    side = sin(radians(angle))
    anchor = "" if abs(side) < 0.2 else "s" if side > 0 else "e"
    corner = 0.72 * size.seat
    back = _back(x, y, size.seat + 8, angle + (180 if turned else 0))
    return Seat(x, y, back, name_x, name_y, anchor, x + corner, y + corner)


def _back(x: float, y: float, radius: float, angle: float) -> str:
    from_x, from_y = _around(x, y, radius, angle - BACK_SPAN)
    to_x, to_y = _around(x, y, radius, angle + BACK_SPAN)
    return f"M{from_x:.1f} {from_y:.1f}A{radius:.1f} {radius:.1f} 0 0 1 {to_x:.1f} {to_y:.1f}"


def _around(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    return x + radius * sin(radians(angle)), y - radius * cos(radians(angle))


def _at(middle: float, radius: float, angle: float) -> tuple[float, float]:
    return _around(middle, middle, radius, angle)


def ring_margin(names: Sequence[str], seats: Sequence[Seat], size: RingSize) -> float:
    """How much wider than high the picture must be, at each side, for the names to fit."""
    reaches = [
        abs(seat.name_x - size.half) + len(name) * size.letter * (1 if seat.anchor else 0.5)
        for name, seat in zip(names, seats, strict=True)
    ]
    return max(0.0, ceil(max(reaches, default=0) - size.half))


@dataclass(frozen=True)
class Segment:
    x: float
    width: float
    kind: str


BAND_GAP = 0.4  # percent


def band(phases: Sequence[tuple[float, str]]) -> list[Segment]:
    """(minutes, kind) of each phase → where it lies, in percent of the whole. No minutes, no segments."""
    total = sum(minutes for minutes, _ in phases)
    segments, start = [], 0.0
    for minutes, kind in phases if total else ():
        share = 100 * minutes / total
        segments.append(Segment(start + BAND_GAP / 2, max(share - BAND_GAP, 0.1), kind))
        start += share
    return segments


@dataclass(frozen=True)
class Clock:
    """What a timer shows: its state, whole minutes left (or over), and the arc as a share of 100."""

    state: str  # "running", "soon", "last", "over" or "paused"
    minutes: int
    share: int


SOON = 0.2  # the last fifth
LAST = 0.05  # the last twentieth


def clock(left: float, total: float, paused: bool = False) -> Clock:
    """`left` and `total` in seconds; `left` is negative in overtime. Nothing closes at nought."""
    share = round(100 * min(max(left / total, 0), 1)) if total > 0 else 0
    if left <= 0 and not paused:
        return Clock("over", int(-left // 60), 100)
    return Clock("paused" if paused else _near(left, total), max(ceil(left / 60), 0), share)


def _near(left: float, total: float) -> str:
    if total > 0 and left <= total * LAST:
        return "last"
    return "soon" if total > 0 and left <= total * SOON else "running"


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    value: float
    label: str


def line(
    points: Sequence[tuple[str, float]], width: float = 330, base: float = 108, top: float | None = None
) -> list[Point]:
    """(label, value) of each moment → points on a line from nought upwards; `top` is the value at the roof."""
    highest = max([top or 0, *(value for _, value in points)], default=0) or 1
    step = (width - 28) / max(len(points) - 1, 1)
    return [
        Point(round(14 + nr * step, 1), round(base - (base - 22) * value / highest, 1), value, label)
        for nr, (label, value) in enumerate(points)
    ]
