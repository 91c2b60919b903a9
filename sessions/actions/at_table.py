"""What a deed in the room asks first: does the session go on, does this person sit there, is it not quiet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from intervisie.common.refusals import NotNow, NotYours
from sessions import permissions
from sessions.models import CaseSession, Seat, Step, Treatment


def running(session: CaseSession) -> None:
    """Raises NotNow before the beginning and after the end."""
    if session.state != CaseSession.State.RUNNING:
        raise NotNow(_("De bijeenkomst is niet bezig."))


def sitting(session: CaseSession, by: Any) -> Seat:
    """The seat of this person, in a session that goes on; who sits is kept on the session for who asks for a role."""
    running(session)
    session.sitting = {seat.user_id: seat for seat in session.seats.filter(left_at__isnull=True)}  # type: ignore[attr-defined]
    seat = session.sitting.get(by.pk)  # type: ignore[attr-defined]
    if seat is None:
        raise NotYours(_("Kom eerst aan tafel zitten."))
    return seat


def leading(session: CaseSession, by: Any) -> None:
    """Raises NotYours to everyone but who leads. Who left the table leads nobody, also not from an old tab."""
    sitting(session, by)
    if not permissions.can_move(by.pk, session):
        raise NotYours(_("Dit doet wie nu leidt."))


def keeping_time(session: CaseSession, by: Any) -> None:
    """The clock is for who leads and for who keeps the time today."""
    if not permissions.can_time(by.pk, session, sitting(session, by).role):
        raise NotYours(_("Dit doet wie nu leidt, of wie de tijd bewaakt."))


def seated(session: CaseSession) -> list[Seat]:
    """Who sits, in the order in which they came; one query, unless the deed has asked already who sits."""
    known = getattr(session, "sitting", None)
    seats = session.seats.filter(left_at__isnull=True) if known is None else known.values()
    return sorted(seats, key=lambda seat: seat.arrived_at)


def one_by_one(session: CaseSession, by: Any) -> None:
    """Of two presses of the same person the second waits here until the first is written down."""
    list(session.seats.select_for_update(no_key=True).filter(user=by).values_list("pk"))


def not_quiet(session: CaseSession) -> None:
    """While it is quiet nothing moves and nothing is chosen, from no tab."""
    if session.calm:
        raise NotNow(_("Het is even stil. Eerst kiezen jullie samen hoe het verder gaat."))


def not_turned(session: CaseSession, by: Any) -> None:
    """With the chair turned the case-giver puts nothing before the group, from no tab. Notes to oneself, and stopping,
    are always theirs."""
    step = session.step
    if step and step.doc.turned and permissions.brings(by.pk, permissions.on_table(step)):
        raise NotYours(_("Je luistert nu. Wat je wilt onthouden, kun je voor jezelf opschrijven."))


def treated(session: CaseSession) -> Treatment:
    """The case that is being treated now; NotNow when there is none."""
    if session.state != CaseSession.State.RUNNING or session.step is None or session.step.treatment is None:
        raise NotNow(_("Er is nu geen casus aan de beurt."))
    return session.step.treatment


def still_here(session: CaseSession) -> Step:
    """The step of this page, held like that, with what the press before this one chose; NotNow when one went on."""
    here = Step.objects.select_for_update().get(pk=session.step_id)
    if here.left_at:
        raise NotNow(_("De groep is al verder dan deze keuze."))
    if here.treatment_id == session.step.treatment_id:
        here.treatment = session.step.treatment
    return here
