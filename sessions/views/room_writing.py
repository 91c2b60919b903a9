"""Cards, ratings, gifts, kept advice, the private number, notes to oneself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from intervisie.common.http import wants_part
from methods.pictures import as_figure, with_picture
from sessions.actions import observing, writing
from sessions.actions.placing import Agreed
from sessions.forms import room as forms
from sessions.models import CaseSession
from sessions.views import room_held as held
from sessions.views.room import notes_part
from sessions.views.room_deed import deed, telling

LAID = ("cards",)


@deed
def contribute(request: HttpRequest, session: CaseSession) -> Iterable[str] | HttpResponse:
    card = forms.Card.read(request)
    if card["ask"]:
        return held.question_instead(request, session, card["text"])
    try:
        _lay(request, session, card)
    except writing.Held as hold:
        return held.shown(request, session, hold, card["text"])
    return LAID


def _lay(request: HttpRequest, session: CaseSession, card: dict[str, Any]) -> None:
    seen = card["seen"] == held.print_of(card["text"])
    writing.contribute(
        session,
        by=request.user,
        step_id=card["step"],
        kind=card["kind"],
        text=_said(card, request.LANGUAGE_CODE),
        card_id=card["card_id"],
        parked=card["parked"],
        hints_in="" if seen else request.LANGUAGE_CODE,
        line=card["line"],
        agreed=Agreed(card["due_on"], card["buddy"]),
        picture=card["picture"],
    )


def _said(card: dict[str, Any], lang: str) -> str:
    """What was typed; as the figure that was chosen, or with the word of a picture."""
    if card["figure"]:
        return as_figure(card["figure"], card["text"], lang)
    return with_picture(card["picture"], card["text"], card["start"], lang)


@deed
def change(request: HttpRequest, session: CaseSession, card: UUID) -> Iterable[str]:
    writing.change(session, by=request.user, card_id=card, text=forms.Text.value(request, "text"))
    return LAID


@deed
def take_away(request: HttpRequest, session: CaseSession, card: UUID) -> Iterable[str]:
    writing.take_away(session, by=request.user, card_id=card)
    return LAID


@deed
def mark(request: HttpRequest, session: CaseSession, card: UUID) -> Iterable[str]:
    writing.mark(session, by=request.user, card_id=card, **forms.Rating.read(request))
    return ("cards",)


@deed
def open_gifts(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    writing.open_gifts(session, by=request.user, step_id=forms.StepOnly.value(request, "step"))
    return ("step",)


@deed
def open_parked(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    writing.open_parked(session, by=request.user, wanted=forms.YesNo.value(request, "yes"))
    return ("advice", "step")


@deed
def release_parked(request: HttpRequest, session: CaseSession, card: UUID) -> Iterable[str]:
    writing.release_parked(session, by=request.user, card_id=card)
    return LAID


@deed
def score(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    writing.score(session, by=request.user, **forms.Score.read(request))
    return ("score",)


@deed
def share_score(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    writing.share_score(session, by=request.user, **forms.InStep.read(request))
    return ("score",)


@deed
def note(request: HttpRequest, session: CaseSession) -> Iterable[str] | HttpResponse:
    writing.note(session, by=request.user, **forms.Note.read(request))
    return _notes(request, session)


@deed
def erase_note(request: HttpRequest, session: CaseSession, note: UUID) -> Iterable[str] | HttpResponse:
    writing.erase_note(note, by=request.user)
    return _notes(request, session)


@deed
def give_note(request: HttpRequest, session: CaseSession, note: UUID) -> Iterable[str] | HttpResponse:
    observing.give_note(session, by=request.user, note_id=note)
    return telling(notes_part(request, session), LAID) if wants_part(request) else ()


def _notes(request: HttpRequest, session: CaseSession) -> Iterable[str] | HttpResponse:
    """Nobody else has anything to hear about a note, so the part itself is the answer."""
    return notes_part(request, session) if wants_part(request) else ()
