"""The coach beside who leads: a whisper, and what they did, without content."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from intervisie.common.http import wants_part
from sessions import tables
from sessions.actions import coaching
from sessions.coaching import Deed
from sessions.forms import room as forms
from sessions.models import CaseSession
from sessions.room import find
from sessions.views.room_deed import deed


@login_required
@require_safe
def room_whisper(request: HttpRequest, pk: UUID, whisper: UUID) -> HttpResponse:
    """One whisper, as a part or without script as a page, for whom it is meant; nobody else finds it."""
    session = find(request.user, pk)
    found = tables.whisper_to(session, request.user, whisper)
    part = wants_part(request)
    if found is None:
        return HttpResponse(status=204) if part else redirect("room", pk=session.pk)
    template = "sessions/room/_whisper.html" if part else "sessions/room/whisper.html"
    answer = render(request, template, {"room": {"session": session}, "whisper": found})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@deed
def whisper(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    coaching.whisper(session, by=request.user, **forms.WhisperSaid.read(request))
    return ("people",)


@deed
def intervene(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.Intervened.read(request)
    coaching.intervene(session, by=request.user, deed=Deed(said["deed"]), seen=said["seen"])
    return ("people",)


@deed
def heard(request: HttpRequest, session: CaseSession, whisper: UUID) -> Iterable[str]:
    coaching.heard(session, by=request.user, whisper_id=whisper)
    return ("people",)
