"""What keeps a method from being suggested today, each with its reason. Pure."""

from collections.abc import Iterator

from methods.codes import Medium, Online
from methods.format import MethodDoc
from methods.recommend.facts import CaseFacts, Circumstances
from methods.recommend.messages import GROUPS, LEADERS, VETOES, WANTS
from methods.recommend.reasons import Reason

HARDLY = 10  # minutes: with fewer nobody counts them any more
COACH = 3  # a trained coach lifts what a group can handle by one
UNFIT = "fit"  # the method was not made for this wish; never a why-not, and lifted when nothing else is left
UNSAID = "calm"  # somebody privately asked for a calm evening: excludes, and is told to nobody


def exclusions(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> list[Reason]:
    """Every reason against it, those that the whole group may read first."""
    found = [*_evening(method, evening), *_private(method, case, evening), *_fit(method, case)]
    return sorted(found, key=lambda reason: reason.private)


def _not(code: str, *, private: bool = False, **values: object) -> Reason:
    return Reason(code, "not", private, 0, values)


def _evening(method: MethodDoc, evening: Circumstances) -> Iterator[Reason]:
    low, high = method.size
    minutes = method.minutes_for(evening.people)
    if minutes > evening.minutes:
        hardly = evening.minutes < HARDLY
        yield _not("no_time" if hardly else "too_long", minutes=minutes, available=evening.minutes)
    if evening.people < low:
        yield _not("too_few", least=low, people=evening.people)
    if evening.people > high:
        yield _not("too_many", most=high, people=evening.people)
    if method.maturity > evening.maturity + (1 if evening.facilitator_level >= COACH else 0):
        yield _not("maturity", needs=GROUPS[method.maturity])
    if method.facilitator > evening.facilitator_level:
        yield _not("facilitator", needs=LEADERS[method.facilitator])
    if method.online == Online.NO and evening.medium != Medium.ROOM:
        yield _not("medium")
    if method.everyone and not evening.everyone_gets_a_turn:
        yield _not("everyone")


def _private(method: MethodDoc, case: CaseFacts, evening: Circumstances) -> Iterator[Reason]:
    for veto in sorted(method.contains & case.vetoes):
        yield _not("veto", private=True, veto=VETOES[veto])
    load = case.load or 0
    if (method.confront >= 3 and load >= 7) or (method.confront == 2 and load >= 9):
        yield _not("load", private=True)
    if method.confront >= 2 and evening.calm_please:
        yield _not(UNSAID, private=True)


def suits_wish(method: MethodDoc, case: CaseFacts) -> bool:
    """Made for what is wanted, or at least of help; also when nobody said what is wanted."""
    return not case.want or bool(method.fit.get(case.want))


def _fit(method: MethodDoc, case: CaseFacts) -> Iterator[Reason]:
    if case.want and not suits_wish(method, case):
        yield _not(UNFIT, want=WANTS[case.want])
