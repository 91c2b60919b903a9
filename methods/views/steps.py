"""The steps of a method of one's own: moved, put in, taken out and back. Each press brings the minutes along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intervisie.common.http import wants_part
from methods import actions
from methods.doors import find_editable
from methods.editor import Editor, title_of
from methods.forms.own import TimesForm
from methods.models import Method, MethodDraft

Deed = Callable[[Method, actions.Plan], MethodDraft]


def plan_of(request: HttpRequest, form: TimesForm) -> actions.Plan:
    """What the page showed, and the minutes in its fields."""
    posted = request.POST
    return actions.Plan(order=posted.get("order", ""), times=posted.get("seen", ""), typed=form.times)


@login_required
@require_POST
def move_step(request: HttpRequest, pk: Any, step: str) -> HttpResponse:
    """Up, down, or to the place where it was dropped."""
    place = _number(request.POST.get("place", ""))

    def deed(method: Method, plan: actions.Plan) -> MethodDraft:
        return actions.move_step(pk, step, by=request.user, plan=plan, place=place)

    return _done(request, pk, deed, lambda editor: _where(editor, step), mark=step)


@login_required
@require_POST
def add_step(request: HttpRequest, pk: Any) -> HttpResponse:
    """Behind the one that was chosen; its page follows."""
    method = find_editable(request.user, pk)
    plan = plan_of(request, TimesForm(request.POST, document=method.draft.document))  # type: ignore[attr-defined]
    _draft, made = actions.add_step(pk, by=request.user, plan=plan, after=request.POST.get("after", ""))
    return redirect("own_phase", pk, made)


@login_required
@require_POST
def remove_step(request: HttpRequest, pk: Any, step: str) -> HttpResponse:
    """Out of the list; a button puts it back."""

    def deed(method: Method, plan: actions.Plan) -> MethodDraft:
        return actions.remove_step(pk, step, by=request.user, plan=plan)

    return _done(request, pk, deed, lambda editor: _("De stap is weggehaald."), undo=step)


@login_required
@require_POST
def restore_step(request: HttpRequest, pk: Any, step: str) -> HttpResponse:
    """Back where it stood."""

    def deed(method: Method, plan: actions.Plan) -> MethodDraft:
        return actions.restore_step(pk, step, by=request.user, plan=plan)

    return _done(request, pk, deed, lambda editor: _where(editor, step), mark=step)


def _done(request: HttpRequest, pk: Any, deed: Deed, say: Callable[[Editor], str], **marks: str) -> HttpResponse:
    """The list again: as a part, or after a redirect."""
    method = find_editable(request.user, pk)
    form = TimesForm(request.POST, document=method.draft.document)  # type: ignore[attr-defined]
    method.draft = deed(method, plan_of(request, form))  # type: ignore[attr-defined]
    editor = Editor(method)
    if not wants_part(request):
        messages.success(request, say(editor))
        return redirect("own_method", pk)
    form = TimesForm(document=editor.document)
    context = {"editor": editor, "form": form, "seen": editor.seen, "said": say(editor), **marks}
    return render(request, "methods/own/_steps.html", context)


def _where(editor: Editor, step: str) -> str:
    row = next((row for row in editor.steps if row.id == step), None)
    if row is None:
        return _("De stap is er niet meer.")
    return _("‘%(title)s’ is nu stap %(number)s van %(all)s.") % {
        "title": title_of(editor.document["phase"][row.number - 1]),
        "number": row.number,
        "all": len(editor.steps),
    }


def _number(text: str) -> int:
    """A place in the list; what cannot be read is the end."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 999
