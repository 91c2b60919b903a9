"""Everybody has a question and wants a turn: said aloud by the group, laid down by who chooses the method."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from methods.actions import load_methods, read_library
from sessions.actions import choosing, people, pointer
from tests.methods.facts import first_six
from tests.sessions.table import fresh
from tests.sessions.test_evening import choosing_method, evening_of
from tests.sessions.test_room_presses import HTMX, press

ASKS = "Iedereen heeft een vraag en wil aan de beurt"
pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, cast):
    """Three at the table, for whom the library has a form in which everybody brings a question."""
    load_methods(read_library())
    return choosing_method(group, cast.anna, cast.bas, cast.chris, intake={"want": "PS"})


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


@pytest.mark.parametrize("who", ["anna", "bas"])
def test_who_chooses_the_method_lays_it_down_and_takes_it_back(session, cast, client_of, who):
    browser, other = client_of(getattr(cast, who)), client_of(cast.chris)
    assert 'id="match-troika"' not in page(other, session)
    for _press in range(2):
        assert press(browser, session, "room_everyone_brings", yes="on", step=session.step_id).status_code == 204
    assert evening_of(session, cast.chris).everyone_gets_a_turn
    assert 'id="match-troika"' in page(other, session)
    assert "Vandaag heeft iedereen een vraag." in page(other, session)
    for _press in range(2):
        assert press(browser, session, "room_everyone_brings", step=session.step_id).status_code == 204
    assert 'id="match-troika"' not in page(other, session)


def test_everybodys_page_is_drawn_anew(session, anna, chris, client_of):
    browser = client_of(chris)
    key = browser.get(reverse("room", args=[session.pk])).context["screen"].key
    press(client_of(anna), session, "room_everyone_brings", yes="on")
    pulled = browser.get(reverse("room_part", args=[session.pk, "step"]) + f"?key={key}", headers=HTMX)
    assert pulled.headers["HX-Retarget"] == "#room"
    assert 'id="match-troika"' in pulled.content.decode()


def test_the_others_are_not_asked_and_may_not(session, chris, client_of):
    assert ASKS not in page(client_of(chris), session)
    assert press(client_of(chris), session, "room_everyone_brings", yes="on").status_code == 403
    assert not evening_of(session, chris).everyone_gets_a_turn


def test_strangers_find_nothing(session, client, client_of, chris, coen, femke, foreign_group):
    for user in (coen, femke):
        assert press(client_of(user), session, "room_everyone_brings", yes="on").status_code == 404
    assert press(client, session, "room_everyone_brings", htmx=False, yes="on").status_code == 302
    assert client_of(chris).get(reverse("room_everyone_brings", args=[session.pk])).status_code == 405


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


@pytest.mark.parametrize("many", [2, 4, 5])
def test_for_more_or_fewer_than_such_a_form_seats_it_is_not_asked(group, cast, eva, client_of, many):
    """All of the library is there, and none of it lets so many have a turn: a press from an old tab says so."""
    load_methods(read_library())
    group.memberships.create(user=eva, since=timezone.now() - timedelta(days=200))
    here = [cast.anna, cast.bas, cast.chris, cast.dana, eva][:many]
    session = choosing_method(group, *here, intake={"want": "PS"})
    assert ASKS not in page(client_of(cast.anna), session)
    refused = press(client_of(cast.anna), session, "room_everyone_brings", yes="on")
    assert refused.status_code == 409
    assert "Voor zoveel mensen is er geen werkvorm waarin iedereen aan de beurt komt." in refused.content.decode()
    assert not evening_of(session, cast.anna).everyone_gets_a_turn


def test_who_comes_later_makes_it_impossible_and_then_it_can_be_taken_back(session, anna, dana, client_of):
    browser = client_of(anna)
    press(browser, session, "room_everyone_brings", yes="on")
    pointer.sit(fresh(session), by=dana)
    assert ASKS in page(browser, session) and 'id="match-troika"' not in page(browser, session)
    assert press(browser, session, "room_everyone_brings").status_code == 204
    assert ASKS not in page(browser, session)


def test_where_no_such_method_is_known_it_is_not_asked(group, cast, client_of):
    """A choice that would change nothing is no choice."""
    load_methods(first_six())
    session = choosing_method(group, cast.anna, cast.bas, cast.chris, cast.dana)
    assert ASKS not in page(client_of(cast.anna), session)
