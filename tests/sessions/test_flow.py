"""The arithmetic of a running session, as tables and as properties. No database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions import flow, spine

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


@dataclass
class FakeStep:
    position: int = 100
    minutes: int = 10
    added_minutes: int = 0
    paused_seconds: int = 0
    entered_at: datetime | None = NOON
    left_at: datetime | None = None
    paused_at: datetime | None = None
    skipped: bool = False


@dataclass
class FakeTurn:
    place: int
    state: str


def after(**span):
    return NOON + timedelta(**span)


@pytest.mark.parametrize(
    ("step", "now", "left", "state"),
    [
        (FakeStep(), NOON, 600, "running"),
        (FakeStep(), after(minutes=7, seconds=59), 121, "running"),
        (FakeStep(), after(minutes=8), 120, "soon"),
        (FakeStep(), after(minutes=10), 0, "over"),
        (FakeStep(), after(minutes=12), -120, "over"),
        (FakeStep(added_minutes=3), after(minutes=10), 180, "running"),
        (FakeStep(paused_seconds=60), after(minutes=10), 60, "soon"),
        (FakeStep(paused_at=after(minutes=4)), after(minutes=30), 360, "paused"),
    ],
)
def test_the_clock_of_a_step(step, now, left, state):
    clock = flow.clock(step, now)
    assert (clock.seconds_left, clock.state) == (left, state)


def test_a_step_that_was_not_entered_has_no_clock():
    assert flow.clock(FakeStep(entered_at=None), NOON) is None


@pytest.mark.parametrize(
    ("left", "said"), [(600, 10), (541, 10), (540, 9), (1, 1), (0, 0), (-1, 0), (-60, 1), (-125, 2)]
)
def test_minutes_as_a_person_says_them(left, said):
    assert flow.Clock(NOON, left, 600, "running").minutes_left == said


@given(st.integers(1, 90), st.integers(0, 30), st.integers(0, 7200), st.integers(0, 20000))
def test_a_pause_never_costs_time(minutes, added, paused, elapsed):
    plain = FakeStep(minutes=minutes, added_minutes=added)
    held = FakeStep(minutes=minutes, added_minutes=added, paused_seconds=paused)
    later = flow.clock(held, after(seconds=elapsed + paused))
    assert later.seconds_left == flow.clock(plain, after(seconds=elapsed)).seconds_left


@given(st.integers(0, 20000), st.integers(0, 20000))
def test_while_paused_the_clock_stands_still(into, wait):
    step = FakeStep(paused_at=after(seconds=into))
    before, later = after(seconds=into), after(seconds=into + wait)
    assert flow.clock(step, later).seconds_left == flow.clock(step, before).seconds_left


def test_the_expected_end_counts_what_is_left_here_and_what_lies_ahead():
    here = FakeStep(position=2)
    steps = [FakeStep(position=1), here, FakeStep(position=3, minutes=5), FakeStep(position=4, minutes=7, skipped=True)]
    assert flow.expected_end(steps, here, after(minutes=4)) == after(minutes=4 + 6 + 5)


def test_a_step_that_runs_over_pushes_the_end():
    here = FakeStep(position=1)
    steps = [here, FakeStep(position=2, minutes=5)]
    assert flow.expected_end(steps, here, after(minutes=13)) == after(minutes=18)
    assert flow.minutes_behind(after(minutes=18), after(minutes=15)) == 3


@pytest.mark.parametrize(
    ("turns", "place"),
    [
        ([("waiting", 1), ("waiting", 2)], 1),
        ([("done", 1), ("waiting", 2)], 2),
        ([("done", 1), ("passed", 2), ("waiting", 3)], 3),
        ([("later", 1), ("waiting", 2)], 2),
        ([("later", 1), ("done", 2)], 1),
        ([("done", 1), ("passed", 2)], None),
        ([], None),
    ],
)
def test_whose_turn(turns, place):
    found = flow.whose_turn([FakeTurn(place=p, state=s) for s, p in turns])
    assert (found.place if found else None) == place


@given(st.lists(st.sampled_from(["done", "passed", "later"]), min_size=1, max_size=12))
def test_a_round_always_settles(answers):
    """Whatever people answer, nobody is asked more than twice."""
    turns = [FakeTurn(place=n, state="waiting") for n in range(len(answers))]
    asked = 0
    while (turn := flow.whose_turn(turns)) is not None:
        turn.state = answers[turn.place] if turn.state == "waiting" else "done"
        asked += 1
    assert flow.round_settled(turns)
    assert asked <= 2 * len(answers)


@pytest.mark.parametrize(
    ("until", "reveal", "may"),
    [
        (after(seconds=10), None, True),
        (after(seconds=-1), None, False),
        (None, None, False),
        (after(seconds=10), after(seconds=2), True),
        (after(seconds=10), NOON, False),
    ],
)
def test_undo_cannot_unsee(until, reveal, may):
    assert flow.may_undo(until, reveal, NOON) is may


@given(st.integers(15, 480))
def test_the_spine_fits_the_session_and_keeps_its_minimum(minutes):
    planned = spine.planned(minutes)
    assert [step.id for _position, step, _minutes in planned] == [step.id for step in spine.spine()]
    assert all(step.least <= given_ <= step.minutes for _position, step, given_ in planned)
    assert {s.id: m for _p, s, m in planned}["harvest"] == 12  # never locked, never shortened


def test_the_spine_speaks_both_languages():
    for step in spine.spine():
        for lang in ("nl", "en"):
            text = step.text(lang)
            assert text.title and text.say and text.line and text.do and text.stuck


def test_going_back_passes_over_what_was_skipped():
    first, left_out, here = FakeStep(100), FakeStep(200, skipped=True), FakeStep(300)
    assert flow.preceding([first, left_out, here], here) is first
