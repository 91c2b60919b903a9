"""Learning dots while the group chooses: two each, blind, and opened all at once by who leads."""

import pytest
from django.urls import reverse

from sessions.actions import choosing
from sessions.models import Dot
from tests.sessions.table import a_case, a_session, begin, fresh, go_to
from tests.sessions.test_room_presses import press


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return go_to(begin(a_session(group, leads=anna), anna, bas, chris, dana), anna, kind="case_choice")


@pytest.fixture
def cases(session, group, bas, chris):
    return [a_case(bas, group), a_case(chris, group), a_case(bas, group)]


def dot(browser, session, case, on=True):
    said = {"step": session.step_id, "case": case.pk} | ({"on": "on"} if on else {})
    return press(browser, session, "room_dot", **said).status_code


def words(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def open_all(browser, session):
    return press(browser, session, "room_open_dots", step=session.step_id).status_code


def test_nobody_sees_a_dot_before_all_are_opened_and_then_how_many(session, cases, anna, chris, dana, client_of):
    assert dot(client_of(dana), session, cases[0]) == dot(client_of(anna), session, cases[0]) == 204
    assert "Jouw stip ligt hier" in words(client_of(dana), session)
    for user in (anna, chris, dana):
        assert "willen hiervan leren" not in words(client_of(user), session)
    assert open_all(client_of(anna), session) == 204
    for user in (anna, chris, dana):
        assert "twee willen hiervan leren" in words(client_of(user), session)


def test_pressed_twice_it_is_one_dot_and_it_can_be_taken_back(session, cases, dana, client_of):
    browser = client_of(dana)
    assert [dot(browser, session, cases[0]) for _press in range(2)] == [204, 204]
    assert Dot.objects.count() == 1
    assert dot(browser, session, cases[0], on=False) == 204
    assert not Dot.objects.exists()


def test_two_are_the_most_and_ones_own_case_gets_none(session, cases, bas, dana, client_of):
    assert [dot(client_of(dana), session, case) for case in cases] == [204, 204, 409]
    assert dot(client_of(bas), session, cases[0]) == 403


def test_only_who_leads_opens_them(session, cases, chris, client_of):
    assert open_all(client_of(chris), session) == 403


def test_after_that_and_after_the_choice_no_dot_is_given(session, cases, anna, dana, client_of):
    assert open_all(client_of(anna), session) == open_all(client_of(anna), session) == 204
    assert dot(client_of(dana), session, cases[0]) == 409


def test_a_choice_ends_it_as_well(session, cases, anna, dana, client_of):
    choosing.choose_case(fresh(session), by=anna, case_id=cases[0].pk)
    assert dot(client_of(dana), fresh(session), cases[1]) == 409


def test_an_old_tab_gives_none_in_the_next_step(session, cases, anna, dana, client_of):
    choosing.choose_case(fresh(session), by=anna, case_id=cases[0].pk)
    later = go_to(session, anna, kind="question")
    said = {"step": session.step_id, "case": cases[1].pk, "on": "on"}
    assert press(client_of(dana), later, "room_dot", **said).status_code == 409
    assert press(client_of(anna), later, "room_open_dots", step=session.step_id).status_code == 409


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_strangers_find_nothing(session, cases, cast, client_of, who):
    browser = client_of(getattr(cast, who))
    assert dot(browser, session, cases[0]) == open_all(browser, session) == 404


def test_who_is_not_logged_in_logs_in(session, cases, client):
    assert dot(client, session, cases[0]) == open_all(client, session) == 302
