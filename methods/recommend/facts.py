"""What the recommender is told and what it answers. Pure values."""

from dataclasses import dataclass
from datetime import date

from methods.codes import Fit, Focus, Medium, Veto
from methods.format import MethodDoc
from methods.intake import AdviceWish, Clarity, Frequency, Tried
from methods.recommend.reasons import Reason


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


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the evening allows. `maturity` 1–4 and `facilitator_level` 1–3 as in the method format."""

    minutes: int
    people: int
    medium: Medium = Medium.ROOM
    maturity: int = 1
    facilitator_level: int = 1
    recent: tuple[str, ...] = ()  # method ids of the last two sessions
    safety_on: bool = True
    everyone_gets_a_turn: bool = False
    calm_please: bool = False  # somebody privately asked for nothing confronting today; told to nobody


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A method that fits: why, and what to watch for. `score` is never shown."""

    method: MethodDoc
    score: float
    reasons: tuple[Reason, ...]  # the two that weigh most
    caution: Reason  # there always is one


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A method that would suit the question but not today, with the reason."""

    method: MethodDoc
    reason: Reason


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Three suggestions and two why-nots. The case-giver reads all; the group reads `for_group`."""

    suggestions: tuple[Suggestion, ...]
    why_not: tuple[WhyNot, ...]
    group_suggestions: tuple[Suggestion, ...]
    group_why_not: tuple[WhyNot, ...]

    @property
    def for_group(self) -> "Recommendation":
        """The same methods, with only the reasons that contain nothing private."""
        return Recommendation(self.group_suggestions, self.group_why_not, self.group_suggestions, self.group_why_not)
