"""Which mails somebody wants: by ticks on a page of one's own, or with one press from the mail, without logging in."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.tokens import role_token, unsubscribe_token
from intervisie.common.delivery import TOPICS, drain, plan, stop_topic, unwanted_by
from intervisie.common.models import Delivery, Unwanted
from sessions.actions import planning
from sessions.actions.planning import Where, Who
from sessions.models import CaseSession

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
CHOICES = reverse("mail_choices")
WHERE, WHO = Where(120, "room", place="Tuinkamer"), Who(None, None, 2)


@pytest.fixture
def session(group, anna):
    """In three days, with its reminder for Bas due now."""
    starts = timezone.now() + timedelta(days=3)
    planning.schedule(group, by=anna, starts=[starts], where=WHERE, who=WHO)
    Delivery.objects.all().delete()
    return CaseSession.objects.get()


def remind(session, user):
    return plan(
        "session_reminder",
        key=f"r:{session.pk}:{user.pk}",
        user=user,
        about=session.pk,
        facts={"sequence": session.sequence, "days": 3},
        due_at=timezone.now(),
        expires_at=session.starts_at,
    )


def link_of(letter):
    return re.fullmatch(r"<(http\S+)>", letter.extra_headers["List-Unsubscribe"]).group(1)


def path_of(address):
    return "/" + address.split("/", 3)[3]


# ── the page ───────────────────────────────────────────────────────────────────────────────────────
def test_every_topic_begins_as_wanted_and_says_what_it_is(client_of, bas):
    text = client_of(bas).get(CHOICES).text
    assert text.count(" checked") == len(TOPICS) == 3
    for topic in TOPICS.values():
        assert str(topic.label) in text
        assert str(topic.what) in text


def test_what_is_not_ticked_is_not_sent(client_of, bas, chris, session):
    answer = client_of(bas).post(CHOICES, {"wanted": ["pulse"]})
    assert answer.url == CHOICES
    assert unwanted_by(bas) == {"reminders", "follow_up"}
    assert unwanted_by(chris) == set()
    remind(session, bas)
    remind(session, chris)
    assert drain() == 1
    assert [letter.to for letter in mail.outbox] == [[chris.email]]
    assert Delivery.objects.get(user=bas).why == "unwanted"


def test_ticking_again_brings_them_back(client_of, bas):
    browser = client_of(bas)
    browser.post(CHOICES, {})
    browser.post(CHOICES, {})
    assert Unwanted.objects.filter(user=bas).count() == 3
    browser.post(CHOICES, {"wanted": list(TOPICS)})
    assert unwanted_by(bas) == set()


def test_a_topic_that_does_not_exist_is_nothing(client_of, bas):
    client_of(bas).post(CHOICES, {"wanted": [*TOPICS, "session_invitation", "😀"]})
    assert unwanted_by(bas) == set()


def test_an_invitation_goes_whatever_somebody_ticks(group, anna, bas, client_of):
    client_of(bas).post(CHOICES, {})
    starts = timezone.now() + timedelta(days=9)
    planning.schedule(group, by=anna, starts=[starts], where=WHERE, who=WHO)
    drain()
    (letter,) = (one for one in mail.outbox if one.to == [bas.email])
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "Liever geen mails zoals deze" not in letter.body


@pytest.mark.parametrize("topics", [0, 3])
def test_the_page_asks_the_same_of_the_database(client_of, bas, topics, django_assert_num_queries):
    for name in list(TOPICS)[:topics]:
        stop_topic(bas.pk, name)
    browser = client_of(bas)
    with django_assert_num_queries(3):
        browser.get(CHOICES)


# ── the link ───────────────────────────────────────────────────────────────────────────────────────
def test_one_click_from_the_mail_without_logging_in(client, bas, session):
    remind(session, bas)
    drain()
    letter = mail.outbox[0]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = link_of(letter)
    assert address in letter.body
    assert address in letter.alternatives[0].content
    mailer = Client(enforce_csrf_checks=True)  # a mail program: no cookie, no token of a form
    answer = mailer.post(path_of(address), ONE_CLICK)
    assert answer.status_code == 200
    assert not answer.cookies
    assert unwanted_by(bas) == {"reminders"}


def test_following_the_link_changes_nothing(client, bas):
    path = reverse("unsubscribe", args=[unsubscribe_token(bas.pk, "pulse")])
    text = client.get(path).text
    assert "Peilingen: liever niet meer?" in text
    assert bas.email not in text
    assert bas.name not in text
    assert client.head(path).status_code == 200
    assert unwanted_by(bas) == set()


def test_pressed_twice_and_taken_back(client, bas):
    path = reverse("unsubscribe", args=[unsubscribe_token(bas.pk, "pulse")])
    client.post(path, ONE_CLICK)
    assert "Je krijgt ze niet meer" in client.post(path, ONE_CLICK).text
    assert Unwanted.objects.count() == 1
    assert "Je krijgt ze weer" in client.post(path, {"again": "1"}).text
    assert unwanted_by(bas) == set()


def test_the_page_speaks_the_language_of_its_person(client, bas):
    bas.language = "en"
    bas.save(update_fields=["language"])
    text = client.get(reverse("unsubscribe", args=[unsubscribe_token(bas.pk, "pulse")])).text
    assert '<html lang="en"' in text


def broken(token):
    return [token[:-1], token[1:], token.swapcase(), token + "x", "x", "…", token * 20]


@pytest.mark.parametrize("nr", range(7))
def test_a_link_that_was_cut_or_changed_is_said_so_and_does_nothing(client, bas, nr):
    path = reverse("unsubscribe", args=[broken(unsubscribe_token(bas.pk, "pulse"))[nr]])
    for answer in (client.get(path), client.post(path, ONE_CLICK)):
        assert answer.status_code == 404
        assert "Er is niets veranderd." in answer.text
    assert not Unwanted.objects.exists()


def test_links_of_other_kinds_end_nothing(client, bas):
    for token in (
        role_token(bas.pk, 1),
        unsubscribe_token(bas.pk, "session_invitation"),
        unsubscribe_token(uuid.uuid4(), "pulse"),
    ):
        assert client.post(reverse("unsubscribe", args=[token]), ONE_CLICK).status_code == 404
    assert not Unwanted.objects.exists()


def test_who_is_gone_is_asked_nothing(client, bas):
    bas.is_active = False
    bas.save(update_fields=["is_active"])
    path = reverse("unsubscribe", args=[unsubscribe_token(bas.pk, "pulse")])
    assert client.get(path).status_code == 404
