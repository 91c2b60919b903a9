"""The match means what it says: its reasons are why a method stands there, its reasons against why one does not."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from methods.codes import Fit, Medium
from methods.intake import AdviceWish, Clarity, Frequency
from methods.recommend import recommend, surprise
from methods.recommend.exclusions import exclusions
from methods.recommend.terms import SHORT, terms
from tests.methods.any_case import CASES, CLAIMS, EVENINGS, LIBRARIES, PRIVATE, said

# What the case-giver would not have answered, the evening not have been, or the method not, if this reason were not
# there. Every reason has one.
WITHOUT = {
    "fit_strong": lambda m, c, e: (m, replace(c, want=None), e),
    "fit_usable": lambda m, c, e: (m, replace(c, want=None), e),
    "fit_also": lambda m, c, e: (m, replace(c, want=None), e),
    # that it happens again and again says the same as a wish to see the pattern, and would say it instead
    "also": lambda m, c, e: (m, replace(c, also=(), frequency=None if Fit.PAT in c.also else c.frequency), e),
    "again": lambda m, c, e: (m, replace(c, frequency=Frequency.ONCE), e),
    "focus": lambda m, c, e: (m, replace(c, focus=None), e),
    "current": lambda m, c, e: (m, replace(c, current=5), e),
    "advice_yes": lambda m, c, e: (m, replace(c, advice=AdviceWish.EITHER), e),
    "advice_late": lambda m, c, e: (m, replace(c, advice=AdviceWish.EITHER), e),
    "advice_module": lambda m, c, e: (m, replace(c, advice=AdviceWish.EITHER), e),
    "advice_on_request": lambda m, c, e: (m, replace(c, advice=AdviceWish.EITHER), e),
    "no_advice": lambda m, c, e: (m, replace(c, advice=AdviceWish.EITHER), e),
    "no_advice_unasked": lambda m, c, e: (m, replace(c, advice=AdviceWish.EITHER), e),
    "vague": lambda m, c, e: (m, replace(c, clarity=Clarity.BOUNDED), e),
    "technical": lambda m, c, e: (m, replace(c, clarity=Clarity.BOUNDED), e),
    "tried": lambda m, c, e: (m, replace(c, tried=None), e),
    "time": lambda m, c, e: (m, c, replace(e, minutes=3 * e.minutes)),
    "starter": lambda m, c, e: (replace(m, starter=False), c, e),
    "short": lambda m, c, e: longer(m, c, e, SHORT // m.minutes_for(e.people) + 1),
}


def longer(doc, case, evening, times):
    """So many times over, on an evening so many times as long: the same share of the time, but it is not short."""
    return replace(doc, phases=doc.phases * times), case, replace(evening, minutes=evening.minutes * times)


# What would have to be different for each reason against to fall away, and no other.
LIFTED = {
    "too_long": lambda m, c, e: (m, c, replace(e, minutes=1000)),
    "no_time": lambda m, c, e: (m, c, replace(e, minutes=1000)),
    "too_few": lambda m, c, e: (replace(m, size=(1, m.size[1])), c, e),
    "too_many": lambda m, c, e: (replace(m, size=(m.size[0], 99)), c, e),
    "maturity": lambda m, c, e: (m, c, replace(e, maturity=4)),
    "facilitator": lambda m, c, e: (replace(m, facilitator=1), c, e),
    "medium": lambda m, c, e: (m, c, replace(e, medium=Medium.ROOM)),
    "everyone": lambda m, c, e: (m, c, replace(e, everyone_gets_a_turn=True)),
    "veto": lambda m, c, e: (m, replace(c, vetoes=frozenset()), e),
    "load": lambda m, c, e: (m, replace(c, load=0), e),
    "calm": lambda m, c, e: (m, c, replace(e, calm_please=False)),
}


def score(doc, case, evening):
    return sum(term.points for term in terms(doc, case, evening))


def reasons_for(found):
    for suggestion in (*found.suggestions, *found.nearest):
        yield from ((suggestion.method, reason) for reason in suggestion.reasons)


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_the_term_of_each_stated_reason_raises_the_score(case, evening, methods):
    found = recommend(case, evening, methods)
    for doc, reason in [*reasons_for(found), *reasons_for(found.for_group)]:
        own = [term.points for term in terms(doc, case, evening) if term.code == reason.code]
        assert reason.weight in own
        assert reason.weight > 0


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_without_the_fact_behind_a_reason_the_score_is_lower(case, evening, methods):
    found = recommend(case, evening, methods)
    for doc, reason in [*reasons_for(found), *reasons_for(found.for_group)]:
        assert score(*WITHOUT[reason.code](doc, case, evening)) < score(doc, case, evening), (doc.id, reason.code)


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_what_is_only_also_true_is_no_reason_and_stands_where_a_reason_is_missing(case, evening, methods):
    found = recommend(case, evening, methods)
    for told in (found, found.for_group):
        for suggestion in (*told.suggestions, *told.nearest):
            own = {term.code for term in terms(suggestion.method, case, evening)}
            assert len(suggestion.reasons) + len(suggestion.also) == 2
            assert not own & {reason.code for reason in suggestion.also}
            assert {reason.kind for reason in suggestion.reasons} <= {"for"}
            assert {(reason.kind, reason.weight) for reason in suggestion.also} <= {("also", 0)}


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_who_reads_that_it_fits_the_time_is_not_warned_of_how_long_it_is(case, evening, methods):
    found = recommend(case, evening, methods)
    for suggestion in (*found.suggestions, *found.nearest):
        if {reason.code for reason in (*suggestion.reasons, *suggestion.also)} & {"time", "fits_time"}:
            assert suggestion.caution.code != "tight"


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_each_stated_exclusion_excludes_and_goes_when_its_fact_goes(case, evening, methods):
    found = recommend(case, evening, methods)
    for why_not in [*found.why_not, *found.for_group.why_not]:
        doc, code = why_not.method, why_not.reason.code
        alone = recommend(case, evening, [doc])
        assert (alone.suggestions, alone.nearest) == ((), ())
        lifted = LIFTED[code](doc, case, evening)
        assert code not in {reason.code for reason in exclusions(*lifted)}


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_each_stated_exclusion_excludes_by_itself(case, evening, methods):
    """With every other reason against it lifted, the one that was said still keeps the method away."""
    found = recommend(case, evening, methods)
    for why_not in [*found.why_not, *found.for_group.why_not]:
        code, only = why_not.reason.code, (why_not.method, case, evening)
        for other in exclusions(*only):
            if other.code != code:
                only = LIFTED[other.code](*only)
        assert {reason.code for reason in exclusions(*only)} == {code}, only[0].id
        alone = recommend(*only[1:], [only[0]])
        assert (alone.suggestions, alone.nearest) == ((), ())
        assert [told.reason.code for told in alone.why_not] == [code]


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_with_every_stated_exclusion_lifted_the_method_may_be_suggested(case, evening, methods):
    for why_not in recommend(case, evening, methods).why_not:
        free = (why_not.method, case, evening)
        for reason in exclusions(*free):
            free = LIFTED[reason.code](*free)
        assert exclusions(*free) == []
        assert recommend(*free[1:], [free[0]]).suggestions


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_the_same_question_twice_is_answered_the_same(case, evening, methods):
    assert recommend(case, evening, methods) == recommend(case, evening, list(methods))


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES)
def test_what_the_group_reads_would_read_the_same_without_the_private_answers(case, evening, methods):
    """Which methods there are may come from private answers; not one word of why."""
    blank = replace(case, load=None, current=None, influence=None, vetoes=frozenset())
    group = recommend(case, evening, methods).for_group
    open_evening = replace(evening, calm_please=False)
    for suggestion in group.suggestions:
        [again] = recommend(blank, open_evening, [suggestion.method]).for_group.suggestions
        assert [r.text("Bas") for r in suggestion.reasons] == [r.text("Bas") for r in again.reasons]
        assert [r.text("Bas") for r in suggestion.also] == [r.text("Bas") for r in again.also]
    for doc, reason in said(group):
        assert CLAIMS[reason.code](doc, blank, open_evening), (doc.id, reason.code)


# ── “Verras ons” ───────────────────────────────────────────────────────────────────────────────────
@given(case=CASES, evening=EVENINGS, methods=LIBRARIES, press=st.integers(1, 60), known=st.integers(0, 8))
def test_a_surprise_fits_is_new_and_says_only_what_is_true(case, evening, methods, press, known):
    shown = {suggestion.method.id for suggestion in recommend(case, evening, methods).suggestions}
    done = shown | {method.id for method in methods[:known]}
    found = surprise(case, evening, methods, known=done, seed="one", press=press)
    assert found == surprise(case, evening, list(methods), known=done, seed="one", press=press)
    if found is None:
        assert all(m.id in done or exclusions(m, case, evening) or score(m, case, evening) <= 0 for m in methods)
        return
    [drawn], [for_group] = found.suggestions, found.for_group.suggestions
    assert drawn.method.id not in done
    assert exclusions(drawn.method, case, evening) == []
    assert drawn.method == for_group.method
    for doc, reason in [*said(found), *said(found.for_group)]:
        assert CLAIMS[reason.code](doc, case, evening), (doc.id, reason.code)
    assert not {reason.code for _doc, reason in said(found.for_group)} & PRIVATE
    assert {len((*one.reasons, *one.also)) for one in (drawn, for_group)} == {2}


@given(case=CASES, evening=EVENINGS, methods=LIBRARIES, seed=st.text(max_size=5))
def test_each_press_brings_another_until_all_have_been(case, evening, methods, seed):
    drawn = []
    for press in range(1, 6):
        if found := surprise(case, evening, methods, known=(), seed=seed, press=press):
            drawn.append(found.suggestions[0].method.id)
    fitting = [m for m in methods if not exclusions(m, case, evening) and score(m, case, evening) > 0]
    assert len(set(drawn)) == min(5, len(fitting))
