"""The elastic plan, as a table and as properties: what is given up, in which order, and that the sum is the time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.format import parse_phase
from methods.plan import plan

WORDS = {"title": "Stap", "purpose": "Iets.", "line": "Doe iets.", "say": "Ga je gang."}


def phase(name, minutes, least, *, optional=False, per_person=0.0):
    fields = {"id": name, "who": "all", "minutes": minutes, "least": least, "optional": optional}
    return parse_phase({**fields, "per_person": per_person, "nl": WORDS, "en": WORDS})


TELL = phase("tell", 10, 7)
ASK = phase("ask", 20, 12)
EXTRA = phase("extra", 10, 5, optional=True)
CHOOSE = phase("choose", 6, 4)
LATER = phase("later", 4, 2, optional=True)
METHOD = [TELL, ASK, EXTRA, CHOOSE, LATER]  # fifty minutes; twenty-three at the least


@pytest.mark.parametrize(
    ("time", "minutes", "left_out", "over", "short"),
    [
        (50, {"tell": 10, "ask": 20, "extra": 10, "choose": 6, "later": 4}, [], 0, 0),
        (46, {"tell": 10, "ask": 20, "extra": 10, "choose": 6}, ["later"], 0, 0),
        (40, {"tell": 11, "ask": 22, "choose": 7}, ["extra", "later"], 0, 0),
        (36, {"tell": 10, "ask": 20, "choose": 6}, ["extra", "later"], 0, 0),
        (30, {"tell": 9, "ask": 16, "choose": 5}, ["extra", "later"], 0, 0),
        (23, {"tell": 7, "ask": 12, "choose": 4}, ["extra", "later"], 0, 0),
        (20, {"tell": 7, "ask": 12, "choose": 4}, ["extra", "later"], 0, 3),
        (60, {"tell": 12, "ask": 24, "extra": 12, "choose": 7, "later": 5}, [], 0, 0),
        (90, {"tell": 15, "ask": 30, "extra": 15, "choose": 9, "later": 6}, [], 15, 0),
    ],
)
def test_a_plan(time, minutes, left_out, over, short):
    made = plan(METHOD, people=6, time=time)
    assert dict(zip([p.id for p in made.phases], made.minutes, strict=True)) == minutes
    assert [p.id for p in made.left_out] == left_out
    assert (made.over, made.short) == (over, short)


def test_more_people_take_more_of_the_same_time():
    talk = phase("talk", 12, 6, per_person=2)
    assert plan([TELL, talk], people=6, time=22).minutes == (10, 12)
    assert plan([TELL, talk], people=9, time=28).minutes == (10, 18)
    assert plan([TELL, talk], people=9, time=22).total == 22


def test_no_phases_are_no_minutes():
    assert plan([], people=6, time=30).over == 30


def ids(phases):
    return [one.id for one in phases]


@st.composite
def phases(draw):
    """Up to eight phases of any length."""
    made = []
    for number in range(draw(st.integers(1, 8))):
        minutes = draw(st.integers(1, 40))
        least, optional = draw(st.integers(1, minutes)), draw(st.booleans())
        made.append(
            phase(f"p{number}", minutes, least, optional=optional, per_person=draw(st.sampled_from([0, 0.5, 2])))
        )
    return made


@given(phases(), st.integers(3, 10), st.integers(1, 300))
def test_what_holds_of_every_plan(given_phases, people, time):
    made = plan(given_phases, people=people, time=time)
    ideal = {p.id: p.minutes_for(people) for p in given_phases}
    floor = sum(p.least for p in given_phases if not p.optional)
    assert sorted([*ids(made.phases), *ids(made.left_out)]) == ids(given_phases)  # none lost, none new
    assert all(p.optional for p in made.left_out)
    for kept, minutes in zip(made.phases, made.minutes, strict=True):
        assert kept.least <= minutes <= ideal[kept.id] + ideal[kept.id] // 2
    assert made.total + made.over - made.short == time
    assert not (made.over and made.short)
    if sum(ideal.values()) <= time:
        assert not made.left_out
    if made.short:
        assert made.total == floor
    if time >= floor:
        assert made.short == 0
    if made.over:  # only when everything already has all it may have
        assert all(m == ideal[p.id] + ideal[p.id] // 2 for p, m in zip(made.phases, made.minutes, strict=True))


@given(phases(), st.integers(3, 10), st.integers(1, 200))
def test_nothing_shrinks_while_something_optional_could_go(given_phases, people, time):
    made = plan(given_phases, people=people, time=time)
    shrunk = any(m < p.minutes_for(people) for p, m in zip(made.phases, made.minutes, strict=True))
    assert not (shrunk and any(p.optional for p in made.phases))


@given(phases(), st.integers(3, 10), st.integers(1, 200))
def test_more_time_never_leaves_out_more(given_phases, people, time):
    less, more = (plan(given_phases, people=people, time=t) for t in (time, time + 1))
    assert set(ids(more.left_out)) <= set(ids(less.left_out))
