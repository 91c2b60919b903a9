"""Both nights on which the clock changes, and clocks that are set right while everything runs."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine as machine

from intervisie.celery import app
from intervisie.common.delivery import drain
from intervisie.common.models import Delivery
from intervisie.heartbeat import Clock
from sessions import flow
from sessions.actions import pointer
from sessions.actions.planning import Where, Who, plan_reminders, schedule
from sessions.dates import instant
from sessions.models import Step
from tests.sessions.table import a_session, begin, fresh
from tests.sessions.test_flow import NOON, FakeStep, after

ZONE = ZoneInfo("Europe/Amsterdam")
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # at two it is three; at three it is two
NIGHTS = {"spring": SPRING, "autumn": AUTUMN}


# ── the timetable ──
class Ringing(Clock):
    """Beat as it is, but what it rings is written down with the moment, and no broker is asked."""

    producer = None

    def __init__(self, *arguments, **more):
        self.rung = defaultdict(list)
        super().__init__(*arguments, **more)

    def apply_entry(self, entry, producer=None):
        self.rung[entry.task].append(datetime.now(UTC))


def ring(start, seconds, *, jump_at=0.0, jump=0.0):
    """Run beat for so many real seconds; at `jump_at` somebody sets the clock by `jump` seconds."""
    with machine.travel(start, tick=False) as clock:
        beat, passed = Ringing(app=app, lazy=True), 0.0
        beat.setup_schedule()
        while passed < seconds:
            step = max(0.1, min(beat.tick(), 5.0))
            clock.shift(step)
            passed += step
            if jump and passed >= jump_at:
                clock.shift(jump)
                jump = 0.0
        return beat.rung


def longest(moments):
    return max((later - earlier).total_seconds() for earlier, later in pairwise(moments))


@pytest.mark.parametrize("night", NIGHTS)
def test_no_sweep_waits_for_an_hour_that_comes_twice_and_none_comes_twice_for_one_that_is_missing(night):
    start = datetime.combine(NIGHTS[night], time(0, 30), tzinfo=UTC) - timedelta(hours=1)
    rung = ring(start, 3 * 3600)
    assert longest(rung["intervisie.common.tasks.drain"]) < 11
    assert longest(rung["feedback.tasks.open_pulses"]) < 71
    assert longest(rung["sessions.tasks.expire_cases"]) < 3611
    nightly = [task for task, moments in rung.items() if len(moments) == 1]
    assert "intervisie.common.tasks.clean_deliveries" in nightly


@pytest.mark.parametrize("jump", [-3600, -86_400, 3600])
def test_a_clock_that_is_set_right_stops_no_sweep(jump):
    rung = ring(datetime(2027, 6, 1, 10, tzinfo=UTC), 1800, jump_at=600, jump=jump)
    assert len(rung["intervisie.common.tasks.drain"]) >= 1800 / 5 * 0.9


# ── reminders ──
@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("days", [1, 3])
def test_reminders_leave_at_nine_by_the_clock_on_the_wall(cast, post, night, days, time_machine):
    """A session on the day after the night, or three days after it: the reminder is due on the other side."""
    day = NIGHTS[night] + timedelta(days=days)
    time_machine.move_to(datetime.combine(NIGHTS[night] - timedelta(days=9), time(12), tzinfo=ZONE), tick=False)
    starts = instant(day, time(13, 30), ZONE)
    where, who = Where(minutes=120, medium="room"), Who(host_id=None, leads_id=None, quorum=2)
    [session] = schedule(cast.noord, by=cast.anna, starts=[starts], where=where, who=who)
    time_machine.move_to(starts - timedelta(days=5), tick=False)
    plan_reminders()
    dues = {row.due_at for row in Delivery.objects.filter(kind="session_reminder")}
    assert {due.astimezone(ZONE).time() for due in dues} == {time(9)}
    assert {due.astimezone(ZONE).date() for due in dues} == {day - timedelta(days=3), day - timedelta(days=1)}

    drain()  # the invitations
    post.mails.clear()
    first = min(dues)
    time_machine.move_to(first - timedelta(seconds=1), tick=False)
    assert drain() == 0
    time_machine.move_to(first, tick=False)
    assert drain() == 4
    assert session.starts_at.astimezone(ZONE).strftime("%H:%M") == "13:30"
    assert "half twee tot half vier" in post.mails[0][1].get_body(("plain",)).get_content()


# ── the clock of a step ──
@pytest.mark.parametrize("night", NIGHTS)
def test_ten_minutes_are_ten_minutes_also_at_the_hour_of_the_change(night):
    change = datetime.combine(NIGHTS[night], time(1), tzinfo=UTC)
    step = FakeStep(entered_at=change - timedelta(minutes=4))
    left = [flow.clock(step, (change + timedelta(minutes=m)).astimezone(ZONE)).seconds_left for m in range(-4, 7)]
    assert left == [60 * minutes for minutes in range(10, -1, -1)]


@pytest.mark.parametrize("back", [timedelta(seconds=5), timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_is_set_back_never_shows_more_than_there_is(back):
    for step in (FakeStep(), FakeStep(paused_at=NOON), FakeStep(paused_seconds=30)):
        clock = flow.clock(step, NOON - back)
        assert 0 <= clock.seconds_left <= clock.total_seconds
        assert 0 <= clock.share_left <= 100
        assert clock.minutes_left <= 10
        assert flow.paused_for(step, NOON - back) >= 0
    assert flow.expected_end([FakeStep()], FakeStep(), NOON - back) <= after(minutes=10)


def test_a_pause_during_which_the_clock_is_set_back_can_be_ended(cast, agreement, time_machine):
    time_machine.move_to(datetime(2027, 6, 3, 14, tzinfo=ZONE), tick=False)
    session = begin(a_session(cast.noord), cast.anna, cast.bas, cast.chris, cast.dana)
    pointer.advance(session, by=cast.anna, seen_version=session.version)
    time_machine.shift(60)
    pointer.pause(fresh(session), by=cast.anna)
    time_machine.shift(-3600)
    pointer.resume(fresh(session), by=cast.anna)
    step = Step.objects.get(pk=fresh(session).step_id)
    assert (step.paused_at, step.paused_seconds) == (None, 0)
    clock = flow.clock(step, datetime.now(UTC))
    assert 0 <= clock.seconds_left <= clock.total_seconds
