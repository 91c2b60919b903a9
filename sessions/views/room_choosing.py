"""How we arrive and part, the check-in question, the case, the question, the method and its module; another case; the
case-giver's own stop."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from sessions.actions import check_in, choosing, modules, shelf, surprising, ways
from sessions.forms import room as forms
from sessions.models import CaseSession
from sessions.suggested import opened
from sessions.views.room_deed import deed

CHOSEN = ("step",)


@deed
def another_question(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    check_in.another_question(session, by=request.user, seen=forms.Question.value(request, "seen"))
    return CHOSEN


@deed
def own_question(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    check_in.own_question(session, by=request.user, text=forms.Text.value(request, "text"))
    return CHOSEN


@deed
def forget_own_question(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    check_in.forget_own_question(session, by=request.user, seen=forms.Question.value(request, "seen"))
    return CHOSEN


@deed
def choose_way(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    ways.choose_way(session, by=request.user, **forms.WayTaken.read(request))
    return CHOSEN


@deed
def dot(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.CaseDot.read(request)
    shelf.dot_at_table(session, by=request.user, case_id=said["case"], on=said["on"], step_id=said["step"])
    return ("cards",)


@deed
def open_dots(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    shelf.open_dots(session, by=request.user, step_id=forms.StepOnly.value(request, "step"))
    return CHOSEN


@deed
def choose_case(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.CaseTaken.read(request)
    choosing.choose_case(session, by=request.user, case_id=said["case"], step_id=said["step_id"])
    return CHOSEN


@deed
def bring_aloud(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.Aloud.read(request)
    choosing.bring_aloud(
        session, by=request.user, owner_id=said["owner"], question=said["question"], step_id=said["step_id"]
    )
    return CHOSEN


@deed
def word_question(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    choosing.word_question(session, by=request.user, **forms.Wording.read(request))
    return CHOSEN


@deed
def everyone_brings(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.StepYesNo.read(request)
    choosing.everyone_brings(session, by=request.user, on=said["yes"], step_id=said["step_id"])
    return CHOSEN


@deed
def choose_method(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.MethodTaken.read(request)
    shown = opened(said["suggested"], session.step.treatment_id if session.step else None)
    choosing.choose_method(session, by=request.user, slug=said["slug"], suggested=shown)
    return CHOSEN


@deed
def choose_module(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    modules.choose_module(session, by=request.user, **forms.ModuleTaken.read(request))
    return CHOSEN


@deed
def surprise(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    surprising.surprise(session, by=request.user, **forms.Surprise.read(request))
    return CHOSEN


@deed
def next_case(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    choosing.next_case(session, by=request.user)
    return CHOSEN


@deed
def stop_case(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    choosing.stop_case(session, by=request.user, wipe=forms.YesNo.value(request, "yes"))
    return CHOSEN
