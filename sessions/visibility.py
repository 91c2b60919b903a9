"""Who sees what, and when. Query, chip and help text all come from here. Pure: builds a Q, touches no database.

Every response is a projection for one viewer; the leader and the coach are viewers too.
The promise that stands above an input (`chip`) and the rows that a viewer gets (`query`) are read from the same
`Promise`, so that a chip can never say less than what others really see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from groups.policy import GROUP_ONLY
from methods.codes import Attribution, Marks, Reveal
from methods.format import PhaseDoc
from methods.rules import mark_choices
from sessions.models import Mark, Treatment

REMOVING_MARKS = frozenset(
    marks for marks in Marks if marks and any(choice.removes for choice in mark_choices(marks, "nl"))
)
# Marks that take a card away for everyone, once the step in which they were given is over.
REMOVING = frozenset(choice.code for marks in Marks if marks for choice in mark_choices(marks, "nl") if choice.removes)


class StepLike(Protocol):
    """What the policy needs to know of a step."""

    id: UUID
    treatment_id: UUID | None
    position: int
    entered_at: datetime | None
    left_at: datetime | None
    reveal_at: datetime | None
    facts: Mapping[str, Any]

    @property
    def doc(self) -> PhaseDoc: ...


class Opens(StrEnum):
    """By what the writing of a step becomes visible to others."""

    AT_ONCE = "at_once"
    TOGETHER = "together"  # all at the same instant, at the beginning of a later step
    BY_TURN = "by_turn"  # each writer's when it is that writer's turn
    BY_CASE_GIVER = "by_case_giver"  # when the case-giver opens it
    AFTER_STEP = "after_step"  # when the step in which it was given is over
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Promise:
    """What holds for everything written in one step."""

    opens: Opens
    at: StepLike | None  # the step in which it opens, if a later one
    named: bool  # is the writer's name shown once it is visible?
    turned: bool  # the case-giver sees it only after this step


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person at one device."""

    user_id: UUID
    is_case_giver: bool = False
    advice_opened: bool = False  # the case-giver asked for the advice that was parked


@dataclass(frozen=True, slots=True)
class Moment:
    """What the room looks like now: its steps, where the pointer is, and whose turns have come there."""

    steps: Sequence[StepLike]
    current: StepLike | None
    now: datetime
    spoken: frozenset[UUID] = field(default_factory=frozenset)  # of the current round: done, or at it now


@dataclass(frozen=True, slots=True)
class Chip:
    """Who sees this, in words, before somebody writes."""

    icon: str
    text: str
    only_me: bool


def promise(step: StepLike, steps: Iterable[StepLike]) -> Promise:
    """What holds for what is written in this step, given all steps of the session."""
    doc = step.doc
    opener = _opener(step, steps)
    named = _named(doc) and (opener is None or _named(opener.doc))
    if not doc.silent and not _is_gift(step, opener):
        return Promise(Opens.AT_ONCE, None, named, doc.turned)
    if opener is None:
        return Promise(Opens.NEVER, None, named, doc.turned)
    return Promise(_OPENS[opener.doc.reveal], opener, named, doc.turned)


_OPENS = {
    Reveal.AT_ENTER: Opens.TOGETHER,
    Reveal.IN_ROUNDS: Opens.BY_TURN,
    Reveal.WHEN_OPENED: Opens.BY_CASE_GIVER,
}


def _named(doc: PhaseDoc) -> bool:
    return doc.attribution == Attribution.NAME


def _opener(step: StepLike, steps: Iterable[StepLike]) -> StepLike | None:
    """The first step of the same treatment that shows this one's cards and reveals them."""
    showing = [
        s
        for s in steps
        if s.treatment_id == step.treatment_id
        and s.position >= step.position
        and step.doc.id in s.doc.shows
        and s.doc.reveal
    ]
    return min(showing, key=lambda s: s.position, default=None)


def _is_gift(step: StepLike, opener: StepLike | None) -> bool:
    """Written for the case-giver to open: hidden although the step is not one of silent writing."""
    return opener is not None and opener.doc.reveal == Reveal.WHEN_OPENED


def is_open(step: StepLike, moment: Moment) -> bool:
    """May everyone in the room see all cards of this step now?"""
    held = promise(step, moment.steps)
    match held.opens:
        case Opens.AT_ONCE:
            return True
        case Opens.TOGETHER:
            return held.at is not None and held.at.reveal_at is not None and held.at.reveal_at <= moment.now
        case Opens.BY_TURN:
            return held.at is not None and held.at.left_at is not None
        case Opens.BY_CASE_GIVER:
            return held.at is not None and bool(held.at.facts.get("opened"))
        case _:
            return False


def _by_turn(step: StepLike, moment: Moment) -> bool:
    """Are the cards of this step being shown one by one, in the round that goes on now?"""
    held = promise(step, moment.steps)
    return held.opens == Opens.BY_TURN and held.at is not None and held.at is moment.current


def _turned_away(step: StepLike, viewer: Viewer, moment: Moment) -> bool:
    """The case-giver sees nothing of a step in which the chair is turned, as long as it lasts."""
    return viewer.is_case_giver and step is moment.current and step.doc.turned


def query(viewer: Viewer, moment: Moment) -> Q:
    """The contributions this viewer may see now, as a filter on Contribution."""
    seen = [s for s in moment.steps if not _turned_away(s, viewer, moment)]
    everyone = [s.id for s in seen if is_open(s, moment)]
    turning = [s.id for s in seen if _by_turn(s, moment)]
    allowed = Q(author=viewer.user_id)
    allowed |= Q(step__in=everyone, parked=False)
    allowed |= Q(step__in=turning, parked=False, author__in=moment.spoken)
    if viewer.is_case_giver and viewer.advice_opened and moment.current:
        case = (
            moment.current.treatment_id
        )  # of an earlier case in the same session nothing: that was another's to ask for
        allowed |= Q(parked=True, step__in=[s.id for s in seen if s.treatment_id == case])
    return allowed & ~_removed(moment)


def _removed(moment: Moment) -> Q:
    """Cards the case-giver let go of, in a step that is over."""
    here = moment.current.id if moment.current else None
    return Q(pk__in=Mark.objects.filter(value__in=REMOVING).exclude(step=here).values("contribution"))


def names_shown(step: StepLike, steps: Iterable[StepLike]) -> bool:
    """Does the writer's name stand at the cards of this step?"""
    return promise(step, steps).named


def chip(
    step: StepLike, steps: Iterable[StepLike], *, case_giver: str, lang: str, parked: bool = False, own: bool = False
) -> Chip:
    """Who sees what is written here, in words; `own`: said to the case-giver."""
    if parked:
        return park_chip(case_giver)
    held = promise(step, steps)
    said = writing_chip(held, case_giver, lang)
    if own and held.opens == Opens.BY_CASE_GIVER:
        return replace(said, text=_with_name(held, _("Nu alleen jij; de groep als jij het opent")))
    return said


def writing_chip(held: Promise, case_giver: str, lang: str) -> Chip:
    """For what holds in a step, whichever it is."""
    open_at_once = held.opens == Opens.AT_ONCE
    text = _with_name(held, _promise_text(held, case_giver, lang))
    return Chip("users-round" if open_at_once else "lock", text, not open_at_once)


def _with_name(held: Promise, text: str) -> str:
    return text if held.named or held.opens == Opens.NEVER else _("%(who)s, zonder je naam") % {"who": text}


def park_chip(case_giver: str) -> Chip:
    """For advice that came too early and is kept."""
    return Chip("archive", _("Alleen jij, tot %(name)s erom vraagt") % {"name": case_giver}, True)


def _promise_text(held: Promise, case_giver: str, lang: str) -> str:
    match held.opens:
        case Opens.AT_ONCE if held.turned:
            return _("De groep, meteen; %(name)s na deze stap") % {"name": case_giver}
        case Opens.AT_ONCE:
            return _("De groep, meteen")
        case Opens.TOGETHER:
            return _at_reveal(held.at, lang)
        case Opens.BY_TURN:
            return _("Nu alleen jij; de groep als jij aan de beurt bent")
        case Opens.BY_CASE_GIVER:
            return _("Nu alleen jij; de groep als %(name)s het opent") % {"name": case_giver}
        case _:
            return _("Alleen jij")


# ── how the case-giver rates cards ─────────────────────────────────────────────────────────────────
def mark_opens(scale: str) -> Opens:
    """One card put in the middle is put there for all; every other mark is the case-giver's until the step is over."""
    public = all(choice.public for choice in mark_choices(Marks(scale), "nl"))
    return Opens.AT_ONCE if public else Opens.AFTER_STEP


def sees_mark(viewer: Viewer, moment: Moment, *, scale: str, given_in: str) -> bool:
    """May this viewer see it now? `given_in`: the id of the step in which the mark was given."""
    over = moment.current is not None and str(moment.current.id) != given_in
    return viewer.is_case_giver or over or mark_opens(scale) == Opens.AT_ONCE


def mark_chip(scale: str) -> Chip:
    if mark_opens(scale) == Opens.AT_ONCE:
        return Chip("users-round", _("De groep, meteen"), False)
    return Chip("lock", _("Wat je kiest: alleen jij, tot deze stap klaar is"), True)


# ── the question everybody keeps in sight ──────────────────────────────────────────────────────────
QUESTION = Promise(Opens.AT_ONCE, None, named=True, turned=False)


def question_for(viewer: Viewer, treatment: Treatment | None) -> str:
    """The key question of the case on the table, as this viewer may read it."""
    if treatment is None or not (viewer.is_case_giver or QUESTION.opens == Opens.AT_ONCE):
        return ""
    return treatment.key_question


def question_chip() -> Chip:
    return writing_chip(QUESTION, "", "")


# ── what stands beside the cards ───────────────────────────────────────────────────────────────────
def _at_reveal(step: StepLike | None, lang: str) -> str:
    """By the name of the step, where one is meant."""
    if step is None:
        return _("Nu alleen jij; de groep bij de onthulling")
    return _("Nu alleen jij; de groep bij ‘%(step)s’") % {"step": step.doc.text(lang).title}


def own_chip() -> Chip:
    """For notes to oneself."""
    return Chip("lock", _("Alleen jij, ook later"), True)


def given_chip() -> Chip:
    """For a note to oneself that is laid on the table."""
    return writing_chip(Promise(Opens.AT_ONCE, None, named=True, turned=False), "", "")


def whisper_chip(leader: str) -> Chip:
    """For a word from the coach to who leads."""
    return Chip("lock", _("Alleen jij en %(name)s; weg als het gelezen is") % {"name": leader}, True)


def wish_chip() -> Chip:
    """For what somebody would rather not have today."""
    return Chip("lock", _("Alleen jij, en na afloop is het weg"), True)


def case_chip(state: str) -> Chip:
    """For a case: the owner's alone until it is shared, then the group's until its text expires."""
    if state in ("shared", "treated"):
        return Chip("users-round", _("De groep, tot de tekst verloopt"), False)
    return Chip("lock", _("Alleen jij, tot je deelt"), True)


def share_chip(shared: bool) -> Chip:
    """For what somebody takes along: theirs until they press share."""
    if shared:
        return Chip("users-round", _("Jij en de groep, omdat je het deelde"), False)
    return Chip("lock", _("Alleen jij, tot je deelt"), True)


# ── the page about who sees what ───────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Line:
    """Something people write, and the chip that stands where they do."""

    what: str
    chip: Any  # of here, or of what the group keeps


def lines_alone() -> list[Line]:
    """What is one's own alone, for good or until one shares it."""
    giver = _("de inbrenger")
    return [
        Line(_("Je aantekeningen."), own_chip()),
        Line(_("Hoeveel een casus je doet, hoeveel invloed je hebt en wat je liever niet hebt."), own_chip()),
        Line(_("Hoe zeker je bent van een stap."), own_chip()),
        Line(_("Dat je vandaag liever niets hebt wat confronteert."), wish_chip()),
        Line(_("Wat de begeleider fluistert tegen wie leidt."), whisper_chip(_("wie leidt"))),
        Line(_("Een casus die je voorbereidt."), case_chip("draft")),
        Line(_("Wat je meeneemt of je voorneemt, en een cijfer dat je geeft."), share_chip(False)),
        Line(_("Advies dat je bewaart omdat het nog te vroeg is."), park_chip(giver)),
        Line(_("Hoe je als inbrenger de kaarten weegt."), mark_chip(Marks.MINE)),
    ]


def lines_together() -> list[Line]:
    """What the group sees, at once or later."""
    giver = _("de inbrenger")

    def written(what: str, opens: Opens) -> Line:
        return Line(what, writing_chip(Promise(opens, None, named=True, turned=False), giver, ""))

    return [
        Line(_("Een casus die je deelt."), case_chip("shared")),
        Line(_("De vraag waar de groep aan werkt, in de woorden van de inbrenger."), question_chip()),
        written(_("Wat je in de kamer schrijft terwijl jullie praten."), Opens.AT_ONCE),
        written(_("Wat jullie tegelijk in stilte schrijven."), Opens.TOGETHER),
        written(_("Wat je opschrijft om straks voor te lezen."), Opens.BY_TURN),
        written(_("Wat je als cadeau voor de inbrenger schrijft."), Opens.BY_CASE_GIVER),
        Line(_("De ene kaart die de inbrenger in het midden zet."), mark_chip(Marks.ONE)),
        Line(_("Wat je meeneemt of je voorneemt, als je het deelt."), share_chip(True)),
        Line(_("Wie er was, wie leidde, wie inbracht en wie ontving."), GROUP_ONLY),
    ]
