"""The hints in a round of questions, against what people say: the sentences of `bench/said/`, a third kept apart."""

import re

import pytest

from bench.said import MOST_FALSE, score, sentences
from sessions.speech import Spot, language_of, spot
from tests.methods.facts import shipped

EVERY = sentences()
LEAST = {"advice": 0.7, "why": 0.9, "closed": 0.8}  # of the third apart; what is missed stays unsaid, and does no harm


def of(lang, *, apart):
    return [one for one in EVERY if one.lang == lang and one.apart == apart]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_there_are_enough_sentences_of_every_sort_on_both_sides(lang):
    assert len(of(lang, apart=True)) + len(of(lang, apart=False)) >= 150
    assert 0.25 <= len(of(lang, apart=True)) / len([one for one in EVERY if one.lang == lang]) <= 0.42
    for apart in (True, False):
        assert {one.kind for one in of(lang, apart=apart)} >= {
            "open",
            "closed",
            "why",
            "advice",
            "observation",
            "telling",
        }
    assert len({one.text for one in EVERY}) == len(EVERY)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_of_the_third_apart_fewer_than_one_in_twenty_is_held_for_nothing(lang):
    found = score(of(lang, apart=True))
    assert found.false_rate < MOST_FALSE
    assert found.other <= 2, "a hint of the wrong kind"
    for kind, (hits, total) in found.seen.items():
        assert hits / total >= LEAST[kind], kind


def asked_in_the_library(lang):
    """The questions that our methods put into a leader's mouth, written by others for other ends."""
    for doc in shipped():
        for phase in doc.phases:
            text = phase.text(lang)
            for said in [text.say, text.ask, text.own_ask, *text.do, *(stuck.say for stuck in text.stuck)]:
                yield from re.findall(r"[^.?!‘’“”:;]+\?", said)


@pytest.mark.parametrize(
    ("lang", "first"), [("nl", r"(?:wat|hoe|wie|waar|wanneer|welke)\b"), ("en", r"(?:what|how|who|where|when|which)\b")]
)
def test_no_open_question_of_the_library_is_held(lang, first):
    """By its first word it is open: hundreds that nobody wrote for this."""
    asked = {said.strip() for said in asked_in_the_library(lang) if re.match(first, said.strip(), re.IGNORECASE)}
    assert len(asked) > 300
    assert {said: spot(said, lang) for said in asked if spot(said, lang)} == {}


def test_nothing_is_pointed_out_in_nothing():
    assert spot("", "nl") is spot("…", "nl") is spot("?!", "en") is None


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [("Waarom bleef je?", "en", "nl"), ("Why did you stay?", "nl", "en"), ("Hm.", "en", "en"), ("Hm.", "nl", "nl")],
)
def test_the_language_is_that_of_the_words(text, lang, told):
    assert language_of(text, lang) == told


def test_capitals_and_curly_quotes_do_not_matter():
    assert spot("WAAROM BLEEF JE?", "nl") == spot("‘Waarom bleef je?’", "nl") == Spot.WHY
    assert spot("Why don’t you ring her?", "en") == Spot.ADVICE
