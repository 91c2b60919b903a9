"""The parts of the match: what the case-giver reads, and what everybody else does."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from methods import cards
from methods.codes import Fit, Focus
from methods.intake import AdviceWish, Frequency
from methods.recommend import CaseFacts, Circumstances, recommend
from tests.methods.facts import first_six

HEAVY = CaseFacts(
    want=Fit.PAT, focus=Focus.THOUGHTS, frequency=Frequency.AGAIN, advice=AdviceWish.NO, load=8, current=9, influence=1
)
EVENING = Circumstances(minutes=75, people=6, maturity=3, facilitator_level=2)


def drawn(about="", **more):
    found = cards.match(recommend(HEAVY, EVENING, first_six()), about=about)
    request = RequestFactory().get("/")
    return render_to_string("methods/_match.html", {"match": found, **more}, request) + render_to_string(
        "methods/_why_not.html", {"why_not": found.why_not}, request
    )


def test_the_case_giver_reads_their_own_answers_back():
    page = drawn(mine=True)
    assert "<em>in je gedachten</em>" in page
    assert "want je gaf aan dat dit je nu veel doet" in page
    assert "jij aan het woord" in page


def test_the_group_reads_about_the_case_giver_and_nothing_private():
    page = drawn(about="Bas")
    assert "Bas dit zoekt" in page
    assert "Roddelmethode" not in page
    for private in ["veel doet", "weinig invloed", "wat eronder zit"]:
        assert private not in page


def test_choosing_is_a_form_only_where_there_is_something_to_choose():
    assert "<form" not in drawn()
    page = drawn(choose_url="/kies/")
    assert page.count('action="/kies/"') == page.count("csrfmiddlewaretoken") >= 2
    assert "Kies Gedachtenwolk" in page  # a name is written as it is: G-schema, Lynn Hoffman


def test_what_was_not_made_for_this_stands_apart_and_says_so():
    page = drawn()
    assert page.index("Ook mogelijk") < page.index("niet speciaal gemaakt voor wat je zoekt")


def test_nothing_suits_says_what_to_do():
    found = cards.match(recommend(HEAVY, Circumstances(minutes=10, people=6), first_six()))
    assert "Bekijk alle werkvormen" in render_to_string("methods/_match.html", {"match": found})


@pytest.mark.parametrize("doc", first_six(), ids=lambda doc: doc.id)
def test_every_method_has_a_card_and_a_band(doc):
    card = cards.card(doc)
    assert card.summary.startswith(str(doc.minutes))
    assert sum(segment.minutes for segment in card.segments) == doc.minutes
    assert card.segments[-1].band == "close"
