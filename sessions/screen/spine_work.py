"""What the steps of the spine ask of this viewer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sessions import visibility
from sessions.check_in import question
from sessions.screen.base import Base
from sessions.screen.words import ANOTHER, SHARPER, SharperLine
from sessions.sharpen import sharpen


class SpineWork(Base):
    """The work of the steps every session has."""

    @property
    def check_in_question(self) -> str:
        return question((self.room.step.facts if self.room.step else {}).get("question", ""), self.room.lang)

    @property
    def words_question(self) -> bool:
        return self.room.is_case_giver or self.room.is_leader

    @property
    def chooses_method(self) -> bool:
        return self.room.is_case_giver or self.room.is_leader

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
    def share_chip(self) -> visibility.Chip:
        return visibility.share_chip(False)

    @property
    def next_on(self) -> date | None:
        """When the group meets again: the default day for looking back."""
        following = self.room.session.next_at
        return following.astimezone(self.room.session.group.tz).date() if following else None

    @property
    def next_default(self) -> datetime:
        """A good first guess for the next date: as it is planned, else the same hour after the group's usual weeks."""
        group, session = self.room.session.group, self.room.session
        weeks = timedelta(weeks=group.rhythm_weeks)
        following = session.next_at
        return following.astimezone(group.tz) if following else session.starts_at.astimezone(group.tz) + weeks

    @property
    def numbers(self) -> range:
        return range(11)

    @property
    def time_for_more(self) -> bool:
        """Half an hour or more is left before the planned end."""
        return self.room.session.ends_at - self.room.now >= ANOTHER
