"""The built-in library: every method runs for every group it says it suits, and its words are fit to be read aloud."""

import re
from dataclasses import asdict

import pytest

from methods import rules
from methods.codes import Reveal, Role, Writers
from tests.methods.facts import shipped

SHIPPED = {"five_step", "gedachtenwolk", "gossip", "incident", "streefbeeld", "ten_step"}
each_method = pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
each_phase = pytest.mark.parametrize(
    "phase", [phase for doc in shipped() for phase in doc.phases], ids=lambda phase: phase.id
)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def texts(doc, lang):
    yield from strings(asdict(doc.text(lang)))
    for phase in doc.phases:
        yield from strings(asdict(phase.text(lang)))


def test_six_methods_ship():
    assert {doc.id for doc in shipped()} == SHIPPED


@each_method
def test_the_minutes_are_those_of_the_field(doc):
    field = {"incident": 70, "five_step": 48, "ten_step": 110, "gossip": 60, "gedachtenwolk": 60, "streefbeeld": 60}
    assert doc.minutes == field[doc.id]
    assert doc.least < doc.minutes


@each_phase
def test_somebody_can_act_in_every_phase(phase):
    assert any(rules.speaks(phase, role) or rules.may_write(phase, role) for role in Role)


@each_phase
def test_the_case_giver_is_told_what_to_do_wherever_the_chair_or_the_task_differs(phase):
    if phase.turned or phase.marks or phase.writers == Writers.CASE_GIVER:
        for lang in ["nl", "en"]:
            assert phase.text(lang).own_line


@each_phase
def test_the_leader_has_words(phase):
    for lang in ["nl", "en"]:
        text = phase.text(lang)
        assert text.do
        assert text.avoid
        assert text.stuck
        assert len(text.say) <= 260
        assert len(text.line) <= 120
        assert len(text.title) <= 34


@each_phase
def test_both_languages_say_the_same_things(phase):
    dutch, english = asdict(phase.text("nl")), asdict(phase.text("en"))
    for name, value in dutch.items():
        assert bool(value) == bool(english[name]), name
        if name in {"stuck", "own_stems"}:
            assert len(value) == len(english[name]), name
        assert str(value).count("{name}") > 0 if "{name}" in str(english[name]) else True


@each_method
def test_the_words_are_ours(doc):
    for text in texts(doc, "nl"):
        assert not re.search(r"\b(sessie|gebruiker|facilitator|hij of zij|u|uw)\b", text, re.IGNORECASE), text
        assert '"' not in text
    for text in texts(doc, "en"):
        assert not re.search(r"\b(user|facilitator|intervision)\b", text, re.IGNORECASE), text
        assert '"' not in text


@each_method
def test_only_the_name_is_left_open(doc):
    for lang in ["nl", "en"]:
        for text in texts(doc, lang):
            assert "{" not in text.replace("{name}", "")


@each_method
def test_a_line_the_match_can_finish(doc):
    for lang in ["nl", "en"]:
        for line in [*doc.text(lang).when, *doc.text(lang).when_not]:
            assert line[0].islower() or line.startswith("I ")
            assert not line.endswith(".")


@each_method
def test_the_case_giver_opens_gifts_only_after_their_own(doc):
    for phase in doc.phases:
        if phase.reveal == Reveal.WHEN_OPENED and phase.id in phase.shows:
            assert rules.may_write(phase, Role.CASE_GIVER)
