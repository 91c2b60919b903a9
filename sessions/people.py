"""Somebody at the table, as the screens show them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(slots=True)
class Person:
    """Somebody at the table as the screens show them."""

    id: UUID
    name: str
    seat_role: str = ""
    ready: bool = False
    needs_time: bool = False
    turn: str = ""  # waiting | done | passed | later, in a round
    place: int = 0
    earlier: int = 0  # how often they had it in the rounds of this step that are over
    arrived: datetime | None = None
    leads: bool = False
    brings: bool = False
    me: bool = False
    at_distance: bool = False
    no_screen: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()

    @property
    def times(self) -> int:
        """How often they had their turn in this step."""
        return self.earlier + (self.turn == "done")

    @property
    def state(self) -> str:
        """The word that `whose_turn` reads."""
        return self.turn
