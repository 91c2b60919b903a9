"""What every part of a screen stands on: the room, the face, and what the page already has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from sessions.boards import BoardKind, board_of
from sessions.models import Step
from sessions.room import Room
from sessions.screen.mode import Mode
from sessions.screen.steps import LEADERS_WORK, LISTED, WORK
from sessions.screen.words import _ms


@dataclass
class Base:
    """One viewer's screen at one instant. Asks `Room`, queries nothing."""

    room: Room
    mode: Mode
    present: set[UUID] = field(default_factory=set)  # who has the room open now
    leader_gone: datetime | None = None  # since when who leads has not, where that is noticed
    peeked: Step | None = None  # another step than the group's, that is being read
    card_id: UUID = field(default_factory=uuid4)  # of the form for the next card: sent twice, it is one card

    @property
    def key(self) -> str:
        """Changes when the work area has to be drawn anew; a pull with the same key leaves what is typed alone."""
        step = self.room.session.step_id
        role = self.room.role.value if self.seated and step else ""
        lead = "lead" if self.room.is_leader else ""
        if self.mode == Mode.LOBBY and self.room.leader_missing:
            lead = "missing"  # then everybody may begin
        if self.mode == Mode.CALM and not self.room.leader:
            lead = "adrift"  # then everybody sees how to take over
        took = self.room.me.seat_role if self.room.me and step else ""
        parts = [self.mode.value, step.hex[:12] if step else "", role, took, lead, self._grown, self._rest]
        return "-".join(part for part in parts if part)

    @property
    def _grown(self) -> str:
        """What changes the work area of a step of the spine while it lasts."""
        step = self.room.step
        if step and step.kind == Step.Kind.CLOSING and self.room.following:
            return self.room.following.mark
        if step is None or step.kind not in (Step.Kind.QUESTION, Step.Kind.METHOD_CHOICE, Step.Kind.CASE_CHOICE):
            return ""
        treatment = step.treatment_id.hex[:6] if step.treatment_id else ""
        everyone = "e" if step.facts.get("everyone") else ""
        return f"{treatment}{everyone}{sum(s.kind == Step.Kind.PHASE for s in self.room.steps) or ''}"

    @property
    def rests(self) -> bool:
        """It is quiet because the five minutes were taken that were offered when a case was stopped."""
        return self.mode == Mode.CALM and self.room.session.rest_until is not None

    @property
    def rest_ms(self) -> int:
        """How long the five minutes last yet; 0 when they are over. Nothing ends by itself then."""
        until = self.room.session.rest_until
        return max(0, _ms(until, self.room.now)) if until else 0

    @property
    def _rest(self) -> str:
        return "" if not self.rests else "rest" if self.rest_ms else "rested"

    @property
    def starts_ms(self) -> int:
        """Until it is time to begin; 0 when it is."""
        return max(0, _ms(self.room.session.starts_at, self.room.now))

    @property
    def seated(self) -> bool:
        return self.room.me is not None

    @cached_property
    def board(self) -> BoardKind | None:
        """What the cards of this phase are drawn on, if anything."""
        step = self.room.step
        return board_of(step.doc) if step and step.kind == Step.Kind.PHASE else None

    @property
    def has_board(self) -> bool:
        """This phase is drawn, whether there is something to draw yet or not."""
        return self.board is not None and self.board.draws(self.room.doc)

    @property
    def running(self) -> bool:
        return self.mode in (Mode.TABLE, Mode.TURNED)

    @property
    def face(self) -> str:
        return f"sessions/room/face_{self.mode}.html"

    @property
    def work(self) -> str:
        """What somebody does on screen in a step of the spine; in a phase it follows from the rules."""
        step, leads = self.room.step, self.room.is_leader
        if step is None or step.kind not in WORK or (step.kind in LEADERS_WORK and not leads):
            return ""
        return f"sessions/room/work_{step.kind}.html"

    @property
    def listing(self) -> str:
        """What lies on the table in a step of the spine."""
        step = self.room.step
        return f"sessions/room/list_{step.kind}.html" if step and step.kind in LISTED else ""

    @property
    def announcement(self) -> str:
        """Said once when the page arrives somewhere else."""
        if self.mode == Mode.CALM:
            return _("Vijf minuten rust. De klok staat stil.") if self.rests else _("Even stil. De klok staat stil.")
        if self.mode == Mode.TURNED:
            return _("Nu: je luistert.")
        if self.mode != Mode.TABLE:
            return ""
        return _("Nu: %(title)s. %(line)s") % {"title": self.room.text.title, "line": self.my_line}
