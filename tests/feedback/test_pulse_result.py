"""The result, for those who were there; and how it opens the next session."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.models import PulseLine
from sessions.models import CaseSession
from tests.counting import Queries
from tests.feedback.evening import HIGH, LOW, a_pulse, fresh, more_people, over, says

pytestmark = pytest.mark.django_db

SECRET = "Anna praat door ons heen."


@pytest.fixture
def people(group, anna, bas, chris, dana):
    return [anna, bas, chris, dana, *more_people(group, 2)]


@pytest.fixture
def pulse(group, people, bas):
    return a_pulse(group, *people, brings=bas)


@pytest.fixture
def released(pulse, people):
    for person in people[:4]:
        says(pulse, person, HIGH)
    says(pulse, people[4], {**LOW}, SECRET)
    return over(pulse)


@pytest.fixture
def url(pulse):
    return reverse("pulse_result", args=[pulse.session_id])


def test_those_who_were_there_see_how_often_and_the_sentences(client_of, people, released, url):
    for person in people:
        text = client_of(person).get(url).text
        assert "Er antwoordden vijf van de zes." in text
        assert "één keer 1, vier keer 5" in text
        assert text.count("<circle") >= 25
        assert SECRET in text


def test_no_name_stands_at_anything(client_of, people, released, url):
    text = client_of(people[1]).get(url).text
    main = text[text.index("<main") : text.index("</main>")]
    for person in people:
        assert person.name not in main
        assert str(person.pk) not in main


def test_the_open_pulse_shows_nothing(client_of, people, pulse, url):
    for person in people[:5]:
        says(pulse, person, HIGH, SECRET)
    answer = client_of(people[5]).get(url, follow=True)
    assert answer.redirect_chain == [(reverse("pulse", args=[pulse.session_id]), 302)]
    assert SECRET not in answer.text
    assert "van de zes" not in answer.text


def test_too_few_is_said_with_the_count_and_the_reason_and_a_talk(client_of, people, pulse, url):
    for person in people[:3]:
        says(pulse, person, LOW, SECRET)
    over(pulse)
    for person in people:
        text = client_of(person).get(url).text
        assert "Te weinig antwoorden" in text
        assert "Er antwoordden drie van de zes." in text
        assert "is gewist" in text
        assert "Wat wil ik deze keer graag anders?" in text
        assert SECRET not in text
        assert "<circle class" not in text


@pytest.mark.parametrize(("count", "words"), [(0, "Niemand antwoordde."), (1, "Er antwoordde één van de zes.")])
def test_nobody_and_one_are_said_in_words(client_of, people, pulse, url, count, words):
    for person in people[:count]:
        says(pulse, person)
    over(pulse)
    assert words in client_of(people[0]).get(url).text


def test_a_statement_too_few_answered_says_so(client_of, people, pulse, url):
    for person in people[:4]:
        says(pulse, person, {"useful": 4, "form": 1})
    says(pulse, people[4], {"useful": 4})
    over(pulse)
    text = client_of(people[0]).get(url).text
    assert "vijf keer 4" in text
    assert "Te weinig antwoorden op deze zin." in text
    assert "vier keer 1" not in text


def test_the_case_giver_is_named_at_the_own_sentence_only(client_of, people, bas, chris, pulse, url):
    for person in people:
        says(pulse, person, HIGH, direction="partly" if person == bas else None)
    assert "had de regie" not in client_of(chris).get(url, follow=True).text
    over(pulse)
    text = client_of(chris).get(url).text
    assert "Bas had de regie:" in text
    assert "<b>deels</b>" in text


def test_who_was_not_there_gets_404(client, client_of, group, people, dana, eva, femke, coen):
    there = [person for person in people if person != dana]
    pulse = a_pulse(group, *there, number=2)
    for person in there:
        says(pulse, person, HIGH, SECRET)
    over(pulse)
    missed = reverse("pulse_result", args=[pulse.session_id])
    for stranger in (dana, eva, femke, coen):
        answer = client_of(stranger).get(missed)
        assert answer.status_code == 404
        assert SECRET not in answer.text
    assert client.get(missed).url.startswith(reverse("account_login"))


def test_a_result_cannot_be_posted_to(client_of, people, released, url):
    assert client_of(people[0]).post(url).status_code == 405


def test_sentences_are_text(client_of, people, pulse, url):
    for person in people:
        says(pulse, person, HIGH, "<script>alert(1)</script>")
    over(pulse)
    assert "<script>alert" not in client_of(people[0]).get(url).text


def test_the_page_costs_the_same_for_one_and_for_three_sentences(client_of, people, released, url):
    browser = client_of(people[0])
    for more in (0, 2):
        PulseLine.objects.bulk_create(PulseLine(pulse=released, text="Nog een.") for _nr in range(more))
        with Queries() as counted:
            browser.get(url)
        assert len(counted) == 5


def test_when_the_key_of_the_session_is_gone_the_sentences_are_too(client_of, people, released, url):
    released.key.destroy()
    text = client_of(people[0]).get(url).text
    assert SECRET not in text
    assert "vier keer 5" in text


# ── in the next lobby ──
@pytest.fixture
def lobby(group):
    coming = CaseSession.objects.create(group=group, number=9, starts_at=timezone.now() + timedelta(minutes=10))
    return reverse("last_pulse", args=[coming.pk])


def test_the_next_lobby_opens_with_it(client_of, bas, released, lobby):
    answer = client_of(bas).get(lobby)
    assert '<section id="last-pulse" aria-labelledby' in answer.text
    assert SECRET in answer.text
    assert "één keer 1, vier keer 5" in answer.text


def test_too_few_becomes_a_talk_in_the_lobby(client_of, bas, pulse, lobby):
    says(pulse, bas, LOW, SECRET)
    over(pulse)
    text = client_of(bas).get(lobby).text
    assert "Wat wil ik deze keer graag anders?" in text
    assert SECRET not in text


def test_who_missed_it_gets_an_empty_part(client_of, group, people, dana, bas, lobby):
    there = [person for person in people if person != dana]
    pulse = a_pulse(group, *there, number=2)
    for person in there:
        says(pulse, person, HIGH, SECRET)
    over(pulse)
    assert client_of(dana).get(lobby).text.strip() == '<section id="last-pulse" hidden></section>'
    assert SECRET in client_of(bas).get(lobby).text


def test_only_the_very_last_one_counts(client_of, group, people, dana, released, lobby):
    """Dana was at the one before, not at the last: an old result is not shown as if it were the last."""
    there = [person for person in people if person != dana]
    CaseSession.objects.filter(pk=released.session_id).update(starts_at=timezone.now() - timedelta(days=30))
    over(a_pulse(group, *there, number=2))
    assert "hidden" in client_of(dana).get(lobby).text
    assert SECRET not in client_of(dana).get(lobby).text


def test_an_open_pulse_is_not_told(client_of, people, bas, pulse, lobby):
    for person in people:
        says(pulse, person, HIGH, SECRET)
    assert "hidden" in client_of(bas).get(lobby).text
    assert fresh(pulse).result is None


def test_the_lobby_of_others_is_not_there(client, client_of, eva, femke, coen, released, lobby):
    for stranger in (eva, femke, coen):
        assert client_of(stranger).get(lobby).status_code == 404
    assert client.get(lobby).url.startswith(reverse("account_login"))


def test_the_part_takes_five_queries(client_of, bas, released, lobby):
    browser = client_of(bas)
    for more in (0, 2):
        PulseLine.objects.bulk_create(PulseLine(pulse=released, text="Nog een.") for _nr in range(more))
        with Queries() as counted:
            browser.get(lobby)
        assert len(counted) == 5


# ── on the page of the session ──
def state_of(pulse):
    return reverse("pulse_state", args=[pulse.session_id])


def test_the_page_of_the_session_leads_to_it(client_of, bas, people, pulse):
    browser = client_of(bas)
    assert reverse("pulse", args=[pulse.session_id]) in browser.get(state_of(pulse)).text
    for person in people:
        says(pulse, person, HIGH, SECRET)
    over(pulse)
    text = browser.get(state_of(pulse)).text
    assert reverse("pulse_result", args=[pulse.session_id]) in text
    assert "Bekijk de antwoorden" in text
    assert SECRET not in text


def test_the_way_to_it_is_only_for_who_was_there(client, client_of, group, people, dana, eva, femke, coen):
    pulse = a_pulse(group, *(person for person in people if person != dana), number=2)
    assert client_of(dana).get(state_of(pulse)).text.strip() == '<section id="pulse-state" hidden></section>'
    for stranger in (eva, femke, coen):
        assert client_of(stranger).get(state_of(pulse)).status_code == 404
    assert client.get(state_of(pulse)).url.startswith(reverse("account_login"))


def test_the_page_of_the_session_fetches_it(client_of, bas, released):
    page = client_of(bas).get(reverse("session", args=[released.session_id])).text
    assert f'data-hx-get="{state_of(released)}"' in page
