"""Dates: planning, moving, cancelling, and the page of one session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from groups.people import find_members, members_of
from intervisie.common.refusals import NotYours, Refusal, refuse, status_of
from sessions import permissions, session_page
from sessions.actions import planning
from sessions.dates import overlaps
from sessions.doors import find_session
from sessions.forms.planning import AnswerForm, DetailsForm, RescheduleForm, ScheduleForm, SeenForm, date_rows
from sessions.models import CaseSession

DAMAGED = gettext_lazy(
    "Deze pagina kwam niet heel aan. Er is nog niets gepland: kijk na wat er staat en druk nog eens."
)


@require_safe
@login_required
def session(request: Any, pk: Any) -> Any:
    """When, where, who comes and what is mine to do; afterwards what was shared of it."""
    return render(request, "sessions/session.html", {"page": session_page.gather(request.user, pk, timezone.now())})


@require_POST
@login_required
def answer(request: Any, pk: Any) -> Any:
    """Whether one comes. Saves at once; without script the page comes back."""
    found = find_session(request.user, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Kies een van de drie antwoorden."))
    planning.answer(found.pk, by=request.user, says=form.cleaned_data["answer"], reason=form.cleaned_data["reason"])
    if not request.htmx:
        messages.success(request, _("Je antwoord staat erin."))
        return redirect("session", pk)
    page = session_page.gather(request.user, pk, timezone.now())
    return render(request, "sessions/_rsvp.html", {**rsvp_context(page), "saved": True})


def rsvp_context(page: session_page.SessionPage) -> dict[str, Any]:
    """What `sessions/_rsvp.html` needs."""
    attendance = page.attendance
    return {
        "session": page.session,
        "answer": page.answer,
        "reason": page.reason,
        "come": attendance.coming,
        "asked": attendance.of_all,
    }


# ── schedule ───────────────────────────────────────────────────────────────────────────────────────
@login_required
def schedule(request: Any, pk: Any) -> Any:
    """First what and when, then every date by itself, then it is planned."""
    membership, members = find_members(request.user, pk)
    if not permissions.can_plan(membership, members):
        raise NotYours(_("Data plannen doet wie jullie begeleidt; vanaf ‘Samen doen’ kan iedereen het."))
    if request.method == "POST" and request.POST.get("stage") != "back":
        return _second_page(request, membership.group, members)
    given = request.POST or None
    form = ScheduleForm(
        initial=given or _as_last_time(membership.group, members), group=membership.group, members=members
    )
    return render(request, "sessions/schedule.html", {"group": membership.group, "form": form})


def _second_page(request: Any, group: Any, members: Any) -> Any:
    stage = request.POST.get("stage")
    listed = stage == "confirm" or (stage != "dates" and "dates-TOTAL_FORMS" in request.POST)
    form = ScheduleForm(request.POST, group=group, members=members)
    form = _details_only(form) if listed else form
    if form.is_valid() and stage not in ("dates", "confirm"):
        refuse(form, Refusal(DAMAGED))
    if form.errors and not (listed and hasattr(form, "refused")):
        return render(request, "sessions/schedule.html", {"group": group, "form": form}, status=422)
    rows = date_rows(request.POST if listed else form.rows(), group)
    if rows.is_valid() and stage == "confirm" and (made := _plan(request, group, rows, form)):
        return redirect("session", made[0].pk) if len(made) == 1 else redirect("group", group.pk)
    return _show_dates(request, group, rows, form, members)


def _details_only(form: ScheduleForm) -> ScheduleForm:
    """On the second page the dates stand in rows of their own; the first date counts no more."""
    for name in ("date", "time", "repeat", "weeks", "times"):
        form.fields[name].required = False
    form.clean = lambda: form.cleaned_data  # type: ignore[method-assign]
    return form


def _plan(request: Any, group: Any, rows: Any, form: DetailsForm) -> list[CaseSession]:
    """What was planned; or nothing, and why not stands above the dates."""
    try:
        made = planning.schedule(group, by=request.user, starts=rows.moments, where=form.where, who=form.who)
    except Refusal as refused:
        refuse(form, refused)
        return []
    said = ngettext("De bijeenkomst staat erin.", "De bijeenkomsten staan erin.", len(made))
    mailed = _("Iedereen krijgt een mail, met de data voor in de agenda.")
    messages.success(request, f"{said} {mailed}")
    return made


def _show_dates(request: Any, group: Any, rows: Any, form: Any, members: Any) -> Any:
    standing = CaseSession.objects.filter(group=group, state__in=["planned", "running"], starts_at__gte=timezone.now())
    others = list(standing.values_list("starts_at", "minutes"))
    for row in rows:
        moment = getattr(row, "cleaned_data", {}).get("starts_at")
        row.stands = any(moment == other for other, _minutes in others)
        row.clashes = bool(moment) and not row.stands and overlaps(moment, form.cleaned_data["minutes"], others)
    context = {"group": group, "rows": rows, "form": form, "where": form.where, "who": form.who, "members": members}
    status = status_of(form) if rows.is_valid() else 422
    return render(request, "sessions/schedule_dates.html", context, status=status)


def _as_last_time(group: Any, members: Any) -> dict[str, Any]:
    """The same place and time as the last one, so many weeks later."""
    count = sum(member.role == "member" for member in members) or len(members)
    start = {"weeks": group.rhythm_weeks, "times": 8, "medium": "room", "minutes": 120}
    start["quorum"] = max(2, min(group.quorum, count))
    last = CaseSession.objects.filter(group=group).exclude(state="cancelled").order_by("-starts_at").first()
    if last is None:
        return start
    there = last.starts_at.astimezone(group.tz)
    following = max(there.date() + timedelta(weeks=group.rhythm_weeks), timezone.localdate(timezone=group.tz))
    same = {name: getattr(last, name) for name in ("minutes", "medium", "place", "link", "quorum")}
    return {**start, **same, "date": following, "time": there.time()}


# ── reschedule, cancel ─────────────────────────────────────────────────────────────────────────────
@login_required
def reschedule(request: Any, pk: Any) -> Any:
    """Another moment, place or people; who is told what is said before pressing."""
    found, members = _to_change(request.user, pk)
    form = RescheduleForm(request.POST or None, initial=_as_it_stands(found), group=found.group, members=members)
    if request.method == "POST" and form.is_valid() and _move(request, found, form, members):
        return redirect("session", pk)
    return render(request, "sessions/reschedule.html", {"session": found, "form": form}, status=status_of(form))


def _move(request: Any, found: CaseSession, form: RescheduleForm, members: Any) -> bool:
    """Done; or why not stands above the form, and above that how it is now."""
    before, said = found.sequence, form.cleaned_data
    change = {"starts_at": said["starts_at"], "where": form.where, "who": form.who, "members": members}
    try:
        moved = planning.reschedule(found.pk, by=request.user, seen_sequence=said["seen"], **change)
    except Refusal as refused:
        found.refresh_from_db()
        refuse(form, refused, seen=found.sequence)
        return False
    told = _("Het staat erin. Iedereen krijgt één mail, met het oude en het nieuwe.")
    messages.success(request, told if moved.sequence != before else _("Het staat erin."))
    return True


def _as_it_stands(found: CaseSession) -> dict[str, Any]:
    there = found.starts_at.astimezone(found.group.tz)
    same = {name: getattr(found, name) for name in ("minutes", "medium", "place", "link", "quorum", "starts_at")}
    who = {"host": found.host_id or "", "leads": found.leads_id or ""}
    return {**same, **who, "date": there.date(), "time": there.time(), "seen": found.sequence}


@login_required
def cancel(request: Any, pk: Any) -> Any:
    """A page that says what follows, with one button."""
    found, members = _to_change(request.user, pk)
    if request.method == "POST":
        form = SeenForm(request.POST)
        seen = form.cleaned_data["seen"] if form.is_valid() else -1
        planning.cancel(found.pk, by=request.user, seen_sequence=seen, members=members)
        messages.success(request, _("De bijeenkomst is afgezegd. Iedereen krijgt daar een mail over."))
        return redirect("session", pk)
    return render(request, "sessions/cancel.html", {"session": found})


def _to_change(user: Any, pk: Any) -> tuple[CaseSession, Any]:
    found = find_session(user, pk)
    members = members_of(found.group)
    membership = next(member for member in members if member.user_id == user.pk)
    membership.group = found.group
    if not permissions.can_change_plan(membership, found, members):
        raise NotYours(_("Een datum veranderen doet wie begeleidt of ontvangt."))
    return found, members
