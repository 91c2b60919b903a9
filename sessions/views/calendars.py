"""What works from a mail or a calendar, without logging in: answering by a signed link, and the personal feed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.models import Membership, User
from intervisie.common.http import limit
from sessions import calendar
from sessions.actions import planning
from sessions.attendance import Attendance
from sessions.doors import find_session
from sessions.forms.planning import AnswerForm
from sessions.links import BadLink, feed_path, read_feed, read_rsvp
from sessions.models import CalendarFeed, CaseSession

PAST = timedelta(days=90)  # how far back the feed reaches
TYPE = "text/calendar; charset=utf-8"


# ── the link in the mail ───────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def rsvp(request: Any, token: str) -> HttpResponse:
    """Answer for the one person and session in the link. Looking changes nothing: scanners of mail look too."""
    try:
        session_id, user_id, sequence = read_rsvp(token)
        found = _asked(session_id, user_id)
    except BadLink:
        return render(request, "sessions/rsvp_lost.html", status=404)
    with translation.override(found["person"].language):
        if request.method == "POST":
            return _take_answer(request, found)
        form = AnswerForm(initial={"answer": request.GET.get("antwoord") or found["said"]})
        return render(
            request, "sessions/rsvp.html", {**found, "form": form, "moved": sequence != found["session"].sequence}
        )


def _take_answer(request: Any, found: dict[str, Any]) -> HttpResponse:
    session, person = found["session"], found["person"]
    limit(f"rsvp:{person.pk}", per_minute=20)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "sessions/rsvp.html", {**found, "form": form}, status=422)
    says = form.cleaned_data["answer"]
    planning.answer(session.pk, by=person, says=says, reason=form.cleaned_data["reason"])
    members = session.group.memberships.current().select_related("user")
    attendance = Attendance.of(session, members, session.rsvps.all())
    context = {**found, "answer": says, "attendance": attendance, "seats": _seats(attendance)}
    return render(request, "sessions/rsvp_done.html", context)


def _seats(attendance: Attendance) -> list[dict[str, str]]:
    """A ring of as many chairs as members, taken by as many as come; nobody by name."""
    return [
        {"name": "", "initials": " ", "state": "ready" if nr < attendance.coming else "next"}
        for nr in range(attendance.of_all)
    ]


def _asked(session_id: Any, user_id: Any) -> dict[str, Any]:
    """The session and the person of a link. Raises BadLink when either is gone or they no longer belong together."""
    session = CaseSession.objects.select_related("group", "host", "leads").filter(pk=session_id).first()
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if session is None or person is None:
        raise BadLink
    if not Membership.objects.current().filter(group=session.group_id, user=person, group__archived_at=None).exists():
        raise BadLink
    said = session.rsvps.filter(user=person).values_list("answer", flat=True).first()
    open_still = session.state == CaseSession.State.PLANNED and session.ends_at > timezone.now()
    return {"session": session, "person": person, "said": said or "", "asks": open_still}


# ── the personal feed ──────────────────────────────────────────────────────────────────────────────
@require_safe
@login_required
def feed(request: Any) -> HttpResponse:
    """The address of one's own feed, what it shows, and ending it."""
    held = CalendarFeed.objects.filter(user=request.user).first()
    address = settings.BASE_URL + feed_path(held) if held else ""
    return render(request, "sessions/feed.html", {"feed": held, "address": address})


@require_POST
@login_required
def start_feed(request: Any) -> HttpResponse:
    planning.open_feed(by=request.user)
    return redirect("feed")


@require_POST
@login_required
def stop_feed(request: Any) -> HttpResponse:
    planning.stop_feed(by=request.user)
    messages.success(request, _("Het oude adres werkt niet meer."))
    return redirect("feed")


@require_safe
def feed_ics(request: Any, token: str) -> HttpResponse:
    """For calendar programmes: all dates of the groups this person belongs to now."""
    try:
        user_id, nonce = read_feed(token)
    except BadLink:
        raise Http404 from None
    held = CalendarFeed.objects.select_related("user").filter(user=user_id, nonce=nonce, user__is_active=True).first()
    if held is None:
        raise Http404
    recent = CaseSession.objects.visible_to(held.user).filter(starts_at__gte=timezone.now() - PAST)
    sessions = recent.with_changed().select_related("group").order_by("starts_at")
    with translation.override(held.user.language):
        return _ics(calendar.feed(sessions), "intervisie.ics")


@require_safe
@login_required
def session_ics(request: Any, pk: Any) -> HttpResponse:
    """One session, to put into a calendar by hand."""
    found = find_session(request.user, pk)
    return _ics(calendar.published([found], stamp=timezone.now()), "bijeenkomst.ics")


def _ics(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
