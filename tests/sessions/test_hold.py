"""A card that looks like advice, a closed question or one for reasons is shown to its writer before it lies there:
gently, once, and never in the way."""

from uuid import uuid4

import pytest
from django.urls import reverse

from methods.codes import Rule
from sessions.models import Contribution
from sessions.room import look
from sessions.views.room_held import print_of
from tests.sessions.table import a_session, in_phases
from tests.sessions.test_phase_rules import a_phase
from tests.sessions.test_room_presses import press

ADVICE = "Heb je al eens met HR gepraat?"
WHY = "Waarom bleef je zitten?"
CLOSED = "Was je leidinggevende daarbij?"
OPEN = "Wat maakte dat je bleef zitten?"


def asking(group, anna, bas, *others, codes=(Rule.OPEN_Q, Rule.NO_ADVICE)):
    kinds = ["question", "thought"]
    phases = [a_phase("ask", *codes, kinds=kinds, own_kinds=["answer"]), a_phase("after", writers="none", kinds=[])]
    return in_phases(a_session(group), anna, bas, *others, phases=phases)


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return asking(group, anna, bas, chris, dana)


def lay(browser, session, text, *, kind="question", htmx=True, **more):
    said = {"kind": kind, "text": text, "card_id": uuid4(), "step": session.step_id, **more}
    return press(browser, session, "room_contribute", htmx=htmx, **said)


@pytest.mark.parametrize("text", [ADVICE, WHY, CLOSED])
def test_it_is_shown_first_and_nothing_lies_on_the_table(session, chris, client_of, text):
    answer = lay(client_of(chris), session, text)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#card-hold"
    assert "Maak er een vraag van" in answer.content.decode()
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("text", [ADVICE, WHY, CLOSED])
def test_pressing_again_lays_it_down_as_it_is(session, chris, client_of, text):
    browser = client_of(chris)
    hold = lay(browser, session, text).content.decode()
    assert f'name="seen" value="{print_of(text)}"' in hold
    assert lay(browser, session, text, seen=print_of(text)).status_code == 204
    assert Contribution.objects.get().text == text


def test_another_text_is_looked_at_anew(session, chris, client_of):
    assert lay(client_of(chris), session, WHY, seen=print_of(CLOSED)).status_code == 422


def test_an_open_question_goes_straight_on(session, chris, client_of):
    assert lay(client_of(chris), session, OPEN).status_code == 204


def test_advice_can_wait_in_one_press_and_is_seen_by_nobody(session, anna, bas, chris, dana, client_of):
    browser = client_of(chris)
    hold = lay(browser, session, ADVICE).content.decode()
    assert 'name="parked" value="on"' in hold
    assert "Alleen jij, tot Bas erom vraagt" in hold
    assert lay(browser, session, ADVICE, parked="on").status_code == 204
    card = Contribution.objects.get()
    assert (card.kind, card.parked, card.text) == ("advice", True, ADVICE)
    for other in (anna, bas, dana):
        assert not look(other, session.pk).cards
    assert 'name="parked"' not in lay(browser, session, WHY).content.decode(), "a question has nothing to wait for"


def test_without_script_the_page_comes_back_with_the_text_and_the_hint(session, chris, client_of):
    answer = lay(client_of(chris), session, ADVICE, htmx=False)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"{ADVICE}</textarea>" in html
    assert "Dit klinkt als een advies" in html
    assert "Dit schreef je" not in html, "it stands in its field; nothing has to be copied"


def test_without_script_a_question_begins_and_what_stood_there_stays_in_sight(session, chris, client_of):
    answer = lay(client_of(chris), session, WHY, htmx=False, ask="on", instead="Wat maakte dat je ")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Wat maakte dat je </textarea>" in html
    assert "Je schreef: ‘Waarom bleef je zitten?’" in html
    assert not Contribution.objects.exists()


def test_it_speaks_the_readers_language_and_reads_both(session, chris, client_of):
    type(chris).objects.filter(pk=chris.pk).update(language="en")
    browser = client_of(chris)
    said = lay(browser, session, "Why did you stay?").content.decode()
    assert "Make it a question" in said
    assert lay(browser, session, WHY).status_code == 422


@pytest.mark.parametrize(
    ("codes", "text", "status"),
    [
        ([Rule.CLARIFY_ONLY], CLOSED, 204),  # short questions for facts may be answered with yes
        ([Rule.CLARIFY_ONLY], WHY, 422),
        ([Rule.FACTS], WHY, 422),
        ([Rule.HYPO], "Zou het kunnen dat je bang was?", 204),
        ([Rule.HYPO], ADVICE, 422),
        ([Rule.ADVICE_OK], ADVICE, 204),
        ([Rule.NO_INTERRUPT], ADVICE, 403),
        ([], ADVICE, 204),
    ],
)
def test_each_phase_has_its_own(group, anna, bas, chris, dana, client_of, codes, text, status):
    session = asking(group, anna, bas, chris, dana, codes=codes)
    assert lay(client_of(chris), session, text).status_code == status


def test_what_is_no_question_is_only_looked_at_for_advice(session, chris, client_of):
    browser = client_of(chris)
    assert lay(browser, session, CLOSED, kind="thought").status_code == 204
    assert lay(browser, session, ADVICE, kind="thought").status_code == 422


def test_the_case_giver_answers_as_they_like(session, bas, client_of):
    assert lay(client_of(bas), session, "Waarom? Omdat ik bang was.", kind="answer").status_code == 204


@pytest.mark.parametrize(("who", "status"), [("coen", 404), ("eva", 404), ("femke", 404)])
def test_strangers_are_told_nothing(session, cast, client_of, who, status):
    assert lay(client_of(getattr(cast, who)), session, ADVICE).status_code == status


def test_nothing_of_it_is_in_an_address_or_a_log(session, chris, client_of, caplog):
    answer = lay(client_of(chris), session, ADVICE)
    assert "Location" not in answer.headers
    assert ADVICE not in caplog.text


def test_the_form_has_a_place_for_it(session, chris, client_of):
    assert 'id="card-hold"' in client_of(chris).get(reverse("room", args=[session.pk])).content.decode()
