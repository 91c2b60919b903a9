"""The way into a room for a phone: an address to scan. It opens nothing by itself; behind it stands the login."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from sessions.models import CaseSession

BORDER = 4  # modules of white around it: without them cameras do not find it


@dataclass(frozen=True)
class Way:
    """What hangs on the wall: the address as a picture and in words."""

    address: str
    size: int  # modules on each side, with the border
    path: str  # of an SVG: one stroke per run of dark modules

    @property
    def host(self) -> str:
        """Where somebody types, who has no camera; the way goes on from there."""
        return self.spoken.partition("/")[0]

    @property
    def spoken(self) -> str:
        """As somebody types it: without what a browser adds."""
        return self.address.partition("://")[2].rstrip("/")


def way_in(session: CaseSession) -> Way:
    return _drawn(settings.BASE_URL + reverse("room", args=[session.pk]))


@lru_cache(maxsize=200)
def _drawn(address: str) -> Way:
    import segno  # noqa: PLC0415 (a process that draws none goes without)

    code = segno.make(address, error="m", micro=False)
    rows = enumerate(code.matrix)
    strokes = (f"M{x} {y + BORDER}.5h{length}" for y, row in rows for x, length in _runs(row))
    return Way(address, len(code.matrix) + 2 * BORDER, "".join(strokes))


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many stand beside each other."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x + BORDER:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x + BORDER, 1))
    return found
