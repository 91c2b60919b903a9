"""What feedback writes: a way to the page, and nothing of anybody's words."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from feedback import actions, tasks
from groups.models import Membership
from intervisie.common.delivery import drain
from intervisie.common.models import Delivery
from sessions.models import Case, CaseSession
from tests.feedback.evening import HIGH, a_pulse, a_step, an_evening, over, says

pytestmark = pytest.mark.django_db

SECRET = "Ik tel tot drie voor ik iets zeg."


@pytest.fixture
def pulse(group, anna, bas, chris, dana):
    return a_pulse(group, anna, bas, chris, dana, brings=bas)


@pytest.fixture
def asked(group, anna, bas, chris):
    with time_machine.travel(timezone.now().replace(hour=11), tick=True):  # by day, in Amsterdam
        session = an_evening(group, anna, bas, chris, number=2, brings=bas, ago=timedelta(days=7, hours=1))
        return actions.ask_follow_up(a_step(session, bas, SECRET).pk, 7)


def html(mail):
    return mail.alternatives[0][0]


def test_the_pulse_mail_leads_to_the_page(pulse, mailoutbox, chris, settings):
    assert drain() == 4
    mail = next(mail for mail in mailoutbox if mail.to == [chris.email])
    address = settings.BASE_URL + reverse("pulse", args=[pulse.session_id])
    assert mail.subject == "Eén minuut terugkijken"
    assert "Dag Chris" in mail.body
    assert "niemand ziet wat jij antwoordt" in mail.body
    assert address in mail.body
    assert f'href="{address}"' in html(mail)


def test_it_goes_out_whether_somebody_answered_or_not(pulse, mailoutbox, bas):
    """Otherwise what was sent, kept with a time, would tell who had answered."""
    says(pulse, bas)
    drain()
    assert bas.email in {mail.to[0] for mail in mailoutbox}


def test_not_after_closing_and_not_to_who_left(pulse, mailoutbox, group, chris, dana):
    Membership.objects.filter(user=chris).update(until=timezone.now())
    drain()
    assert {mail.to[0] for mail in mailoutbox} == {"anna@example.org", "bas@example.org", "dana@example.org"}
    assert Delivery.objects.get(user=chris).state == "dropped"


def test_a_worker_that_comes_late_sends_nothing(pulse, mailoutbox):
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        drain()
    assert mailoutbox == []


def test_the_talk_mail_says_why(group, anna, bas, chris, mailoutbox):
    a_pulse(group, anna, bas, chris)
    assert drain() == 3
    assert "waren jullie met drie" in mailoutbox[0].body
    assert mailoutbox[0].subject == "Kort terugkijken, samen"


def test_the_follow_up_mail_says_nothing_of_the_step(asked, mailoutbox, bas, settings):
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert drain() == 1
    (mail,) = mailoutbox
    address = settings.BASE_URL + reverse("follow_up", args=[asked.pk])
    assert mail.to == [bas.email]
    assert "één week geleden" in mail.body
    assert address in mail.body
    for text in (mail.subject, mail.body, html(mail)):
        assert "drie" not in text
        assert "nee" not in text  # of the question on the case


@pytest.mark.parametrize("why", ["answered", "looked back", "left", "taken back", "stopped"])
def test_the_follow_up_mail_is_not_sent_any_more(asked, mailoutbox, bas, why):
    match why:
        case "answered":
            actions.answer_follow_up(asked, by=bas, answer="done")
        case "looked back":
            type(asked.commitment).objects.update(outcome="partly", outcome_at=timezone.now())
        case "left":
            Membership.objects.filter(user=bas).update(until=timezone.now())
        case "taken back":
            Case.objects.update(state=Case.State.WITHDRAWN)
        case "stopped":
            CaseSession.objects.update(calmed=True)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        drain()
    assert mailoutbox == []


def test_the_link_is_that_of_a_question_still_open(group, anna, bas, chris, mailoutbox):
    session = an_evening(group, anna, bas, chris, brings=bas, ago=timedelta(days=7, hours=1))
    first, second = (actions.ask_follow_up(a_step(session, bas, text).pk, 7) for text in ("Een.", "Twee."))
    actions.answer_follow_up(first, by=bas, answer="let_go")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        drain()
    assert str(second.pk) in mailoutbox[0].body
    assert str(first.pk) not in mailoutbox[0].body


def test_no_mail_contains_what_people_said(pulse, asked, mailoutbox, anna, bas, chris, dana):
    for person in (anna, bas, chris, dana):
        says(pulse, person, HIGH, "Minder haast graag.")
    drain()
    over(pulse)
    tasks.open_pulses()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        drain()
    assert len(mailoutbox) == 5
    for mail in mailoutbox:
        assert "haast" not in mail.message().as_string()
        assert "tel tot" not in mail.message().as_string()
