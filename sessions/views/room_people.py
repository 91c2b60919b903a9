"""Ready, turns, the lead, roles at the table, and the stop button."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from intervisie.common.live import gone_since
from sessions import flow
from sessions.actions import lead, people, rounds
from sessions.forms import room as forms
from sessions.models import CaseSession
from sessions.views.room_deed import away, deed


@deed
def ready(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.Ready.read(request)
    people.set_ready(session, by=request.user, step_id=said["step"], ready=said["ready"])
    return ("tally",)


@deed
def more_time(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.Time.read(request)
    people.ask_time(session, by=request.user, step_id=said["step"], asks=said["asks"])
    return ("tally",)


@deed
def turn(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.TurnEnds.read(request)
    people.end_turn(session, by=request.user, step_id=said["step"], user_id=said["user"], how=said["how"])
    return ("step",)


@deed
def go_round_again(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    rounds.go_round_again(session, by=request.user, step_id=forms.StepOnly.value(request, "step"))
    return ("step",)


@deed
def least_first(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    rounds.least_first(session, by=request.user, step_id=forms.StepOnly.value(request, "step"))
    return ("step",)


@deed
def offer_lead(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    lead.offer_lead(session, by=request.user, to_id=forms.To.value(request, "to"))
    return ("people",)


@deed
def answer_lead(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    lead.answer_lead(session, by=request.user, accept=forms.YesNo.value(request, "yes"))
    return ("step", "people")


@deed
def withdraw_lead(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    lead.withdraw_lead(session, by=request.user)
    return ("people",)


@deed
def take_lead(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    lead.take_lead(session, by=request.user)
    return ("step", "people")


@deed
def ask_lead(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    lead.ask_lead(session, by=request.user)
    return ("people",)


@deed
def stand_in(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    since = gone_since(session.topic, session.leader_id) if session.leader_id else None
    gone = since is not None and timezone.now() - since >= flow.GONE_OFFER
    lead.stand_in(session, by=request.user, gone=gone)
    return ("step", "people")


@deed
def plan_lead(request: HttpRequest, session: CaseSession) -> HttpResponse:
    said = forms.LeadPlanned.read(request)
    lead.plan_lead(session, by=request.user, step_id=said["step"], to_id=said["to"])
    return away(request, reverse("room_peek", args=[session.pk, said["step"]]))


@deed
def role(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    people.set_seat_role(session, by=request.user, role=forms.RoleAtTable.value(request, "role"))
    return ("step", "people")


@deed
def calm_please(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    """Only this page hears that it changed."""
    people.calm_please(session, by=request.user, on=forms.YesNo.value(request, "yes"))
    return ("people",)


@deed
def at_distance(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    people.be_at_distance(session, by=request.user, on=forms.YesNo.value(request, "yes"))
    return ("people",)


@deed
def stop(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    """Anyone, one tap, no question asked. Nothing here or below writes down who it was."""
    people.stop(session, by=request.user)
    return ("step",)


@deed
def rest(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    people.rest(session, by=request.user)
    return ("step",)


@deed
def calm_over(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    people.calm_over(session, by=request.user)
    return ("step",)


@deed
def leave(request: HttpRequest, session: CaseSession) -> HttpResponse:
    people.leave_seat(session, by=request.user)
    return away(request, reverse("session", args=[session.pk]))
