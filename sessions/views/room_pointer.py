"""Taking a seat, beginning, and everything that moves the pointer or the clock."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from groups.agreements import needs_signature
from groups.permissions import is_coach
from sessions.actions import pointer, replanning
from sessions.forms import room as forms
from sessions.models import CaseSession
from sessions.views.room_deed import deed

MOVED = ("step",)


@deed
def sit(request: HttpRequest, session: CaseSession) -> HttpResponse:
    """Come in. A new version of the agreement is read and confirmed first, and that leads back here."""
    if needs_signature(request.user, session.group):
        agreement = reverse("agreement", args=[session.group_id])
        return redirect(f"{agreement}?next={reverse('room', args=[session.pk])}")
    pointer.sit(session, by=request.user)
    return redirect("room", pk=session.pk)


@deed
def begin(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    named = session.leads_id in (None, request.user.pk)
    pointer.begin(session, by=request.user, coach=not named and is_coach(request.user, session.group))
    return MOVED


@deed
def advance(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    pointer.advance(session, by=request.user, seen_version=forms.Seen.value(request, "version"))
    return MOVED


@deed
def skip(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    pointer.skip(session, by=request.user, seen_version=forms.Seen.value(request, "version"))
    return MOVED


@deed
def undo(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    pointer.undo(session, by=request.user, seen_version=forms.Seen.value(request, "version"))
    return MOVED


@deed
def extend(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    pointer.extend(session, by=request.user, **forms.More.read(request))
    return MOVED


@deed
def pause(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    pointer.pause(session, by=request.user)
    return MOVED


@deed
def resume(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    pointer.resume(session, by=request.user)
    return MOVED


@deed
def replan(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    replanning.agree(session, by=request.user, **forms.Replan.read(request))
    return MOVED


@deed
def plan_back(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    replanning.take_back(session, by=request.user, step_id=forms.StepOnly.value(request, "step"))
    return MOVED


@deed
def close(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    pointer.close(session, by=request.user, seen_version=forms.Seen.value(request, "version"))
    return MOVED
