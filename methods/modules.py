"""Which module fits the key question of a case: in an order, with the reason that weighs most. Pure, deterministic.

Only what the case-giver told in the intake and what everybody may know of it: what they want at the end, where it sits,
how sharp the question is, whether they would like advice. What somebody would rather not have keeps a module from being
suggested, and is said to nobody. The sentences are those of the match.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from methods.codes import Advice
from methods.format import MethodDoc
from methods.intake import AdviceWish, Clarity
from methods.recommend import CaseFacts, Part, Reason
from methods.recommend.messages import PLACES, SHARPNESS, WANTS

MOST = 3  # suggestions
ADVICE_WANTED = {Advice.YES: 1.5, Advice.LATE: 1.0}
ADVICE_UNWANTED = {Advice.NONE: 1.0, Advice.LATE: -1.0, Advice.YES: -2.0}
WITHOUT_A_QUESTION = 3.0  # as much as what somebody wants
HEAVY, VERY_HEAVY = 7, 9  # load, 0 … 10: then nothing confronting, nothing touching


@dataclass(frozen=True, slots=True)
class ModuleChoice:
    """A module that may be chosen, for one reader."""

    slug: str
    name: str
    promise: str
    when: str  # "past als …": one line that finishes the sentence
    minutes: int
    why: tuple[Part, ...]  # empty where nothing is known that speaks for it


@dataclass(frozen=True, slots=True)
class ModuleChoices:
    """The few that fit, the best first; and all others, in an order that says nothing about the case."""

    suggested: tuple[ModuleChoice, ...]
    others: tuple[ModuleChoice, ...]


def choices(modules: Iterable[MethodDoc], case: CaseFacts, *, people: int, lang: str, about: str = "") -> ModuleChoices:
    """For the case-giver; or, with their first name in `about`, for everybody else."""
    possible = [doc for doc in modules if doc.seats(people)]
    fitting = _fitting(possible, case)
    rest = sorted((doc for doc in possible if doc not in fitting), key=lambda doc: doc.text(lang).name.casefold())
    return ModuleChoices(
        tuple(choice_of(doc, people=people, lang=lang, why=_why(doc, case, about)) for doc in fitting),
        tuple(choice_of(doc, people=people, lang=lang) for doc in rest),
    )


def _fitting(modules: Sequence[MethodDoc], case: CaseFacts) -> list[MethodDoc]:
    """What something speaks for and nothing speaks against, the most first; of equals the shortest."""
    weighed = [(sum(points for points, _reason in _terms(doc, case)), doc) for doc in modules if _welcome(doc, case)]
    good = [(points, doc) for points, doc in weighed if points > 0 and _reasons(doc, case)]
    return [doc for _points, doc in sorted(good, key=lambda one: (-one[0], one[1].minutes, one[1].id))][:MOST]


def _welcome(doc: MethodDoc, case: CaseFacts) -> bool:
    most = 1 if (case.load or 0) >= VERY_HEAVY else 2 if (case.load or 0) >= HEAVY else 3
    return not doc.contains & case.vetoes and doc.confront <= most


def _terms(doc: MethodDoc, case: CaseFacts) -> Iterator[tuple[float, Reason | None]]:
    """Points, and the true sentence that explains them where they speak for it."""
    yield from _wanted(doc, case)
    if case.focus and doc.focus.get(case.focus):
        points = doc.focus[case.focus]
        yield points, Reason("focus", "for", weight=points, values={"place": PLACES[case.focus]})
    if case.clarity in {Clarity.VAGUE, Clarity.NONE} and doc.suits.get("vague"):
        points = doc.suits["vague"] * (WITHOUT_A_QUESTION if case.clarity == Clarity.NONE else 1)
        yield points, Reason("vague", "for", weight=points, values={"sharpness": SHARPNESS[Clarity(case.clarity)]})
    if case.advice == AdviceWish.WANT and doc.advice in ADVICE_WANTED:
        points = ADVICE_WANTED[doc.advice]
        yield points, Reason(f"advice_{doc.advice}", "for", weight=points)
    if case.advice == AdviceWish.NO:
        points = ADVICE_UNWANTED.get(doc.advice, 0)
        yield points, Reason("no_advice", "for", weight=points) if doc.advice == Advice.NONE else None


def _wanted(doc: MethodDoc, case: CaseFacts) -> Iterator[tuple[float, Reason | None]]:
    fit = doc.fit.get(case.want, 0) if case.want else 0
    if case.want and fit:
        code = "fit_strong" if fit == 2 else "fit_usable"
        yield 3.0 * fit, Reason(code, "for", weight=3.0 * fit, values={"want": WANTS[case.want]})
    for want in case.also:
        if want != case.want and doc.fit.get(want):
            points = 1.5 * doc.fit[want]
            yield points, Reason("also", "for", weight=points, values={"want": WANTS[want]})


def _reasons(doc: MethodDoc, case: CaseFacts) -> list[Reason]:
    found = [reason for _points, reason in _terms(doc, case) if reason]
    return sorted(found, key=lambda reason: -reason.weight)


def _why(doc: MethodDoc, case: CaseFacts, about: str) -> tuple[Part, ...]:
    return _reasons(doc, case)[0].parts(about)


def choice_of(doc: MethodDoc, *, people: int, lang: str, why: tuple[Part, ...] = ()) -> ModuleChoice:
    """One module as the screen says it, for so many people."""
    text = doc.text(lang)
    return ModuleChoice(doc.id, text.name, text.promise, text.when[0], doc.minutes_for(people), why)
