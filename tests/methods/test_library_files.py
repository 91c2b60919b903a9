"""The built-in library: every method runs for every group it says it suits, and its words are fit to be read aloud."""

import pytest

from methods import conformance, rules
from methods.codes import Form, Reveal, Role
from tests.methods.facts import all_methods, shipped

each_method = pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)


def test_forty_methods_and_more_ship():
    assert sum(doc.form != Form.MODULE for doc in shipped()) >= 40


@each_method
def test_it_is_whole_and_its_words_are_ours(doc):
    """Complete in both languages, somebody acts in every phase, times hold for every size: see `conformance`."""
    assert [str(problem) for problem in conformance.problems(doc)] == []


@each_method
def test_the_minutes_are_those_of_the_field(doc):
    known = {each.id: each.minutes for each in all_methods()}
    assert doc.minutes == known.get(doc.id, doc.minutes)
    assert doc.least < doc.minutes


@each_method
def test_the_case_giver_opens_gifts_only_after_their_own(doc):
    for phase in doc.phases:
        if phase.reveal == Reveal.WHEN_OPENED and phase.id in phase.shows:
            assert rules.may_write(phase, Role.CASE_GIVER)
