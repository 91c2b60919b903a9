"""Which steps have what on a screen, and how a step stands on the rail."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sessions.models import Step

# The steps of the spine: who works on a screen of their own, what lies on the table, what may be left out.
WORK = frozenset(
    {Step.Kind.CASE_CHOICE, Step.Kind.QUESTION, Step.Kind.METHOD_CHOICE, Step.Kind.HARVEST, Step.Kind.CLOSING}
)
LEADERS_WORK = frozenset({Step.Kind.CASE_CHOICE, Step.Kind.CLOSING})
LISTED = frozenset({*WORK, Step.Kind.LANDING, Step.Kind.CHECK_IN, Step.Kind.LOOK_BACK})
SKIPPABLE = frozenset(set(Step.Kind) - {Step.Kind.PHASE, Step.Kind.CLOSING})
WIDE = frozenset({Step.Kind.METHOD_CHOICE, Step.Kind.HARVEST})
RINGED = frozenset({Step.Kind.PHASE, Step.Kind.LANDING, Step.Kind.LOOK_BACK})
PINNED = frozenset({Step.Kind.QUESTION, Step.Kind.METHOD_CHOICE, Step.Kind.PHASE, Step.Kind.HARVEST})


@dataclass(frozen=True)
class Mark:
    """One step on the rail."""

    step: Step | None
    title: str
    state: str  # done | now | next | locked
    number: int
    minutes: int = 0
    note: str = ""  # why it is locked, or that it was left out


@dataclass(frozen=True)
class Chapter:
    """Steps that belong together: the opening, the phases of a method, the end."""

    title: str
    marks: list[Mark]

    @property
    def ids(self) -> set[UUID]:
        return {mark.step.pk for mark in self.marks if mark.step}

    @property
    def done(self) -> bool:
        return all(mark.state == "done" for mark in self.marks)

    @property
    def now(self) -> bool:
        return any(mark.state == "now" for mark in self.marks)
