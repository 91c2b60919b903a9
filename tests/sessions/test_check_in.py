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


# ── the group's own ────────────────────────────────────────────────────────────────────────────────
OURS = "Wat bleef je bij van de vorige keer?"


def ask(browser, session, text=OURS):
    return browser.post(reverse("room_own_question", args=[session.pk]), {"text": text}, headers={"HX-Request": "true"})


def said(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def test_who_leads_asks_in_the_groups_own_words_and_it_is_kept(session, group, anna, bas, client_of):
    assert ask(client_of(anna), session).status_code == 204
    assert [OURS in said(client_of(user), session) for user in (anna, bas)] == [True, True]
    assert [one.text for one in group.own_questions.all()] == [OURS]


def test_the_same_words_twice_are_one_question(session, group, anna, client_of):
    for text in (OURS, f"  {OURS}  ", OURS.replace(" ", "  ")):
        ask(client_of(anna), session, text)
    assert group.own_questions.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_empty_and_overlong_is_said_in_words(session, group, anna, client_of, text):
    assert ask(client_of(anna), session, text).status_code == 400
    assert not group.own_questions.exists()


def test_a_member_asks_nothing_of_their_own(session, group, bas, client_of):
    assert ask(client_of(bas), session).status_code == 403
    assert not group.own_questions.exists()


def test_asking_is_over_with_its_step(session, anna, client_of):
    go_to(session, anna, kind="look_back")
    assert ask(client_of(anna), session).status_code == 409


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_strangers_ask_nothing(session, cast, client_of, who):
    browser = client_of(getattr(cast, who))
    assert ask(browser, session).status_code == 404
    assert browser.post(reverse("room_forget_own_question", args=[session.pk]), {"seen": "x"}).status_code == 404


def test_who_is_not_logged_in_asks_nothing(session, client):
    assert ask(client, session).status_code == 302


def test_it_comes_back_in_its_turn_and_not_before(session, group, anna, client_of):
    ask(client_of(anna), session)
    own = f"own:{group.own_questions.get().pk.hex}"
    had = [asked(session)]
    assert had == [own]
    for seed in range(len(pool())):
        had.append(draw(had, seed=str(seed), own=[own]))
    assert own not in had[1:]
    assert set(had) == {own, *pool()}


def test_another_group_never_hears_it(session, anna, other_group, eva, client_of):
    ask(client_of(anna), session)
    theirs = go_to(begin(a_session(other_group), eva), eva, kind="check_in")
    assert asked(theirs) in pool()


def test_it_need_not_come_back(session, group, anna, client_of):
    browser = client_of(anna)
    ask(browser, session)
    address = reverse("room_forget_own_question", args=[session.pk])
    for _press in range(2):
        assert browser.post(address, {"seen": asked(session)}, headers={"HX-Request": "true"}).status_code == 204
    assert not group.own_questions.exists()
    assert OURS in said(browser, session)
    assert "niet meer" not in said(browser, session).split('id="stage-turn"')[1].split("</section>")[0]
