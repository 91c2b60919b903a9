"""A plan that gives way: what the steps from here on get, so that the session ends when it was agreed to. Pure.

What is optional goes first, the last of it first; then every step gives up what it can above its least, in proportion
(`methods.plan`). The harvest keeps its twelve minutes: they are its least. Takes instants and plain values only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import zip_longest
from typing import Protocol
from uuid import UUID

from methods.format import PhaseDoc
from methods.plan import Part, fit
from sessions.flow import TimedStep, clock, total_seconds

WORTH = 2  # minutes later than agreed: less is not worth a plan
STALE = 2  # minutes that a page with a proposal may be old
BEFORE = "plan_before"  # fact of the step in which a plan was agreed: its mark, and what each step had before


class PlannedStep(TimedStep, Protocol):
    """A step with its clock and its rules."""

    id: UUID

    @property
    def doc(self) -> PhaseDoc: ...


@dataclass(frozen=True, slots=True)
class Left:
    """Whole minutes: until the agreed end, and of the step that goes on now."""

    time: int
    here: int

    def near(self, other: Left) -> bool:
        return abs(self.time - other.time) <= STALE and abs(self.here - other.here) <= STALE


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one step: minutes it had to go and minutes it gets; None: it is left out."""

    step: PlannedStep
    was: int
    now: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan in so much time. `keep`: without leaving anything out."""

    left: Left
    keep: bool
    changes: tuple[Change, ...]  # of each step from here on, also where nothing changes
    later: int  # minutes after the agreed end, even so; below nought: so much is left over

    @property
    def left_out(self) -> list[Change]:
        return [change for change in self.changes if change.now is None]

    @property
    def shorter(self) -> list[Change]:
        return [change for change in self.changes if change.now is not None and change.now < change.was]

    @property
    def longer(self) -> list[Change]:
        return [change for change in self.changes if change.now is not None and change.now > change.was]

    @property
    def mark(self) -> str:
        """Another as soon as anything of it is: who agrees, agrees to this one."""
        told = [f"{change.step.id.hex}{change.was}:{change.now}" for change in self.changes]
        return sha256("|".join(told).encode()).hexdigest()[:16]


def left_of(current: TimedStep, ends_at: datetime, now: datetime) -> Left:
    here = clock(current, now)
    seconds = here.seconds_left if here else total_seconds(current)
    return Left(round((ends_at - now) / timedelta(minutes=1)), max(0, -(-seconds // 60)))


def propose(steps: Sequence[PlannedStep], current: PlannedStep, left: Left) -> list[Proposal]:
    """Plans that end sooner than the one there is, the best first; none when there is nothing to gain."""
    ahead = [s for s in sorted(steps, key=lambda s: s.position) if s.position > current.position and not s.skipped]
    parts = [_here(current, left.here), *_parts(ahead)]
    if sum(part.minutes for part in parts) - left.time < WORTH:
        return []
    first = _proposal([current, *ahead], parts, left, keep=False)
    other = _proposal([current, *ahead], [replace(part, optional=False) for part in parts], left, keep=True)
    if first.later < 0 and other.later == 0:  # leaving out would give away more than is missing
        return [other]
    worth = [one for one in (first, other) if one.left_out or one.shorter]
    return worth[:1] if first.changes == other.changes or other.later > max(0, first.later) else worth


def _here(current: PlannedStep, minutes: int) -> Part:
    """What is left of the step that goes on: its least is what it has not had of it yet."""
    spent = total_seconds(current) // 60 - minutes
    return Part(minutes, max(0, min(minutes, current.doc.least - spent)))


def _parts(ahead: Sequence[PlannedStep]) -> list[Part]:
    return [_part(step, follower) for step, follower in zip_longest(ahead, ahead[1:])]


def _part(step: PlannedStep, follower: PlannedStep | None) -> Part:
    """Never left out: a step that opens what was written before, and one in which a module is chosen for the next."""
    needed = bool(step.doc.reveal) or (follower is not None and follower.doc.slot)
    minutes = total_seconds(step) // 60
    return Part(minutes, min(minutes, step.doc.least), step.doc.optional and not needed)


def _proposal(steps: Sequence[PlannedStep], parts: Sequence[Part], left: Left, *, keep: bool) -> Proposal:
    given = fit(parts, max(0, left.time))
    made = zip(steps, parts, given, strict=True)
    changes = tuple(Change(step, part.minutes, minutes) for step, part, minutes in made)
    return Proposal(left, keep, changes, sum(minutes or 0 for minutes in given) - left.time)
