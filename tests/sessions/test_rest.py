"""A case was stopped: five minutes of rest are offered. Who wants them takes them for all, and anyone ends them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.actions import people, pointer
from sessions.models import CaseSession, Step
from tests.sessions.table import a_session, fresh, go_to, in_method

HTMX = {"HX-Request": "true"}
OFFER = "Eerst vijf minuten rust?"


def press(browser, session, name, **fields):
    return browser.post(reverse(name, args=[session.pk]), fields, headers=HTMX)


def shown(browser, session):
    return browser.get(reverse("room", args=[session.pk])).text


@pytest.fixture
def stopped(group, anna, bas, chris, dana, client_of):
    """Bas stopped his case half-way; the group is at how it went together."""
    running = in_method(a_session(group), anna, bas, "five_step", chris, dana)
    assert press(client_of(bas), running, "room_stop_case").status_code == 204
    return fresh(running)


@pytest.fixture
def resting(stopped, dana):
    people.rest(stopped, by=dana)
    return fresh(stopped)


def test_what_the_button_says_is_what_happens(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "five_step", chris)
    assert "Daarna kunnen jullie vijf minuten rust nemen." in shown(client_of(bas), running)
    assert OFFER not in shown(client_of(bas), running)
    press(client_of(bas), running, "room_stop_case")
    for user in (anna, bas, chris):
        assert OFFER in shown(client_of(user), running)


def test_who_takes_it_takes_it_for_everybody(stopped, cast, client_of):
    answer = press(client_of(cast.dana), stopped, "room_rest")
    assert (answer.status_code, "live:step" in answer.headers["HX-Trigger"]) == (204, True)
    for user in (cast.anna, cast.bas, cast.chris, cast.dana):
        page = shown(client_of(user), stopped)
        assert "Vijf minuten rust." in page
        assert "We gaan verder" in page
        assert OFFER not in page
    resting = fresh(stopped)
    assert resting.step.paused_at is not None
    assert timedelta(minutes=4) < resting.rest_until - timezone.now() <= timedelta(minutes=5)
    assert not resting.events.filter(by=cast.dana).exists()  # nor who asked for it


def test_meanwhile_nothing_moves(resting, anna, client_of):
    assert press(client_of(anna), resting, "room_advance", version=resting.version).status_code == 409


def test_anyone_ends_it_and_it_goes_on_where_it_stood(resting, chris, client_of):
    assert press(client_of(chris), resting, "room_calm_over").status_code == 204
    after = fresh(resting)
    assert (after.calm, after.rest_until, after.step.paused_at) == (False, None, None)
    assert after.step.kind == Step.Kind.REVIEW
    page = shown(client_of(chris), resting)
    assert OFFER not in page  # it was taken
    assert press(client_of(chris), resting, "room_calm_over").status_code == 403  # an old tab: nothing rests any more


def test_after_five_minutes_the_page_says_so_and_waits(resting, bas, client_of):
    until = timezone.localtime(resting.rest_until, resting.group.tz)
    before = shown(client_of(bas), resting)
    assert f"tot {until:%H.%M}" in before
    CaseSession.objects.filter(pk=resting.pk).update(rest_until=timezone.now() - timedelta(seconds=1))
    address = reverse("room_part", args=[resting.pk, "step"])
    key = before.partition('id="room-key" name="key" value="')[2].partition('"')[0]
    later = client_of(bas).get(address, {"key": key}, headers=HTMX)  # the page asks by itself when it is time
    assert "De vijf minuten zijn om" in later.text
    assert fresh(resting).calm


def test_pressed_twice_is_one_rest(resting, bas, client_of):
    assert press(client_of(bas), resting, "room_rest").status_code == 204
    assert fresh(resting).rest_until == resting.rest_until


def test_a_stop_in_the_rest_is_a_stop(resting, chris, anna, client_of):
    """From an old tab: then it is not just anyone who goes on."""
    people.stop(resting, by=chris)
    assert press(client_of(chris), resting, "room_calm_over").status_code == 403
    assert press(client_of(anna), resting, "room_calm_over").status_code == 204


def test_nothing_was_offered_where_no_case_was_stopped(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "five_step", chris)
    assert press(client_of(bas), running, "room_rest").status_code == 409
    running = go_to(running, anna, kind=Step.Kind.REVIEW)
    assert OFFER not in shown(client_of(bas), running)
    assert press(client_of(bas), running, "room_rest").status_code == 409
    assert not fresh(running).calm


def test_going_on_is_declining(stopped, anna, client_of):
    pointer.advance(stopped, by=anna, seen_version=stopped.version)
    assert OFFER not in shown(client_of(anna), stopped)
    assert press(client_of(anna), stopped, "room_rest").status_code == 409


def test_it_is_for_who_sits_at_the_table(stopped, group, chris, eva, coen, femke, client, client_of):
    for stranger in (eva, coen, femke):
        assert press(client_of(stranger), stopped, "room_rest").status_code == 404
    assert client.post(reverse("room_rest", args=[stopped.pk])).url.startswith(reverse("account_login"))
    people.leave_seat(stopped, by=chris)
    assert press(client_of(chris), stopped, "room_rest").status_code == 403
    assert not fresh(stopped).calm


def test_the_meeting_may_end_there(resting, anna, bas, client_of):
    assert "We sluiten hier af" in shown(client_of(anna), resting)
    assert "We sluiten hier af" not in shown(client_of(bas), resting)
    assert press(client_of(anna), resting, "room_close", version=resting.version).status_code == 204
    assert fresh(resting).state == CaseSession.State.CLOSED
