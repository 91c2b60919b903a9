"""What one viewer may see at one moment, in ids, and the filter they make. `sessions.visibility` works the ids out.

Pure: builds a Q, touches no database.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from methods.codes import Marks
from methods.rules import mark_choices
from sessions.models import Mark, Turn

NOWHERE = UUID(int=0)  # before the first step
# Marks that take a card away for everyone, once the step in which they were given is over.
REMOVING = frozenset(choice.code for marks in Marks if marks for choice in mark_choices(marks, "nl") if choice.removes)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one viewer may see at one moment, as ids: which steps, whose cards in them. Of the moment nothing else goes
    into the text of a query, so that it need be composed once only."""

    viewer: UUID
    everyone: tuple[UUID, ...] = ()  # steps that are open to all
    rounds: tuple[UUID, ...] = ()  # of these the rounds that are over: of who passed in them, nothing
    going_round: tuple[UUID, ...] = ()  # the round that goes on
    waiting: tuple[UUID, ...] = ()  # whose turn has not come there
    read_out: tuple[UUID, ...] = ()  # steps that are read out in the round that goes on
    spoken: tuple[UUID, ...] = ()  # by whom they are
    case_givers: tuple[UUID, ...] = ()  # steps of which the case-giver's own cards are open
    asked_for: tuple[UUID, ...] = ()  # steps whose parked advice the case-giver asked for
    current: UUID = NOWHERE
    was_read: tuple[tuple[UUID, UUID], ...] = ()  # of what was read out: the step it is of, and in which step

    def values(self) -> tuple[Any, ...]:
        """As they come in again, one after the other, at `of`."""
        single = [getattr(self, one.name) for one in fields(self) if one.name != "was_read"]
        return (*single, *chain.from_iterable(self.was_read))

    @classmethod
    def of(cls, *values: Any) -> Allowed:
        """From its `values`."""
        single = len(fields(cls)) - 1
        pairs = tuple(zip(values[single::2], values[single + 1 :: 2], strict=True))
        return cls(*(*values[:single], pairs))

    def query(self) -> Q:
        """The contributions that are seen, as a filter on Contribution."""
        passed_over = Q(step__in=self.rounds) & _passed()
        for step, at in self.was_read:
            passed_over |= Q(step=step) & _passed(step=at)
        open_ = Q(step__in=self.everyone) & ~passed_over
        open_ |= Q(step__in=self.going_round) & ~Q(author__in=self.waiting) & ~_passed()
        open_ |= Q(step__in=self.read_out, author__in=self.spoken)
        open_ |= Q(step__in=self.case_givers, author=F("step__treatment__case__owner"))
        seen = Q(author=self.viewer) | (open_ & Q(parked=False)) | Q(parked=True, step__in=self.asked_for)
        return seen & ~_removed(self.current)


def _passed(**step: Any) -> Q:
    """Whoever passed keeps their card to themselves, also when the round is over: of a pass nothing follows. (Who had
    a turn in a round before it, had opened theirs.)"""
    passed = Turn.objects.filter(user=OuterRef("author"), state=Turn.State.PASSED, earlier=0, **(step or _HERE))
    return Q(Exists(passed))


_HERE = {"step": OuterRef("step")}


def _removed(here: UUID) -> Q:
    """Cards the case-giver let go of, in a step that is over."""
    return Q(pk__in=Mark.objects.filter(value__in=REMOVING).exclude(step=here).values("contribution"))
