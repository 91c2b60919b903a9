"""Cancelling a session: told once, out of the calendars, cases wait on."""

import pytest
from django.core import mail as outbox
from django.urls import reverse

from groups.models import GroupFact, Membership
from intervisie.common import delivery
from intervisie.common.models import Delivery
from sessions.actions import cases
from sessions.actions.planning import cancel, plan_reminders
from sessions.emails.names import CANCELLED, INVITATION
from sessions.models import CaseSession
from tests.counting import Queries

from .conftest import in_days
from .test_reschedule import calendar_of, sent_to


@pytest.fixture
def address(planned):
    return reverse("cancel", args=[planned.pk])


def test_looking_cancels_nothing(client_of, anna, address):
    assert client_of(anna).get(address).status_code == 200
    assert CaseSession.objects.get().state == "planned"


def test_the_press_cancels_and_the_page_says_so(client_of, anna, bas, address, planned):
    assert client_of(anna).post(address, {"seen": 0}).status_code == 302
    page = client_of(bas).get(reverse("session", args=[planned.pk])).content.decode()
    assert "Deze bijeenkomst gaat niet door." in page
    assert "Anna zegde af" in page
    assert 'name="answer"' not in page


def test_everybody_is_told_once_and_the_entry_goes(planned, anna, bas):
    delivery.drain()
    outbox.outbox.clear()
    cancel(planned.pk, by=anna, seen_sequence=0)
    delivery.drain()
    (letter,) = sent_to(bas)
    assert "Gaat niet door" in letter.subject
    method, event = calendar_of(letter)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == f"{planned.pk}@intervisie"


def test_who_was_never_invited_hears_nothing(planned, anna):
    cancel(planned.pk, by=anna, seen_sequence=0)
    delivery.drain()
    assert outbox.outbox == []


def test_whose_invitation_is_on_its_way_at_this_moment_hears_that_it_is_off(planned, anna, bas):
    underway = Delivery.objects.filter(kind=INVITATION, user=bas)
    assert underway.update(state="sending", lease_until=in_days(1)) == 1
    cancel(planned.pk, by=anna, seen_sequence=0)
    assert list(Delivery.objects.filter(kind=CANCELLED, state="due").values_list("user")) == [(bas.pk,)]


def test_no_reminder_survives(planned, anna, time_machine):
    time_machine.move_to(in_days(6))
    plan_reminders()
    cancel(planned.pk, by=anna, seen_sequence=0)
    assert not Delivery.objects.filter(kind="session_reminder", state="due").exists()


def test_cases_wait_on_and_the_ledger_knows(planned, anna, bas, draft):
    cases.share(draft.pk, by=bas, meant_for=planned)
    cancel(planned.pk, by=anna, seen_sequence=0)
    draft.refresh_from_db()
    assert (draft.state, draft.meant_for) == ("shared", None)
    assert set(GroupFact.objects.filter(key=planned.pk).values_list("kind", flat=True)) == {"planned", "cancelled"}


def test_pressing_twice_and_an_old_page(client_of, anna, address):
    assert client_of(anna).post(address, {"seen": 7}).status_code == 409
    assert client_of(anna).post(address, {}).status_code == 409
    assert [client_of(anna).post(address, {"seen": 0}).status_code for _press in range(2)] == [302, 409]


def test_wrong_role_strangers_and_nobody(client_of, client, cast, address):
    assert client_of(cast.bas).post(address, {"seen": 0}).status_code == 403
    for stranger in (cast.eva, cast.femke, cast.coen):
        assert client_of(stranger).post(address, {"seen": 0}).status_code == 404
    assert client.post(address, {"seen": 0})["Location"].startswith(reverse("account_login"))
    Membership.objects.filter(user=cast.anna).update(until=in_days(0))
    assert client_of(cast.anna).post(address, {"seen": 0}).status_code == 404
    assert CaseSession.objects.get().state == "planned"


def test_cancelling_costs_eleven_queries(client_of, anna, address, planned):
    browser = client_of(anna)
    delivery.drain()  # everybody was told of the date, so everybody hears that it is off
    with Queries() as queries:
        assert browser.post(address, {"seen": 0}).status_code == 302
    # session, person, session, members | held, change, row, cases, fact, untold, dropped, letters
    assert len(queries) == 11
