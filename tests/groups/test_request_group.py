"""A visitor asks for a group, and the intake organisation answers."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, GroupRequest, Organisation, RequestReply
from groups.tokens import request_token
from intervisie.common.delivery import drain
from intervisie.common.models import Delivery
from intervisie.common.refusals import NotNow

ANSWERS = {
    "name": "Ria Bos",
    "email": "Ria@Voorbeeld.nl",
    "workplace": "ROC Noord",
    "purpose": "education",
    "people": "7",
    "wishes": "We willen leren om <b>niet</b> meteen raad te geven.",
}


def ask(client, **changes):
    return client.post(reverse("request_group"), ANSWERS | {"once": uuid.uuid4()} | changes)


@pytest.fixture
def asked(organisation):
    return GroupRequest.objects.create(
        organisation=organisation,
        name="Ria Bos",
        email="ria@voorbeeld.nl",
        purpose="education",
        wishes="Canarisgeheim",
        confirmed_at=timezone.now(),
    )


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_visitor_asks_and_confirms(client, organisation, coen, anna):
    assert ask(client).url == reverse("request_sent")
    asked = GroupRequest.objects.get()
    assert (asked.email, asked.people, asked.confirmed_at) == ("ria@voorbeeld.nl", 7, None)
    assert drain() == 1
    assert mail.outbox[0].to == ["ria@voorbeeld.nl"]
    [address] = re.findall(r"https?://[^/]+(/\S+)", mail.outbox[0].body)
    assert address.startswith(reverse("confirm_request", args=["x"])[:-2])
    assert client.get(address).status_code == 200  # a program that follows links confirms nothing
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    assert client.post(address).url == reverse("request_confirmed")
    asked.refresh_from_db()
    assert asked.confirmed_at
    assert drain() == 1
    assert mail.outbox[1].to == [coen.email]  # Anna coaches; who coordinates is told
    assert "raad te geven" not in mail.outbox[1].body


def test_the_same_form_twice_is_one_request(client, organisation):
    once = uuid.uuid4()
    ask(client, once=once)
    ask(client, once=once)
    assert GroupRequest.objects.count() == Delivery.objects.count() == 1


def test_confirming_twice_tells_once(client, organisation, coen, asked):
    GroupRequest.objects.update(confirmed_at=None)
    for _press in range(2):
        client.post(reverse("confirm_request", args=[request_token(asked.pk)]))
    assert Delivery.objects.filter(kind="request_arrived").count() == 1


def test_a_robot_hears_the_same_and_leaves_nothing(client, organisation):
    assert ask(client, website="http://spam.example").url == reverse("request_sent")
    assert not GroupRequest.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"email": "geen adres"}, {"purpose": "geld"}, {"people": "-3"}, {"people": "veel"}, {"once": "x"},
     {"wishes": "x" * 1501}, {"name": "x" * 81}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, organisation, change):
    answer = ask(client, **change)
    assert answer.status_code == 422
    assert not GroupRequest.objects.exists()
    kept = (ANSWERS | change)["wishes"][:12]
    assert kept in answer.text


def test_what_was_typed_is_escaped(client, organisation):
    assert "<b>niet" not in ask(client, name="").text


def test_nul_is_refused_in_words(client, organisation):
    assert ask(client, name="Ria\0").status_code == 400


def test_an_address_cannot_be_bothered(client, organisation):
    for _again in range(5):
        ask(client)
    assert Delivery.objects.filter(kind="request_confirm").count() == actions.requests.MAILS_A_DAY


def test_too_often_is_too_often(client, organisation):
    answers = [ask(client, email=f"{nr}@example.org").status_code for nr in range(7)]
    assert answers == [302] * 6 + [429]


def test_without_an_intake_organisation_the_page_says_so(client, organisation):
    Organisation.objects.update(is_intake=False)
    assert "request-form" not in client.get(reverse("request_group")).text
    assert ask(client).status_code == 422


def test_false_and_old_links_confirm_nothing(client, asked):
    GroupRequest.objects.update(confirmed_at=None)
    token = request_token(asked.pk)
    for wrong in (token[:-2] + "xx", "x", request_token(uuid.uuid4()), "%00"):
        assert client.post(f"/aanvragen/bevestigen/{wrong}/").status_code in (400, 404)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert client.post(reverse("confirm_request", args=[token])).status_code == 404
    assert not GroupRequest.objects.filter(confirmed_at__isnull=False).exists()


# ── answering ──────────────────────────────────────────────────────────────────────────────────────
def test_an_answer_goes_by_mail_and_comes_back_to_who_wrote_it(client_of, coen, asked):
    data = {"kind": "answer", "text": "Dag Ria,\n\nZullen we bellen?"}
    assert client_of(coen).post(reverse("reply_request", args=[asked.pk]), data).url == reverse("requests")
    assert drain() == 1
    assert "Zullen we bellen?" in mail.outbox[0].body
    assert mail.outbox[0].extra_headers["Reply-To"] == coen.email
    assert "bellen" not in str(Delivery.objects.values_list("facts", "key"))


def test_after_no_nothing_more_is_sent(client_of, coen, asked):
    decline = {"kind": "decline", "text": "Nu niet."}
    browser = client_of(coen)
    assert browser.post(reverse("reply_request", args=[asked.pk]), decline).status_code == 302
    assert browser.post(reverse("reply_request", args=[asked.pk]), decline).status_code == 409
    assert RequestReply.objects.count() == 1


def test_an_empty_answer_is_not_sent(client_of, coen, asked):
    answer = client_of(coen).post(reverse("reply_request", args=[asked.pk]), {"kind": "answer", "text": " "})
    assert answer.status_code == 422
    assert not RequestReply.objects.exists()


def test_answering_is_for_the_intake_organisation(client, client_of, bas, femke, asked):
    address = reverse("reply_request", args=[asked.pk])
    data = {"kind": "answer", "text": "Hallo"}
    for user in (bas, femke):
        answer = client_of(user).post(address, data)
        assert answer.status_code == 403
        assert "Canarisgeheim" not in answer.text
    assert client.post(address, data).status_code == 302
    assert client_of(femke).get(address).status_code == 405
    assert not RequestReply.objects.exists()


def test_an_unconfirmed_request_is_nobodys_business(client_of, coen, asked):
    GroupRequest.objects.update(confirmed_at=None)
    assert client_of(coen).get(reverse("group_request", args=[asked.pk])).status_code == 404
    assert "Ria" not in client_of(coen).get(reverse("requests")).text
    with pytest.raises(NotNow):
        actions.reply(asked, by=coen, kind="answer", text="Hoi")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client_of, coen, organisation, count, django_assert_num_queries):
    for nr in range(count):
        GroupRequest.objects.create(
            organisation=organisation, name=f"R{nr}", email=f"{nr}@x.nl", purpose="change", confirmed_at=timezone.now()
        )
    browser = client_of(coen)
    with django_assert_num_queries(5):  # session, person, roles, requests, replies
        browser.get(reverse("requests"))


# ── forgetting ─────────────────────────────────────────────────────────────────────────────────────
def test_requests_are_forgotten_as_promised(organisation, coen, asked):
    now = timezone.now()
    long_ago = now - timedelta(days=91)

    def another(**fields):
        return GroupRequest.objects.create(
            organisation=organisation, name="x", email="x@x.nl", purpose="change", **fields
        )

    another(created_at=now - timedelta(days=8))
    another(confirmed_at=long_ago, declined_at=long_ago)
    founded = Group.objects.create(organisation=organisation, name="Oud", purpose="change", created_at=long_ago)
    another(confirmed_at=long_ago, group=founded)
    fresh = another(created_at=now - timedelta(days=6))
    waiting = another(confirmed_at=long_ago, created_at=long_ago)  # nobody answered: it stays in sight
    actions.forget_requests(now)
    assert set(GroupRequest.objects.all()) == {asked, fresh, waiting}
