"""After a session those who were there are asked, once."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from feedback import actions, tasks
from feedback.models import Pulse
from feedback.waiting import open_for
from intervisie.common.models import Delivery
from tests.feedback.evening import a_pulse, an_evening, more_people, over

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return an_evening(group, anna, bas, chris, dana)


def test_the_sweep_opens_one_for_three_days(session):
    assert tasks.open_pulses() == 1
    pulse = Pulse.objects.get(session=session)
    assert (pulse.present, pulse.closed_at, pulse.answered) == (4, None, None)
    assert pulse.closes_at - pulse.opened_at == timedelta(days=3)
    assert pulse.key_id == session.key_id


def test_everyone_who_was_there_gets_one_message_and_nobody_else(session, cast):
    tasks.open_pulses()
    rows = Delivery.objects.filter(kind="pulse")
    assert {row.user for row in rows} == {cast.anna, cast.bas, cast.chris, cast.dana}
    assert {row.expires_at for row in rows} == {Pulse.objects.get().closes_at}
    assert all(row.due_at <= timezone.now() and row.facts == {} for row in rows)


def test_again_nothing_happens(session):
    tasks.open_pulses()
    assert tasks.open_pulses() == 0
    again = actions.open_pulse(session.pk)
    assert again == Pulse.objects.get()
    assert Delivery.objects.filter(kind="pulse").count() == 4


def test_not_again_after_it_was_closed(session):
    over(actions.open_pulse(session.pk))
    assert tasks.open_pulses() == 0
    assert Pulse.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "running", "ended_at": None},
        {"state": "planned"},
        {"state": "cancelled"},
        {"started_at": None},
        {"ago": timedelta(days=3)},
    ],
)
def test_not_for_what_was_not_held_or_is_long_over(group, anna, bas, chris, dana, fields):
    session = an_evening(group, anna, bas, chris, dana, **fields)
    assert tasks.open_pulses() == 0
    assert actions.open_pulse(session.pk) is None


def test_not_where_nobody_took_a_seat(group):
    session = an_evening(group)
    assert tasks.open_pulses() == 0
    assert actions.open_pulse(session.pk) is None


def test_who_left_the_group_since_is_neither_asked_nor_counted(group, anna, bas, chris, dana):
    session = an_evening(group, anna, bas, chris, dana, *more_people(group, 1))
    group.memberships.filter(user=chris).update(until=timezone.now())
    tasks.open_pulses()
    assert Pulse.objects.get(session=session).present == 4
    assert not Delivery.objects.filter(user=chris).exists()


def test_who_joined_after_the_end_is_not_asked(group, anna, bas, chris, dana):
    session = an_evening(group, anna, bas, chris, dana, ago=timedelta(hours=5))
    group.memberships.filter(user=dana).update(since=timezone.now() - timedelta(hours=1))
    assert actions.open_pulse(session.pk).present == 3


def test_three_people_get_a_talk_instead(group, anna, bas, chris, client_of):
    pulse = a_pulse(group, anna, bas, chris)
    assert pulse.closed_at and (pulse.answered, pulse.result) == (0, None)
    assert {row.kind for row in Delivery.objects.all()} == {"pulse_talk"}
    assert Delivery.objects.count() == 3
    answer = client_of(bas).get(reverse("pulse", args=[pulse.session_id]), follow=True)
    assert "Geen peiling, wel een gesprek" in answer.text
    assert "Jullie waren met drie." in answer.text


def test_after_a_stop_it_waits_on_the_page_and_nobody_is_nudged(group, anna, bas, chris, dana):
    pulse = a_pulse(group, anna, bas, chris, dana, calmed=True)
    assert pulse.is_open(timezone.now())
    assert not Delivery.objects.exists()
    assert open_for(bas).pulses == [pulse]


def test_who_was_there_alone_gets_no_message(group, anna):
    assert a_pulse(group, anna).closed_at
    assert not Delivery.objects.exists()


def test_the_page_opens_it_when_the_sweep_has_not_come_by(session, client_of, bas):
    assert client_of(bas).get(reverse("pulse", args=[session.pk])).status_code == 200
    assert Pulse.objects.filter(session=session).count() == 1


def test_a_stranger_opens_nothing(session, client, client_of, eva, femke, coen):
    for stranger in (eva, femke, coen):
        assert client_of(stranger).get(reverse("pulse", args=[session.pk])).status_code == 404
    assert client.get(reverse("pulse", args=[session.pk])).status_code == 302
    assert not Pulse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_open_one(group, anna, bas, chris, dana):
    session = an_evening(group, anna, bas, chris, dana)
    gate, opened = threading.Barrier(4), []

    def worker():
        gate.wait()
        opened.append(actions.open_pulse(session.pk))
        connections.close_all()

    threads = [threading.Thread(target=worker) for _number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(opened) == 4
    assert set(opened) == {Pulse.objects.get()}
    assert Delivery.objects.filter(kind="pulse").count() == 4


def test_one_that_fails_does_not_hold_up_the_others(group, anna, bas, chris, dana, monkeypatch):
    first, second = (an_evening(group, anna, bas, chris, dana, number=nr) for nr in (1, 2))
    whole = actions.open_pulse

    def half(pk):
        if pk == first.pk:
            raise RuntimeError("Bas Hoekstra")
        return whole(pk)

    monkeypatch.setattr(actions, "open_pulse", half)
    assert tasks.open_pulses() == 1
    assert Pulse.objects.get().session == second
