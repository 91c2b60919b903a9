"""Boards in the room: the panel of one card, and what the case-giver does with it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intervisie.common.http import page_or_part
from sessions import tables
from sessions.actions import boards, carrying
from sessions.forms import room as forms
from sessions.models import CaseSession
from sessions.room import find
from sessions.screen.board import panel_of
from sessions.views.room import screen_for
from sessions.views.room_deed import deed

LAID = ("cards",)


@login_required
@require_safe
def room_piece(request: HttpRequest, pk: UUID, card: UUID) -> HttpResponse:
    """What the case-giver may say of one card: as a part beside the board, and as a page without script."""
    screen = screen_for(request, pk)
    panel = panel_of(screen, card)
    if panel is None:
        raise Http404
    room = screen.room
    context = {"screen": screen, "room": room, "step": room.step, "doc": room.doc, "panel": panel}
    return page_or_part(request, "sessions/boards/piece.html", "sessions/boards/_piece.html", context)


@login_required
@require_safe
def room_earlier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The boards of the times before, as a part of the look-back."""
    session = find(request.user, pk)
    context = {"room": {"session": session}, "boards": tables.boards_of(session, request.user)}
    return render(request, "sessions/boards/_earlier.html", context)


@deed
def carry_over(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    carrying.carry_over(session, by=request.user, **forms.InStep.read(request))
    return LAID


@deed
def place(request: HttpRequest, session: CaseSession, card: UUID) -> Iterable[str]:
    boards.place(session, by=request.user, card_id=card, **forms.Placed.read(request))
    return LAID


@deed
def say(request: HttpRequest, session: CaseSession, card: UUID) -> Iterable[str]:
    boards.say(session, by=request.user, card_id=card, **forms.SaidOf.read(request))
    return LAID


@deed
def join(request: HttpRequest, session: CaseSession, card: UUID) -> Iterable[str]:
    said = forms.Joined.read(request)
    boards.join(session, by=request.user, card_id=card, other_id=said["other"], step_id=said["step_id"])
    return LAID


@deed
def go_on_with_pair(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    boards.go_on_with_pair(session, by=request.user, **forms.InStep.read(request))
    return ("step",)
