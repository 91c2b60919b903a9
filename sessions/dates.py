"""From a date and a wall clock to an instant, and from a session to the moments of its messages. Pure.

Instants are stored in UTC; people think in the wall time of their group's zone. Two nights a year a wall time does not
exist or exists twice: both are told to the person who chose it, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

MOST_DATES = 26  # of one series
FURTHEST = timedelta(days=800)
MORNING, EVENING = time(9), time(21)  # messages nobody asked for arrive between these, in the group's zone
REMIND_DAYS = (3, 1)
WARN_DAYS = 2


class NoSuchTime(ValueError):
    """The clock jumps over this wall time; `instead` is what the clock then says."""

    def __init__(self, instead: datetime) -> None:
        self.instead = instead
        super().__init__("the clock jumps over this time")


class TwiceThatTime(ValueError):
    """The clock is put back and this wall time comes twice."""


@dataclass(frozen=True, slots=True)
class Window:
    """When a message may leave: from `due_at` until `expires_at`, in UTC."""

    due_at: datetime
    expires_at: datetime


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """This wall time in UTC. Raises NoSuchTime or TwiceThatTime in the two nights of the clock."""
    wall = datetime.combine(on, at.replace(tzinfo=None, fold=0))
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    there = first.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != wall:
        raise NoSuchTime(there)
    raise TwiceThatTime("the clock says this time twice")


def series(on: date, *, weeks: int, times: int) -> list[date]:
    """The first date and every so many weeks after it, `times` dates together."""
    start = datetime.combine(on, time(12))
    return [moment.date() for moment in rrule(WEEKLY, interval=weeks, count=min(times, MOST_DATES), dtstart=start)]


def overlaps(starts_at: datetime, minutes: int, others: Iterable[tuple[datetime, int]]) -> bool:
    """Does this meeting lie over one of the others, given as (start, minutes)? Touching is not overlapping."""
    ends_at = starts_at + timedelta(minutes=minutes)
    return any(start < ends_at and starts_at < start + timedelta(minutes=length) for start, length in others)


def daytime(days_before: int, starts_at: datetime, zone: ZoneInfo) -> Window:
    """The day so many days before a session, from nine in the morning to nine in the evening, never after its start."""
    day = starts_at.astimezone(zone).date() - timedelta(days=days_before)
    opens, closes = (datetime.combine(day, at, tzinfo=zone).astimezone(UTC) for at in (MORNING, EVENING))
    return Window(opens, min(closes, starts_at))


def days_until(starts_at: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Nights between now and the session, as people in the group's zone count them."""
    return (starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days
