"""Ready, turns, roles at the table, and the stop button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours, Refusal
from methods import rules
from methods.codes import Reveal
from sessions import permissions
from sessions.actions.at_table import not_quiet, not_turned, sitting
from sessions.actions.ending import end_offers
from sessions.actions.pointer import hold, run_on
from sessions.flow import COUNTDOWN
from sessions.models import CaseSession, Ready, Seat, Step, Turn

REST = timedelta(minutes=5)


@transaction.atomic
def set_ready(session: CaseSession, *, by: Any, step_id: UUID, ready: bool) -> None:
    """Say that one is done with a step, or take it back. Pressed twice: nothing more. NotNow when the step is over."""
    _say(session, by, step_id, needs_time=False, on=ready)


@transaction.atomic
def ask_time(session: CaseSession, *, by: Any, step_id: UUID, asks: bool) -> None:
    """Say that one needs more time for a step, and so is not done, or take it back. As in `set_ready`."""
    _say(session, by, step_id, needs_time=True, on=asks)


def _say(session: CaseSession, by: Any, step_id: UUID, *, needs_time: bool, on: bool) -> None:
    sitting(session, by)
    if session.step_id != step_id:
        raise NotNow(_("De groep is al bij de volgende stap."))
    not_quiet(session)
    not_turned(session, by)
    if session.step and rules.still(session.step.doc):
        raise NotNow(_("Het is even stil. Na deze stap kun je weer iets aangeven."))
    if on:
        said = Ready(step_id=step_id, user=by, needs_time=needs_time)
        Ready.objects.bulk_create(
            [said], update_conflicts=True, unique_fields=["step", "user"], update_fields=["needs_time"]
        )
    else:  # what the page showed, and not what was said elsewhere since
        Ready.objects.filter(step_id=step_id, user=by, needs_time=needs_time).delete()
    poke(session.topic, "tally")


@transaction.atomic
def end_turn(session: CaseSession, *, by: Any, step_id: UUID, user_id: UUID, how: str) -> None:
    """End a turn by name: done, passed, or come back to me. A second press on the same turn changes nothing."""
    sitting(session, by)
    if not permissions.can_end_turn(by.pk, session, user_id):
        raise NotYours(_("Dit is de beurt van iemand anders."))
    if session.step_id != step_id:
        raise NotNow(_("Deze ronde is al voorbij."))
    not_quiet(session)
    if how not in (Turn.State.DONE, Turn.State.PASSED, Turn.State.LATER):
        raise Refusal()
    open_states = [Turn.State.WAITING, Turn.State.LATER]
    if how == Turn.State.LATER:  # who passed may think better of it, for themselves
        open_states = [Turn.State.WAITING, Turn.State.PASSED] if by.pk == user_id else [Turn.State.WAITING]
    Turn.objects.filter(step_id=step_id, user_id=user_id, state__in=open_states).update(state=how)
    poke(session.topic, "step", "cards")


@transaction.atomic
def set_seat_role(session: CaseSession, *, by: Any, role: str) -> None:
    """Take a role at the table: observer, timekeeper, scribe, or none."""
    if role not in Seat.Role.values:
        raise Refusal()
    sitting(session, by)
    session.seats.filter(user=by).update(role=role)
    poke(session.topic, "people", "step")


@transaction.atomic
def calm_please(session: CaseSession, *, by: Any, on: bool) -> None:
    """Rather nothing confronting today, or no longer: said in private, for the match alone.

    No event, no version and no hint: on no other screen anything moves by it. Gone when the session is over.
    """
    if session.state not in (CaseSession.State.PLANNED, CaseSession.State.RUNNING):
        raise NotNow(_("De bijeenkomst is voorbij."))
    if not session.seats.filter(user=by, left_at__isnull=True).update(calm_please=on):
        raise NotYours(_("Kom eerst aan tafel zitten."))


@transaction.atomic
def be_at_distance(session: CaseSession, *, by: Any, on: bool) -> None:
    """Say that one takes part from elsewhere, or sits with the others after all. Pressed twice: nothing more."""
    sitting(session, by)
    if session.medium != CaseSession.Medium.HYBRID:
        raise NotNow(_("Deze keer zit iedereen op dezelfde manier bij elkaar."))
    session.seats.filter(user=by).update(at_distance=on)
    poke(session.topic, "people")


@transaction.atomic
def stop(session: CaseSession, *, by: Any) -> None:
    """Anyone at the table: everything calm at once. Nothing records who it was or when."""
    sitting(session, by)
    hold(session)
    Step.objects.filter(pk=session.step_id, reveal_at__gt=timezone.now()).update(reveal_at=None)
    here = CaseSession.objects.filter(pk=session.pk, state=CaseSession.State.RUNNING)
    here.update(calm=True, calmed=True, rest_until=None)
    poke(session.topic, "step", "people")


@transaction.atomic
def rest(session: CaseSession, *, by: Any) -> None:
    """Take the five minutes that were offered when a case was stopped. Anyone at the table; nothing records who.

    Raises NotNow where nothing is offered. Taken already: nothing more happens.
    """
    sitting(session, by)
    if session.rest_until:
        return
    offered = CaseSession.objects.filter(pk=session.pk, step=session.step_id, rest_offered=True)
    until = timezone.now() + REST
    if not (session.offers_rest and offered.update(calm=True, rest_offered=False, rest_until=until)):
        raise NotNow(_("Er wordt nu geen rust aangeboden. Wil je stil zijn, druk dan op ‘Even stoppen’."))
    hold(session)
    poke(session.topic, "step", "people")


@transaction.atomic
def calm_over(session: CaseSession, *, by: Any) -> None:
    """The leader, after asking the group, or anyone after a rest: go on where it stood."""
    sitting(session, by)
    if not permissions.can_end_calm(by.pk, session):
        raise NotYours(_("Verdergaan doet wie nu leidt, als iedereen dat wil."))
    CaseSession.objects.filter(pk=session.pk).update(calm=False, rest_until=None)
    run_on(session)
    _reveal_again(session)
    poke(session.topic, "step", "people")


def _reveal_again(session: CaseSession) -> None:
    """A reveal that the stop button held back gets its countdown anew."""
    step = session.step
    if step and step.doc.reveal == Reveal.AT_ENTER:
        Step.objects.filter(pk=step.pk, reveal_at__isnull=True).update(reveal_at=timezone.now() + COUNTDOWN)


@transaction.atomic
def leave_seat(session: CaseSession, *, by: Any) -> None:
    """Leave the table on purpose. A locked phone is no leaving and never comes here."""
    session.seats.filter(user=by, left_at__isnull=True).update(left_at=timezone.now())
    Turn.objects.filter(step_id=session.step_id, user=by, state__in=["waiting", "later"]).update(
        state=Turn.State.PASSED
    )
    end_offers(session, to=by.pk)  # or the leader could ask nobody else
    poke(session.topic, "people", "step")
