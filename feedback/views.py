"""Who asks, and what they see next."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from feedback import actions, results, visibility
from feedback.doors import find_follow_up, find_pulse, find_session, pulse_before, pulse_of, was_there
from feedback.forms import FollowUpForm, PulseForm
from feedback.models import Pulse, PulseAnswer
from feedback.waiting import open_for
from intervisie.common.refusals import Refusal, refuse, status_of


# ── the pulse ──────────────────────────────────────────────────────────────────────────────────────
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One minute to look back: the form, or what was answered; POST keeps it or passes it over."""
    asked = _find(request, pk)
    if request.method == "POST":
        return _answer(request, asked)
    if not asked.is_open(timezone.now()):
        return redirect("pulse_result", pk)
    mine = asked.answers.filter(person=request.user).first()
    if mine and "wijzig" not in request.GET:
        return render(request, "feedback/pulse_kept.html", {"pulse": asked, "mine": mine})
    return _form_page(request, asked, _filled(request, asked, mine))


def _find(request: HttpRequest, pk: UUID) -> Pulse:
    """The pulse. Straight after the session, before the sweep came by, it is opened here: no deed of this person, it
    happens once, whoever comes first, and would have happened within a minute."""
    asked = pulse_of(request.user, pk)
    if asked is None and was_there(request.user, pk):
        actions.open_pulse(pk)
    return asked or find_pulse(request.user, pk)


def _answer(request: HttpRequest, asked: Pulse) -> HttpResponse:
    brings = asked.brought_by(request.user)
    if "skip" in request.POST:
        actions.answer_pulse(asked, by=request.user, scores={}, direction="" if brings else None)
        return redirect("pulse", asked.session_id)
    form = PulseForm(request.POST, brings=brings)
    if form.is_valid() and _kept(request, asked, form, brings):
        return redirect("pulse", asked.session_id)
    return _form_page(request, asked, form)


def _kept(request: HttpRequest, asked: Pulse, form: PulseForm, brings: bool) -> bool:
    """Kept; or why not stands above what was filled in."""
    said = form.cleaned_data
    answer = {"next_time": said["next_time"], "direction": said["direction"] if brings else None}
    try:
        actions.answer_pulse(asked, by=request.user, scores=form.scores, **answer)
    except Refusal as refused:
        refuse(form, refused)
    return form.is_valid()


def _filled(request: HttpRequest, asked: Pulse, mine: PulseAnswer | None) -> PulseForm:
    """The form with what this person said before."""
    brings = asked.brought_by(request.user)
    initial = {**mine.scores, "next_time": mine.next_time} if mine else {}
    if mine and brings and (direction := asked.directions.filter(person=request.user).first()):
        initial["direction"] = direction.answer
    return PulseForm(initial=initial, brings=brings)


def _form_page(request: HttpRequest, asked: Pulse, form: PulseForm) -> HttpResponse:
    chips = {
        "pulse_chip": visibility.pulse_chip(),
        "line_chip": visibility.line_chip(),
        "direction_chip": visibility.direction_chip(),
    }
    return render(request, "feedback/pulse.html", {"pulse": asked, "form": form, **chips}, status=status_of(form))


@login_required
@require_safe
def pulse_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What those who were there may know, once the pulse is closed."""
    asked = find_pulse(request.user, pk)
    if asked.is_open(timezone.now()):
        return redirect("pulse", pk)
    directions = [one for one in asked.directions.select_related("person") if one.answer]
    return render(
        request,
        "feedback/pulse_result.html",
        {**_told(asked), "directions": directions, "result_chip": visibility.result_chip()},
    )


def _told(asked: Pulse) -> dict:
    """The frozen result in lines and sentences; empty where too few answered."""
    return {
        "pulse": asked,
        "is_talk": not results.is_asked(asked.present),
        "lines": results.read(asked.result or {}),
        "sentences": [line.text for line in asked.lines.all()],
    }


@login_required
@require_safe
def pulse_state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A part for the page of a session: the way to its pulse, for who was there; empty for everyone else."""
    asked = pulse_of(request.user, find_session(request.user, pk).pk)
    is_open = asked is not None and asked.is_open(timezone.now())
    return render(request, "feedback/_pulse_state.html", {"pulse": asked, "is_open": is_open})


@login_required
@require_safe
def last_pulse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A part for the lobby: what the last session's pulse said, for who was there; empty for everyone else."""
    asked = pulse_before(request.user, find_session(request.user, pk))
    return render(request, "feedback/_last_pulse.html", _told(asked) if asked else {"pulse": None})


# ── what waits, and what came of a step ────────────────────────────────────────────────────────────
@login_required
@require_safe
def open_feedback(request: HttpRequest) -> HttpResponse:
    """A part: what waits for this person."""
    return render(request, "feedback/_open.html", {"waiting": open_for(request.user, timezone.now())})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came of one step; POST keeps the answer and goes on to the next question, if there is one."""
    asked = find_follow_up(request.user, pk)
    typed = request.POST if request.method == "POST" else None
    form = FollowUpForm(typed, initial={"effect": asked.effect})
    if not form.is_valid():
        return _follow_up_page(request, asked, form)
    try:
        actions.answer_follow_up(asked, by=request.user, **form.cleaned_data)
    except Refusal as refused:
        asked.refresh_from_db()
        refuse(form, refused, seen_answer=asked.answer)
        return _follow_up_page(request, asked, form)
    waiting = open_for(request.user, timezone.now()).follow_ups
    following = [row for row in waiting if row.commitment.session_id == asked.commitment.session_id]
    return redirect("follow_up", following[0].pk if following else asked.pk)


def _follow_up_page(request: HttpRequest, asked, form: FollowUpForm) -> HttpResponse:
    chips = {
        "chip": visibility.outcome_chip(asked.commitment.shared_at is not None),
        "effect_chip": visibility.follow_up_chip(),
    }
    context = {"follow_up": asked, "commitment": asked.commitment, "form": form, **chips}
    change = "wijzig" in request.GET or form.is_bound
    context["asking"] = change or not asked.answer
    return render(request, "feedback/follow_up.html", context, status=status_of(form))
