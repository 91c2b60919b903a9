"""Where things lie when nobody put them anywhere, and how they move. Whole percents of the board. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot

Place = tuple[int, int]

MIDDLE: Place = (50, 50)
FEW: list[Place] = [(22, 24), (78, 22), (76, 79), (24, 80), (83, 51), (17, 52), (50, 13), (50, 87)]
MANY: list[Place] = [
    (14, 13), (38, 11), (62, 13), (86, 11), (14, 38), (86, 38), (14, 63), (86, 63), (14, 88), (38, 90), (62, 88),
    (86, 90),
]  # fmt: skip
MORE: list[Place] = [
    (x, y) for y in (8, 25, 42, 58, 75, 92) for x in (14, 38, 62, 86) if y not in (42, 58) or x in (14, 86)
]
RIM: list[Place] = [(50, 93), (16, 94), (84, 94), (33, 95), (67, 95)]

STEP = 2  # one press of an arrow
STRIDE = 12  # one press of "closer" or "further"
EDGE = (3, 97)


def free_places(count: int) -> list[Place]:
    """So many places around the middle; beyond twenty they begin again."""
    slots = FEW if count <= len(FEW) else MANY if count <= len(MANY) else MORE
    return [slots[number % len(slots)] for number in range(count)]


def on_rim(number: int) -> Place:
    """For what only perhaps belongs."""
    return RIM[number % len(RIM)]


def kept_on_board(x: int, y: int) -> Place:
    low, high = EDGE
    return min(max(x, low), high), min(max(y, low), high)


def closer(x: int, y: int) -> Place:
    """One stride to the middle, and never onto it."""
    away = hypot(x - 50, y - 50)
    return _along(x, y, max(away - STRIDE, min(away, 20.0)))


def further(x: int, y: int) -> Place:
    """One stride to the rim."""
    return _along(x, y, hypot(x - 50, y - 50) + STRIDE)


def _along(x: int, y: int, distance: float) -> Place:
    away = hypot(x - 50, y - 50)
    if not away:
        return kept_on_board(50, round(50 - distance))
    share = distance / away
    return kept_on_board(round(50 + (x - 50) * share), round(50 + (y - 50) * share))


def joined(pairs: Iterable[tuple[Place, Place]]) -> list[str]:
    """A path of an SVG for each pair: a curve that bends away from the middle."""
    return [_curve(a, b) for a, b in pairs]


def _curve(a: Place, b: Place) -> str:
    mid_x, mid_y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    out = 0.35 if hypot(mid_x - 50, mid_y - 50) > 8 else 0.0
    bend_x, bend_y = mid_x + (mid_x - 50) * out, mid_y + (mid_y - 50) * out
    return f"M{a[0]} {a[1]}Q{bend_x:.1f} {bend_y:.1f} {b[0]} {b[1]}"
