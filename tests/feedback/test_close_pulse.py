"""Closing freezes what may be told and erases who said it."""

import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, connections
from django.utils import timezone

from feedback import actions, tasks
from feedback.models import Direction, Pulse, PulseAnswer, PulseLine
from groups.models import GroupFact, MemberFact
from intervisie.common.models import Delivery
from intervisie.common.refusals import NotNow
from intervisie.erasing import erase_person
from tests.feedback.evening import HIGH, LOW, a_pulse, fresh, more_people, over, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def pulse(group, anna, bas, chris, dana):
    return a_pulse(group, anna, bas, chris, dana, brings=bas)


@pytest.fixture
def everyone(anna, bas, chris, dana):
    return [anna, bas, chris, dana]


def test_it_stays_open_until_its_time(pulse, anna, bas, chris):
    for person in (anna, bas, chris):
        says(pulse, person)
    assert tasks.close_pulses() == 0
    assert actions.close_pulse(pulse.pk) is False
    assert fresh(pulse).closed_at is None


def test_it_closes_when_everyone_answered(pulse, everyone):
    for person in everyone:
        says(pulse, person)
    assert tasks.close_pulses() == 1
    assert fresh(pulse).result["useful"] == [0, 0, 0, 0, 4]


def test_it_closes_when_everyone_answered_or_passed(pulse, everyone):
    for person in everyone[1:]:
        says(pulse, person)
    says(pulse, everyone[0], scores={})
    tasks.close_pulses()
    closed = fresh(pulse)
    assert closed.closed_at
    assert (closed.answered, closed.result) == (3, None)  # three of four answered: not enough


def test_it_closes_when_the_time_is_over(pulse, everyone):
    for person in everyone:
        says(pulse, person, LOW)
    Pulse.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert tasks.close_pulses() == 1
    assert fresh(pulse).result["form"] == [4, 0, 0, 0, 0]


def test_closed_once(pulse, everyone):
    for person in everyone:
        says(pulse, person)
    assert (tasks.close_pulses(), tasks.close_pulses()) == (1, 0)
    assert actions.close_pulse(pulse.pk) is False


def test_too_few_leaves_nothing_but_how_many(pulse, bas, chris):
    says(pulse, bas, LOW, "Anna praat te veel.")
    says(pulse, chris, LOW)
    closed = over(pulse)
    assert (closed.answered, closed.present, closed.result, closed.released_at) == (2, 4, None, None)
    assert not PulseAnswer.objects.exists()
    assert not PulseLine.objects.exists()
    assert not GroupFact.objects.filter(kind="pulse_released").exists()


def test_five_of_seven_are_enough(group, anna, bas, chris, dana):
    people = [anna, bas, chris, dana, *more_people(group, 3)]
    pulse = a_pulse(group, *people)
    for person in people[:5]:
        says(pulse, person, {"useful": 3})
    assert over(pulse).result == {
        "useful": [0, 0, 5, 0, 0],
        "pleasure": None,
        "form": None,
        "group": None,
        "guidance": None,
    }


def test_what_is_released_is_written_down_without_content(pulse, everyone):
    for person in everyone:
        says(pulse, person, LOW, "Minder haast.")
    over(pulse)
    fact = GroupFact.objects.get(kind="pulse_released")
    assert (fact.key, fact.counts) == (pulse.session_id, {"present": 4, "answered": 4})
    assert fact.at == pulse.session.starts_at  # not the moment the last one answered
    assert not MemberFact.objects.exists()


# ── no way back ──
def test_nothing_leads_from_a_released_pulse_to_a_person(pulse, everyone):
    """Every row of every table: none holds both something of the answers and something of a person."""
    for person in everyone:
        says(pulse, person, HIGH, "Minder haast.", direction=None)
    answers = set(PulseAnswer.objects.values_list("pk", flat=True))
    over(pulse)
    assert not PulseAnswer.objects.exists()
    assert PulseLine.objects.count() == 4
    assert not answers & set(PulseLine.objects.values_list("pk", flat=True))
    links = [field for field in PulseLine._meta.get_fields() if field.is_relation and field.related_model is not Pulse]
    assert links == []
    for model in apps.get_models():
        if model._meta.app_label == "feedback" or model is Delivery:
            for row in model.objects.values(
                *[f.attname for f in model._meta.concrete_fields if "Encrypted" not in type(f).__name__]
            ):
                held = set(map(str, row.values()))
                assert not held & set(map(str, answers))
                assert model is Delivery or not held & {str(person.pk) for person in everyone}


def test_messages_do_not_tell_who_answered(pulse, bas):
    before = list(Delivery.objects.order_by("pk").values())
    says(pulse, bas)
    over(pulse)
    assert list(Delivery.objects.order_by("pk").values()) == before


def test_the_order_of_sentences_is_not_the_order_of_answering(group, anna, bas, chris, dana):
    people = [anna, bas, chris, dana, *more_people(group, 8)]
    pulse = a_pulse(group, *people)
    said = [f"Zin {nr}" for nr, _person in enumerate(people)]
    for person, line in zip(people, said, strict=True):
        says(pulse, person, line=line)
    over(pulse)
    shown = [line.text for line in fresh(pulse).lines.all()]
    with connection.cursor() as cursor:  # as the table itself lies on disk
        cursor.execute("SELECT id FROM feedback_pulseline ORDER BY ctid")
        stored = [row[0] for row in cursor.fetchall()]
    texts = {line.pk: line.text for line in fresh(pulse).lines.all()}
    assert sorted(shown) == sorted(said)
    assert shown not in (said, said[::-1])
    assert [texts[pk] for pk in stored] not in (said, said[::-1])


def test_the_moment_of_closing_is_told_to_the_hour(pulse, everyone):
    for person in everyone:
        says(pulse, person)
    tasks.close_pulses()
    closed = fresh(pulse)
    for moment in (closed.closed_at, closed.released_at):
        assert (moment.minute, moment.second, moment.microsecond) == (0, 0, 0)


def test_answers_cannot_be_read_in_the_database_while_it_is_open(pulse, bas):
    says(pulse, bas, LOW, "Anna praat te veel.", direction="no")
    with connection.cursor() as cursor:
        cursor.execute("SELECT scores, next_time FROM feedback_pulseanswer")
        scores, line = (bytes(value) for value in cursor.fetchone())
        cursor.execute("SELECT answer FROM feedback_direction")
        said = bytes(cursor.fetchone()[0])
    assert b"useful" not in scores
    assert b"Anna" not in line
    assert said != b"no"


def test_a_person_who_is_erased_takes_the_answer_along(pulse, everyone):
    for person in everyone:
        says(pulse, person)
    everyone[2].delete()
    closed = over(pulse)
    assert (closed.answered, closed.result) == (3, None)


def test_what_the_case_giver_confirmed_stays_by_name(pulse, bas):
    says(pulse, bas, HIGH, direction="yes")
    over(pulse)
    assert Direction.objects.select_related("pulse__key").get().said == "ja"


@pytest.mark.django_db(transaction=True)
def test_closing_and_answering_at_once_loses_nothing(group, anna, bas, chris, dana):
    """Either an answer is in the result, or its giver was told that it was too late."""
    people = [anna, bas, chris, dana, *more_people(group, 4)]
    pulse = a_pulse(group, *people)
    for person in people[:5]:
        says(pulse, person)
    closing = timezone.now() + timedelta(milliseconds=150)
    Pulse.objects.update(closes_at=closing)
    gate, kept, refused, closed = threading.Barrier(5), set(), [], []

    def answering(person):
        gate.wait()
        try:
            while True:
                says(pulse, person, LOW)
                kept.add(person)
        except NotNow:
            refused.append(person)
        connections.close_all()

    def sweeping():
        gate.wait()
        while not closed:
            if actions.close_pulse(pulse.pk):
                closed.append(True)
        connections.close_all()

    threads = [threading.Thread(target=answering, args=[person]) for person in people[5:]]
    threads += [threading.Thread(target=sweeping), threading.Thread(target=sweeping)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    after = fresh(pulse)
    assert after.answered == 5 + len(kept)
    assert after.result["useful"] == [len(kept), 0, 0, 0, 5]
    assert len(refused) == 3
    assert len(closed) == 1
    assert not PulseAnswer.objects.exists()


def test_who_erases_the_account_takes_no_answer_of_another(pulse, everyone):
    for person in everyone:
        says(pulse, person)
    erase_person(everyone[2], keep_given=True)
    assert set(pulse.answers.values_list("person", flat=True)) == {one.pk for one in everyone if one != everyone[2]}
