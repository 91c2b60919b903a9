"""What the recommender is told and what it answers. Pure values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from methods.codes import Fit, Focus, Medium, Veto
from methods.format import MethodDoc
from methods.intake import AdviceWish, Clarity, Frequency, Tried
from methods.recommend.reasons import Reason

Answer = TypeVar("Answer", bound=Enum)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The ten intake answers. None where the case-giver did not answer; nothing is guessed."""

    want: Fit | None = None  # Q1
    also: tuple[Fit, ...] = ()  # Q2, at most two
    focus: Focus | None = None  # Q3
    current: int | None = None  # Q4, 0 surface … 10 undercurrent
    frequency: Frequency | None = None  # Q5
    clarity: Clarity | None = None  # Q6
    tried: Tried | None = None  # Q7
    load: int | None = None  # Q8, 0 … 10; private
    advice: AdviceWish = AdviceWish.EITHER  # Q9
    vetoes: frozenset[Veto] = frozenset()  # Q9; private
    influence: int | None = None  # Q10, 0 … 10; private
    decision_on: date | None = None  # Q10

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any]) -> "CaseFacts":
        """From stored intake answers (JSON, the names of these fields). What is missing or unknown stays unanswered."""
        return cls(
            want=_one(Fit, answers.get("want")),
            also=tuple(_many(Fit, answers.get("also")))[:2],
            focus=_one(Focus, answers.get("focus")),
            current=_number(answers.get("current")),
            frequency=_one(Frequency, answers.get("frequency")),
            clarity=_one(Clarity, answers.get("clarity")),
            tried=_one(Tried, answers.get("tried")),
            load=_number(answers.get("load")),
            advice=_one(AdviceWish, answers.get("advice")) or AdviceWish.EITHER,
            vetoes=frozenset(_many(Veto, answers.get("vetoes"))),
            influence=_number(answers.get("influence")),
            decision_on=_day(answers.get("decision_on")),
        )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the evening allows. `maturity` 1–4 and `facilitator_level` 1–3 as in the method format."""

    minutes: int
    people: int
    medium: Medium = Medium.ROOM
    maturity: int = 1
    facilitator_level: int = 1
    recent: tuple[str, ...] = ()  # method ids of the last two sessions
    everyone_gets_a_turn: bool = False
    calm_please: bool = False  # somebody privately asked for nothing confronting today; told to nobody


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A method that fits: why, and what to watch for. `score` is never shown.

    Each reason raised the score. Where fewer than two may be told, `also` holds what is true without having counted.
    """

    method: MethodDoc
    score: float
    reasons: tuple[Reason, ...]  # the two that weigh most, as far as there are
    also: tuple[Reason, ...]  # two less as many as there are reasons
    caution: Reason  # there always is one


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A method that would suit the question but not today, with the reason."""

    method: MethodDoc
    reason: Reason


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Up to three suggestions and two why-nots. The case-giver reads all; the group reads `for_group`."""

    suggestions: tuple[Suggestion, ...]
    nearest: tuple[Suggestion, ...]  # not made for this wish, when fewer than three were; each says so
    why_not: tuple[WhyNot, ...]
    group: "Recommendation | None" = None

    @property
    def for_group(self) -> "Recommendation":
        """The same methods, with only the reasons that contain nothing private."""
        return self.group or self


def _one(answers: type[Answer], value: Any) -> Answer | None:
    known = {answer.value: answer for answer in answers}
    return known.get(value) if isinstance(value, str) else None


def _many(answers: type[Answer], values: Any) -> Iterator[Answer]:
    for value in values if isinstance(values, list | tuple | set | frozenset) else []:
        if known := _one(answers, value):
            yield known


def _number(value: Any) -> int | None:
    """0 to 10, also when it was kept as text."""
    text = str(value)
    return int(text) if text.isdecimal() and int(text) <= 10 else None


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
