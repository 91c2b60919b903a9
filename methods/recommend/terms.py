"""What counts for and against a method, term by term. The same terms score and explain. Pure.

Weights are set by hand and only by hand. Source: what practitioners use to choose (docs/method-format.md, "The match").
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from methods.codes import Advice, Current, Family, Fit
from methods.format import MethodDoc
from methods.intake import AdviceWish, Clarity, Frequency, Tried
from methods.recommend.facts import CaseFacts, Circumstances
from methods.recommend.messages import CURRENTS, PLACES, SHARPNESS, WANTS
from methods.recommend.reasons import Reason

ADVICE_BASED = {Advice.YES, Advice.LATE, Advice.MODULE}
ADVICE_WANTED = {Advice.YES: 1.5, Advice.LATE: 1, Advice.MODULE: 1, Advice.ON_REQUEST: 0.5, Advice.NONE: -1.5}
ADVICE_UNWANTED = {Advice.NONE: 1, Advice.ON_REQUEST: 0.5, Advice.LATE: -1, Advice.YES: -2}
SHORT = 50  # minutes: a scheme that a new group can oversee
LITTLE_TIME, MOST_TIME = 0.35, 0.55  # of the available minutes


@dataclass(frozen=True, slots=True)
class Term:
    """Points, and the reason that explains them when they count for the method."""

    points: float
    code: str = ""
    values: dict[str, object] | None = None
    private: bool = False

    @property
    def reason(self) -> Reason | None:
        """Why these points, in words; none when they count against or need no word."""
        if self.points <= 0 or not self.code:
            return None
        return Reason(self.code, "for", self.private, self.points, self.values or {})


def terms(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> list[Term]:
    """Every term that applies, in a fixed order."""
    return [term for rule in _RULES for term in rule(method, case, evening) if term.points]


def lean(current: int | None) -> Current:
    """Which way the slider of Q4 leans; the middle leans neither way."""
    if current is None or 4 <= current <= 6:
        return Current.EITHER
    return Current.UPPER if current < 4 else Current.UNDER


def share_of_time(method: MethodDoc, evening: Circumstances) -> float:
    """Of the available minutes, what it takes with so many people."""
    return method.minutes_for(evening.people) / max(evening.minutes, 1)


def _fit(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    """Q1 and Q2. What is wanted besides is said in the same breath as what is wanted most."""
    besides = [want for want in case.also if want != case.want and method.fit.get(want)]
    also = tuple(WANTS[want] for want in besides)
    fit = method.fit.get(case.want, 0) if case.want else 0
    if case.want and fit:
        code = "fit_also" if besides else "fit_strong" if fit == 2 else "fit_usable"
        yield Term(3 * fit, code, {"want": WANTS[case.want], "also": also})
    for want in besides:
        yield Term(1.5 * method.fit[want], "" if fit else "also", {"want": WANTS[want]})


def _again(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    if case.frequency == Frequency.AGAIN and Fit.PAT not in (case.want, *case.also):
        yield Term(1.5 * method.fit.get(Fit.PAT, 0), "again")


def _focus(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    if case.focus:
        yield Term(method.focus.get(case.focus, 0), "focus", {"place": PLACES[case.focus]})


def _current(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    side = lean(case.current)
    if Current.EITHER not in (side, method.current):
        points = 1.5 if side == method.current else -1.5
        yield Term(points, "current", {"current": CURRENTS[side]}, private=True)


def _advice(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    if case.advice == AdviceWish.WANT:
        yield Term(ADVICE_WANTED[method.advice], f"advice_{method.advice}")
    elif case.advice == AdviceWish.NO:
        code = "no_advice" if method.advice == Advice.NONE else "no_advice_unasked"
        yield Term(ADVICE_UNWANTED.get(method.advice, 0), code)


def _clarity(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    if case.clarity in {Clarity.VAGUE, Clarity.NONE}:
        points = method.suits.get("vague", 0) - (1 if method.family == Family.QUICK else 0)
        yield Term(points, "vague", {"sharpness": SHARPNESS[Clarity(case.clarity)]})
    elif case.clarity == Clarity.TECHNICAL:
        yield Term(method.suits.get("technical", 0), "technical")


def _tried(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    if case.tried == Tried.EVERYTHING:
        yield Term(-1.5 if method.advice in ADVICE_BASED else 1, "tried")


def _recent(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    if method.id in evening.recent:
        yield Term(-1.5)


def _time(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    used = share_of_time(method, evening)
    if used < LITTLE_TIME:
        yield Term(-0.5)
    elif MOST_TIME <= used <= 1:
        yield Term(0.5, "time", {"minutes": method.minutes_for(evening.people), "available": evening.minutes})


def _new_group(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Term]:
    if evening.maturity == 1:
        yield Term(1 if method.starter else 0, "starter")
        yield Term(0.5 if method.minutes_for(evening.people) <= SHORT else 0, "short")
        yield Term(-1 if method.advice == Advice.YES else 0)


_Rule = Callable[[MethodDoc, CaseFacts, Circumstances], Iterator[Term]]
_RULES: tuple[_Rule, ...] = (
    _fit, _again, _focus, _current, _advice, _clarity, _tried, _recent, _time, _new_group,
)  # fmt: skip
