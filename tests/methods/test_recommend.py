"""What the match promises for any case and any evening: true reasons, nothing private in the group's half."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from methods.codes import Fit, Focus, Veto
from methods.intake import AdviceWish, Frequency
from methods.recommend import CaseFacts, Circumstances, recommend
from methods.recommend.exclusions import exclusions
from methods.recommend.messages import MESSAGES
from methods.recommend.terms import terms
from tests.methods.any_case import CASES, CLAIMS, EVENINGS, LIBRARIES, NEVER_SAID, PRIVATE, said
from tests.methods.facts import all_methods, first_six, method


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_every_reason_is_a_true_statement_about_the_input(case, evening, methods):
    found = recommend(case, evening, methods)
    for doc, reason in [*said(found), *said(found.for_group)]:
        assert CLAIMS[reason.code](doc, case, evening), (doc.id, reason.code)


def figures_are_true(doc, reason, evening):
    """Every number in the sentence is the number it says it is."""
    so = {
        "minutes": doc.minutes_for(evening.people),
        "available": evening.minutes,
        "people": evening.people,
        "least": doc.size[0],
        "most": doc.size[1],
    }
    return all(value == so[name] for name, value in reason.values.items() if isinstance(value, int))


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_every_figure_in_a_reason_is_the_one_it_says_it_is(case, evening, methods):
    found = recommend(case, evening, methods)
    for doc, reason in [*said(found), *said(found.for_group)]:
        assert figures_are_true(doc, reason, evening), (doc.id, reason.code)


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_the_group_reads_nothing_private(case, evening, methods):
    group = recommend(case, evening, methods).for_group
    codes = {reason.code for _doc, reason in said(group)}
    assert not codes & PRIVATE
    assert not any(reason.private for _doc, reason in said(group))


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_three_at_most_of_different_families_with_two_reasons_and_a_caution(case, evening, methods):
    found = recommend(case, evening, methods)
    families = [suggestion.method.family for suggestion in (*found.suggestions, *found.nearest)]
    assert len(families) == len(set(families)) <= 3
    assert len(found.why_not) <= 2
    group = found.for_group
    for suggestion in (*found.suggestions, *found.nearest, *group.suggestions, *group.nearest):
        assert len((*suggestion.reasons, *suggestion.also)) == 2
        assert {reason.kind for reason in suggestion.reasons} <= {"for"}
        assert suggestion.caution.kind == "care"


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_nothing_excluded_is_suggested_and_nothing_suggested_is_refused(case, evening, methods):
    found = recommend(case, evening, methods)
    suggested = {suggestion.method.id for suggestion in (*found.suggestions, *found.nearest)}
    for suggestion in found.suggestions:
        assert exclusions(suggestion.method, case, evening) == []
    for suggestion in found.nearest:
        assert [reason.code for reason in exclusions(suggestion.method, case, evening)] == ["fit"]
        assert suggestion.caution.code == "nearest"
    assert not suggested & {why_not.method.id for why_not in (*found.why_not, *found.for_group.why_not)}


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_a_reason_is_one_of_the_terms_that_scored(case, evening, methods):
    for suggestion in recommend(case, evening, methods).suggestions:
        scored = {(term.code, term.points) for term in terms(suggestion.method, case, evening) if term.points > 0}
        for reason in suggestion.reasons:
            assert (reason.code, reason.weight) in scored


@given(case=CASES, evening=EVENINGS, data=st.data())
def test_the_order_of_the_library_makes_no_difference(case, evening, data):
    shuffled = data.draw(st.permutations(all_methods()))
    assert recommend(case, evening, shuffled) == recommend(case, evening, all_methods())


@given(case=CASES, evening=EVENINGS)
def test_sentences_come_out_whole_in_both_languages_and_both_voices(case, evening):
    found = recommend(case, evening, first_six())
    for lang in ["nl", "en"]:
        with translation.override(lang):
            for _doc, reason in said(found):
                for about in ["", "Bas"]:
                    text = reason.text(about)
                    assert text.endswith(".")
                    assert not any(mark in text for mark in ["%(", "[[", "]]", "{", "<"])


@pytest.mark.parametrize("code", sorted(set(MESSAGES) - NEVER_SAID))
def test_every_sentence_has_a_claim(code):
    assert code in CLAIMS


def test_every_claim_has_a_sentence():
    assert set(CLAIMS) <= set(MESSAGES)


def test_an_answer_comes_as_a_quote_and_never_as_markup():
    case = CaseFacts(want=Fit.PAT, frequency=Frequency.AGAIN, focus=Focus.THOUGHTS, advice=AdviceWish.NO)
    [first] = recommend(case, Circumstances(minutes=75, people=6, maturity=2), first_six()).suggestions[:1]
    own = [part for reason in first.reasons for part in reason.parts()]
    assert ("het patroon zien", True) in own
    assert ("in je gedachten", True) in own
    about = [part for reason in first.reasons for part in reason.parts("Bas")]
    assert ("in gedachten", True) in about
    assert "Bas" in "".join(part.text for part in about)


def test_a_heavy_day_keeps_gossip_away_and_only_the_case_giver_reads_why():
    case = CaseFacts(want=Fit.SR, load=8)
    evening = Circumstances(minutes=75, people=6, maturity=3, facilitator_level=2)
    found = recommend(case, evening, first_six())
    assert [(w.method.id, w.reason.code) for w in found.why_not][:1] == [("gossip", "load")]
    assert "gossip" not in {w.method.id for w in found.for_group.why_not}


def test_a_public_reason_goes_before_a_private_one():
    case = CaseFacts(want=Fit.SR, load=8, vetoes=frozenset({Veto.DISCUSSED}))
    found = recommend(case, Circumstances(minutes=75, people=6, maturity=1), first_six())
    assert {w.method.id: w.reason.code for w in found.for_group.why_not}["gossip"] == "maturity"


def test_a_private_wish_for_calm_excludes_and_is_told_to_nobody():
    case = CaseFacts(want=Fit.SR)
    evening = Circumstances(minutes=75, people=6, maturity=3, facilitator_level=2, calm_please=True)
    found = recommend(case, evening, first_six())
    named = {s.method.id for s in found.suggestions} | {w.method.id for w in found.why_not}
    assert "gossip" not in named


def test_when_nothing_was_made_for_the_wish_the_nearest_says_so():
    case = CaseFacts(want=Fit.FB)
    found = recommend(case, Circumstances(minutes=60, people=6), first_six())
    assert found.suggestions == ()
    assert [s.method.id for s in found.nearest] == ["five_step", "streefbeeld"]
    assert {s.caution.code for s in found.nearest} == {"nearest"}


def test_nothing_fits_when_there_is_no_time():
    found = recommend(CaseFacts(want=Fit.PS), Circumstances(minutes=15, people=6), first_six())
    assert (found.suggestions, found.nearest) == ((), ())
    assert {w.reason.code for w in found.why_not} == {"too_long"}


def test_an_unanswered_intake_still_gets_an_answer():
    found = recommend(CaseFacts(), Circumstances(minutes=75, people=6), first_six())
    assert [s.method.id for s in found.suggestions] == ["five_step", "incident", "streefbeeld"]


def test_one_of_each_family():
    twins = [method("a", family="steps"), method("b", family="steps"), method("c", family="incident")]
    found = recommend(CaseFacts(want=Fit.PS), Circumstances(minutes=60, people=6), twins)
    assert [s.method.id for s in found.suggestions] == ["a", "c"]


def test_answers_as_they_are_stored():
    answers = {
        "want": "PAT",
        "also": ["SR", "STUCK", "DEC"],
        "focus": "thoughts",
        "current": "8",
        "frequency": "again",
        "load": 7,
        "advice": "no",
        "vetoes": ["discussed", "unheard_of"],
        "decision_on": "2027-01-12",
    }
    facts = CaseFacts.from_answers(answers)
    assert facts == CaseFacts(
        want=Fit.PAT,
        also=(Fit.SR, Fit.STUCK),
        focus=Focus.THOUGHTS,
        current=8,
        frequency=Frequency.AGAIN,
        load=7,
        advice=AdviceWish.NO,
        vetoes=frozenset({Veto.DISCUSSED}),
        decision_on=date(2027, 1, 12),
    )


@given(
    st.dictionaries(
        st.sampled_from(list(CaseFacts.__dataclass_fields__)), st.none() | st.text("aA9²-٣", max_size=9) | st.integers()
    )
)
def test_damaged_answers_are_taken_as_unanswered(answers):
    recommend(CaseFacts.from_answers(answers), Circumstances(minutes=60, people=5), first_six())
