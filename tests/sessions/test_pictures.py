"""A picture where no image comes, a figure where no voice does: chosen without script, seen by all on the card."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from methods.codes import Rule
from methods.pictures import FIGURES, PICTURES, as_figure, with_picture
from sessions.models import Contribution
from tests.sessions.table import a_session, in_phases
from tests.sessions.test_phase_rules import a_phase
from tests.sessions.test_room_presses import press


@pytest.fixture
def at(group, anna, bas, chris, dana):
    return lambda *rules, **more: in_phases(
        a_session(group), anna, bas, chris, dana, phases=[a_phase("x", *rules, **more)]
    )


def lay(browser, session, **said):
    return press(
        browser, session, "room_contribute", step=session.step_id, card_id=uuid4(), kind="thought", **said
    ).status_code


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def texts():
    return {card.text for card in Contribution.objects.select_related("key")}


def test_every_picture_is_in_the_sprite_and_has_both_words():
    icons = Path(settings.BASE_DIR, "static", "icons.txt").read_text().split()
    assert set(PICTURES) <= set(icons)
    assert all(words["nl"] and words["en"] for table in (PICTURES, FIGURES) for words in table.values())


def test_a_picture_alone_is_a_card_with_its_word_and_everybody_sees_it(at, anna, bas, chris, client_of):
    session = at(Rule.ASSOC)
    assert 'name="picture"' in page(client_of(chris), session)
    assert lay(client_of(chris), session, picture="turtle") == 204
    assert texts() == {"Een schildpad"}
    for viewer in (anna, bas):
        assert "#turtle" in page(client_of(viewer), session).split('id="stage-cards"')[1]


def test_words_beside_a_picture_stay_the_words(at, chris, client_of):
    session = at(Rule.ASSOC)
    lay(client_of(chris), session, picture="turtle", text="Ik kruip weg")
    assert texts() == {"Ik kruip weg"}


def test_where_no_image_is_asked_there_is_none(at, chris, client_of):
    session = at()
    assert 'name="picture"' not in page(client_of(chris), session)
    assert lay(client_of(chris), session, picture="turtle", text="Gewoon") == 204
    assert Contribution.objects.get().said == {}


@pytest.mark.parametrize("code", ["no-such", "../x", "<b>"])
def test_a_picture_that_is_not_there_is_refused(at, chris, client_of, code):
    session = at(Rule.ASSOC)
    assert lay(client_of(chris), session, picture=code, text="x") == 400
    assert not Contribution.objects.exists()


def test_a_figure_is_how_the_card_begins(at, chris, client_of):
    session = at(Rule.IDENT)
    assert 'name="figure"' in page(client_of(chris), session)
    assert lay(client_of(chris), session, figure="manager", text="Ik, als ik zag het niet") == 204
    assert texts() == {"Ik, als leidinggevende: ik zag het niet"}


def test_a_figure_that_says_nothing_is_no_card(at, chris, client_of):
    session = at(Rule.IDENT)
    assert lay(client_of(chris), session, figure="manager", text="Ik, als ") == 400
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [
        ("", "", "Een berg"),
        ("Ik zie ", "Ik zie ", "Ik zie een berg"),
        ("Ik zie mist", "Ik zie ", "Ik zie mist"),
        ("", "Ik zie ", "Ik zie een berg"),
    ],
)
def test_behind_the_beginning_of_a_card_stands_its_word(text, start, said):
    assert with_picture("mountain", text, start, "nl") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("we want rest", "I, as the team: we want rest"),
        ("I, as we want rest", "I, as the team: we want rest"),
        ("I, as", ""),
        ("  ", ""),
    ],
)
def test_a_figure_in_english(text, said):
    assert as_figure("team", text, "en") == said
