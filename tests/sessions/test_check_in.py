"""The question to arrive with: no group hears one twice before it has heard them all."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sessions.check_in import draw, pool
from tests.sessions.table import a_session, begin, fresh, go_to


def test_there_are_enough_questions_in_both_languages():
    assert len(pool()) == 24
    assert all(question.nl.endswith("?") and question.en.endswith("?") for question in pool().values())


@given(st.lists(st.text("abcdef0123456789", min_size=1, max_size=8), min_size=1, max_size=80))
def test_none_comes_back_before_all_have_been(seeds):
    had = []
    for seed in seeds:
        had.append(draw(had, seed=seed))
    rounds = [had[start : start + len(pool())] for start in range(0, len(had), len(pool()))]
    assert all(len(set(asked)) == len(asked) for asked in rounds)


@pytest.fixture
def session(group, anna, bas):
    return go_to(begin(a_session(group), anna, bas), anna, kind="check_in")


def asked(session):
    return fresh(session).step.facts["question"]


def test_the_leader_draws_another_and_a_double_press_draws_one(session, anna, client_of):
    first = asked(session)
    address = reverse("room_another_question", args=[session.pk])
    browser = client_of(anna)
    browser.post(address, {"seen": first})
    second = asked(session)
    assert second != first
    browser.post(address, {"seen": first})
    assert asked(session) == second


def test_a_member_draws_nothing(session, bas, client_of):
    first = asked(session)
    answer = client_of(bas).post(reverse("room_another_question", args=[session.pk]), {"seen": first})
    assert answer.status_code == 403
    assert asked(session) == first


def test_drawing_is_over_with_its_step(session, anna, client_of):
    go_to(session, anna, kind="look_back")
    assert client_of(anna).post(reverse("room_another_question", args=[session.pk]), {"seen": "x"}).status_code == 409


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_strangers_find_nothing_to_draw(session, cast, client_of, who):
    address = reverse("room_another_question", args=[session.pk])
    assert client_of(getattr(cast, who)).post(address, {"seen": "x"}).status_code == 404


def test_the_next_session_asks_something_else(session, group, anna, bas):
    later = begin(a_session(group, number=2, starts_in=timedelta(minutes=14)), anna, bas)
    later = go_to(later, anna, kind="check_in")
    assert asked(later) != asked(session)
