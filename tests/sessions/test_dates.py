"""Wall time to instants, series, and the hours at which messages leave."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.dates import MOST_DATES, NoSuchTime, TwiceThatTime, days_until, daytime, instant, overlaps, series

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [AMSTERDAM, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")]


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2027, 3, 25), time(13, 30), datetime(2027, 3, 25, 12, 30, tzinfo=UTC)),  # before the clock goes forward
        (date(2027, 4, 1), time(13, 30), datetime(2027, 4, 1, 11, 30, tzinfo=UTC)),  # after: the same wall time
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 10, 31), time(3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_wall_clock_decides(day, at, utc):
    assert instant(day, at, AMSTERDAM) == utc


def test_a_time_the_clock_jumps_over_is_no_time():
    with pytest.raises(NoSuchTime) as gap:
        instant(date(2027, 3, 28), time(2, 30), AMSTERDAM)
    assert gap.value.instead.time() == time(3, 30)


def test_a_time_that_comes_twice_is_not_guessed():
    with pytest.raises(TwiceThatTime):
        instant(date(2027, 10, 31), time(2, 30), AMSTERDAM)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)), st.sampled_from(ZONES))
def test_what_is_accepted_reads_back_as_it_was_chosen(moment, zone):
    try:
        found = instant(moment.date(), moment.time(), zone)
    except (NoSuchTime, TwiceThatTime):
        return
    assert found.astimezone(zone).replace(tzinfo=None) == moment
    assert found.tzinfo is UTC


def test_a_series_over_both_nights_keeps_its_wall_time():
    days = series(date(2027, 3, 4), weeks=5, times=8)
    hours = {instant(day, time(13, 30), AMSTERDAM).astimezone(AMSTERDAM).time() for day in days}
    assert hours == {time(13, 30)}
    assert {later - day for day, later in itertools.pairwise(days)} == {timedelta(weeks=5)}


@given(st.integers(1, 26), st.integers(1, 60))
def test_a_series_is_never_longer_than_agreed(weeks, times):
    assert len(series(date(2027, 1, 1), weeks=weeks, times=times)) == min(times, MOST_DATES)


@pytest.mark.parametrize(
    ("minutes_later", "clash"), [(-120, False), (-119, True), (0, True), (119, True), (120, False)]
)
def test_touching_is_not_overlapping(minutes_later, clash):
    start = datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert overlaps(start + timedelta(minutes=minutes_later), 120, [(start, 120)]) is clash


@given(st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)), st.integers(1, 7), st.sampled_from(ZONES))
def test_what_nobody_asked_for_leaves_by_day_and_before_the_start(moment, days, zone):
    starts_at = moment.replace(tzinfo=UTC)
    window = daytime(days, starts_at, zone)
    opens, closes = window.due_at.astimezone(zone), window.expires_at.astimezone(zone)
    assert opens.time() == time(9)
    assert closes.time() <= time(21)
    assert opens.date() == closes.date() == starts_at.astimezone(zone).date() - timedelta(days=days)
    assert window.expires_at <= starts_at


def test_nights_are_counted_as_people_there_count_them():
    starts = datetime(
        2027, 1, 2, 0, 30, tzinfo=UTC
    )  # half past one at night in Amsterdam, the evening before in New York
    now = datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert days_until(starts, now, AMSTERDAM) == 1
    assert days_until(starts, now, ZoneInfo("America/New_York")) == 0
