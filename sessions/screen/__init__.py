"""One viewer's screen of the room: which face it shows, where we are, who sits where. Asks `Room`, queries nothing.

One module per part of the screen; `Screen` is all of them together. Parts may ask each other through `self`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sessions.screen.aids import Aids
from sessions.screen.coach import Coach
from sessions.screen.mode import Mode, mode_of
from sessions.screen.planning import Planning
from sessions.screen.roles import Roles
from sessions.screen.seats import Seats
from sessions.screen.spine_work import SpineWork
from sessions.screen.where import Where
from sessions.screen.writing import Writing

__all__ = ["Mode", "Screen", "mode_of"]


@dataclass
class Screen(Where, Seats, Planning, Writing, SpineWork, Aids, Coach, Roles):
    """Everything the templates of the room ask for beside the room itself."""
