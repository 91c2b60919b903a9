"""What came of it: one tap, for its owner alone, and letting go is as good as done."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from feedback import actions
from feedback.models import FollowUp
from intervisie.common.models import Delivery
from intervisie.common.refusals import NotNow, NotYours
from sessions.actions import harvest
from sessions.models import Commitment
from tests.counting import Queries
from tests.feedback.evening import a_step, an_evening

pytestmark = pytest.mark.django_db

SECRET = "Ik tel tot drie voor ik iets zeg."


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return an_evening(group, anna, bas, chris, dana, brings=bas, ago=timedelta(days=7, hours=1))


@pytest.fixture
def step(session, bas):
    return a_step(session, bas, SECRET)


@pytest.fixture
def asked(step):
    return actions.ask_follow_up(step.pk, 7)


@pytest.fixture
def url(asked):
    return reverse("follow_up", args=[asked.pk])


def outcome():
    return Commitment.objects.get().outcome


def test_the_page_shows_the_step_and_four_answers_of_equal_weight(client_of, bas, url):
    text = client_of(bas).get(url).text
    assert SECRET in text
    for answer in ("done", "different", "not_yet", "let_go"):
        assert f'class="btn btn-outline btn-sm" name="answer" value="{answer}"' in text
    assert "Alleen jij, ook later" in text
    assert SECRET not in text[: text.index("</title>")]


@pytest.mark.parametrize(
    ("answer", "ends"), [("done", "done"), ("different", ""), ("not_yet", ""), ("let_go", "dropped")]
)
def test_one_press_is_enough(client_of, bas, url, answer, ends):
    said = client_of(bas).post(url, {"answer": answer, "seen_answer": ""}, follow=True)
    assert said.status_code == 200
    assert "Je zei:" in said.text
    held = FollowUp.objects.get()
    assert (held.answer, outcome()) == (answer, ends)
    assert held.answered_at is not None
    assert (Commitment.objects.get().outcome_at is not None) == bool(ends)


def test_letting_go_leaves_no_negative_mark(client_of, bas, url):
    browser = client_of(bas)
    browser.post(url, {"answer": "let_go"})
    text = browser.get(url).text
    assert "ik laat het los" in text
    for word in ("niet gelukt", "te laat", "mislukt", "text-danger", "stop"):
        assert word not in text[text.index("<main") : text.index("</main>")]


def test_what_one_noticed_is_encrypted_and_only_the_owners(client_of, bas, url, asked):
    browser = client_of(bas)
    browser.post(url, {"answer": "done", "effect": "  Het bleef rustig.  "})
    with connection.cursor() as cursor:
        cursor.execute("SELECT effect FROM feedback_followup")
        assert b"rustig" not in bytes(cursor.fetchone()[0])
    assert "Het bleef rustig." in browser.get(url).text
    held = FollowUp.objects.select_related("key").get()
    assert (held.effect, held.key.scope) == ("Het bleef rustig.", "person")


def test_an_answer_may_be_changed_and_the_step_follows(client_of, bas, url):
    browser = client_of(bas)
    for seen, answer, ends in [
        ("", "let_go", "dropped"),
        ("let_go", "not_yet", ""),
        ("not_yet", "done", "done"),
        ("done", "let_go", "dropped"),
    ]:
        assert browser.post(url, {"answer": answer, "seen_answer": seen}).status_code == 302
        assert outcome() == ends
    assert "Wat merkte je?" in browser.get(url, {"wijzig": ""}).text


def test_the_same_press_twice_is_one(client_of, bas, url):
    browser = client_of(bas)
    for _press in range(2):
        assert browser.post(url, {"answer": "done", "seen_answer": ""}).status_code == 302
    assert (FollowUp.objects.get().answer, outcome()) == ("done", "done")


def test_an_old_page_does_not_overrule_a_new_answer(client_of, bas, url):
    browser = client_of(bas)
    browser.post(url, {"answer": "done", "seen_answer": ""})
    late = browser.post(url, {"answer": "let_go", "seen_answer": "", "effect": "Ik schreef er nog iets bij."})
    assert late.status_code == 409
    assert "Ik schreef er nog iets bij." in late.text
    assert outcome() == "done"


def test_what_the_look_back_ended_stays_so(client_of, bas, url, step):
    harvest.look_back(step.pk, by=bas, outcome="partly")
    late = client_of(bas).post(url, {"answer": "let_go"})
    assert late.status_code == 409
    assert outcome() == "partly"
    assert FollowUp.objects.get().answer == ""


def test_what_the_look_back_changed_after_it_stays_so(client_of, bas, url, step):
    browser = client_of(bas)
    browser.post(url, {"answer": "done"})
    harvest.look_back(step.pk, by=bas, outcome="done", note="Twee keer zelfs.")
    assert browser.post(url, {"answer": "not_yet", "seen_answer": "done"}).status_code == 409
    assert outcome() == "done"


@pytest.mark.parametrize("wrong", [{}, {"answer": ""}, {"answer": "maybe"}, {"answer": "done", "effect": "é" * 301}])
def test_what_does_not_fit_changes_nothing(client_of, bas, url, wrong):
    answer = client_of(bas).post(url, {"effect": "Het bleef rustig.", **wrong})
    assert answer.status_code == 422
    assert wrong.get("effect", "Het bleef rustig.") in answer.text
    assert (FollowUp.objects.get().answer, outcome()) == ("", "")


def test_it_is_nobody_elses(client, client_of, anna, chris, dana, eva, femke, coen, url, asked, step):
    step.__class__.objects.update(buddy=chris, shared_at=timezone.now())
    for other in (anna, chris, dana, eva, femke, coen):
        browser = client_of(other)
        for answer in (browser.get(url), browser.post(url, {"answer": "done"})):
            assert answer.status_code == 404
            assert SECRET not in answer.text
        with pytest.raises(NotYours):
            actions.answer_follow_up(asked, by=other, answer="done")
    assert client.get(url).url.startswith(reverse("account_login"))
    assert client.post(url, {"answer": "done"}).url.startswith(reverse("account_login"))
    assert outcome() == ""


def test_who_left_the_group_keeps_the_own_page(client_of, group, bas, url):
    browser = client_of(bas)
    group.memberships.filter(user=bas).update(until=timezone.now())
    assert SECRET in browser.get(url).text


def test_a_shared_step_says_what_the_group_can_see(client_of, bas, url):
    Commitment.objects.update(shared_at=timezone.now())
    text = client_of(bas).get(url).text
    assert "de groep ziet of het gedaan of losgelaten is, want je deelde dit" in text


def test_the_next_question_of_that_evening_follows(client_of, bas, session, step, asked, url):
    other = actions.ask_follow_up(a_step(session, bas, "Ik vraag het eerst.").pk, 7)
    answer = client_of(bas).post(url, {"answer": "done"})
    assert answer.url == reverse("follow_up", args=[other.pk])


def test_the_text_of_the_step_may_be_gone(client_of, bas, url):
    Commitment.objects.select_related("key").get().key.destroy()
    browser = client_of(bas)
    assert "is gewist" in browser.get(url).text
    assert browser.post(url, {"answer": "let_go"}).status_code == 302
    assert outcome() == "dropped"


def test_only_get_and_post(client_of, bas, url):
    assert client_of(bas).put(url).status_code == 405


def test_queries(client_of, bas, session, url):
    browser = client_of(bas)
    browser.get(url)
    for more in (0, 2):
        for number in range(more):
            actions.ask_follow_up(a_step(session, bas, f"Nog iets {number}.").pk, 7)
        with Queries() as counted:
            browser.get(url)
        assert len(counted) == 3
    with Queries() as counted:
        browser.post(url, {"answer": "done", "effect": "Rust."})
    assert len(counted) <= 12


def test_a_race_between_two_answers_has_one_winner(bas, asked):
    actions.answer_follow_up(asked, by=bas, answer="done")
    with pytest.raises(NotNow):
        actions.answer_follow_up(asked, by=bas, answer="not_yet", seen_answer="")
    assert outcome() == "done"


def test_nothing_is_told_to_anyone(bas, asked):
    before = Delivery.objects.count()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        actions.answer_follow_up(asked, by=bas, answer="let_go", effect="Niet meer nodig.")
    assert Delivery.objects.count() == before
