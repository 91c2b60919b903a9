"""The one thing to watch for with a suggested method. Pure. There always is one."""

from collections.abc import Iterator

from methods.codes import Advice, Current, Medium, Online
from methods.format import LANGUAGES, MethodDoc
from methods.intake import AdviceWish, Tried
from methods.recommend.exclusions import suits_wish
from methods.recommend.facts import CaseFacts, Circumstances
from methods.recommend.messages import CURRENTS, GROUPS, WANTS
from methods.recommend.reasons import Reason
from methods.recommend.terms import ADVICE_BASED, lean, share_of_time

TIGHT = 0.8  # of the available minutes
LITTLE_INFLUENCE = 3


def cautions(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> list[Reason]:
    """What to watch for, the weightiest first. The last always holds and is public."""
    return [*_wishes(method, case), *_evening(method, evening), *_person(method, case), *_always(method, evening)]


def _care(code: str, *, private: bool = False, **values: object) -> Reason:
    return Reason(code, "care", private, 0, values)


def _wishes(method: MethodDoc, case: CaseFacts) -> Iterator[Reason]:
    if case.want and not suits_wish(method, case):
        yield _care("nearest", want=WANTS[case.want])
    if case.advice == AdviceWish.WANT and method.advice == Advice.NONE:
        yield _care("advice_missing")
    if case.advice == AdviceWish.NO and method.advice in ADVICE_BASED:
        yield _care("advice_comes")
    if case.tried == Tried.EVERYTHING and method.advice in ADVICE_BASED:
        yield _care("tried_advice")


def _evening(method: MethodDoc, evening: Circumstances) -> Iterator[Reason]:
    if method.maturity > evening.maturity:
        yield _care("coach_needed", needs=GROUPS[method.maturity])
    if method.confront >= 2:
        yield _care("touching")
    if method.id in evening.recent:
        yield _care("recent")
    if method.online == Online.OK and evening.medium != Medium.ROOM:
        yield _care("distance")


def _person(method: MethodDoc, case: CaseFacts) -> Iterator[Reason]:
    side = lean(case.current)
    if Current.EITHER not in (side, method.current) and side != method.current:
        yield _care("current_other", private=True, current=CURRENTS[side])
    if case.influence is not None and case.influence < LITTLE_INFLUENCE:
        yield _care("influence", private=True)


def _always(method: MethodDoc, evening: Circumstances) -> Iterator[Reason]:
    if share_of_time(method, evening) >= TIGHT:
        yield _care("tight", minutes=method.minutes_for(evening.people), available=evening.minutes)
    yield _care("when_not", when_not={lang: method.text(lang).when_not[0] for lang in LANGUAGES})
