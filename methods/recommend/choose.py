"""Choosing: exclude with a reason, score, three from different families, two why-nots. Pure and deterministic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from methods.codes import Fit
from methods.format import MethodDoc
from methods.recommend.cautions import cautions
from methods.recommend.exclusions import UNFIT, UNSAID, exclusions, suits_wish
from methods.recommend.facts import CaseFacts, Circumstances, Recommendation, Suggestion, WhyNot
from methods.recommend.reasons import Reason
from methods.recommend.terms import MOST_TIME, share_of_time, terms

SUGGESTED, REASONS, WHY_NOTS = 3, 2, 2
TIMELY = {"time", "fits_time"}  # who reads that it fits the time is not warned in the same breath of how long it is
REPEATED = {"nearest", "when_not"}  # of its own for each method; any other caution is said once on a page


@dataclass(frozen=True, slots=True)
class Weighed:
    """A method with its score, and everything that speaks against it today."""

    method: MethodDoc
    score: float
    against: list[Reason]


def recommend(case: CaseFacts, evening: Circumstances, methods: Sequence[MethodDoc]) -> Recommendation:
    """Up to three methods that fit this case this evening, from different families, each with two reasons and a
    caution; when there are fewer, the nearest beside them, which say that they are; and up to two that would fit but
    not today. The same input always gives the same answer."""
    made_for_it = weigh((method for method in methods if suits_wish(method, case)), case, evening)
    chosen = _choose([w for w in made_for_it if not w.against])
    nearest = _nearest(case, evening, methods, chosen) if len(chosen) < SUGGESTED else []
    refused = [w for w in made_for_it if w.against]

    def seen_by(group: bool, inner: Recommendation | None) -> Recommendation:
        told = tell([*chosen, *nearest], case, evening, group=group)
        why_not = tuple(_why_nots(refused, group=group))
        return Recommendation(told[: len(chosen)], told[len(chosen) :], why_not, inner)

    return seen_by(group=False, inner=seen_by(group=True, inner=None))


def weigh(methods: Iterable[MethodDoc], case: CaseFacts, evening: Circumstances) -> list[Weighed]:
    """The best first, of equals what gives everybody a turn where they want one; what speaks against a method takes
    nothing from its score."""
    weighed = [
        Weighed(method, sum(term.points for term in terms(method, case, evening)), exclusions(method, case, evening))
        for method in methods
    ]
    turns = evening.everyone_gets_a_turn
    return sorted(weighed, key=lambda w: (-w.score, not (turns and w.method.everyone), w.method.id))


def _nearest(
    case: CaseFacts, evening: Circumstances, methods: Sequence[MethodDoc], chosen: list[Weighed]
) -> list[Weighed]:
    """Not made for the wish, but nothing else speaks against them. Weighed only when there is room for them."""
    others = weigh((method for method in methods if not suits_wish(method, case)), case, evening)
    return _choose([w for w in others if [reason.code for reason in w.against] == [UNFIT]], besides=chosen)


def _choose(weighed: list[Weighed], besides: Sequence[Weighed] = ()) -> list[Weighed]:
    """The best of each family, until there are three in all."""
    chosen = list(besides)
    for candidate in weighed:
        if len(chosen) < SUGGESTED and candidate.method.family not in {w.method.family for w in chosen}:
            chosen.append(candidate)
    return chosen[len(besides) :]


def _reasons(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> list[Reason]:
    """Why it stands here, what weighs most first: each raised the score."""
    weighty = [term.reason for term in terms(method, case, evening) if term.reason]
    return sorted(weighty, key=lambda reason: -reason.weight)


def _also_true(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> list[Reason]:
    """Good to know, and no reason: nothing of it counts. Told where there are fewer reasons than may be told."""
    found = []
    if case.decision_on and method.fit.get(Fit.DEC):
        found.append(Reason("decision", "also"))
    if method.maturity <= evening.maturity:
        found.append(Reason("able", "also"))
    if method.seats(evening.people):
        found.append(Reason("people", "also", values={"people": evening.people}))
    if share_of_time(method, evening) < MOST_TIME:  # nearer to the whole time it is a term of its own
        found.append(Reason("fits_time", "also", values={"minutes": method.minutes_for(evening.people)}))
    return found


def tell(chosen: list[Weighed], case: CaseFacts, evening: Circumstances, *, group: bool) -> tuple[Suggestion, ...]:
    """In words: two reasons and a caution each; for the group without what is private. Where there are fewer reasons,
    something that is also true beside them."""
    told: list[Suggestion] = []
    for weighed in chosen:
        warnings = _readable(cautions(weighed.method, case, evening), group)
        reasons = _readable(_reasons(weighed.method, case, evening), group)[:REASONS]
        also = _also_true(weighed.method, case, evening)[: REASONS - len(reasons)]
        said = {suggestion.caution.code for suggestion in told} - REPEATED
        if TIMELY & {reason.code for reason in (*reasons, *also)}:
            said.add("tight")
        told.append(
            Suggestion(
                method=weighed.method,
                score=weighed.score,
                reasons=tuple(reasons),
                also=tuple(also),
                caution=next(warning for warning in warnings if warning.code not in said),
            )
        )
    return tuple(told)


def _readable(reasons: list[Reason], group: bool) -> list[Reason]:
    return [reason for reason in reasons if not (group and reason.private)]


def _why_nots(refused: list[Weighed], *, group: bool) -> list[WhyNot]:
    told = []
    for weighed in refused:
        reasons = [reason for reason in _readable(weighed.against, group) if reason.code != UNSAID]
        if reasons:
            told.append(WhyNot(weighed.method, reasons[0]))
    return told[:WHY_NOTS]
