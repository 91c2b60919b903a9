"""What follows from the facts of a running session: time left, whose turn, ahead or behind. Pure.

Everything takes `now` (an aware instant) and plain values; nothing here reads or writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

UNDO = timedelta(seconds=10)
COUNTDOWN = timedelta(seconds=3)
GONE_NOTICE = timedelta(seconds=60)  # the screen of who leads has been closed so long: it is said
GONE_OFFER = timedelta(seconds=120)  # and now somebody else may lead meanwhile
STILL = timedelta(seconds=90)  # nobody wrote for so long, and most are done: a good moment to go on
SOON = 0.2  # the last fifth of a step: round off
LAST = 0.05  # the last twentieth: nearly over
ROUND_MINUTES = 120  # the length for which the spine's minutes are written


class TimedStep(Protocol):
    """What of a step the clock needs; minutes as planned, instants in UTC."""

    position: int
    minutes: int
    added_minutes: int
    paused_seconds: int
    entered_at: datetime | None
    left_at: datetime | None
    paused_at: datetime | None
    skipped: bool


class TurnLike(Protocol):
    place: int
    state: str


S = TypeVar("S", bound=TimedStep)
T = TypeVar("T", bound=TurnLike)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of one step. Nothing closes at zero: `over` only says so."""

    ends_at: datetime
    seconds_left: int  # negative when over
    total_seconds: int
    state: str  # running | soon | last | over | paused

    @property
    def minutes_left(self) -> int:
        """Whole minutes as a person says them: rounded up while there is time, minutes over after that."""
        return -(-self.seconds_left // 60) if self.seconds_left > 0 else -self.seconds_left // 60

    @property
    def share_left(self) -> int:
        """Hundredths of the time that are left, 0 to 100, for the arc."""
        return max(0, min(100, round(100 * self.seconds_left / self.total_seconds))) if self.total_seconds else 0


def total_seconds(step: TimedStep) -> int:
    """How long the step may take: its minutes and what the leader added or took."""
    return max(0, (step.minutes + step.added_minutes) * 60)


def paused_for(step: TimedStep, now: datetime) -> float:
    """Seconds this step has stood still so far, a pause that is still going on included."""
    still = (now - step.paused_at).total_seconds() if step.paused_at else 0.0
    return step.paused_seconds + max(0.0, still)


def clock(step: TimedStep, now: datetime) -> Clock | None:
    """The clock of a step that was entered; None for one that was not."""
    if step.entered_at is None:
        return None
    total = total_seconds(step)
    ends_at = step.entered_at + timedelta(seconds=total + paused_for(step, now))
    left = round((ends_at - now).total_seconds())
    if left > total:  # the machine's clock was set back: that gives nobody more time
        ends_at, left = ends_at - timedelta(seconds=left - total), total
    return Clock(ends_at, left, total, _clock_state(step, left, total))


def _clock_state(step: TimedStep, left: int, total: int) -> str:
    if step.paused_at is not None:
        return "paused"
    if left <= 0:
        return "over"
    if left <= total * LAST:
        return "last"
    return "soon" if left <= total * SOON else "running"


def minutes_over(step: TimedStep) -> int:
    """Whole minutes that a step which is over took beyond those it was planned with; a pause does not count."""
    if step.entered_at is None or step.left_at is None:
        return 0
    took = (step.left_at - step.entered_at).total_seconds() - step.paused_seconds
    return max(0, round(took / 60) - step.minutes)


def expected_end(steps: Iterable[TimedStep], current: TimedStep, now: datetime) -> datetime:
    """When the session ends if everything from here on takes its planned minutes."""
    here = clock(current, now)
    left = max(0, here.seconds_left) if here else total_seconds(current)
    ahead = sum(total_seconds(s) for s in steps if s.position > current.position and not s.skipped)
    return now + timedelta(seconds=left + ahead)


def minutes_behind(end: datetime, planned_end: datetime) -> int:
    """Whole minutes later than planned; negative when there is time to spare."""
    return round((end - planned_end).total_seconds() / 60)


def following(steps: Sequence[S], current: TimedStep | None) -> S | None:
    """The step after this one, or the first when nothing has begun."""
    later = [s for s in steps if current is None or s.position > current.position]
    return min(later, key=lambda s: s.position, default=None)


def preceding(steps: Sequence[S], current: TimedStep) -> S | None:
    """The step that was left for this one: the latest entered before it."""
    earlier = [s for s in steps if s.position < current.position and s.entered_at and not s.skipped]
    return max(earlier, key=lambda s: s.position, default=None)


def whose_turn(turns: Iterable[T]) -> T | None:
    """The first who still waits, in seating order; after everyone, those who said "come back to me"."""
    waiting = [t for t in turns if t.state == "waiting"] or [t for t in turns if t.state == "later"]
    return min(waiting, key=lambda t: t.place, default=None)


def round_fresh(turns: Iterable[TurnLike]) -> bool:
    """Nobody has had their turn in this round yet, nor passed."""
    return all(turn.state == "waiting" for turn in turns)


def round_settled(turns: Sequence[TurnLike]) -> bool:
    """Everybody has spoken or passed."""
    return bool(turns) and whose_turn(turns) is None


def own_harvest_first(kind: str, turn: str) -> bool:
    """May the case-giver open what others kept for them: at the harvest once their own turn is over (said aloud, or
    passed), elsewhere at any time."""
    return kind != "harvest" or turn in ("", "done", "passed")


def may_undo(undo_until: datetime | None, reveal_at: datetime | None, now: datetime) -> bool:
    """An advance can be taken back for ten seconds, but what people have seen stays seen."""
    seen = reveal_at is not None and reveal_at <= now
    return undo_until is not None and now <= undo_until and not seen


def scaled(minutes: int, least: int, session_minutes: int) -> int:
    """Minutes of a spine step in a session of this length; never more than planned, never below the least."""
    share = min(1.0, session_minutes / ROUND_MINUTES)
    return max(least, round(minutes * share))
