"""The plan that gives way, as a table and as properties: what is given up, in which order; the sum is the time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.format import PhaseDoc, parse_phase
from sessions import elastic, flow
from sessions.elastic import Left

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
WORDS = {"title": "Stap", "purpose": "Iets.", "line": "Doe iets.", "say": "Ga je gang."}


def a_doc(*, minutes=10, least=5, optional=False):
    fields = {"id": "step", "who": "all", "minutes": minutes, "least": least, "optional": optional}
    return parse_phase({**fields, "nl": WORDS, "en": WORDS})


@dataclass
class FakeStep:
    doc: PhaseDoc
    position: int
    minutes: int
    id: UUID = field(default_factory=uuid4)
    added_minutes: int = 0
    paused_seconds: int = 0
    entered_at: datetime | None = None
    left_at: datetime | None = None
    paused_at: datetime | None = None
    skipped: bool = False


def steps_of(*facts):
    """Steps in a row: (minutes, least) or (minutes, least, True) for an optional one; the first began at noon."""
    made = [
        FakeStep(a_doc(minutes=minutes, least=least, optional=bool(more)), nr, minutes)
        for nr, (minutes, least, *more) in enumerate(facts, 1)
    ]
    made[0].entered_at = NOON
    return made


def minutes_of(proposal):
    return [change.now for change in proposal.changes]


EVENING = ((10, 5), (20, 12), (8, 4, True), (12, 12), (6, 3))  # 56 minutes, 32 at the least


@pytest.mark.parametrize(
    ("time", "plans"),
    [
        (56, []),
        (55, []),  # one minute is not worth a plan
        (70, []),
        (48, [[10, 20, None, 12, 6], [8, 16, 6, 12, 6]]),
        (50, [[10, 21, None, 13, 6], [9, 18, 6, 12, 5]]),
        (40, [[7, 16, None, 12, 5], [6, 14, 4, 12, 4]]),
        (34, [[5, 13, None, 12, 4]]),  # keeping everything is not possible any more
        (20, [[5, 12, None, 12, 3]]),
        (-5, [[5, 12, None, 12, 3]]),
    ],
)
def test_what_a_plan_gives_up(time, plans):
    steps = steps_of(*EVENING)
    found = elastic.propose(steps, steps[0], Left(time, 10))
    assert len(found) == len(plans)
    for proposal, minutes in zip(found, plans, strict=True):
        assert [m is None for m in minutes_of(proposal)] == [m is None for m in minutes]
        assert sum(m or 0 for m in minutes_of(proposal)) == sum(m or 0 for m in minutes)


def test_what_the_step_has_had_counts_for_its_least():
    steps = steps_of((10, 5), (10, 5))
    [proposal] = elastic.propose(steps, steps[0], Left(5, 4))  # six minutes of ten are over: it may end now
    assert minutes_of(proposal) == [0, 5]
    assert proposal.later == 0


def test_a_step_that_opens_what_was_written_is_never_left_out():
    steps = steps_of((10, 5), (8, 4, True))
    shows = {"id": "step", "who": "all", "minutes": 8, "least": 4, "optional": True, "shows": ["silent"]}
    steps[1].doc = parse_phase({**shows, "reveal": "at_enter", "nl": WORDS, "en": WORDS})
    assert minutes_of(elastic.propose(steps, steps[0], Left(12, 10))[0]) == [7, 5]


def test_a_step_in_which_the_module_is_chosen_is_never_left_out():
    steps = steps_of((10, 5), (8, 4, True), (20, 10))
    slot = {"id": "slot", "who": "all", "minutes": 20, "least": 10, "slot": True}
    steps[2].doc = parse_phase({**slot, "nl": WORDS, "en": WORDS})
    assert None not in minutes_of(elastic.propose(steps, steps[0], Left(30, 10))[0])


def test_who_agrees_agrees_to_one_plan():
    steps = steps_of(*EVENING)
    first, other = elastic.propose(steps, steps[0], Left(48, 10))
    assert first.mark != other.mark
    assert elastic.propose(steps, steps[0], Left(48, 10))[0].mark == first.mark
    steps[1].added_minutes = 3
    assert elastic.propose(steps, steps[0], Left(48, 10))[0].mark != first.mark


a_step = st.integers(1, 40).flatmap(lambda most: st.tuples(st.just(most), st.integers(1, most), st.booleans()))


@given(st.lists(a_step, min_size=1, max_size=14), st.integers(-30, 300), st.integers(0, 60 * 60))
def test_nothing_below_its_least_and_the_sum_is_the_time(facts, time, spent):
    steps = steps_of(*facts)
    here = steps[0]
    now = NOON + timedelta(seconds=spent)
    left = elastic.left_of(here, now + timedelta(minutes=time), now)
    assert left.time == time
    for proposal in elastic.propose(steps, here, left):
        kept = [change for change in proposal.changes if change.now is not None]
        had = flow.total_seconds(here) // 60 - left.here
        assert all(change.now >= min(change.was, change.step.doc.least) for change in kept[1:])
        assert kept[0].step is here and kept[0].now + had >= min(here.doc.least, kept[0].was + had)
        assert all(change.step.doc.optional for change in proposal.left_out)
        total = sum(change.now for change in kept)
        assert total - time == proposal.later
        assert not (proposal.later > 0 and proposal.longer)  # too long as it is: nothing gets more
        assert total < sum(change.was for change in proposal.changes)


@given(st.lists(a_step, min_size=1, max_size=14), st.integers(0, 300))
def test_where_the_time_allows_it_the_first_plan_takes_exactly_the_time(facts, time):
    steps = steps_of(*facts)
    proposals = elastic.propose(steps, steps[0], Left(time, facts[0][0]))
    if proposals and sum(least for _minutes, least, _optional in facts) <= time:
        assert sum(minutes or 0 for minutes in minutes_of(proposals[0])) == time


@given(st.lists(a_step, min_size=2, max_size=14), st.integers(1, 200))
def test_optional_steps_go_before_anything_is_shortened(facts, time):
    steps = steps_of(*facts)
    for proposal in elastic.propose(steps, steps[0], Left(time, facts[0][0])):
        if proposal.shorter and not proposal.keep:
            assert all(change.now is None or not change.step.doc.optional for change in proposal.changes[1:])
