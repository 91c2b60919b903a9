"""Who sees what, and when. Query, chip and help text all come from here. Pure: builds a Q, touches no database.

Every response is a projection for one viewer; the leader and the coach are viewers too.
The promise that stands above an input (`chip`) and the rows that a viewer gets (`query`) are read from the same
`Promise`, so that a chip can never say less than what others really see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from methods.codes import Attribution, Marks, Reveal, Role
from methods.format import PhaseDoc
from methods.rules import mark_choices, takes_turn
from sessions.allowed import NOWHERE, Allowed
from sessions.models import Treatment

REMOVING_MARKS = frozenset(
    marks for marks in Marks if marks and any(choice.removes for choice in mark_choices(marks, "nl"))
)


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
    AT_TURN = "at_turn"  # written in a round: from the writer's own turn on, so that nobody jumps in
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
    alias: bool = False  # a made-up name in the place of the writer's, another in each step
    few: bool = False  # so few sit here that a card without a name is known all the same


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
    waiting: frozenset[UUID] = field(default_factory=frozenset)  # of the current round: not yet, or passed


@dataclass(frozen=True, slots=True)
class Chip:
    """Who sees this, in words, before somebody writes."""

    icon: str
    text: str
    only_me: bool


def promise(step: StepLike, steps: Iterable[StepLike], *, by: Role = Role.PEER) -> Promise:
    """What holds for what is written in this step, given all steps of the session. `by`: as whom somebody writes; who
    has no turn in a round need not wait for it."""
    doc = step.doc
    opener = _opener(step, steps)
    shown = _attribution(doc, opener)
    named, alias = shown == Attribution.NAME, shown == Attribution.ALIAS
    if not doc.silent and not _is_gift(step, opener):
        opens = Opens.AT_TURN if takes_turn(doc, by) else Opens.AT_ONCE
        return Promise(opens, None, named, doc.turned, alias)
    if opener is None:
        return Promise(Opens.NEVER, None, named, doc.turned, alias)
    return Promise(_OPENS[opener.doc.reveal], opener, named, doc.turned, alias)


_OPENS = {
    Reveal.AT_ENTER: Opens.TOGETHER,
    Reveal.IN_ROUNDS: Opens.BY_TURN,
    Reveal.WHEN_OPENED: Opens.BY_CASE_GIVER,
}


def _attribution(doc: PhaseDoc, opener: StepLike | None) -> Attribution:
    """Of what the step says and what the one says that opens it, what tells least."""
    said = {doc.attribution, opener.doc.attribution} if opener else {doc.attribution}
    least_first = (Attribution.NONE, Attribution.ALIAS, Attribution.NAME)
    return next(one for one in least_first if one in said)


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
        case Opens.AT_TURN:
            return step.left_at is not None
        case Opens.TOGETHER:
            return held.at is not None and held.at.reveal_at is not None and held.at.reveal_at <= moment.now
        case Opens.BY_TURN:
            return held.at is not None and held.at.left_at is not None
        case Opens.BY_CASE_GIVER:
            return held.at is not None and bool(held.at.facts.get("opened"))
        case _:
            return False


def shown_when_over(step: StepLike, steps: Iterable[StepLike]) -> bool:
    """On a board what the case-giver wrote for it lies there as soon as its step is over; the others' gifts wait until
    they are opened. (Where the case-giver opens in the very step of writing, both open together.)"""
    held = promise(step, steps)
    return bool(step.doc.board) and held.opens == Opens.BY_CASE_GIVER and held.at is not step


def _by_turn(step: StepLike, moment: Moment) -> bool:
    """Are the cards of this step being shown one by one, in the round that goes on now?"""
    held = promise(step, moment.steps)
    return held.opens == Opens.BY_TURN and held.at is not None and held.at is moment.current


def _turned_away(step: StepLike, viewer: Viewer, moment: Moment) -> bool:
    """The case-giver sees nothing of a step in which the chair is turned, as long as it lasts."""
    return viewer.is_case_giver and step is moment.current and step.doc.turned


def query(viewer: Viewer, moment: Moment, among: Collection[UUID] | None = None) -> Q:
    """The contributions this viewer may see now, as a filter on Contribution; `among` as in `allowed`."""
    return allowed(viewer, moment, among).query()


def allowed(viewer: Viewer, moment: Moment, among: Collection[UUID] | None = None) -> Allowed:
    """What this viewer may see now. `among`: where only the cards of some steps are asked for, nothing need be said of
    the others; it shows nothing more."""
    asked = moment.steps if among is None else [s for s in moment.steps if s.id in among]
    seen = [s for s in asked if not _turned_away(s, viewer, moment)]
    everyone = [s for s in seen if is_open(s, moment)]
    rounds = [(s, promise(s, moment.steps)) for s in everyone]
    return Allowed(
        viewer.user_id,
        everyone=_ids(everyone),
        rounds=_ids(s for s, held in rounds if held.opens == Opens.AT_TURN),
        going_round=_ids(s for s in seen if _goes_round_now(s, moment)),
        waiting=tuple(moment.waiting),
        read_out=_ids(s for s in seen if _by_turn(s, moment)),
        spoken=tuple(moment.spoken),
        case_givers=_ids(s for s in seen if s.left_at and shown_when_over(s, moment.steps)),
        asked_for=_ids(_asked_for(viewer, seen, moment)),
        current=moment.current.id if moment.current else NOWHERE,
        was_read=tuple((s.id, held.at.id) for s, held in rounds if held.opens == Opens.BY_TURN and held.at),
    )


def _ids(steps: Iterable[StepLike]) -> tuple[UUID, ...]:
    return tuple(step.id for step in steps)


def _asked_for(viewer: Viewer, seen: Iterable[StepLike], moment: Moment) -> list[StepLike]:
    """Of an earlier case in the same session nothing: that was another's to ask for."""
    if not (viewer.is_case_giver and viewer.advice_opened and moment.current):
        return []
    return [s for s in seen if s.treatment_id == moment.current.treatment_id]


def _goes_round_now(step: StepLike, moment: Moment) -> bool:
    """The round that goes on, where what is written opens turn by turn."""
    return step is moment.current and promise(step, moment.steps).opens == Opens.AT_TURN


def names_shown(step: StepLike, steps: Iterable[StepLike]) -> bool:
    """Does the writer's name stand at the cards of this step?"""
    return promise(step, steps).named


class MyTurn(StrEnum):
    """How far one's own turn is in the round that goes on."""

    AHEAD = "ahead"
    HERE = "here"  # it came, or one has none: what one writes is open
    PASSED = "passed"


def chip(
    step: StepLike,
    steps: Sequence[StepLike],
    *,
    case_giver: str,
    lang: str,
    parked: bool = False,
    own: bool = False,
    turn: MyTurn = MyTurn.AHEAD,
    few: bool = False,
) -> Chip:
    """Who sees what is written here, in words; `own`: said to the case-giver; `turn`: theirs who reads it; `few`: as in
    `Promise`."""
    if parked:
        return park_chip(case_giver)
    held = replace(promise(step, steps, by=Role.CASE_GIVER if own else Role.PEER), few=few)
    if held.opens == Opens.AT_TURN and turn != MyTurn.AHEAD:
        held = replace(held, opens=Opens.AT_ONCE if turn == MyTurn.HERE else Opens.NEVER)
    said = writing_chip(held, case_giver, lang)
    if own and shown_when_over(step, steps):
        return replace(said, text=_with_name(held, _("Nu alleen jij; de groep na deze stap")))
    if own and held.opens == Opens.BY_CASE_GIVER:
        return replace(said, text=_with_name(held, _("Nu alleen jij; de groep als jij het opent")))
    return said


def writing_chip(held: Promise, case_giver: str, lang: str) -> Chip:
    """For what holds in a step, whichever it is."""
    open_at_once = held.opens == Opens.AT_ONCE
    text = _with_name(held, _promise_text(held, case_giver, lang))
    return Chip("users-round" if open_at_once else "lock", text, not open_at_once)


def _with_name(held: Promise, text: str) -> str:
    if held.named or held.opens == Opens.NEVER:
        return text
    said = _("%(who)s, onder een schuilnaam") if held.alias else _("%(who)s, zonder je naam")
    return (_("%(said)s, wel herkenbaar") % {"said": said} if held.few else said) % {"who": text}


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
        case Opens.AT_TURN if held.turned:
            return _("Nu alleen jij; de groep als jij aan de beurt bent, %(name)s na deze stap") % {"name": case_giver}
        case Opens.BY_TURN | Opens.AT_TURN:
            return _("Nu alleen jij; de groep als jij aan de beurt bent")
        case Opens.BY_CASE_GIVER:
            return _("Nu alleen jij; de groep als %(name)s het opent") % {"name": case_giver}
        case _:
            return _("Alleen jij")


# ── how the case-giver rates cards ─────────────────────────────────────────────────────────────────
def mark_opens(scale: str, board: str = "") -> Opens:
    """One card put in the middle is put there for all, and on a board everybody watches what helps and what hinders;
    every other mark is the case-giver's until the step is over."""
    public = all(choice.public for choice in mark_choices(Marks(scale), "nl")) or (board and scale == Marks.STANCE)
    return Opens.AT_ONCE if public else Opens.AFTER_STEP


def sees_mark(viewer: Viewer, moment: Moment, *, scale: str, given_in: str) -> bool:
    """May this viewer see it now? `given_in`: the id of the step in which the mark was given."""
    over = moment.current is not None and str(moment.current.id) != given_in
    board = "" if over or moment.current is None else moment.current.doc.board
    return viewer.is_case_giver or over or mark_opens(scale, board) == Opens.AT_ONCE


def board_chip(shared: bool = False) -> Chip:
    """For what the case-giver lays, moves and says on a board; afterwards it is theirs until they share it."""
    if shared:
        return Chip("users-round", _("De groep, tot jullie terugkeken"), False)
    return Chip("users-round", _("Nu de groep; na vandaag alleen wie inbracht"), False)


def mark_chip(scale: str, board: str = "") -> Chip:
    if board and mark_opens(scale, board) == Opens.AT_ONCE:
        return board_chip()
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
