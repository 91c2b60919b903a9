"""A method as the pages show it: words in the reader's language, nothing to decide left for a template. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from intervisie.common import words
from methods.codes import Advice, Fit
from methods.format import MethodDoc, MethodText
from methods.format.document import WRITTEN_FOR
from methods.listing import Facts
from methods.recommend import Part, Reason, Recommendation, Suggestion, WhyNot
from methods.recommend.messages import WANTS

ICONS = {"for": "check", "also": "info", "care": "triangle-alert", "not": "minus"}
STYLES = {"for": "", "also": "also", "care": "care", "not": "no"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A phase as the band draws it."""

    minutes: int
    band: str


@dataclass(frozen=True, slots=True)
class Line:
    """A reason as the screen says it."""

    icon: str
    css: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class MethodCard:
    """A method in short."""

    slug: str
    text: MethodText
    minutes: int
    steps: int
    segments: tuple[Segment, ...]
    people: str
    advice: str
    suits: tuple[str, ...]

    @property
    def summary(self) -> str:
        return summary(self.minutes, self.steps)


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A method on a card of the library, for so many people."""

    slug: str
    name: str
    promise: str
    minutes: int
    segments: tuple[Segment, ...]
    people: str
    advice: str
    suits: tuple[str, ...]

    @property
    def summary(self) -> str:
        return summary(self.minutes, len(self.segments))


@dataclass(frozen=True, slots=True)
class MatchCard:
    """A suggested method with its reasons, for one reader."""

    method: MethodCard
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WhyNotLine:
    """A method that is not suggested, and why."""

    slug: str
    name: str
    parts: tuple[Part, ...]
    of_group: bool  # it asks of the group what the group can say itself


@dataclass(frozen=True, slots=True)
class Match:
    """What the page of the match shows to one reader."""

    cards: tuple[MatchCard, ...]
    nearest: tuple[MatchCard, ...]  # not made for this, possible all the same
    why_not: tuple[WhyNotLine, ...]


def match(recommendation: Recommendation, *, about: str = "", people: int = WRITTEN_FOR) -> Match:
    """For the case-giver; or, with their first name in `about`, for everybody else: then nothing private is in it. The
    minutes are those for so many people."""
    seen = recommendation.for_group if about else recommendation
    return Match(
        cards=tuple(_match_card(suggestion, about, people) for suggestion in seen.suggestions),
        nearest=tuple(_match_card(suggestion, about, people) for suggestion in seen.nearest),
        why_not=tuple(_why_not(reason, about) for reason in seen.why_not),
    )


def summary(minutes: int, steps: int) -> str:
    """ "60 minuten in acht stappen" """
    said = ngettext("één stap", "%(steps)s stappen", steps) % {"steps": words.number(steps)}
    return _("%(minutes)s minuten in %(steps)s") % {"minutes": minutes, "steps": said}


def listed(slug: str, name: str, facts: Facts, drawn: Mapping[str, Any], people: int) -> ListedCard:
    """From the slim rows of the library; within what the method takes, the minutes are those for so many people."""
    within = min(max(people, facts.size[0]), facts.size[1])
    segments = tuple(
        Segment(max(least, round(minutes + each * (within - WRITTEN_FOR))), band)
        for minutes, least, each, band in drawn["steps"]
    )
    return ListedCard(
        slug=slug,
        name=name,
        promise=drawn["promise"],
        minutes=facts.minutes(people),
        segments=segments,
        people=people_range(facts.size),
        advice=advice(Advice(facts.advice)),
        suits=_made_for({Fit(fit): strength for fit, strength in facts.fit.items()}),
    )


def people_range(size: Sequence[int]) -> str:
    """ "3 tot 8 mensen" """
    if size[0] == size[1]:
        return ngettext("%(count)s mens", "%(count)s mensen", size[0]) % {"count": size[0]}
    return _("%(least)s tot %(most)s mensen") % {"least": size[0], "most": size[1]}


def _made_for(fit: Mapping[Fit, int]) -> tuple[str, ...]:
    """What it is made for; or where it is made for nothing in particular, what it helps with."""
    strongest = max(fit.values(), default=0)
    return tuple(_(WANTS[one].own) for one, strength in fit.items() if strength == strongest)


def card(doc: MethodDoc, people: int = WRITTEN_FOR) -> MethodCard:
    """A method in short, in the active language, with the minutes for so many people."""
    return MethodCard(
        slug=doc.id,
        text=doc.text(_lang()),
        minutes=doc.minutes_for(people),
        steps=len(doc.phases),
        segments=segments(doc, people),
        people=people_range(doc.size),
        advice=advice(doc.advice),
        suits=_made_for(doc.fit),
    )


def segments(doc: MethodDoc, people: int = WRITTEN_FOR) -> tuple[Segment, ...]:
    """The time band for so many people: the last step closes."""
    last = len(doc.phases) - 1
    return tuple(
        Segment(phase.minutes_for(people), "close" if nr == last else phase.band) for nr, phase in enumerate(doc.phases)
    )


def advice(code: Advice) -> str:
    """Whether and when it gives advice, in a few words."""
    return {
        Advice.YES: _("Meteen advies"),
        Advice.LATE: _("Advies, nadat de vraag helder is"),
        Advice.MODULE: _("Advies als jullie dat kiezen"),
        Advice.ON_REQUEST: _("Advies alleen op verzoek"),
        Advice.NONE: _("Geen advies"),
    }[code]


def _match_card(suggestion: Suggestion, about: str, people: int) -> MatchCard:
    reasons = (*suggestion.reasons, *suggestion.also, suggestion.caution)
    return MatchCard(card(suggestion.method, people), tuple(_line(reason, about) for reason in reasons))


def _why_not(why_not: WhyNot, about: str) -> WhyNotLine:
    doc = why_not.method
    name, reason = doc.text(_lang()).name, why_not.reason
    return WhyNotLine(doc.id, name, reason.parts(about), of_group=reason.code == "maturity")


def _line(reason: Reason, about: str) -> Line:
    return Line(ICONS[reason.kind], STYLES[reason.kind], reason.parts(about))


def _lang() -> str:
    return (get_language() or "nl")[:2]
