"""Everybody has a question and wants a turn: said aloud by the group, laid down by who chooses the method."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from methods.actions import load_methods
from sessions.actions import choosing, people, pointer
from tests.methods.facts import first_six, method
from tests.sessions.table import fresh
from tests.sessions.test_evening import choosing_method, evening_of
from tests.sessions.test_room_presses import HTMX, press

ASKS = "Iedereen heeft een vraag en wil aan de beurt"
pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, cast, eva):
    """A library that knows a form in which everybody brings a question."""
    load_methods([*first_six(), method("trio", family="quick", minutes=31, everyone=True, size=[3, 9])])
    group.memberships.create(user=eva, since=timezone.now() - timedelta(days=200))
    return choosing_method(group, cast.anna, cast.bas, cast.chris, cast.dana, eva, intake={"want": "PS"})


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


@pytest.mark.parametrize("who", ["anna", "bas"])
def test_who_chooses_the_method_lays_it_down_and_takes_it_back(session, cast, client_of, who):
    browser, other = client_of(getattr(cast, who)), client_of(cast.chris)
    assert 'id="match-trio"' not in page(other, session)
    for _press in range(2):
        assert press(browser, session, "room_everyone_brings", yes="on", step=session.step_id).status_code == 204
    assert evening_of(session, cast.chris).everyone_gets_a_turn
    assert 'id="match-trio"' in page(other, session)
    assert "Vandaag heeft iedereen een vraag." in page(other, session)
    for _press in range(2):
        assert press(browser, session, "room_everyone_brings", step=session.step_id).status_code == 204
    assert 'id="match-trio"' not in page(other, session)


def test_everybodys_page_is_drawn_anew(session, anna, chris, client_of):
    browser = client_of(chris)
    key = browser.get(reverse("room", args=[session.pk])).context["screen"].key
    press(client_of(anna), session, "room_everyone_brings", yes="on")
    pulled = browser.get(reverse("room_part", args=[session.pk, "step"]) + f"?key={key}", headers=HTMX)
    assert pulled.headers["HX-Retarget"] == "#room"
    assert 'id="match-trio"' in pulled.content.decode()


def test_the_others_are_not_asked_and_may_not(session, chris, client_of):
    assert ASKS not in page(client_of(chris), session)
    assert press(client_of(chris), session, "room_everyone_brings", yes="on").status_code == 403
    assert not evening_of(session, chris).everyone_gets_a_turn


def test_strangers_find_nothing(session, client, client_of, coen, eva, femke, foreign_group):
    for user in (coen, femke):
        assert press(client_of(user), session, "room_everyone_brings", yes="on").status_code == 404
    assert press(client, session, "room_everyone_brings", htmx=False, yes="on").status_code == 302
    assert client_of(eva).get(reverse("room_everyone_brings", args=[session.pk])).status_code == 405


def test_at_another_moment_nothing_is_laid_down(session, anna, bas, client_of):
    over = session.step_id
    choosing.choose_method(session, by=bas, slug="five_step")
    pointer.advance(fresh(session), by=anna, seen_version=fresh(session).version)
    assert press(client_of(anna), fresh(session), "room_everyone_brings", yes="on", step=over).status_code == 409
    assert not session.steps.get(pk=over).facts.get("everyone")


def test_in_the_quiet_nothing_is_laid_down(session, anna, chris, client_of):
    people.stop(session, by=chris)
    assert press(client_of(anna), session, "room_everyone_brings", yes="on").status_code == 409


def test_without_script_it_leads_back_to_the_room(session, anna, client_of):
    answer = press(client_of(anna), session, "room_everyone_brings", htmx=False, yes="on")
    assert answer.url == reverse("room", args=[session.pk])


def test_where_no_such_method_is_known_it_is_not_asked(group, cast, client_of):
    """A choice that would change nothing is no choice."""
    load_methods(first_six())
    session = choosing_method(group, cast.anna, cast.bas, cast.chris, cast.dana)
    assert ASKS not in page(client_of(cast.anna), session)
