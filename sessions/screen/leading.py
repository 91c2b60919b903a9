"""What only the leader has: the lead, and the time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common.words import capital, clock, listing, number
from methods import rules
from sessions import flow, permissions, spine
from sessions.models import LeadOffer, Step
from sessions.room import Person
from sessions.screen.base import Base
from sessions.screen.words import _is_phase, _ms


class Leading(Base):
    """The lead and the time."""

    def _passing(self, *kinds: str) -> dict[str, Any] | None:
        """The lead on its way like this, unanswered."""
        row = self.room.session.passed  # type: ignore[attr-defined]
        return row if row and row["open"] and row["kind"] in kinds else None

    def _seated(self, row: dict[str, Any] | None, end: str) -> Person | None:
        return next((p for p in self.room.people if row and str(p.id) == row[end]), None)

    @property
    def offered_to_me(self) -> bool:
        to = self.offered_to
        return to is not None and to.me

    @property
    def offered_to(self) -> Person | None:
        """To whom the lead is offered."""
        return self._seated(self._passing(LeadOffer.Kind.OFFER, LeadOffer.Kind.PLAN), "to")

    @property
    def leads_by_plan(self) -> bool:
        """What is offered was planned so."""
        return self._passing(LeadOffer.Kind.PLAN) is not None

    @property
    def asked_by(self) -> Person | None:
        """Who asks for the lead."""
        return self._seated(self._passing(LeadOffer.Kind.ASK), "to")

    @property
    def may_ask(self) -> bool:
        """The lead can be asked for: somebody leads, and nothing is asked or offered yet."""
        row = self.room.session.passed  # type: ignore[attr-defined]
        return self.room.may_lead and self.room.leader is not None and not (row and row["open"])

    @property
    def stands_in(self) -> Person | None:
        """Who leads as long as this viewer was gone, and would give it back."""
        row = self.room.session.passed  # type: ignore[attr-defined]
        mine = row and row["kind"] == LeadOffer.Kind.STAND_IN and row["by"] == str(self.room.user.pk)
        leader = self.room.leader
        return leader if mine and leader and str(leader.id) == row["to"] and not leader.me else None

    def led_by(self, step: Step | None) -> Person | None:
        """Who leads this step by plan, if they are here."""
        return next((p for p in self.room.people if step and p.id == step.led_by_id), None)

    @property
    def planned_for(self) -> Person | None:
        return self.led_by(self.peeked)

    @property
    def may_lead_then(self) -> list[Person]:
        """Who could lead the step that is being read: not who brings its case."""
        step, here = self.peeked, self.room.treatment
        treats = step is not None and step.kind not in permissions.AFTER_HARVEST and here is not None
        owner = here.case.owner_id if treats and step.treatment_id == here.pk else None  # type: ignore[union-attr]
        return [p for p in self.room.people if p.id != owner]

    @property
    def gone_for(self) -> timedelta | None:
        """How long nobody has seen the screen of who leads; None as long as nobody need know. Never in one room."""
        return self.room.now - self.leader_gone if self.leader_gone and not self.room.is_leader else None

    @property
    def gone_noticed(self) -> bool:
        return self.gone_for is not None and self.gone_for >= flow.GONE_NOTICE

    @property
    def may_stand_in(self) -> bool:
        return self.gone_for is not None and self.gone_for >= flow.GONE_OFFER and self.room.may_lead

    @property
    def gone_ms(self) -> int:
        """Until the next thing is said about it; 0 when all was."""
        if self.gone_for is None or self.gone_for >= flow.GONE_OFFER:
            return 0
        until = flow.GONE_OFFER if self.gone_noticed else flow.GONE_NOTICE
        return max(1, round((until - self.gone_for).total_seconds() * 1000))

    @property
    def _still_in(self) -> timedelta | None:
        """Until nobody wrote for long enough that it may be said; None where nobody writes, and as long as few are
        done."""
        room, step = self.room, self.room.step
        if step is None or not step.entered_at or not room.doc.silent or 2 * room.ready_count <= room.ready_of:
            return None
        last = max(step.entered_at, room.session.last_laid or step.entered_at)  # type: ignore[attr-defined]
        return last + flow.STILL - room.now

    @property
    def still_ms(self) -> int:
        """When the hint changes by itself; 0 when it does not."""
        left = self._still_in
        return max(0, round(left.total_seconds() * 1000)) if left else 0

    @property
    def idle_hint(self) -> str:
        """For the leader, and only from what everyone may see."""
        still = self._still_in is not None and self._still_in <= timedelta()
        moment = _("Al even kwam er niets meer bij. Een goed moment om verder te gaan?") if still else ""
        return " ".join(part for part in (self._ready_hint, moment) if part)

    @property
    def time_words(self) -> str:
        """For who keeps the time: how many asked for more, and nobody's name."""
        n = self.room.time_count
        said = ngettext("%(n)s vraagt om meer tijd", "%(n)s vragen om meer tijd", n)
        return capital(said % {"n": number(n)}) if n else ""

    @property
    def _ready_hint(self) -> str:
        room = self.room
        waiting = [p.first_name for p in room.people if room.is_asked(p) and not p.ready]
        if not room.ready_count or room.ready_of < 2:
            return ""
        if not waiting:
            return _("Iedereen is klaar.")
        said = {"n": capital(number(room.ready_count)), "m": number(room.ready_of), "names": listing(waiting)}
        some = ngettext("%(n)s van de %(m)s is klaar.", "%(n)s van de %(m)s zijn klaar.", room.ready_count) % said
        last = ngettext("%(names)s komt nog.", "%(names)s komen nog.", len(waiting)) % said
        return f"{some} {last}"

    @property
    def ask_again(self) -> str:
        """Drie van de zes zijn klaar. Toch verder?: asked on the first press, where people are writing in silence or
        somebody said that they are done or need more time. Where nobody does, nobody waits for it."""
        room = self.room
        waiting = [p for p in room.people if room.is_asked(p) and not (p.ready or p.no_screen)]
        used = room.ready_count or room.time_count or (room.step is not None and room.doc.silent)
        if not (waiting and used and room.ready_of > 1):
            return ""
        if room.time_count:
            return _("%(some)s Toch verder?") % {"some": f"{self.time_words}."}
        said = {"n": capital(number(room.ready_count)), "m": number(room.ready_of)}
        some = ngettext("%(n)s van de %(m)s is klaar.", "%(n)s van de %(m)s zijn klaar.", room.ready_count) % said
        return _("%(some)s Toch verder?") % {"some": some if room.ready_count else _("Nog niemand is klaar.")}

    @property
    def my_line(self) -> str:
        """What is mine to do in this step, in one sentence. Only a method knows observers."""
        room = self.room
        if _is_phase(room.step) and not room.is_case_giver:
            return rules.my_line(room.doc, room.text, room.role, room.lang)
        return (room.is_case_giver and room.text.own_line) or room.text.line

    @property
    def plan_line(self) -> str:
        """2 min later dan gepland; einde 15.32. Before the method is chosen the case begins so much later, and the end
        is as planned: the method gets the time there is."""
        zone = self.room.session.group.tz
        if not self._planned_through:
            return _("%(pace)s; gepland tot %(end)s") % {
                "pace": self._pace,
                "end": clock(self.room.session.ends_at.astimezone(zone)),
            }
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
    def _case_behind(self) -> int:
        """Minutes that the case begins later than planned, as things stand."""
        room = self.room
        kept = sum(minutes for _place, _doc, minutes in spine.planned(room.session.minutes))
        case = timedelta(minutes=max(0, room.session.minutes - kept))
        return flow.minutes_behind(room.expected_end + case, room.session.ends_at)

    @property
    def _pace(self) -> str:
        behind = self.room.minutes_behind if self._planned_through else self._case_behind
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
