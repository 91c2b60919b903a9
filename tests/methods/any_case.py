"""Any case on any evening, and what each sentence of the match claims about it."""

from datetime import date

from hypothesis import strategies as st

from methods.codes import Advice, Current, Fit, Focus, Medium, Online, Veto
from methods.intake import AdviceWish, Clarity, Frequency, Tried
from methods.recommend import CaseFacts, Circumstances
from methods.recommend.terms import ADVICE_BASED, lean, share_of_time
from tests.methods.facts import all_methods, first_six, shipped

TEN = st.none() | st.integers(0, 10)
CASES = st.builds(
    CaseFacts,
    want=st.none() | st.sampled_from(Fit),
    also=st.lists(st.sampled_from(Fit), max_size=2, unique=True).map(tuple),
    focus=st.none() | st.sampled_from(Focus),
    current=TEN,
    frequency=st.none() | st.sampled_from(Frequency),
    clarity=st.none() | st.sampled_from(Clarity),
    tried=st.none() | st.sampled_from(Tried),
    load=TEN,
    advice=st.sampled_from(AdviceWish),
    vetoes=st.frozensets(st.sampled_from(Veto)),
    influence=TEN,
    decision_on=st.none() | st.just(date(2027, 1, 12)),
)
EVENINGS = st.builds(
    Circumstances,
    minutes=st.integers(0, 180),
    people=st.integers(2, 12),
    medium=st.sampled_from(Medium),
    maturity=st.integers(1, 4),
    facilitator_level=st.integers(1, 3),
    recent=st.lists(st.sampled_from([m.id for m in all_methods()]), max_size=2).map(tuple),
    everyone_gets_a_turn=st.booleans(),
    calm_please=st.booleans(),
)


class Shelf(tuple):
    """Some methods, with a name short enough for the report of a failing test."""

    def __repr__(self):
        return f"<{len(self)} methods>"


LIBRARIES = st.sampled_from([Shelf(all_methods()), Shelf(first_six()), Shelf(shipped())])

# What each reason claims about the input. A reason without a claim here is not allowed to exist.
CLAIMS = {
    "fit_strong": lambda m, c, e: m.fit[c.want] == 2,
    "fit_usable": lambda m, c, e: m.fit[c.want] == 1,
    "fit_also": lambda m, c, e: m.fit[c.want] and any(m.fit.get(want) for want in c.also if want != c.want),
    "also": lambda m, c, e: any(m.fit.get(want) for want in c.also if want != c.want),
    "again": lambda m, c, e: c.frequency == Frequency.AGAIN and m.fit[Fit.PAT],
    "focus": lambda m, c, e: m.focus[c.focus] > 0,
    "current": lambda m, c, e: lean(c.current) == m.current != Current.EITHER,
    "advice_yes": lambda m, c, e: c.advice == AdviceWish.WANT and m.advice == Advice.YES,
    "advice_late": lambda m, c, e: c.advice == AdviceWish.WANT and m.advice == Advice.LATE,
    "advice_module": lambda m, c, e: c.advice == AdviceWish.WANT and m.advice == Advice.MODULE,
    "advice_on_request": lambda m, c, e: c.advice == AdviceWish.WANT and m.advice == Advice.ON_REQUEST,
    "no_advice": lambda m, c, e: c.advice == AdviceWish.NO and m.advice == Advice.NONE,
    "no_advice_unasked": lambda m, c, e: c.advice == AdviceWish.NO and m.advice == Advice.ON_REQUEST,
    "vague": lambda m, c, e: c.clarity in {Clarity.VAGUE, Clarity.NONE} and m.suits["vague"],
    "technical": lambda m, c, e: c.clarity == Clarity.TECHNICAL and m.suits["technical"],
    "tried": lambda m, c, e: c.tried == Tried.EVERYTHING and m.advice not in ADVICE_BASED,
    "time": lambda m, c, e: 0.55 <= share_of_time(m, e) <= 1,
    "short": lambda m, c, e: e.maturity == 1 and m.minutes_for(e.people) <= 50,
    "starter": lambda m, c, e: e.maturity == 1 and m.starter,
    "decision": lambda m, c, e: c.decision_on and m.fit[Fit.DEC],
    "people": lambda m, c, e: m.size[0] <= e.people <= m.size[1],
    "able": lambda m, c, e: m.maturity <= e.maturity,
    "fits_time": lambda m, c, e: m.minutes_for(e.people) <= e.minutes,
    "nearest": lambda m, c, e: not m.fit.get(c.want),
    "coach_needed": lambda m, c, e: m.maturity > e.maturity and e.facilitator_level == 3,
    "advice_missing": lambda m, c, e: c.advice == AdviceWish.WANT and m.advice == Advice.NONE,
    "advice_comes": lambda m, c, e: c.advice == AdviceWish.NO and m.advice in ADVICE_BASED,
    "tried_advice": lambda m, c, e: c.tried == Tried.EVERYTHING and m.advice in ADVICE_BASED,
    "recent": lambda m, c, e: m.id in e.recent,
    "current_other": lambda m, c, e: lean(c.current) != m.current,
    "influence": lambda m, c, e: c.influence < 3,
    "touching": lambda m, c, e: m.confront >= 2,
    "tight": lambda m, c, e: share_of_time(m, e) >= 0.8,
    "distance": lambda m, c, e: m.online == Online.OK and e.medium != Medium.ROOM,
    "when_not": lambda m, c, e: m.text("nl").when_not and m.text("en").when_not,
    "too_long": lambda m, c, e: m.minutes_for(e.people) > e.minutes >= 10,
    "no_time": lambda m, c, e: m.minutes_for(e.people) > e.minutes < 10,
    "too_few": lambda m, c, e: e.people < m.size[0],
    "too_many": lambda m, c, e: e.people > m.size[1],
    "maturity": lambda m, c, e: m.maturity > e.maturity,
    "facilitator": lambda m, c, e: m.facilitator > e.facilitator_level,
    "medium": lambda m, c, e: m.online == Online.NO and e.medium != Medium.ROOM,
    "everyone": lambda m, c, e: m.everyone and not e.everyone_gets_a_turn,
    "veto": lambda m, c, e: m.contains & c.vetoes,
    "load": lambda m, c, e: c.load >= (7 if m.confront == 3 else 9),
}
PRIVATE = {"current", "current_other", "influence", "veto", "load"}  # what may show to the case-giver alone
NEVER_SAID = {"calm", "fit"}


def said(found):
    for suggestion in (*found.suggestions, *found.nearest):
        yield from (
            (suggestion.method, reason) for reason in (*suggestion.reasons, *suggestion.also, suggestion.caution)
        )
    yield from ((why_not.method, why_not.reason) for why_not in found.why_not)
