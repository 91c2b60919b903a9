"""What every press in the room has in common: the door, the deed, an answer that lets the page pull what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import escape
from django.views.decorators.http import require_POST

from intervisie.common.http import refusal, wants_part
from intervisie.common.refusals import Refusal
from sessions.models import CaseSession
from sessions.room import find
from sessions.views.room import page

TEXTS = ("text", "question", "when", "then", "note")  # the fields somebody writes sentences in
Deed = Callable[..., Iterable[str] | HttpResponse]


def deed(view: Deed) -> Callable[..., HttpResponse]:
    """A view of one deed. It gets the session behind its door, and returns the names of what changed.

    htmx hears these names (`live:<name>`) and pulls those parts, in one go with the hints that everybody gets. Without
    script the press leads back to the room. A refusal says why, with the room as it is now; nothing typed is lost.
    """

    @login_required
    @require_POST
    @wraps(view)
    def press(request: HttpRequest, pk: UUID, **named: Any) -> HttpResponse:
        session = find(request.user, pk)
        try:
            changed = view(request, session, **named)
        except Refusal as refused:
            return _refuse(request, session, refused)
        return changed if isinstance(changed, HttpResponse) else _done(request, session, changed)

    return press


def _done(request: HttpRequest, session: CaseSession, names: Iterable[str]) -> HttpResponse:
    if not wants_part(request):
        return redirect("room", pk=session.pk)
    return telling(HttpResponse(status=204), names)


def _refuse(request: HttpRequest, session: CaseSession, refused: Refusal) -> HttpResponse:
    said = str(refused.message)
    if not wants_part(request):
        return _redrawn(request, session, refused.status, said)
    return telling(refusal(request, refused.status, said), ["step"])


def _redrawn(request: HttpRequest, session: CaseSession, status: int, said: str) -> HttpResponse:
    """The room as it is now. What was typed stands in its own field again; where that is gone, it is shown to copy."""
    typed = _typed(request, session)
    answer = page(request, session.pk, status=status, refused=said, typed=typed)
    shown = answer.content.decode()
    kept = [text for text in _texts(request) if f">{escape(text)}</textarea>" not in shown]
    return page(request, session.pk, status=status, refused=said, typed=typed, kept=kept) if kept else answer


def _typed(request: HttpRequest, session: CaseSession) -> dict[str, Any]:
    """By the name of the form it was typed in, so that it never turns up in another that more people read.

    Nothing where the group has gone on: a field of the next step asks for something else.
    """
    if request.POST.get("step", str(session.step_id)) != str(session.step_id):
        return {}
    name = request.resolver_match.url_name if request.resolver_match else ""
    return {f"{name}_parked" if "parked" in request.POST else str(name): request.POST}


def _texts(request: HttpRequest) -> list[str]:
    return [text for name in TEXTS for text in request.POST.getlist(name) if text.strip()]


def telling(response: HttpResponse, names: Iterable[str]) -> HttpResponse:
    """With the names of what the page pulls now."""
    response.headers["HX-Trigger"] = json.dumps({f"live:{name}": {} for name in names})
    return response


def away(request: HttpRequest, to: str) -> HttpResponse:
    """Leave the room for another page."""
    if not wants_part(request):
        return redirect(to)
    return HttpResponse(status=204, headers={"HX-Redirect": to})
