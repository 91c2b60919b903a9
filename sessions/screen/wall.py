"""The screen on the wall: what the whole table may see, and nothing that anybody wrote. No seat, no rights, no buttons.

While something is written that is not to be seen yet, nobody has a name here: who writes, who is ready and who still
thinks is nobody's affair from across the room. A number says how far the group is.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common.words import capital, number
from sessions import visibility
from sessions.models import CaseSession, Step
from sessions.room import Room
from sessions.screen import Screen
from sessions.screen.mode import Mode

JOINING = frozenset({Step.Kind.LANDING})  # who comes in now still finds the way on the wall


def wall_of(room: Room) -> WallScreen:
    return WallScreen(room, _mode(room.session))


def _mode(session: CaseSession) -> Mode:
    if session.state in (CaseSession.State.CLOSED, CaseSession.State.CANCELLED):
        return Mode.CLOSED
    if not session.is_running:
        return Mode.LOBBY
    return Mode.CALM if session.calm else Mode.TABLE


class WallScreen(Screen):
    """Drawn with large letters for everybody; asks the room as nobody does."""

    @property
    def joins(self) -> bool:
        """The way in for phones hangs there as long as people arrive."""
        step = self.room.step
        return self.mode == Mode.LOBBY or (step is not None and step.kind in JOINING)

    @property
    def nameless(self) -> bool:
        """Something is written now that is not to be seen yet."""
        step, room = self.room.step, self.room
        if step is None or step.kind not in (Step.Kind.PHASE, Step.Kind.REVIEW):
            return False
        opens = visibility.promise(step, room.steps).opens
        return (room.doc.silent and opens != visibility.Opens.AT_ONCE) or self.writes_first

    @property
    def chairs(self) -> list[dict[str, str]]:
        if self.nameless:
            return [{"name": "", "initials": " ", "state": ""} for _person in self.room.people]
        return self.seats

    @property
    def chairs_sentence(self) -> str:
        return _("De kring. Iedereen schrijft in stilte.") if self.nameless else self.ring_sentence

    @property
    def spoken_by(self) -> str:
        """Whose turn it is, where there are turns and names."""
        return "" if self.nameless or self.room.turn is None else self.room.turn.first_name

    @property
    def spoken_next(self) -> str:
        after = self.room.after_turn
        return after[0].first_name if self.spoken_by and after else ""

    @property
    def below(self) -> str:
        """One line where nobody has a turn: how far the group is, or who speaks."""
        ready, of = self.room.ready_count, self.room.ready_of
        if ready and of > 1:
            said = ngettext("%(n)s van de %(m)s is klaar", "%(n)s van de %(m)s zijn klaar", ready)
            return capital(said % {"n": number(ready), "m": number(of)})
        phase = self.room.step is not None and self.room.step.kind == Step.Kind.PHASE
        return capital(self.who_speaks) if phase else ""

    @property
    def sitting_words(self) -> str:
        many = len(self.room.people)
        return capital(ngettext("%(n)s aan tafel", "%(n)s aan tafel", many) % {"n": number(many)})
