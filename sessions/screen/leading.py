"""What only the leader has: the lead, and the time."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common.words import clock, number
from sessions.models import Step
from sessions.room import Person
from sessions.screen.base import Base
from sessions.screen.words import _is_phase, _ms, listing


class Leading(Base):
    """The lead and the time."""

    @property
    def offered_to_me(self) -> bool:
        offer = self.room.session.offered
        return bool(offer) and offer["to"] == str(self.room.user.pk)

    @property
    def offered_to(self) -> Person | None:
        """To whom the lead is offered, for everybody to see who leads soon."""
        offer = self.room.session.offered
        return next((p for p in self.room.people if offer and str(p.id) == offer["to"]), None)

    @property
    def idle_hint(self) -> str:
        """For the leader, and only from what everyone may see."""
        room = self.room
        waiting = [p.first_name for p in room.people if not p.leads and not p.ready]
        if not room.ready_count or room.ready_of < 2:
            return ""
        if not waiting:
            return _("Iedereen is klaar.")
        said = {"n": number(room.ready_count).capitalize(), "m": number(room.ready_of), "names": listing(waiting)}
        some = ngettext("%(n)s van de %(m)s is klaar.", "%(n)s van de %(m)s zijn klaar.", room.ready_count) % said
        last = ngettext("%(names)s komt nog.", "%(names)s komen nog.", len(waiting)) % said
        return f"{some} {last}"

    @property
    def my_line(self) -> str:
        """What is mine to do in this step, in one sentence."""
        text = self.room.text
        own = self.room.is_case_giver and text.own_line
        return own or text.line

    @property
    def plan_line(self) -> str:
        """2 min later dan gepland; einde 15.32. Before the method is chosen there is only the end as planned."""
        zone = self.room.session.group.tz
        if not self._planned_through:
            return _("gepland tot %(end)s") % {"end": clock(self.room.session.ends_at.astimezone(zone))}
        return _("%(pace)s; einde %(end)s") % {
            "pace": self._pace,
            "end": clock(self.room.expected_end.astimezone(zone)),
        }

    @property
    def _planned_through(self) -> bool:
        """The steps are there up to the end: the method was chosen, or no case comes any more."""
        ahead = self.room.steps[max(0, self.room.index - 1) :]
        chooses = any(step.kind == Step.Kind.METHOD_CHOICE and not step.skipped for step in ahead)
        return not chooses or any(_is_phase(step) for step in ahead)

    @property
    def _pace(self) -> str:
        behind = self.room.minutes_behind
        if behind > 0:
            return _("%(min)s min later dan gepland") % {"min": behind}
        if behind < 0:
            return _("%(min)s min voor op het plan") % {"min": -behind}
        return _("op tijd")

    @property
    def undo_ms(self) -> int:
        """How long the last advance can still be taken back."""
        until = self.room.session.undo_until
        return max(0, _ms(until, self.room.now)) if until and self.room.undo_left else 0

    @property
    def reveal_ms(self) -> int:
        """How long until what was written in silence lies open; 0 when it does."""
        step = self.room.step
        return max(0, _ms(step.reveal_at, self.room.now)) if step and step.reveal_at else 0

    @property
    def spoken_minutes(self) -> str:
        """Ongeveer zes minuten, for who only listens."""
        clock = self.room.clock
        if clock is None or clock.seconds_left <= 0:
            return _("Het kan nog even duren.")
        said = ngettext("Nog ongeveer één minuut.", "Nog ongeveer %(count)s minuten.", clock.minutes_left)
        return said % {"count": number(clock.minutes_left)}
