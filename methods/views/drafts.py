"""Writing on a method of one's own: its steps, its words, for whom it is, and each step by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from methods import actions
from methods.doors import find_editable
from methods.draft.shape import FACTS, PHASE, PLAN, WORDS
from methods.editor import Editor
from methods.forms.facts import FactsForm
from methods.forms.own import TimesForm
from methods.forms.phase import OpenInForm, PhaseForm
from methods.forms.words import WordsForm
from methods.views.sheets import Sheet
from methods.views.steps import plan_of


@login_required
def own_method(request: HttpRequest, pk: Any) -> HttpResponse:
    """The steps in a row, with their minutes; posted: the minutes."""
    method = find_editable(request.user, pk)
    sheet = Sheet(
        "methods/own/steps.html",
        lambda data, document: TimesForm(data, document=document),
        lambda form, seen: actions.time_steps(pk, by=request.user, plan=plan_of(request, form)),
    )
    return sheet.answer(request, Editor(method, PLAN))


@login_required
def own_words(request: HttpRequest, pk: Any) -> HttpResponse:
    """What the method says about itself."""
    method = find_editable(request.user, pk)
    sheet = Sheet(
        "methods/own/words.html",
        lambda data, document: WordsForm(data, document=document),
        lambda form, seen: actions.write_words(pk, by=request.user, seen=seen, texts=form.changes),
    )
    return sheet.answer(request, Editor(method, WORDS))


@login_required
def own_facts(request: HttpRequest, pk: Any) -> HttpResponse:
    """For whom and for what it is."""
    method = find_editable(request.user, pk)
    sheet = Sheet(
        "methods/own/facts.html",
        lambda data, document: FactsForm(data, document=document),
        lambda form, seen: actions.write_facts(pk, by=request.user, seen=seen, facts=form.changes),
    )
    return sheet.answer(request, Editor(method, FACTS))


@login_required
def own_phase(request: HttpRequest, pk: Any, step: str) -> HttpResponse:
    """One step: who does what, what holds, what is said. Taken out meanwhile: the list says so."""
    method = find_editable(request.user, pk)
    if step not in _ids(method):
        return _gone(request, pk, step, method)
    sheet = Sheet(
        "methods/own/phase.html",
        lambda data, document: PhaseForm(data, document=document, phase_id=step),
        lambda form, seen: actions.write_phase(pk, step, by=request.user, seen=seen, phase=form.changes),
        _opens,
    )
    return sheet.answer(request, Editor(method, PHASE + step))


def _opens(editor: Editor) -> dict[str, Any]:
    """Where something is written in silence, the question when the group sees it."""
    if not (editor.step and editor.step.silent):
        return {}
    return {"opens": OpenInForm(document=editor.document, phase_id=editor.phase_id)}


def _ids(method: Any) -> list[str]:
    return [phase["id"] for phase in method.draft.document["phase"]]


def _gone(request: HttpRequest, pk: Any, step: str, method: Any) -> HttpResponse:
    if step not in [entry["phase"]["id"] for entry in method.draft.removed]:
        raise Http404
    if request.method == "POST":
        raise actions.Gone
    messages.warning(request, _("Deze stap is weggehaald. Hieronder kun je hem terugzetten."))
    return redirect("own_method", pk)


@login_required
@require_POST
def open_step_in(request: HttpRequest, pk: Any, step: str) -> HttpResponse:
    """In which step the group sees what is written in this one."""
    method = find_editable(request.user, pk)
    if step not in _ids(method):
        raise Http404
    form = OpenInForm(request.POST, document=method.draft.document, phase_id=step)
    if not form.is_valid():
        messages.error(request, _("Kies in welke stap de groep het ziet, en hoe."))
        return redirect("own_phase", pk, step)
    actions.open_step_in(pk, step, by=request.user, **form.cleaned_data)
    messages.success(request, _("Zo staat het erin."))
    return redirect("own_phase", pk, step)


@require_safe
@login_required
def own_lacks(request: HttpRequest, pk: Any) -> HttpResponse:
    """What the page of `?deel=` still lacks, after what was typed was kept."""
    method = find_editable(request.user, pk)
    part = request.GET.get("deel", PLAN)
    if part not in {PLAN, WORDS, FACTS, *(PHASE + one for one in _ids(method))}:
        raise Http404
    return render(request, "methods/own/lacks.html", {"editor": Editor(method, part)})
