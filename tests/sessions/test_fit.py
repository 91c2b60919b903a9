"""“Paste deze werkvorm?”: one tap in the review, of who brought the case and of who leads; about the method alone."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions import own
from sessions.actions import choosing, lead
from sessions.models import CaseSession, Step, Treatment
from tests.sessions.table import a_case, a_session, fresh, go_to, in_method

HTMX = {"HX-Request": "true"}


@pytest.fixture
def review(group, anna, bas, chris):
    """Bas brought, Anna leads, Chris took part; they look back on how it went."""
    return go_to(in_method(a_session(group, leads=anna), anna, bas, "five_step", chris), anna, kind="review")


def tap(browser, session, answer="yes", htmx=True, **fields):
    said = {"treatment": session.treatments.get().pk, "answer": answer, **fields}
    return browser.post(reverse("room_fit", args=[session.pk]), said, headers=HTMX if htmx else {})


def page_of(browser, session):
    return browser.get(reverse("room", args=[session.pk]))


def answers(session):
    return session.treatments.values_list("fit_case_giver", "fit_leader").get()


# ── works ──────────────────────────────────────────────────────────────────────────────────────────
def test_each_says_it_with_one_tap_and_may_say_something_else(review, anna, bas, client_of):
    assert tap(client_of(bas), review, "yes").status_code == 204
    assert tap(client_of(anna), review, "partly").status_code == 204
    assert answers(review) == ("yes", "partly")
    assert tap(client_of(bas), review, "no").status_code == 204
    assert answers(review) == ("no", "partly")


def test_only_who_is_asked_sees_the_question_and_only_their_own_answer(review, anna, bas, chris, client_of):
    tap(client_of(bas), review, "no")
    theirs = page_of(client_of(bas), review).content.decode()
    assert "Paste deze werkvorm bij de casus?" in theirs and "Vijfstappenmethode" in theirs
    assert [asked.answer for asked in page_of(client_of(bas), review).context["screen"].fits] == ["no"]
    assert [asked.answer for asked in page_of(client_of(anna), review).context["screen"].fits] == [""]
    assert "Paste deze werkvorm" not in page_of(client_of(chris), review).content.decode()


def test_it_says_truly_who_will_read_it(review, bas, client_of):
    shown = page_of(client_of(bas), review).content.decode()
    assert "hoe vaak hij paste. Zonder naam, wel herkenbaar." in shown


def test_without_script_the_tap_leads_back_to_the_room(review, bas, client_of):
    answer = tap(client_of(bas), review, htmx=False)
    assert (answer.status_code, answer.url) == (302, reverse("room", args=[review.pk]))
    assert answers(review) == ("yes", "")


def test_of_two_cases_each_is_asked_about(group, anna, bas, chris, dana, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana)
    session = go_to(session, anna, kind="harvest")
    choosing.next_case(session, by=anna)
    session = go_to(session, anna, kind="case_choice")
    choosing.choose_case(session, by=anna, case_id=a_case(chris, group).pk)
    session = go_to(session, anna, kind="method_choice")
    choosing.choose_method(session, by=anna, slug="five_step")
    session = go_to(session, anna, kind="review")
    first, second = session.treatments.order_by("created_at")
    assert [asked.treatment for asked in page_of(client_of(anna), session).context["screen"].fits] == [
        first.pk,
        second.pk,
    ]
    assert [asked.treatment for asked in page_of(client_of(bas), session).context["screen"].fits] == [first.pk]
    assert tap_on(client_of(bas), session, second).status_code == 403
    assert tap_on(client_of(chris), session, second).status_code == 204
    assert list(session.treatments.order_by("created_at").values_list("fit_case_giver", flat=True)) == ["", "yes"]


def tap_on(browser, session, treatment):
    said = {"treatment": treatment.pk, "answer": "yes"}
    return browser.post(reverse("room_fit", args=[session.pk]), said, headers=HTMX)


def test_who_brought_the_case_and_leads_the_review_answers_as_case_giver(review, bas, client_of):
    lead.take_lead(fresh(review), by=bas)
    tap(client_of(bas), review, "partly")
    assert answers(review) == ("partly", "")


# ── 403 · 404 · login · GET ────────────────────────────────────────────────────────────────────────
def test_a_peer_is_not_asked(review, chris, client_of):
    assert tap(client_of(chris), review).status_code == 403
    assert answers(review) == ("", "")


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_a_coordinator_and_strangers_find_nothing(review, cast, client_of, who):
    assert tap(client_of(getattr(cast, who)), review).status_code == 404
    assert answers(review) == ("", "")


def test_nobody_logs_in_first_and_a_get_does_nothing(review, bas, client, client_of):
    answer = tap(client, review, htmx=False)
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    assert client_of(bas).get(reverse("room_fit", args=[review.pk])).status_code == 405


# ── harmless ───────────────────────────────────────────────────────────────────────────────────────
def test_before_and_after_the_review_it_is_not_asked(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris)
    assert tap(client_of(bas), session).status_code == 409
    session = go_to(session, anna, kind="closing")
    assert tap(client_of(bas), session).status_code == 409
    assert answers(session) == ("", "")


@pytest.mark.parametrize("answer", ["", "maybe", "YES", "x" * 40])
def test_something_else_is_no_answer(review, bas, client_of, answer):
    assert tap(client_of(bas), review, answer).status_code == 400
    assert answers(review) == ("", "")


def test_a_method_of_another_session_is_not_answered_for(review, group, bas, client_of):
    other = a_session(group, number=9, state="closed")
    treatment = Treatment.objects.create(session=other, case=a_case(bas, group), method_slug="five_step")
    assert tap(client_of(bas), review, treatment=treatment.pk).status_code == 409
    assert tap(client_of(bas), review, treatment=uuid4()).status_code == 409
    treatment.refresh_from_db()
    assert treatment.fit_case_giver == ""


def test_pressed_twice_it_is_said_once(review, bas, client_of):
    for _press in range(2):
        assert tap(client_of(bas), review).status_code == 204
    assert answers(review) == ("yes", "")


def test_after_a_stop_or_a_quiet_moment_nobody_asks(review, bas, client_of):
    Treatment.objects.filter(session=review).update(ended_at=timezone.now())
    assert "Paste deze werkvorm" not in page_of(client_of(bas), review).content.decode()
    assert tap(client_of(bas), review).status_code == 409
    Treatment.objects.filter(session=review).update(ended_at=None)
    CaseSession.objects.filter(pk=review.pk).update(calmed=True)
    assert "Paste deze werkvorm" not in page_of(client_of(bas), review).content.decode()
    assert tap(client_of(bas), review).status_code == 409


def test_about_a_method_that_was_never_begun_nobody_asks(review, bas, client_of):
    Step.objects.filter(session=review, kind="phase").update(entered_at=None)
    assert "Paste deze werkvorm" not in page_of(client_of(bas), review).content.decode()
    assert tap(client_of(bas), review).status_code == 409


def test_what_one_said_of_one_s_own_case_is_in_one_s_own_data(review, bas, chris, client_of):
    tap(client_of(bas), review, "partly")
    [cases] = [section for section in own.sections(bas) if section.key == "cases"]
    assert [line.value for line in cases.entries[0] if line.key == "method_fitted"] == ["deels"]
