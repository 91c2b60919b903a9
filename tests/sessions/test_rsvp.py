"""Saying whether one comes: on the page, and by the link in the mail without logging in."""

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from groups.models import Group, Membership, User
from intervisie.common import delivery
from sessions.actions.planning import answer, cancel, reschedule
from sessions.links import feed_token, rsvp_token
from sessions.models import CaseSession, Rsvp
from tests.counting import Queries

from .conftest import in_days


@pytest.fixture
def link(planned, bas):
    return reverse("rsvp", args=[rsvp_token(planned.pk, bas.pk, planned.sequence)])


@pytest.fixture
def strip(planned):
    return reverse("answer", args=[planned.pk])


# ── the link in the mail ───────────────────────────────────────────────────────────────────────────
def test_the_mail_holds_three_links_that_work(client, planned, bas):
    delivery.drain()
    letter = next(one for one in outbox.outbox if one.to == [bas.email])
    address = next(word for word in letter.body.split() if "antwoord=no" in word)
    path = address.split("localhost:8000", 1)[-1] if "localhost:8000" in address else "/" + address.split("/", 3)[3]
    page = client.get(path).content.decode()
    assert 'value="no"' in page and "checked" in page
    assert not Rsvp.objects.exists()  # scanners of mail look too


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(client, link, method):
    getattr(client, method)(f"{link}?antwoord=yes")
    assert not Rsvp.objects.exists()


def test_one_press_answers_for_that_one_person(client, link, bas):
    page = client.post(link, {"answer": "yes"})
    assert "Fijn dat je komt" in page.content.decode()
    assert list(Rsvp.objects.values_list("user", "answer")) == [(bas.pk, "yes")]


def test_the_press_is_guarded_against_other_sites(link, bas):
    assert Client(enforce_csrf_checks=True).post(link, {"answer": "yes"}).status_code == 403
    assert not Rsvp.objects.exists()


def test_a_reason_goes_with_no_alone(client, link):
    client.post(link, {"answer": "no", "reason": "work"})
    assert Rsvp.objects.get().reason == "work"
    client.post(link, {"answer": "yes", "reason": "work"})
    assert Rsvp.objects.get().reason == ""


@pytest.mark.parametrize("data", [{}, {"answer": "perhaps"}, {"answer": "no", "reason": "x" * 500}])
def test_what_is_no_answer_gets_words(client, link, data):
    page = client.post(link, data)
    assert page.status_code == 422
    assert not Rsvp.objects.exists()


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-3], lambda t: t + "x", lambda t: "x", lambda t: t * 9, lambda t: t[::-1]]
)
def test_a_tampered_link_gets_words_and_tells_nothing(client, planned, bas, spoil):
    token = spoil(rsvp_token(planned.pk, bas.pk, 0))
    page = client.post(reverse("rsvp", args=[token]), {"answer": "yes"})
    assert page.status_code == 404
    assert "Deze link werkt niet" in page.content.decode()
    assert "Jeugdzorg Noord" not in page.content.decode()
    assert not Rsvp.objects.exists()


def test_a_link_of_another_kind_is_no_key(client, planned, bas):
    assert client.get(reverse("rsvp", args=[feed_token(bas.pk, planned.pk)])).status_code == 404


def test_who_left_or_is_gone_answers_nothing(client, link, bas):
    Membership.objects.filter(user=bas).update(until=in_days(0))
    assert client.post(link, {"answer": "yes"}).status_code == 404
    User.objects.filter(pk=bas.pk).delete()
    assert client.get(link).status_code == 404


def test_a_closed_group_asks_nothing(client, link):
    Group.objects.update(archived_at=in_days(0))
    assert client.get(link).status_code == 404


def test_after_a_cancellation_the_link_says_so(client, link, planned, anna):
    cancel(planned.pk, by=anna, seen_sequence=0)
    assert "gaat niet door" in client.get(link).content.decode()
    assert client.post(link, {"answer": "yes"}).status_code == 409


def test_after_the_start_the_link_says_so(client, link, time_machine):
    time_machine.move_to(in_days(12))
    assert "al begonnen of geweest" in client.get(link).content.decode()
    assert client.post(link, {"answer": "yes"}).status_code == 409


def test_an_old_link_after_a_move_shows_the_new_moment(client, link, planned, anna, where, who):
    reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    assert "Dit is het nieuwe moment" in client.get(link).content.decode()


def test_the_public_page_shows_no_link_and_nobody_by_name(client, link, planned):
    CaseSession.objects.update(medium="online", link="https://video.example.org/geheim")
    page = client.get(link).content.decode()
    assert "geheim" not in page
    assert "Chris" not in page and "Dana" not in page


def test_answering_a_hundred_times_is_too_often(client, link):
    codes = [client.post(link, {"answer": "yes"}).status_code for _press in range(25)]
    assert codes[0] == 200 and codes[-1] == 429


# ── the strip on the page ──────────────────────────────────────────────────────────────────────────
def test_the_strip_saves_at_once_and_counts(client_of, bas, chris, planned, strip):
    answer(planned.pk, by=chris, says="yes")
    part = client_of(bas).post(strip, {"answer": "yes"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="rsvp">')
    assert "Twee van de drie hebben gezegd dat ze komen. Met twee gaat het door." in part


def test_without_script_the_page_comes_back(client_of, bas, planned, strip):
    back = client_of(bas).post(strip, {"answer": "maybe"})
    assert back["Location"] == reverse("session", args=[planned.pk])


def test_the_coach_is_welcome_but_does_not_make_up_the_number(client_of, anna, planned, strip):
    part = client_of(anna).post(strip, {"answer": "yes"}, headers={"HX-Request": "true"}).content.decode()
    assert "Nog niemand heeft gezegd te komen." in part


def test_strangers_nobody_and_looking(client_of, client, cast, strip):
    for stranger in (cast.eva, cast.femke, cast.coen):
        assert client_of(stranger).post(strip, {"answer": "yes"}).status_code == 404
    assert client.post(strip, {"answer": "yes"})["Location"].startswith(reverse("account_login"))
    assert client_of(cast.bas).get(strip).status_code == 405


def test_no_answer_and_the_wrong_moment(client_of, bas, strip, planned):
    assert client_of(bas).post(strip, {"answer": "x"}).status_code == 400
    CaseSession.objects.update(state="running")
    assert client_of(bas).post(strip, {"answer": "yes"}).status_code == 409


def test_a_reason_is_for_who_carries_it_and_for_nobody_else(client_of, cast, planned):
    answer(planned.pk, by=cast.bas, says="no", reason="ill")
    page = reverse("session", args=[planned.pk])
    for carrier in (cast.anna, cast.chris):
        assert "Bas: ziek" in client_of(carrier).get(page).content.decode()
    assert "ziek" not in client_of(cast.dana).get(page).content.decode()


def test_answering_costs_few_queries(client_of, bas, strip):
    client = client_of(bas)
    for headers, count in [({}, 5), ({"HX-Request": "true"}, 10)]:
        with Queries() as queries:
            client.post(strip, {"answer": "yes"}, headers=headers)
        assert len(queries) == count
