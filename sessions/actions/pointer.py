"""The pointer and the clock: taking a seat, beginning, going on, taking back, pausing, closing.

Every move says which version it saw; of two simultaneous presses one wins and the other hears who moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common.live import poke
from intervisie.common.prepared import insert
from intervisie.common.refusals import NotNow, NotYours
from intervisie.common.words import listing
from methods import rules
from methods.codes import Reveal
from methods.format import phase_snapshot
from methods.rules import Role
from sessions import flow, permissions, spine, visibility
from sessions.actions import ending
from sessions.actions.at_table import keeping_time, leading, not_quiet, seated
from sessions.keys import session_key
from sessions.models import CaseSession, LeadOffer, Ready, RoomEvent, Seat, Step, Turn
from sessions.openings import facts_of, question_for


@transaction.atomic
def sit(session: CaseSession, *, by: Any) -> Seat:
    """Take a seat, or take it again. Raises NotNow when the door is not open."""
    if not session.lobby_open(timezone.now()):
        raise NotNow(_("De kamer is nu niet open. Hij gaat open een kwartier voor het begin."))
    seat, created = Seat.objects.get_or_create(session=session, user=by)
    if seat.left_at or seat.no_screen:
        Seat.objects.filter(pk=seat.pk).update(left_at=None, no_screen=False)
    if created or seat.left_at:
        _late_turn(session, by)
    poke(session.topic, "people", *_counted(session))
    return seat


def _counted(session: CaseSession) -> list[str]:
    """Where it matters in the step itself how many sit: which methods fit."""
    return ["step"] if session.step and session.step.kind == Step.Kind.METHOD_CHOICE else []


def _late_turn(session: CaseSession, by: Any) -> None:
    """Who comes in during a round is last in it, if they speak in that step at all. A turn they had is not theirs
    anew."""
    step = session.step
    if step is None or not rules.in_rounds(step.doc) or by.pk not in _speaking(session, step):
        return
    last = Turn.objects.filter(step=step).order_by("-place").values_list("place", flat=True).first() or 0
    Turn.objects.get_or_create(step=step, user=by, defaults={"place": last + 1})


@transaction.atomic
def begin(session: CaseSession, *, by: Any, coach: bool) -> None:
    """Lay out the spine, give the lead to `by` and enter the first step. Pressed twice: NotNow, nothing doubled."""
    now = timezone.now()
    seats = set(session.seats.filter(left_at__isnull=True).values_list("user_id", flat=True))
    missing = now >= session.starts_at and session.leads_id not in seats
    if not permissions.can_begin(by.pk, session, coach=coach, missing=missing):
        raise NotYours(_("Beginnen doet wie vandaag leidt."))
    if session.group.archived_at:
        raise NotNow(_("Deze groep is afgesloten."))
    if by.pk not in seats:
        raise NotNow(_("Kom eerst aan tafel zitten."))
    if not session.lobby_open(now):
        raise NotNow(_("De kamer is nu niet open. Hij gaat open een kwartier voor het begin."))
    key = session.key or session_key(session)
    begun = CaseSession.objects.filter(pk=session.pk, state=CaseSession.State.PLANNED).update(
        state=CaseSession.State.RUNNING, leader=by, key=key, started_at=now, version=F("version") + 1
    )
    if not begun:
        raise NotNow(_("Jullie zijn al begonnen."))
    first, *ahead = _spine_steps(session)
    first.entered_at, first.reveal_at = now, _reveal_at(first, now)
    Step.objects.bulk_create([first, *ahead])
    if rules.in_rounds(first.doc):
        _seat_round(session, first)
    CaseSession.objects.filter(pk=session.pk).update(step=first)
    note_event(session, RoomEvent.Kind.OPENED, by, first, session.version + 1)
    poke(session.topic, "step", "people")


def _spine_steps(session: CaseSession) -> list[Step]:
    facts = {Step.Kind.CHECK_IN: facts_of(question_for(session))}
    return [
        Step(
            session=session,
            position=position,
            kind=doc.id,
            phase=phase_snapshot(doc),
            minutes=minutes,
            facts=facts.get(Step.Kind(doc.id), {}),
        )
        for position, doc, minutes in spine.planned(session.minutes)
    ]


def advance(session: CaseSession, *, by: Any, seen_version: int) -> Step:
    """Go to the next step. Raises NotYours, or NotNow when somebody already did or nothing follows."""
    return _go_on(session, by=by, seen_version=seen_version, skipping=False)


def skip(session: CaseSession, *, by: Any, seen_version: int) -> Step:
    """Leave out the current step, with a trace, and go to the next."""
    return _go_on(session, by=by, seen_version=seen_version, skipping=True)


@transaction.atomic
def _go_on(session: CaseSession, *, by: Any, seen_version: int, skipping: bool) -> Step:
    leading(session, by)
    not_quiet(session)
    now = timezone.now()
    steps = list(session.steps.all())
    current = _current(session, steps)
    following = flow.following([s for s in steps if not s.skipped], current)
    if following is None:
        raise NotNow(_("Dit is de laatste stap. Sluit de bijeenkomst als jullie klaar zijn."))
    _must_be_settled(session, current, following, skipping)
    _move(session, by=by, seen_version=seen_version, to=following, now=now)
    current.skipped = skipping
    leave(session, current, following, now)
    if any(step.doc.marks in visibility.REMOVING_MARKS for step in steps):
        ending.forget_let_go(session, before=now - flow.UNDO)
    kind = RoomEvent.Kind.SKIPPED if skipping else RoomEvent.Kind.ADVANCED
    note_event(session, kind, by, following, seen_version + 1)
    _ask_planned_leader(session, following, by)
    poke(session.topic, "step", "cards", "people")
    return following


def _ask_planned_leader(session: CaseSession, following: Step, by: Any) -> None:
    """Who leads this step by plan is offered the lead; until they accept, it stays where it is."""
    planned = following.led_by_id
    here = {seat.user_id for seat in seated(session)}
    if planned is None or planned == by.pk or planned not in here or planned == _owner_of(session, following):
        return
    ending.end_offers(session)
    LeadOffer.objects.create(session=session, to_id=planned, by=by, kind=LeadOffer.Kind.PLAN)
    note_event(session, RoomEvent.Kind.LEAD_OFFERED, by, following, session.version + 1)


def _must_be_settled(session: CaseSession, current: Step, following: Step, skipping: bool) -> None:
    """Some steps have a need of their own before the next makes sense."""
    if current.kind == Step.Kind.CASE_CHOICE and not (current.facts.get("chosen") or skipping):
        raise NotNow(_("Kies eerst een casus, of sla deze stap over."))
    if (
        current.kind == Step.Kind.METHOD_CHOICE
        and not session.steps.filter(kind=Step.Kind.PHASE, position__gt=current.position).exists()
        and not skipping
    ):
        raise NotNow(_("Kies eerst een werkvorm, of sla deze stap over."))
    if following.doc.slot and not skipping:
        raise NotNow(_("Kies eerst een module voor het beraad. Wil je er geen, ga dan zonder module verder."))
    if rules.steps_out(current.doc):
        _must_be_out_of_role(current, skipping)


def _must_be_out_of_role(current: Step, skipping: bool) -> None:
    """Nobody goes on, or home, as somebody else: each says so, or the leader does for who has no screen."""
    if skipping:
        raise NotNow(_("Deze stap slaan we niet over: iedereen stapt eerst hardop uit de rol."))
    waiting = current.turns.filter(state__in=[Turn.State.WAITING, Turn.State.LATER]).select_related("user")
    names = [turn.user.first_name for turn in waiting]
    if names:
        said = ngettext("%(names)s is nog niet uit de rol.", "%(names)s zijn nog niet uit de rol.", len(names))
        raise NotNow(said % {"names": listing(names)})


def _move(session: CaseSession, *, by: Any, seen_version: int, to: Step, now: datetime, undo: bool = False) -> None:
    """The one place that moves the pointer: only if nobody did since `seen_version`."""
    moved = CaseSession.objects.filter(
        pk=session.pk, state=CaseSession.State.RUNNING, version=seen_version, leader=by, calm=False
    ).update(step=to, version=F("version") + 1, undo_until=None if undo else now + flow.UNDO)
    if not moved:
        raise NotNow(_already(session))


def _already(session: CaseSession) -> str:
    event = session.events.select_related("by").order_by("-at").first()
    name = event.by.first_name if event and event.by else _("iemand")
    return _("%(name)s was je net voor. Je ziet nu waar de groep is.") % {"name": name}


def leave(session: CaseSession, current: Step, following: Step, now: datetime, *, passing: Iterable[Step] = ()) -> None:
    """One step ends and the next begins: its clock starts, a round gets its turns, silent writing its countdown. Those
    between are only `passing`. One query, and two for a round."""
    current.left_at, current.paused_at = now, None
    following.entered_at, following.left_at, following.skipped = now, None, False
    following.reveal_at = _reveal_at(following, now)
    fields = ["entered_at", "left_at", "skipped", "paused_at", "reveal_at"]
    Step.objects.bulk_update([current, *passing, following], fields)
    if rules.in_rounds(following.doc):
        _seat_round(session, following)


def _reveal_at(step: Step, now: datetime) -> datetime | None:
    return now + flow.COUNTDOWN if step.doc.reveal == Reveal.AT_ENTER else None


def _seat_round(session: CaseSession, step: Step) -> None:
    """Turns for those who speak in this step, in seating order; the case-giver first where everyone speaks."""
    owner = _owner_of(session, step)
    speaking = sorted(_speaking(session, step), key=lambda user_id: user_id != owner)
    Turn.objects.bulk_create(
        [Turn(step=step, user_id=user_id, place=place) for place, user_id in enumerate(speaking, start=1)],
        ignore_conflicts=True,
    )


def _speaking(session: CaseSession, step: Step) -> list[UUID]:
    """Who at the table has a turn in a round of this step, in seating order; who is at a distance comes first.

    Where peers ask and the case-giver answers, only those who ask have turns.
    """
    owner, seats = _owner_of(session, step), sorted(seated(session), key=lambda seat: not seat.at_distance)
    people = len(seats)
    return [seat.user_id for seat in seats if rules.takes_turn(step.doc, _round_role(seat, session, owner, people))]


def _owner_of(session: CaseSession, step: Step) -> UUID | None:
    """Whose case is treated in a step; the session already holds that of its own step."""
    if step.treatment_id is None or step.kind in permissions.AFTER_HARVEST:
        return None
    here = session.step
    known = here is not None and here.treatment_id == step.treatment_id
    return (here if known else step).treatment.case.owner_id


def _round_role(seat: Seat, session: CaseSession, owner: UUID | None, people: int) -> Role:
    """As whom somebody at the table speaks in this step."""
    if seat.user_id == owner:
        return Role.CASE_GIVER
    leads = seat.user_id == session.leader_id
    if leads and people > permissions.JOINS_IN:
        return Role.LEADER
    return Role.OBSERVER if seat.role == Seat.Role.OBSERVER else Role.PEER


@transaction.atomic
def undo(session: CaseSession, *, by: Any, seen_version: int) -> Step:
    """Take the last advance back, within ten seconds and not after a reveal; the clock goes on as if never left."""
    leading(session, by)
    not_quiet(session)
    now = timezone.now()
    steps = list(session.steps.all())
    current = _current(session, steps)
    previous = _left_for(steps, current)
    if previous is None or not flow.may_undo(session.undo_until, current.reveal_at, now):
        raise NotNow(_("Dit kan niet meer terug. Wat de groep gezien heeft, blijft gezien."))
    if _owner_of(session, previous) == by.pk:  # took the lead a moment ago, when the case was over
        raise NotNow(_("Dit zou je als leider terugbrengen in jouw casus. Laat eerst iemand anders leiden."))
    _move(session, by=by, seen_version=seen_version, to=previous, now=now, undo=True)
    Step.objects.filter(pk=current.pk).update(entered_at=None, reveal_at=None)
    Turn.objects.filter(step=current).delete()
    Step.objects.filter(pk=previous.pk).update(left_at=None, skipped=False)
    note_event(session, RoomEvent.Kind.UNDONE, by, previous, seen_version + 1)
    poke(session.topic, "step", "cards", "people")
    return previous


def _left_for(steps: list[Step], current: Step) -> Step | None:
    left = [s for s in steps if s.left_at and s.position < current.position]
    return max(left, key=lambda s: s.left_at or timezone.now(), default=None)


@transaction.atomic
def extend(session: CaseSession, *, by: Any, minutes: int, seen_added: int, step_id: UUID | None = None) -> None:
    """Give the step more minutes. `seen_added` is what the page showed, so that a double press adds once."""
    keeping_time(session, by)
    not_quiet(session)
    if minutes not in (1, 3):
        raise NotNow(_("Eén of drie minuten erbij, anders niet."))
    if step_id not in (None, session.step_id):
        raise NotNow(_("De groep is al bij de volgende stap."))
    here = Step.objects.filter(pk=session.step_id, added_minutes=seen_added)
    if here.update(added_minutes=F("added_minutes") + minutes):
        Ready.objects.filter(step=session.step_id, needs_time=True).delete()  # what they asked for is there
        note_event(session, RoomEvent.Kind.EXTENDED, by, session.step, session.version)
        poke(session.topic, "step")


@transaction.atomic
def pause(session: CaseSession, *, by: Any) -> None:
    """Stop the clock. Pressed twice: nothing more."""
    keeping_time(session, by)
    if hold(session):
        note_event(session, RoomEvent.Kind.PAUSED, by, session.step, session.version)
        poke(session.topic, "step")


def hold(session: CaseSession) -> bool:
    """Stand the clock of the current step still; true when it was running."""
    return bool(Step.objects.filter(pk=session.step_id, paused_at__isnull=True).update(paused_at=timezone.now()))


@transaction.atomic
def resume(session: CaseSession, *, by: Any) -> None:
    """Let the clock run on from where it stood."""
    keeping_time(session, by)
    not_quiet(session)
    if run_on(session):
        note_event(session, RoomEvent.Kind.RESUMED, by, session.step, session.version)
        poke(session.topic, "step")


def run_on(session: CaseSession) -> bool:
    """End the pause of the current step; true when there was one."""
    step = Step.objects.filter(pk=session.step_id, paused_at__isnull=False).first()
    if step is None:
        return False
    still = round(flow.paused_for(step, timezone.now()))
    return bool(Step.objects.filter(pk=step.pk, paused_at=step.paused_at).update(paused_at=None, paused_seconds=still))


@transaction.atomic
def close(session: CaseSession, *, by: Any, seen_version: int) -> None:
    """End the session: facts go to the ledger, what nobody wanted is deleted, the clock of the case text starts."""
    leading(session, by)
    now = timezone.now()
    closed = CaseSession.objects.filter(
        pk=session.pk, state=CaseSession.State.RUNNING, version=seen_version, leader=by
    ).update(state=CaseSession.State.CLOSED, ended_at=now, version=F("version") + 1, undo_until=None)
    if not closed:
        raise NotNow(_already(session))
    session.state, session.ended_at, session.version = CaseSession.State.CLOSED, now, seen_version + 1
    note_event(session, RoomEvent.Kind.CLOSED, by, session.step, session.version)
    ending.wind_up(session, now)
    poke(session.topic, "step", "closed")


def note_event(session: CaseSession, kind: str, by: Any, step: Step | None, version: int) -> None:
    """Write down that something moved."""
    insert(RoomEvent(session=session, kind=kind, by=by, step=step, version=version))


def _current(session: CaseSession, steps: list[Step]) -> Step:
    step = next((s for s in steps if s.pk == session.step_id), None)
    if step is None:
        raise NotNow(_("De bijeenkomst is nog niet begonnen."))
    return step
