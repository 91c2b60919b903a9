"""Moving a session: one mail with old and new, asked again, reminded anew."""

from datetime import time, timedelta

import pytest
from django.core import mail as outbox
from django.urls import reverse
from icalendar import Calendar

from groups.models import GroupFact, Membership
from intervisie.common import delivery
from intervisie.common.models import Delivery
from intervisie.common.refusals import NotNow
from sessions.actions.planning import Where, answer, reschedule, schedule
from sessions.models import CaseSession, PlanChange, Rsvp
from tests.counting import Queries

from .conftest import ZONE, in_days


@pytest.fixture
def address(planned):
    return reverse("reschedule", args=[planned.pk])


def form_of(session, **changed):
    there = session.starts_at.astimezone(ZONE)
    data = {"date": there.date().isoformat(), "time": there.strftime("%H:%M"), "seen": session.sequence}
    data |= {"minutes": 120, "medium": "room", "place": session.place, "quorum": 2}
    return {**data, "host": str(session.host_id), "leads": str(session.leads_id), **changed}


def sent_to(person):
    return [one for one in outbox.outbox if one.to == [person.email]]


def calendar_of(letter):
    content = next(content for content, kind in letter.alternatives if kind.startswith("text/calendar"))
    calendar = Calendar.from_ical(content)
    return calendar["METHOD"], next(iter(calendar.walk("VEVENT")))


# ── who may ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("short", ["anna", "chris"])
def test_who_guides_or_hosts_may(client_of, cast, short, address, planned):
    day = in_days(12).date().isoformat()
    assert client_of(getattr(cast, short)).post(address, form_of(planned, date=day)).status_code == 302
    planned.refresh_from_db()
    assert (planned.starts_at, planned.sequence) == (in_days(12), 1)


def test_another_member_may_not(client_of, bas, address, planned):
    assert client_of(bas).get(address).status_code == 403
    assert client_of(bas).post(address, form_of(planned, time="15:00")).status_code == 403


@pytest.mark.parametrize("stranger", ["eva", "femke", "coen"])
def test_for_strangers_there_is_nothing(client_of, cast, stranger, address, planned):
    assert client_of(getattr(cast, stranger)).get(address).status_code == 404
    assert client_of(getattr(cast, stranger)).post(address, form_of(planned)).status_code == 404


def test_nobody_comes_to_the_login_page(client, address):
    assert client.get(address)["Location"].startswith(reverse("account_login"))


# ── what follows ───────────────────────────────────────────────────────────────────────────────────
def test_one_mail_with_old_and_new_and_the_same_entry(planned, anna, bas, where, who):
    delivery.drain()
    outbox.outbox.clear()
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12, time(15)), where=where, who=who)
    delivery.drain()
    (letter,) = sent_to(bas)
    assert "Verplaatst naar" in letter.subject
    assert "half twee tot half vier" in letter.body  # as it was
    assert "drie uur tot vijf uur" in letter.body  # as it is
    method, event = calendar_of(letter)
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", f"{planned.pk}@intervisie", 1)
    assert event["DTSTART"].dt == in_days(12, time(15))


def test_everybody_is_asked_again(planned, anna, bas, where, who):
    answer(planned.pk, by=bas, says="yes")
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    assert not Rsvp.objects.exists()


def test_another_place_keeps_the_answers(planned, anna, bas, who):
    answer(planned.pk, by=bas, says="yes")
    delivery.drain()
    outbox.outbox.clear()
    there = Where(minutes=120, medium="room", place="Bibliotheek, Roden")
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=planned.starts_at, where=there, who=who)
    delivery.drain()
    assert Rsvp.objects.get().answer == "yes"
    (letter,) = sent_to(bas)
    assert "Andere plek op" in letter.subject
    assert "Tuinkamer, Leek" in letter.body and "Bibliotheek, Roden" in letter.body
    assert calendar_of(letter)[1]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_who_carries_it_changes_without_a_mail(client_of, anna, dana, planned, address):
    delivery.drain()
    outbox.outbox.clear()
    client_of(anna).post(address, form_of(planned, leads=str(dana.pk)))
    delivery.drain()
    planned.refresh_from_db()
    assert (planned.leads, planned.sequence) == (dana, 0)
    assert outbox.outbox == []


def test_what_was_not_sent_yet_is_told_as_one(planned, anna, bas, where, who):
    """The invitation waits still: nobody hears of a date they were never told."""
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    delivery.drain()
    (letter,) = sent_to(bas)
    assert "Kom je?" in letter.subject
    assert "Verplaatst" not in letter.body


def test_two_moves_before_the_mail_left_tell_the_difference_with_what_was_known(planned, anna, bas, where, who):
    delivery.drain()
    outbox.outbox.clear()
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    reschedule(planned.pk, by=anna, seen_sequence=1, starts_at=in_days(13, time(10)), where=where, who=who)
    delivery.drain()
    (letter,) = sent_to(bas)
    assert "half twee tot half vier" in letter.body and "tien uur tot twaalf uur" in letter.body
    assert calendar_of(letter)[1]["SEQUENCE"] == 2


def test_old_reminders_go_and_new_ones_come(group, anna, where, who):
    session = schedule(group, by=anna, starts=[in_days(6)], where=where, who=who)[0]
    old = set(Delivery.objects.filter(kind="session_reminder").values_list("key", flat=True))
    reschedule(session.pk, by=anna, seen_sequence=0, starts_at=in_days(7), where=where, who=who)
    assert len(old) == 8
    assert not Delivery.objects.filter(key__in=old, state="due").exists()
    new = Delivery.objects.filter(kind="session_reminder", state="due")
    assert new.count() == 8
    assert min(new.values_list("due_at", flat=True)).astimezone(ZONE) == in_days(4, time(9))


def test_the_ledger_follows(planned, group, anna, where, who):
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    facts = dict(GroupFact.objects.filter(key=planned.pk).values_list("kind", "at"))
    assert facts == {"planned": in_days(12), "moved": in_days(12)}


def test_what_was_agreed_before_is_remembered_with_who_and_when(planned, anna, where, who):
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    change = PlanChange.objects.get()
    assert (change.by, change.kind, change.starts_at, change.place) == (anna, "moved", in_days(11), "Tuinkamer, Leek")


# ── the wrong moment ───────────────────────────────────────────────────────────────────────────────
def test_the_slower_of_two_is_told(client_of, anna, chris, planned, address):
    assert client_of(chris).post(address, form_of(planned, time="15:00")).status_code == 302
    late = client_of(anna).post(address, form_of(planned, time="16:00"))
    assert late.status_code == 409
    assert "intussen veranderd" in late.content.decode()
    planned.refresh_from_db()
    assert planned.starts_at == in_days(11, time(15))


def test_pressing_the_same_twice_moves_once(client_of, anna, planned, address):
    data = form_of(planned, time="15:00")
    assert [client_of(anna).post(address, data).status_code for _press in range(2)] == [302, 409]
    assert PlanChange.objects.count() == 1


def test_nothing_changed_nobody_is_told(planned, anna, where, who):
    before = Delivery.objects.count()
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=planned.starts_at, where=where, who=who)
    planned.refresh_from_db()
    assert (planned.sequence, Delivery.objects.count()) == (0, before)


@pytest.mark.parametrize("state", ["running", "closed", "cancelled"])
def test_only_what_is_planned_moves(planned, anna, where, who, state):
    CaseSession.objects.update(state=state)
    with pytest.raises(NotNow):
        reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)


def test_not_onto_another_of_the_group(planned, group, anna, where, who):
    other = schedule(group, by=anna, starts=[in_days(20)], where=where, who=who)[0]
    with pytest.raises(NotNow, match="andere bijeenkomst"):
        reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=other.starts_at, where=where, who=who)


def test_bad_input_keeps_what_was_typed(client_of, anna, planned, address):
    page = client_of(anna).post(address, form_of(planned, date="2020-01-01", place="Nieuwe plek"))
    assert page.status_code == 422
    assert "Nieuwe plek" in page.content.decode()


def test_who_left_hears_nothing(planned, anna, bas, where, who):
    delivery.drain()
    outbox.outbox.clear()
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    Membership.objects.filter(user=bas).update(until=in_days(0))
    delivery.drain()
    assert sent_to(bas) == []
    assert len(outbox.outbox) == 3


def test_the_page_says_what_it_was(client_of, bas, planned, anna, where, who):
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    page = client_of(bas).get(reverse("session", args=[planned.pk])).content.decode()
    assert "Verplaatst. Dit was" in page
    assert planned.starts_at - in_days(11) == timedelta(0)


def test_moving_costs_eleven_queries(client_of, anna, address, planned):
    data = form_of(planned, date=in_days(12).date().isoformat())
    browser = client_of(anna)
    with Queries() as queries:
        assert browser.post(address, data).status_code == 302
    # session, person, session, members | held, change, row, answers, facts, untold, dropped, letters with reminders
    assert len(queries) == 11
