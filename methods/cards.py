"""A method as the pages show it: words in the reader's language, nothing to decide left for a template. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from intervisie.common import words
from methods.codes import Advice, Family, Online
from methods.format import MethodDoc, MethodText, PhaseText
from methods.format.document import WRITTEN_FOR
from methods.recommend import Part, Reason, Recommendation, Suggestion, WhyNot
from methods.recommend.messages import WANTS
from methods.rules import RuleLine, rule_lines

ICONS = {"for": "check", "care": "triangle-alert", "not": "minus"}
STYLES = {"for": "", "care": "care", "not": "no"}


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
class StepView:
    """One step on the method's page."""

    number: int
    minutes: int
    least: int
    optional: bool
    text: PhaseText
    rules: list[RuleLine]


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
        """ "60 minuten in acht stappen" """
        steps = ngettext("één stap", "%(steps)s stappen", self.steps) % {"steps": words.number(self.steps)}
        return _("%(minutes)s minuten in %(steps)s") % {"minutes": self.minutes, "steps": steps}


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


def card(doc: MethodDoc, people: int = WRITTEN_FOR) -> MethodCard:
    """A method in short, in the active language, with the minutes for so many people."""
    return MethodCard(
        slug=doc.id,
        text=doc.text(_lang()),
        minutes=doc.minutes_for(people),
        steps=len(doc.phases),
        segments=segments(doc, people),
        people=_("%(least)s tot %(most)s mensen") % {"least": doc.size[0], "most": doc.size[1]},
        advice=advice(doc),
        suits=tuple(_(WANTS[fit].own) for fit, strength in doc.fit.items() if strength == 2),
    )


def segments(doc: MethodDoc, people: int = WRITTEN_FOR) -> tuple[Segment, ...]:
    """The time band for so many people: the last step closes."""
    last = len(doc.phases) - 1
    return tuple(
        Segment(phase.minutes_for(people), "close" if nr == last else phase.band) for nr, phase in enumerate(doc.phases)
    )


def steps(doc: MethodDoc) -> list[StepView]:
    """Every step with what holds in it. The case-giver's name is not known here: "de inbrenger"."""
    lang, named = _lang(), _("de inbrenger")
    return [
        StepView(
            number=number,
            minutes=phase.minutes,
            least=phase.least,
            optional=phase.optional,
            text=phase.text(lang).unnamed(named, _("inbrenger")),
            rules=[RuleLine(line.icon, _first_up(line.text)) for line in rule_lines(phase, lang, named)],
        )
        for number, phase in enumerate(doc.phases, start=1)
    ]


def facts(doc: MethodDoc) -> list[tuple[str, str]]:
    """What it asks of a group, as pairs of a word and a sentence."""
    return [
        (_("Duur"), duration(doc)),
        (_("Groep"), _("%(least)s tot %(most)s mensen") % {"least": doc.size[0], "most": doc.size[1]}),
        (_("Ervaring"), _experience()[doc.maturity]),
        (_("Begeleider"), _leading()[doc.facilitator]),
        (_("Advies"), advice(doc)),
        (_("Waar"), _places()[doc.online]),
    ]


def duration(doc: MethodDoc) -> str:
    """How long, and how long at the least."""
    return _("%(minutes)s minuten. Als het moet: %(least)s.") % {"minutes": doc.minutes, "least": doc.least}


def advice(doc: MethodDoc) -> str:
    """Whether and when it gives advice, in a few words."""
    return {
        Advice.YES: _("Meteen advies"),
        Advice.LATE: _("Advies, nadat de vraag helder is"),
        Advice.MODULE: _("Advies als jullie dat kiezen"),
        Advice.ON_REQUEST: _("Advies alleen op verzoek"),
        Advice.NONE: _("Geen advies"),
    }[doc.advice]


def times(doc: MethodDoc) -> str:
    """Where the minutes come from."""
    return {
        "sourced": _("De tijden komen uit de bronnen."),
        "partly": _("De tijden komen deels uit de bronnen, deels uit onze ervaring."),
        "ours": _("De tijden zijn van ons; neem gerust meer of minder."),
    }[doc.time_source]


def family(doc: MethodDoc) -> str:
    """What kind of method it is, as the crumb says it."""
    return {
        Family.INCIDENT: _("stilstaan bij één moment"),
        Family.STEPS: _("stap voor stap naar een vraag en een keuze"),
        Family.MIRROR: _("horen hoe anderen je zien"),
        Family.INNER: _("onderzoeken wat er in je omgaat"),
        Family.FUTURE: _("zien waar je heen wilt"),
    }.get(doc.family, _("samen onderzoeken"))


def _match_card(suggestion: Suggestion, about: str, people: int) -> MatchCard:
    reasons = (*suggestion.reasons, suggestion.caution)
    return MatchCard(card(suggestion.method, people), tuple(_line(reason, about) for reason in reasons))


def _why_not(why_not: WhyNot, about: str) -> WhyNotLine:
    doc = why_not.method
    return WhyNotLine(doc.id, doc.text(_lang()).name, why_not.reason.parts(about))


def _line(reason: Reason, about: str) -> Line:
    return Line(ICONS[reason.kind], STYLES[reason.kind], reason.parts(about))


def _experience() -> Sequence[str]:
    return (
        "",
        _("Geen; ook voor een eerste keer"),
        _("Jullie kennen één werkvorm goed en houden de regels vast"),
        _("Jullie kennen en vertrouwen elkaar"),
        _("Jullie vertrouwen elkaar en hebben een geschoolde begeleider"),
    )


def _leading() -> Sequence[str]:
    return ("", _("Iedereen, met de spiekbrief"), _("Iemand met ervaring, of een coach"), _("Een geschoolde coach"))


def _places() -> dict[Online, str]:
    return {
        Online.GOOD: _("In één ruimte of online"),
        Online.OK: _("Liefst in één ruimte; online kan"),
        Online.NO: _("Alleen in één ruimte"),
    }


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lang() -> str:
    return (get_language() or "nl")[:2]
