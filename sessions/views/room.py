"""The room: one address for everybody, and the parts that are pulled when something changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from groups.agreements import current, needs_signature
from intervisie.common.live import gone_since, presence, stream_url, versions_and_presence
from sessions import permissions, shown, tables, visibility
from sessions.models import CaseSession
from sessions.openings import question_for
from sessions.room import Room, find, look
from sessions.screen import Mode, Screen, mode_of

CARDS = "stage-cards"  # the part that is the answer itself; the others come along and find their own place
OUTSIDE = {Mode.DOOR, Mode.SIGN, Mode.LOBBY}
ROOT_SWAP = "outerHTML show:window:top"
PULLS = {
    (Mode.LOBBY, "people"),
    (Mode.TABLE, "step"),
    (Mode.TABLE, "people"),
    (Mode.TABLE, "cards"),
    (Mode.TABLE, "tally"),
    (Mode.TURNED, "step"),
}


@login_required
@require_safe
def room(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page: the door, the lobby, the table, the turned chair, the quiet or the end, whichever is this viewer's."""
    return page(request, pk)


def page(request: HttpRequest, pk: UUID, *, status: int = 200, **after: Any) -> HttpResponse:
    """The whole page. `after` a refusal: why (`refused`), what stands in its field again (`typed`), and what has no
    field any more (`kept`)."""
    heard, here = versions_and_presence(f"session:{pk}")  # before the data, so that nothing falls between
    screen = screen_for(request, pk, here)
    context = whole(screen) | after | {"heard": heard}
    context["live_url"] = stream_url(topic=screen.room.session.topic, user=request.user, request=request)
    return render(request, "sessions/room/room.html", context, status=status)


def screen_for(request: HttpRequest, pk: UUID, present: set[UUID] | None = None) -> Screen:
    """The door and the look: 404 for who does not belong, else this viewer's screen. `present`: who has it open, where
    that was asked already."""
    seen = look(request.user, pk, lang=getattr(request, "LANGUAGE_CODE", "nl"))
    session = seen.session
    outside = seen.me is None and session.lobby_open(seen.now)
    unsigned = outside and needs_signature(request.user, session.group)
    inside = seen.me is not None and session.lobby_open(seen.now)
    here = (presence(session.topic) if present is None else present) if inside else set()
    if here:  # empty: nobody knows, and so nobody is called away
        here.add(request.user.pk)
    return Screen(seen, mode_of(seen, unsigned=unsigned), here, _leader_gone(seen, here))


def _leader_gone(seen: Room, here: set[UUID]) -> datetime | None:
    """Since when nobody has seen the screen of who leads. Around one table a dark phone is nobody's leaving."""
    session, leads = seen.session, seen.leader
    if not (here and leads and session.is_running) or leads.id in here or session.medium == CaseSession.Medium.ROOM:
        return None
    return gone_since(session.topic, leads.id)


def whole(screen: Screen) -> dict[str, Any]:
    """Everything the root part shows at once; a page may ask a little more than a pull."""
    room = screen.room
    context: dict[str, Any] = {"screen": screen, "room": room, "step": room.step, "whole": True}
    if screen.running:
        context |= {
            "doc": room.doc,
            **_notes_of(room.session, room.user),
        }
        context |= _own_parts(screen)
    return context | _face(screen)


def _own_parts(screen: Screen) -> dict[str, Any]:
    """What a page shows at once and a pull leaves to a part of its own."""
    room = screen.room
    return {
        "score": tables.score_of(room) if room.doc.rules & {"score"} else None,
        "advice": tables.kept_advice(room) if room.step and room.step.kind == "harvest" else [],
        "boards": tables.boards_of(room.session, room.user) if room.step and room.step.kind == "look_back" else None,
        "modules": tables.modules_of(room) if screen.before_slot else None,
    }


def _face(screen: Screen) -> dict[str, Any]:
    """What only this face of the room asks for."""
    room, session = screen.room, screen.room.session
    if screen.mode in (Mode.DOOR, Mode.SIGN):
        return {"agreement": current(session.group)}
    if screen.mode == Mode.LOBBY:
        named = session.leads_id in (None, room.user.pk)
        coach = not named and room.coaches
        asked = question_for(session).text(room.lang)
        may = permissions.can_begin(room.user.pk, session, coach=coach, missing=room.leader_missing)
        return {"may_begin": may, "question": asked, "agreement": current(session.group)}
    if screen.mode == Mode.TABLE:
        return tables.table_of(room)
    if screen.mode == Mode.CLOSED:
        return {"came": session.seats.filter(user=room.user).exists()}
    return {}


@login_required
@require_safe
def room_part(request: HttpRequest, pk: UUID, of: str) -> HttpResponse:
    """What changed, for one viewer: the parts the page does not show yet, 204 when it shows them all. A page that shows
    another step or face than this viewer's gets the whole root. Where nothing was told since the page asked the same
    (`X-Heard`), nothing is looked at but the door."""
    told, here = versions_and_presence(f"session:{pk}")  # before the data, so that nothing falls between
    heard = shown.drawn_from(told, of)
    if heard and request.headers.get("X-Heard") == heard:
        find(request.user, pk)
        return HttpResponse(status=204)
    response = _pulled(request, pk, of, here)
    response.headers["X-Heard"] = heard
    return response


def _pulled(request: HttpRequest, pk: UUID, of: str, here: set[UUID]) -> HttpResponse:
    screen = screen_for(request, pk, here)
    if request.GET.get("key") != screen.key:
        return page_anew() if screen.mode in OUTSIDE else root(request, screen)
    if (screen.mode, of) not in PULLS:
        return HttpResponse(status=204)
    room, sent = screen.room, list[str]()
    seen = shown.told(request.headers.get("X-Shown", ""))
    context = {"screen": screen, "room": room, "step": room.step, "doc": room.step and room.doc, "pulled": True}
    context |= {"seen": seen, "sent": sent, **_listed(screen, of)}
    response = render(request, f"sessions/room/pull_{screen.mode}_{of}.html", context)
    if not sent:
        return HttpResponse(status=204)
    if screen.mode == Mode.TABLE and CARDS not in sent:
        response.headers["HX-Reswap"] = "none"  # only parts that find their own place
    return _vary(response)


def _listed(screen: Screen, of: str) -> Mapping[str, Any]:
    listing = screen.mode == Mode.TABLE and of in ("step", "cards")
    return tables.table_of(screen.room) if listing else {}


def page_anew() -> HttpResponse:
    """What stands before the beginning asks as much as a page: it comes as one."""
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def root(request: HttpRequest, screen: Screen) -> HttpResponse:
    """The whole room for a page that is somewhere else. Parts of one's own (notes, number) pull themselves."""
    room = screen.room
    context = {"screen": screen, "room": room, "step": room.step, "pulled": True, "own_chip": visibility.own_chip()}
    context |= {"doc": room.doc} if room.step else {}
    response = render(request, "sessions/room/_room.html", context | _face(screen))
    for name, said in {"HX-Retarget": "#room", "HX-Reswap": ROOT_SWAP, "X-Room": screen.mode}.items():
        response.headers[name] = said
    return _vary(response)


@login_required
@require_safe
def room_notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own notes, as a part."""
    return notes_part(request, find(request.user, pk))


def notes_part(request: HttpRequest, session: CaseSession) -> HttpResponse:
    """Needs nothing of the room but which one it is."""
    context = {"room": {"session": session}, **_notes_of(session, request.user)}
    return _vary(render(request, "sessions/room/_notes.html", context))


def _notes_of(session: CaseSession, user: Any) -> dict[str, Any]:
    """One's own notes; when the group looks back at how it went, each may be laid on the table."""
    gives = session.is_running and session.step is not None and session.step.kind == "review"
    chips = {"own_chip": visibility.own_chip(), "give_chip": visibility.given_chip() if gives else None}
    return {"notes": tables.notes_of(session, user), **chips}


@login_required
@require_safe
def room_score(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The private number of this step, as a part."""
    screen = screen_for(request, pk)
    if not screen.running or "score" not in screen.room.doc.rules:
        return HttpResponse(status=204)
    context = {"screen": screen, "room": screen.room, "score": tables.score_of(screen.room)}
    return _vary(render(request, "sessions/room/_score.html", context))


@login_required
@require_safe
def room_advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The advice that was kept, as a part for the case-giver."""
    screen = screen_for(request, pk)
    if not screen.running:
        return HttpResponse(status=204)
    context = {"screen": screen, "room": screen.room, "advice": tables.kept_advice(screen.room)}
    return _vary(render(request, "sessions/room/_advice.html", context))


@login_required
@require_safe
def room_modules(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The modules that may be chosen now, as a part; 204 when the page shows already which one was (`had`)."""
    screen = screen_for(request, pk)
    if not screen.running or not screen.before_slot:
        return HttpResponse(status=204)
    had = request.GET.get("had")
    if had is not None and had == screen.room.treatment.module_slug:  # type: ignore[union-attr]
        return HttpResponse(status=204)
    context = {
        "screen": screen,
        "room": screen.room,
        "modules": tables.modules_of(screen.room),
        "news": had is not None,
    }
    return _vary(render(request, "sessions/room/_modules.html", context))


@login_required
@require_safe
def room_peek(request: HttpRequest, pk: UUID, step: UUID) -> HttpResponse:
    """Another step than the one of the group: what was made there, or what it will be. Only for reading."""
    screen = screen_for(request, pk)
    room = screen.room
    seen = next((one for one in room.steps if one.pk == step), None)
    if seen is None or not screen.seated:
        raise Http404
    cards = room.look_back_at(seen) if seen.entered_at and screen.mode != Mode.TURNED else []
    screen.peeked = seen
    context = {
        "screen": screen,
        "room": room,
        "step": seen,
        "text": room.text_of(seen),
        "cards": cards,
        "doc": seen.doc,
    }
    return render(request, "sessions/room/peek.html", context)


@login_required
@require_safe
def room_token(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A fresh address for the stream."""
    session: CaseSession = find(request.user, pk)
    return JsonResponse({"url": stream_url(topic=session.topic, user=request.user, request=request)})


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response
