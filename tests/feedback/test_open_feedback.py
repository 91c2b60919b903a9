"""What waits for me: pulses to answer and steps to look back on."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from feedback import actions
from feedback.models import FollowUp
from feedback.waiting import open_for
from tests.counting import Queries
from tests.feedback.evening import a_pulse, a_step, an_evening, over, says

pytestmark = pytest.mark.django_db

SECRET = "Ik tel tot drie voor ik iets zeg."


def a_follow_up(group, owner, *people, number=20, day=7, text=SECRET):
    ago = timedelta(days=day, hours=1)
    session = an_evening(group, owner, *people, number=number, brings=owner, ago=ago)
    return actions.ask_follow_up(a_step(session, owner, text).pk, day)


@pytest.fixture
def people(anna, bas, chris, dana):
    return [anna, bas, chris, dana]


def test_an_open_pulse_waits_until_it_is_answered_or_passed(group, people, bas, chris):
    pulse = a_pulse(group, *people)
    assert open_for(bas).pulses == [pulse]
    says(pulse, bas)
    says(pulse, chris, scores={})
    assert not open_for(bas)
    assert not open_for(chris)


def test_a_closed_one_waits_no_more(group, people, dana):
    pulse = a_pulse(group, *people)
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1)):
        assert not open_for(dana)
    over(pulse)
    assert not open_for(dana)


def test_a_talk_is_no_question(group, anna, bas, chris):
    a_pulse(group, anna, bas, chris)
    assert not open_for(bas)


def test_a_follow_up_waits_for_its_owner_for_two_weeks(group, bas, chris, anna):
    asked = a_follow_up(group, bas, anna, chris)
    assert open_for(bas).follow_ups == [asked]
    assert not open_for(chris)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert not open_for(bas)


@pytest.mark.parametrize("answer", ["done", "different", "not_yet", "let_go"])
def test_an_answered_one_waits_no_more(group, bas, chris, anna, answer):
    actions.answer_follow_up(a_follow_up(group, bas, anna, chris), by=bas, answer=answer)
    assert not open_for(bas)


def test_of_two_questions_about_one_step_the_latest_waits(group, bas, chris, anna):
    first = a_follow_up(group, bas, anna, chris)
    second = FollowUp.objects.create(commitment=first.commitment, day=21, key=first.key)
    assert open_for(bas).follow_ups == [second]


def test_the_part_shows_both_and_answers_in_one_tap(client_of, group, people, bas):
    pulse = a_pulse(group, *people)
    asked = a_follow_up(group, bas, *people[2:])
    text = client_of(bas).get(reverse("open_feedback")).text
    assert '<div id="open-feedback"' in text
    assert reverse("pulse", args=[pulse.session_id]) in text
    assert SECRET in text
    assert f'action="{reverse("follow_up", args=[asked.pk])}"' in text
    assert 'name="answer" value="let_go"' in text


def test_others_see_nothing_of_it(client, client_of, group, people, bas, chris, eva, femke, coen):
    pulse = a_pulse(group, *people)
    a_follow_up(group, bas, chris)
    for other in (chris, eva, femke, coen):
        text = client_of(other).get(reverse("open_feedback")).text
        assert SECRET not in text
        assert (reverse("pulse", args=[pulse.session_id]) in text) == (other == chris)
    assert client.get(reverse("open_feedback")).url.startswith(reverse("account_login"))
    assert client_of(bas).post(reverse("open_feedback")).status_code == 405


def test_two_queries_for_one_and_for_three(group, people, bas):
    for numbers in ([1], [2, 3]):
        for number in numbers:
            a_pulse(group, *people, number=number)
            a_follow_up(group, bas, *people[2:], number=20 + number)
        with Queries() as counted:
            waiting = open_for(bas)
            texts = [asked.commitment.text for asked in waiting.follow_ups]
        assert len(counted) == 2
    assert len(waiting.pulses) == len(texts) == 3
