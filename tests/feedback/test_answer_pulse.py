"""Answering: one minute, on a phone, without JavaScript, and to be changed until it closes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from feedback import actions
from feedback.models import Direction, Pulse, PulseAnswer
from intervisie.common.models import AuditEvent, Delivery
from intervisie.common.refusals import NotNow, NotYours
from tests.counting import Queries
from tests.feedback.evening import HIGH, LOW, a_pulse, over, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def pulse(group, anna, bas, chris, dana):
    return a_pulse(group, anna, bas, chris, dana, brings=bas)


@pytest.fixture
def url(pulse):
    return reverse("pulse", args=[pulse.session_id])


def checked(text):
    """The radios that are on: (name, value)."""
    inputs = re.findall(r"<input[^>]*type=\"radio\"[^>]*>", text)
    found = [
        (re.search(r'name="(\w+)"', tag)[1], re.search(r'value="(\w*)"', tag)[1]) for tag in inputs if "checked" in tag
    ]
    return sorted(pair for pair in found if pair[1])


def test_five_statements_one_line_and_what_happens_with_it(client_of, chris, url):
    text = client_of(chris).get(url).text
    for words in [
        "Ik heb iets geleerd dat ik kan gebruiken",
        "Ik was er graag bij",
        "De werkvorm paste bij de casus",
        "Ik kon zeggen wat ik wilde zeggen",
        "De begeleiding hield ons bij de stappen",
        "Volgende keer graag",
        "Vertrouwelijk.",
        "je woorden kunnen je verraden",
    ]:
        assert words in text
    assert text.count('type="radio"') == 25
    assert not checked(text)


def test_an_answer_is_kept_and_shown_again_to_its_giver_alone(client_of, chris, dana, url, pulse):
    browser = client_of(chris)
    answer = browser.post(url, {**HIGH, "next_time": "Langer stil zijn."}, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    assert "Dank je wel" in answer.text
    again = browser.get(url, {"wijzig": ""}).text
    assert checked(again) == sorted((code, str(value)) for code, value in HIGH.items())
    assert "Langer stil zijn." in again
    theirs = client_of(dana).get(url).text
    assert not checked(theirs)
    assert "Langer stil zijn." not in theirs


def test_it_may_be_changed_and_the_last_one_counts(client_of, chris, url, pulse):
    browser = client_of(chris)
    browser.post(url, HIGH)
    browser.post(url, {**LOW, "next_time": "Meer koffie."})
    browser.post(url, {**LOW, "next_time": "Meer koffie."})
    answer = PulseAnswer.objects.select_related("pulse__key").get(pulse=pulse)
    assert (answer.person, answer.scores, answer.next_time) == (chris, LOW, "Meer koffie.")


def test_nothing_may_be_left_open_only_by_passing(client_of, chris, url):
    browser = client_of(chris)
    answer = browser.post(url, {"next_time": "  "})
    assert answer.status_code == 422
    assert "Kies een antwoord, of sla het over." in answer.text
    assert not PulseAnswer.objects.exists()
    assert browser.post(url, {"form": 4}).status_code == 302
    assert PulseAnswer.objects.select_related("pulse__key").get().scores == {"form": 4}


def test_passing_is_kept_as_nothing_and_may_be_changed(client_of, chris, url):
    browser = client_of(chris)
    browser.post(url, {**HIGH, "next_time": "Toch niet."})
    answer = browser.post(url, {**HIGH, "next_time": "Toch niet.", "skip": "1"}, follow=True)
    assert "Overgeslagen. Ook goed." in answer.text
    row = PulseAnswer.objects.select_related("pulse__key").get()
    assert (row.scores, row.next_time) == ({}, "")
    browser.post(url, LOW)
    assert PulseAnswer.objects.select_related("pulse__key").get().scores == LOW


@pytest.mark.parametrize(
    "wrong",
    [
        {"useful": "6"},
        {"useful": "0"},
        {"useful": "-1"},
        {"useful": "veel"},
        {"useful": "3.5"},
        {"next_time": "é" * 301},
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(client_of, chris, url, wrong):
    answer = client_of(chris).post(url, {"form": "2", "next_time": "Meer stilte.", **wrong})
    assert answer.status_code == 422
    assert ("form", "2") in checked(answer.text)
    assert wrong.get("next_time", "Meer stilte.") in answer.text
    assert not PulseAnswer.objects.exists()


def test_emoji_and_signs_are_text(client_of, chris, url):
    browser = client_of(chris)
    browser.post(url, {"next_time": "<b>Vaker</b> & “stil” 🤫"})
    assert "&lt;b&gt;Vaker&lt;/b&gt; &amp; “stil” 🤫" in browser.get(url, {"wijzig": ""}).text


def test_somebody_who_was_not_there_gets_404(client, client_of, group, anna, bas, chris, dana, eva, femke, coen):
    pulse = over(a_pulse(group, anna, bas, chris, number=2))
    missed = reverse("pulse", args=[pulse.session_id])
    for stranger in (dana, eva, femke, coen):
        browser = client_of(stranger)
        assert browser.get(missed).status_code == 404
        assert browser.post(missed, HIGH).status_code == 404
    assert client.get(missed).url.startswith(reverse("account_login"))
    assert client.post(missed, HIGH).url.startswith(reverse("account_login"))
    assert not PulseAnswer.objects.exists()


def test_who_left_the_group_gets_404(client_of, group, chris, url):
    browser = client_of(chris)
    group.memberships.filter(user=chris).update(until=timezone.now())
    assert browser.get(url).status_code == 404
    assert browser.post(url, HIGH).status_code == 404


def test_the_deed_itself_refuses_who_was_not_there(pulse, eva):
    with pytest.raises(NotYours):
        says(pulse, eva)


def test_a_form_that_stood_open_too_long_gets_its_text_back(client_of, chris, url, pulse):
    browser = client_of(chris)
    browser.get(url)
    over(pulse)
    answer = browser.post(url, {**HIGH, "next_time": "Volgende keer een langere stilte."})
    assert answer.status_code == 409
    assert "Volgende keer een langere stilte." in answer.text
    assert "intussen gesloten" in answer.text
    assert not PulseAnswer.objects.exists()


def test_after_its_time_but_before_the_sweep_no_answer_is_taken(client_of, chris, url, pulse):
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        with pytest.raises(NotNow):
            says(pulse, chris)
        browser = client_of(chris)
        answer = browser.get(url, follow=True)
        assert answer.redirect_chain == [(reverse("pulse_result", args=[pulse.session_id]), 302)]
        assert "De antwoorden worden geteld." in answer.text


def test_an_answer_leaves_no_trace_of_when(pulse, chris, django_capture_on_commit_callbacks):
    before = (AuditEvent.objects.count(), Delivery.objects.count())
    with django_capture_on_commit_callbacks() as callbacks:
        says(pulse, chris)
    assert callbacks == []  # no hint either
    assert (AuditEvent.objects.count(), Delivery.objects.count()) == before
    moments = [field.name for field in PulseAnswer._meta.fields if "Date" in type(field).__name__]
    assert moments == []


# ── the case-giver's own sentence ──
def test_who_brought_the_case_may_say_by_name_how_it_was(client_of, bas, chris, url, pulse):
    browser = client_of(bas)
    text = browser.get(url).text
    assert "Ik had de regie over mijn vraag" in text
    assert "Wie erbij was, met je naam, als de peiling sluit" in text
    assert "Ik had de regie over mijn vraag" not in client_of(chris).get(url).text
    browser.post(url, {**HIGH, "direction": "partly"})
    browser.post(url, {**HIGH, "direction": "partly"})
    assert Direction.objects.select_related("pulse__key").get().answer == "partly"
    assert ("direction", "partly") in checked(browser.get(url, {"wijzig": ""}).text)
    browser.post(url, {**HIGH, "direction": ""})
    assert not Direction.objects.exists()


def test_passing_takes_it_back(client_of, bas, url):
    browser = client_of(bas)
    browser.post(url, {"direction": "no"})
    assert Direction.objects.count() == 1
    browser.post(url, {"direction": "no", "skip": "1"})
    assert not Direction.objects.exists()


def test_nobody_says_it_for_another(client_of, chris, url, pulse):
    client_of(chris).post(url, {**HIGH, "direction": "no"})
    assert not Direction.objects.exists()
    with pytest.raises(NotYours):
        says(pulse, chris, direction="no")


def test_not_asked_of_a_case_that_was_taken_back(client_of, bas, url, pulse):
    pulse.session.treatments.get().case.__class__.objects.update(state="withdrawn")
    assert "Ik had de regie over mijn vraag" not in client_of(bas).get(url).text


# ── form ──
def test_only_get_and_post(client_of, chris, url):
    assert client_of(chris).delete(url).status_code == 405


def test_the_page_costs_the_same_for_one_and_for_three_answers(client_of, chris, anna, dana, url, pulse):
    browser = client_of(chris)
    browser.get(url)
    for people in ([chris], [anna, dana]):
        for person in people:
            says(pulse, person)
        with Queries() as counted:
            browser.get(url, {"wijzig": ""})
        assert len(counted) == 5


def test_sending_stays_within_twelve_queries(client_of, bas, url):
    browser = client_of(bas)
    for said in ({**HIGH, "direction": "yes"}, {**LOW, "direction": "no"}):
        with Queries() as counted:
            browser.post(url, {**said, "next_time": "Rust."})
        assert len(counted) <= 12


def test_closing_twice_counts_once(pulse, chris):
    says(pulse, chris)
    over(pulse)
    assert actions.close_pulse(pulse.pk) is False
    assert Pulse.objects.get().answered == 1
