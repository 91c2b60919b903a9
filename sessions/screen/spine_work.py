"""What the steps of the spine ask of this viewer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from sessions import flow, visibility
from sessions.check_in import question
from sessions.fits import Asked, asked_of
from sessions.models import Seat, Treatment
from sessions.screen.base import Base
from sessions.screen.words import ANOTHER, SHARPER, SharperLine
from sessions.sharpen import sharpen


class SpineWork(Base):
    """The work of the steps every session has."""

    @property
    def check_in_question(self) -> str:
        facts = self.room.step.facts if self.room.step else {}
        return facts.get("words") or question(facts.get("question", ""), self.room.lang)

    @property
    def asks_again(self) -> bool:
        """The question of today is the group's own, and comes back in its turn."""
        facts = self.room.step.facts if self.room.step else {}
        return "words" in facts and not facts.get("once")

    @property
    def words_question(self) -> bool:
        writes = self.room.me is not None and self.room.me.seat_role == Seat.Role.SCRIBE
        return self.room.is_case_giver or self.room.is_leader or writes

    @property
    def chooses_method(self) -> bool:
        return self.room.is_case_giver or self.room.is_leader

    @cached_property
    def fits(self) -> list[Asked]:
        """The methods about which this viewer is asked whether they fitted."""
        return asked_of(self.room.user.pk, self.room.session, self.room.steps, self.room.lang) if self.seated else []

    @property
    def fit_answers(self) -> list[tuple[str, str]]:
        return Treatment.Fitted.choices

    @property
    def fit_chip(self) -> visibility.Chip:
        """Without names, and recognisable all the same for who was there."""
        said = _("De groep, later bij de werkvorm: hoe vaak hij paste. Zonder naam, wel herkenbaar.")
        return visibility.Chip("users-round", said, False)

    @property
    def question_hints(self) -> list[SharperLine]:
        """What a computer can see of the question: to its owner only, never a judgement."""
        treatment = self.room.treatment
        if not (self.room.is_case_giver and treatment):
            return []
        found = sharpen(treatment.key_question)
        return [SharperLine(one.good, SHARPER[one.hint] % {"word": one.word}) for one in found if one.hint in SHARPER]

    @property
    def question_chip(self) -> visibility.Chip:
        return visibility.question_chip()

    @property
    def opens_advice(self) -> bool:
        """What was kept for the case-giver opens after their own."""
        step, me = self.room.step, self.room.me
        return step is None or flow.own_harvest_first(step.kind, me.turn if me else "")

    @property
    def share_chip(self) -> visibility.Chip:
        return visibility.share_chip(False)

    @property
    def next_on(self) -> date | None:
        """When the group meets again: the default day for looking back."""
        later = self.room.following
        return later.starts_at.astimezone(self.room.session.group.tz).date() if later and later.starts_at else None

    @property
    def next_default(self) -> datetime:
        """A good first guess for the next date: as it is planned, else the same hour after the group's usual weeks."""
        group, session = self.room.session.group, self.room.session
        weeks = timedelta(weeks=group.rhythm_weeks)
        later = self.room.following
        if later and later.starts_at:
            return later.starts_at.astimezone(group.tz)
        return session.starts_at.astimezone(group.tz) + weeks

    @property
    def numbers(self) -> range:
        return range(11)

    @property
    def time_for_more(self) -> bool:
        """Half an hour or more is left before the planned end."""
        return self.room.session.ends_at - self.room.now >= ANOTHER
