"""A method as its own page shows it, for as many people as the reader has. Pure: words in the reader's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from methods import cards
from methods.cards import Segment
from methods.codes import Family, Form, Online, Who, Writers
from methods.format import MethodDoc, PhaseDoc, PhaseText
from methods.format.document import WRITTEN_FOR
from methods.rules import RuleLine, rule_lines

CHOOSER = range(3, 11)  # for so many people the page works out the minutes


@dataclass(frozen=True, slots=True)
class StepView:
    """One step on the method's page."""

    number: int
    begins: int  # minutes after the beginning
    minutes: int
    share: float  # of the longest step, in percent
    band: str
    optional: bool
    slot: bool
    who: str
    text: PhaseText
    rules: list[RuleLine]


@dataclass(frozen=True, slots=True)
class Choice:
    """A number of people to choose."""

    people: int
    minutes: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Source:
    """An address that was read, and how it is shown."""

    address: str
    shown: str


def page(doc: MethodDoc, people: int) -> dict[str, Any]:
    """Everything the page shows."""
    drawn = segments(doc, people)
    minutes = sum(part.minutes for part in drawn)
    return {
        "doc": doc,
        "text": doc.text(lang()),
        "family": family(doc),
        "note": form_note(doc),
        "segments": drawn,
        "summary": cards.summary(minutes, len(drawn)),
        "minutes": minutes,
        "people": people,
        "chooser": chooser(doc, people),
        "steps": steps(doc, people),
        "facts": facts(doc),
        "times": times(doc),
        "sources": sources(doc),
        "rights": rights(doc),
    }


def people_asked(doc: MethodDoc, asked: str) -> int:
    """For how many people the page is: what was asked, within what the method takes; six where nothing was asked."""
    wanted = int(asked) if re.fullmatch(r"[0-9]{1,2}", asked) else WRITTEN_FOR
    return min(max(wanted, doc.size[0]), doc.size[1])


def chooser(doc: MethodDoc, people: int) -> list[Choice]:
    """The numbers of people this method takes, with its length for each. Empty when there is nothing to choose."""
    fits = [number for number in CHOOSER if doc.size[0] <= number <= doc.size[1]]
    return [Choice(number, doc.minutes_for(number), number == people) for number in fits] if len(fits) > 1 else []


def segments(doc: MethodDoc, people: int) -> tuple[Segment, ...]:
    """The time band for so many people; the last step closes."""
    last = len(doc.phases) - 1
    return tuple(
        Segment(phase.minutes_for(people), "close" if nr == last else phase.band) for nr, phase in enumerate(doc.phases)
    )


def steps(doc: MethodDoc, people: int) -> list[StepView]:
    """Every step with what holds in it. The case-giver's name is not known here: "de inbrenger"."""
    drawn, longest = segments(doc, people), max(phase.minutes_for(people) for phase in doc.phases)
    begins, views = 0, []
    for number, (phase, part) in enumerate(zip(doc.phases, drawn, strict=True), start=1):
        views.append(_step(number, phase, part, begins, 100 * part.minutes / longest))
        begins += part.minutes
    return views


def _step(number: int, phase: PhaseDoc, part: Segment, begins: int, share: float) -> StepView:
    language, named = lang(), _("de inbrenger")
    return StepView(
        number=number,
        begins=begins,
        minutes=part.minutes,
        share=share,
        band=part.band,
        optional=phase.optional,
        slot=phase.slot,
        who=who_speaks(phase),
        text=phase.text(language).unnamed(named, _("inbrenger")),
        rules=[RuleLine(line.icon, first_up(line.text)) for line in rule_lines(phase, language, named)],
    )


def who_speaks(phase: PhaseDoc) -> str:
    """Who is heard in this step, or who writes, in a few words."""
    if phase.silent:
        return {
            Writers.ALL: _("Iedereen schrijft in stilte"),
            Writers.PEERS: _("De groep schrijft in stilte"),
            Writers.CASE_GIVER: _("De inbrenger schrijft in stilte"),
        }[phase.writers]
    return {
        Who.LEADER: _("De begeleider spreekt"),
        Who.CASE_GIVER: _("De inbrenger spreekt"),
        Who.PEERS: _("De groep spreekt"),
        Who.ALL: _("Iedereen komt aan het woord"),
        Who.PEERS_ASK: _("De groep vraagt, de inbrenger antwoordt"),
        Who.LEADER_AND_CASE_GIVER: _("De inbrenger en de begeleider spreken"),
    }[phase.who]


# ── what it asks ───────────────────────────────────────────────────────────────────────────────────
def facts(doc: MethodDoc) -> list[tuple[str, str]]:
    """What it asks of a group, as pairs of a word and a sentence."""
    return [
        (_("Duur"), duration(doc)),
        (_("Groep"), cards.people_range(doc.size)),
        (_("Ervaring"), _experience()[doc.maturity]),
        (_("Begeleider"), _leading()[doc.facilitator]),
        (_("Diepte"), _depth()[doc.confront]),
        (_("Advies"), cards.advice(doc.advice)),
        (_("Waar"), _places()[doc.online]),
    ]


def duration(doc: MethodDoc) -> str:
    """ "45 min met 4, 60 met 6, 75 met 8. Als het moet: 35." """
    asked = [number for number in (4, 6, 8) if doc.size[0] <= number <= doc.size[1]] or [doc.size[0]]
    lengths = [(number, doc.minutes_for(number)) for number in asked]
    said = {"minutes": lengths[0][1], "least": min(doc.least, lengths[0][1])}
    if len({minutes for _number, minutes in lengths}) == 1:
        return _("%(minutes)s minuten. Als het moet: %(least)s.") % said
    each = ", ".join(_("%(minutes)s met %(people)s") % {"minutes": m, "people": n} for n, m in lengths)
    return _("In minuten: %(each)s. Als het moet: %(least)s.") % {"each": each, "least": said["least"]}


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
        Family.CONSULTATION: _("meedenken met de inbrenger"),
        Family.JUDGEMENT: _("samen tot een oordeel komen"),
        Family.MIRROR: _("horen hoe anderen je zien"),
        Family.INNER: _("onderzoeken wat er in je omgaat"),
        Family.PATTERN: _("zien wat steeds terugkomt"),
        Family.DEPTH: _("kijken naar wat eronder zit"),
        Family.CYCLE: _("leren van wat je deed"),
        Family.QUESTIONS: _("alleen vragen"),
        Family.VALUES: _("zoeken naar wat goed is"),
        Family.IMAGE: _("werken met beelden"),
        Family.CREATIVE: _("anders leren kijken"),
        Family.ENACT: _("oefenen in de ruimte"),
        Family.FUTURE: _("zien waar je heen wilt"),
        Family.STRENGTHS: _("zien wat werkt"),
        Family.SYSTEM: _("kijken naar het geheel"),
        Family.QUICK: _("kort en praktisch"),
        Family.FEEDBACK: _("elkaar iets teruggeven"),
        Family.QUALITIES: _("kracht en valkuil"),
        Family.RESONANCE: _("teruggeven wat het oproept"),
        Family.DIALOGUE: _("samen denken, niets beslissen"),
    }.get(doc.family, _("samen onderzoeken"))


def form_note(doc: MethodDoc) -> str:
    """What has to be known of a shell or a module before anything else."""
    return {
        Form.SHELL: _("Een van de stappen kies je pas als de vraag er ligt: daar komt een losse bouwsteen."),
        Form.MODULE: _("Een bouwsteen voor een andere werkvorm. Alleen is dit nog geen hele bijeenkomst."),
    }.get(doc.form, "")


def sources(doc: MethodDoc) -> list[Source]:
    """Only what is an address on the web becomes a link."""
    return [Source(address, _shown(address)) for address in doc.sources if address.startswith(("https://", "http://"))]


def _shown(address: str) -> str:
    """Without what everybody knows."""
    return address.split("://", 1)[1].removeprefix("www.").rstrip("/")


def rights(doc: MethodDoc) -> str:
    return _("Rechten op de tekst: %(rights)s.") % {"rights": doc.rights}


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


def _depth() -> Sequence[str]:
    return ("", _("Rustig"), _("Kan je raken"), _("Kan hard aankomen"))


def _places() -> dict[Online, str]:
    return {
        Online.GOOD: _("In één ruimte of online"),
        Online.OK: _("Liefst in één ruimte; online kan"),
        Online.NO: _("Alleen in één ruimte"),
    }


def first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def lang() -> str:
    return (get_language() or "nl")[:2]
