"""Which face the room shows to one viewer. Pure."""

from __future__ import annotations

from enum import StrEnum

from sessions.models import CaseSession
from sessions.room import Room


class Mode(StrEnum):
    """Which face the room shows to this viewer."""

    SOON = "soon"  # planned, the lobby is not open (or its time is over)
    OFF = "off"  # cancelled
    SIGN = "sign"  # first read and confirm what was agreed
    DOOR = "door"  # open, but this person has no seat
    LOBBY = "lobby"
    CALM = "calm"
    TURNED = "turned"
    TABLE = "table"
    CLOSED = "closed"


def mode_of(room: Room, *, unsigned: bool = False) -> Mode:
    """`unsigned` matters only to who has no seat yet."""
    session = room.session
    if session.state in (CaseSession.State.CLOSED, CaseSession.State.CANCELLED):
        return Mode.CLOSED if session.state == CaseSession.State.CLOSED else Mode.OFF
    if not session.lobby_open(room.now):
        return Mode.SOON
    if room.me is None:
        return Mode.SIGN if unsigned else Mode.DOOR
    if not session.is_running:
        return Mode.LOBBY
    if session.calm:
        return Mode.CALM
    return Mode.TURNED if room.turned else Mode.TABLE
