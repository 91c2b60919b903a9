"""The screen on the wall, and what the table does with it.

A wall is no person: it shows a code that is typed at the table, or comes with one from there, and then holds a secret
in two cookies, one for its pages and one for its stream, that reach no other address. Who holds it sees what the whole
table may see, and can press nothing.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.people import members_of
from intervisie.common.http import client_address, limit
from intervisie.common.live import screen_url, versions
from intervisie.common.refusals import Refusal
from sessions import shown
from sessions.actions import seating
from sessions.actions import wall as actions
from sessions.forms import room as forms
from sessions.joining import way_in
from sessions.models import Wall
from sessions.models.wall import spaced
from sessions.room import find, look_from_wall
from sessions.screen.wall import WallScreen, wall_of

COMES = "komt"  # the page of the table after a code of a screen was typed there
HOURS = 12  # longer than any session; it opens nothing when that is over
HELD: dict[str, Any] = {"max_age": HOURS * 3600, "httponly": True, "samesite": "Strict"}
WAITS = 600  # seconds that the code on a waiting screen is good; then it shows another
TRIES, ASKS = 20, 10  # a minute: per address for who types a code, per person for who asks for one
LOOKS = 120  # a minute and an address: four screens that wait in one building


# ── the screen ─────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def wall(request: HttpRequest) -> HttpResponse:
    """What hangs there, or the field for a code."""
    if request.method == "POST":
        return _come_with(request)
    hanging = _hanging(request) or _arriving(request)
    if hanging is None:
        return _waiting(request)
    heard = versions(hanging.session.topic)  # before the data, so that nothing falls between
    with translation.override(hanging.session.group.language):
        live = {} if hanging.over else {"heard": heard, "live_url": _stream(request, hanging)}
        response = render(request, "sessions/wall/wall.html", _context(hanging) | live)
    response.headers["Content-Language"] = hanging.session.group.language
    if hanging.over:  # said once; what the browser held is worth nothing any more
        return _forget(response)
    return _hold(response, request.COOKIES[settings.WALL_COOKIE_NAME])


def _waiting(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    """The code of this screen for who sits at the table, and the field for a code from there."""
    secret = request.COOKIES.get(settings.WALL_COOKIE_NAME) or actions.new_secret()
    context = {"code": spaced(actions.code_of(secret)), **more}
    response = _forget(render(request, "sessions/wall/code.html", context, status=status))
    held = HELD | {"max_age": WAITS, "path": settings.WALL_COOKIE_PATH, "secure": settings.SECURE_COOKIES}
    response.set_cookie(settings.WALL_COOKIE_NAME, secret, **held)
    return response


@require_safe
def wall_wait(request: HttpRequest) -> HttpResponse:
    """A screen that waits asks whether its code was typed: a page anew when it was, or when its code is over."""
    limit(f"wall-wait:{client_address(request)}", per_minute=LOOKS)
    known = settings.WALL_COOKIE_NAME in request.COOKIES
    news = not known or _hanging(request) or _arriving(request)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"} if news else {})


@require_safe
def wall_part(request: HttpRequest) -> HttpResponse:
    """What changed: 204 when it shows that already, 404 when it hangs there no more."""
    hanging = _hanging(request)
    if hanging is None:
        return HttpResponse(status=404)
    sent = list[str]()
    with translation.override(hanging.session.group.language):
        context = _context(hanging) | {"seen": shown.told(request.headers.get("X-Shown", "")), "sent": sent}
        response = render(request, "sessions/wall/pull.html", context)
    return response if sent else HttpResponse(status=204)


@require_safe
def wall_token(request: HttpRequest) -> HttpResponse:
    """A fresh address for the stream."""
    hanging = _hanging(request)
    if hanging is None or hanging.over:
        return HttpResponse(status=404)
    return JsonResponse({"url": _stream(request, hanging)})


def _context(hanging: Wall) -> dict[str, object]:
    screen: WallScreen = wall_of(look_from_wall(hanging.session_id, lang=hanging.session.group.language))
    room = screen.room
    return {"screen": screen, "room": room, "step": room.step, "way": way_in(room.session) if screen.joins else None}


def _hanging(request: HttpRequest) -> Wall | None:
    secret = request.COOKIES.get(settings.WALL_COOKIE_NAME, "")
    if not secret:
        return None
    return Wall.objects.select_related("session__group").filter(held=actions.hashed(secret)).first()


def _arriving(request: HttpRequest) -> Wall | None:
    secret = request.COOKIES.get(settings.WALL_COOKIE_NAME, "")
    return actions.arrive(secret) if secret else None


def _stream(request: HttpRequest, hanging: Wall) -> str:
    secret = request.COOKIES[settings.WALL_COOKIE_NAME]
    return screen_url("wall", topic=hanging.session.topic, pk=hanging.pk, secret=secret)


def _come_with(request: HttpRequest) -> HttpResponse:
    limit(f"wall:{client_address(request)}", per_minute=TRIES)
    try:
        _opened, secret = actions.open_wall(request.POST.get("code", "")[:40])
    except Refusal as refused:
        typed = request.POST.get("code", "")[:40]
        return _waiting(request, refused.status, refused=refused.message, typed=typed)
    return _hold(redirect("wall"), secret)


def _hold(response: HttpResponse, secret: str) -> HttpResponse:
    for name, path in _cookies():
        response.set_cookie(name, secret, path=path, secure=settings.SECURE_COOKIES, **HELD)
    return response


def _forget(response: HttpResponse) -> HttpResponse:
    for name, path in _cookies():
        response.delete_cookie(name, path=path, samesite="Strict")
    return response


def _cookies() -> list[tuple[str, str]]:
    return [
        (settings.WALL_COOKIE_NAME, settings.WALL_COOKIE_PATH),
        (settings.WALL_LIVE_COOKIE_NAME, settings.WALL_LIVE_COOKIE_PATH),
    ]


# ── the table ──────────────────────────────────────────────────────────────────────────────────────
@login_required
@require_safe
def room_wall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For who sits at the table: the code for a screen, the way in for phones, and how to end it."""
    return _for_table(request, pk)


@login_required
@require_POST
def ask_wall(request: HttpRequest, pk: UUID) -> HttpResponse:
    limit(f"ask-wall:{request.user.pk}", per_minute=ASKS)
    return _deed(request, pk, actions.ask_wall, code=request.POST.get("code", "")[:40])


@login_required
@require_POST
def close_walls(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _deed(request, pk, actions.close_walls)


@login_required
@require_POST
def seat_other(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _deed(request, pk, seating.seat_other, who=True)


@login_required
@require_POST
def unseat_other(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _deed(request, pk, seating.unseat_other, who=True)


def _deed(request: HttpRequest, pk: UUID, act: Any, *, who: bool = False, **said: Any) -> HttpResponse:
    session = find(request.user, pk)
    try:
        act(session, by=request.user, **({"user_id": forms.To.value(request, "to")} if who else said))
    except Refusal as refused:
        return _for_table(request, pk, refused=refused)
    comes = f"?{COMES}" if said.get("code") else ""
    return redirect(reverse("room_wall", args=[pk]) + comes)


def _for_table(request: HttpRequest, pk: UUID, refused: Refusal | None = None) -> HttpResponse:
    session = find(request.user, pk)
    seats = {seat.user_id: seat for seat in session.seats.filter(left_at__isnull=True)}
    inside = request.user.pk in seats
    walls = list(session.walls.order_by("created_at")) if inside else []
    code = next((one for one in walls if one.code_holds), None)
    members = [member.user for member in members_of(session.group)] if inside else []
    context = {
        "session": session,
        "inside": inside,
        "standing": [user for user in members if user.pk not in seats],
        "put_down": [user for user in members if user.pk in seats and seats[user.pk].no_screen],
        "way": way_in(session),
        "hanging": sum(bool(one.held) for one in walls),
        "code": None if COMES in request.GET else code,
        "comes": code is not None and COMES in request.GET,
        "refused": refused and refused.message,
        "where": settings.BASE_URL.partition("://")[2],
    }
    return render(request, "sessions/wall/table.html", context, status=refused.status if refused else 200)
