"""A group that closes: what was still planned is off, everybody hears it in one mail, and it leaves the calendars."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from groups import actions
from groups.models import Group, GroupFact
from intervisie.common import delivery
from intervisie.common.models import Delivery
from sessions.actions import cases, planning
from sessions.actions.planning import plan_reminders, schedule
from sessions.models import CaseSession
from tests.sessions.table import a_session

from .conftest import in_days
from .test_reschedule import calendar_of, sent_to


@pytest.fixture
def told(planned):
    """Everybody knows of the one date."""
    delivery.drain()
    outbox.outbox.clear()
    return planned


@pytest.fixture
def series(group, anna, where, who):
    """Three dates, told in one mail."""
    made = schedule(group, by=anna, starts=[in_days(11), in_days(46), in_days(81)], where=where, who=who)
    delivery.drain()
    outbox.outbox.clear()
    return made


def close(group, anna):
    actions.archive(group, by=anna)
    delivery.drain()


def files(letter):
    """Every calendar in the attachments: method, status, number of the change, identity."""
    calendars = [Calendar.from_ical(content) for _name, content, kind in letter.attachments if "ics" in kind]
    events = [(calendar["METHOD"], event) for calendar in calendars for event in calendar.walk("VEVENT")]
    return [(method, event["STATUS"], event["SEQUENCE"], str(event["UID"])) for method, event in events]


def test_it_is_told_before_the_press(client_of, anna, group):
    page = client_of(anna).get(reverse("archive_group", args=[group.pk])).text
    assert "Wat nog gepland staat, gaat niet door." in page
    assert "Iedereen krijgt daar één mail over" in page


def test_one_date_is_cancelled_as_always(client_of, anna, bas, group, told):
    assert client_of(anna).post(reverse("archive_group", args=[group.pk])).status_code == 302
    told.refresh_from_db()
    assert (told.state, told.sequence) == ("cancelled", 1)
    delivery.drain()
    (letter,) = sent_to(bas)
    assert "Gaat niet door" in letter.subject
    method, event = calendar_of(letter)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert "Jeugdzorg Noord is afgesloten." in letter.body
    assert "wacht op een andere keer" not in letter.body
    assert "Anna zegde af" in client_of(bas).get(reverse("session", args=[told.pk])).text


def test_many_dates_are_one_mail_that_takes_them_all_out(anna, bas, group, series):
    close(group, anna)
    (letter,) = sent_to(bas)
    assert letter.subject == "De data van Jeugdzorg Noord vervallen"
    assert files(letter) == [("CANCEL", "CANCELLED", 1, f"{session.pk}@intervisie") for session in series]
    for session in series:
        assert f"{timezone.localtime(session.starts_at, group.tz).day} " in letter.body
    assert len(outbox.outbox) == 4  # one for each of the four


def test_in_ones_own_language(anna, bas, group, series):
    bas.language = "en"
    bas.save()
    close(group, anna)
    (letter,) = sent_to(bas)
    assert letter.subject == "The dates of Jeugdzorg Noord are off"


def test_who_never_heard_of_a_date_does_not_hear_that_it_is_off(anna, bas, group, told, where, who):
    schedule(group, by=anna, starts=[in_days(40), in_days(47)], where=where, who=who)  # not sent yet
    close(group, anna)
    (letter,) = sent_to(bas)
    assert letter.subject.startswith("Gaat niet door")  # of the first date alone
    assert files(letter) == [("CANCEL", "CANCELLED", 1, f"{told.pk}@intervisie")]


def test_nor_who_was_not_told_of_the_only_one(anna, group, planned):
    close(group, anna)
    assert outbox.outbox == []


def test_not_to_who_left(anna, bas, group, told):
    actions.archive(group, by=anna)
    actions.leave(group.memberships.get(user=bas, until=None), by=bas)
    delivery.drain()
    assert sent_to(bas) == []


def test_what_is_over_and_what_runs_stays_what_it_was(anna, group, told):
    over = a_session(group, number=90, starts_in=timedelta(days=-3))
    running = a_session(group, number=91, starts_in=timedelta(minutes=-5), state="running")
    lobby = a_session(group, number=92, starts_in=timedelta(minutes=-4))
    close(group, anna)
    states = [CaseSession.objects.get(pk=one.pk).state for one in (over, running, lobby)]
    assert states == ["planned", "running", "cancelled"]


def test_cases_are_meant_for_no_date_and_the_ledger_knows(anna, bas, group, draft, series):
    cases.share(draft.pk, by=bas, meant_for=series[1])
    close(group, anna)
    draft.refresh_from_db()
    assert draft.meant_for is None
    assert GroupFact.objects.filter(kind="cancelled", key__in=[one.pk for one in series]).count() == 3


def test_no_reminder_survives_and_none_comes_again(anna, group, told, time_machine):
    time_machine.move_to(in_days(6))
    plan_reminders()
    actions.archive(group, by=anna)
    assert not Delivery.objects.filter(kind="session_reminder", state="due").exists()
    actions.reopen(group, by=anna)
    plan_reminders()
    assert not Delivery.objects.filter(kind="session_reminder", state="due").exists()


def test_after_going_on_what_is_planned_anew_is_told_and_reminded_of(anna, bas, group, told, where, who, time_machine):
    """Also at the very moment that was cancelled."""
    actions.archive(group, by=anna)
    actions.reopen(group, by=anna)
    again = schedule(Group.objects.get(pk=group.pk), by=anna, starts=[told.starts_at], where=where, who=who)[0]
    delivery.drain()
    outbox.outbox.clear()
    time_machine.move_to((told.starts_at - timedelta(days=3)).replace(hour=9, minute=1))
    plan_reminders()
    delivery.drain()
    assert len(sent_to(bas)) == 1
    assert Delivery.objects.get(user=bas, kind="session_reminder", state="sent").about == again.pk


def test_closed_a_second_time_tells_only_of_what_was_planned_since(anna, bas, group, told, where, who):
    close(group, anna)
    actions.reopen(group, by=anna)
    schedule(Group.objects.get(pk=group.pk), by=anna, starts=[in_days(20)], where=where, who=who)
    delivery.drain()
    outbox.outbox.clear()
    close(group, anna)
    assert len(sent_to(bas)) == 1


def test_somebody_who_moves_a_date_at_that_instant_finds_it_off(anna, group, told, where, who):
    actions.archive(group, by=anna)
    with pytest.raises(planning.NotNow):
        planning.reschedule(
            told.pk, by=anna, seen_sequence=0, starts_at=told.starts_at + timedelta(days=1), where=where, who=who
        )
