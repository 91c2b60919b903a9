"""A method of one's own begins: made of another, or read from a file; and is taken along, or thrown away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intervisie.common.http import limit
from methods import actions
from methods.doors import find_editable, find_method, find_own, homes_of
from methods.draft.files import FileTrouble, read_file
from methods.editor import Editor, name_of
from methods.format import to_toml
from methods.forms.own import FileForm, HomeForm
from methods.models import Method


@login_required
def fork_method(request: HttpRequest, slug: str) -> HttpResponse:
    """Whose it will be, and one button."""
    source = find_method(request.user, slug)
    actions.be_out(source)
    form = HomeForm(request.POST or None, homes=homes_of(request.user))
    if request.method == "POST" and form.is_valid():
        limit(f"own-method:{request.user.pk}", per_minute=20)
        made = actions.fork(source, by=request.user, once=form.cleaned_data["once"], home=form.owner)
        messages.success(request, _("Dit is jullie eigen versie. Zolang hij niet uitgebracht is, is het een concept."))
        return redirect("own_method", made.pk)
    context = {"source": source, "name": name_of(source.document or {"nl": {}, "en": {}}), "form": form}
    return render(request, "methods/own/fork.html", context, status=422 if form.errors else 200)


@login_required
def import_method(request: HttpRequest) -> HttpResponse:
    """A file becomes a draft, or everything that is wrong with it is told with its line."""
    form = FileForm(request.POST or None, request.FILES or None, homes=homes_of(request.user))
    troubles = []
    if request.method == "POST":
        limit(f"own-method:{request.user.pk}", per_minute=20)
        if form.is_valid():
            try:
                return _taken_in(request, form)
            except FileTrouble as refused:
                troubles = refused.troubles
    context = {"form": form, "troubles": troubles}
    return render(request, "methods/own/import.html", context, status=422 if form.errors or troubles else 200)


def _taken_in(request: HttpRequest, form: FileForm) -> HttpResponse:
    reading = read_file(form.cleaned_data["file"].read())
    made = actions.take_in(reading, by=request.user, once=form.cleaned_data["once"], home=form.owner)
    messages.success(request, _("Gelezen, en bewaard als concept. Bij elke stap staat wat er nog mist."))
    was, now = name_of(reading.document), name_of(made.draft.document)  # type: ignore[attr-defined]
    if was != now:
        said = _("Er is al een vorm die ‘%(was)s’ heet. Daarom heet deze ‘%(now)s’; dat kun je veranderen.")
        messages.info(request, said % {"was": was, "now": now})
    return redirect("own_method", made.pk)


@require_safe
def export_method(request: HttpRequest, slug: str) -> HttpResponse:
    """What is out, as a file that reads back the same."""
    method = find_method(request.user, slug)
    if not method.document:
        return redirect("export_draft", method.pk)
    return _file(method, method.document)


@require_safe
@login_required
def export_draft(request: HttpRequest, pk: Any) -> HttpResponse:
    """The draft as it stands, unfinished or not."""
    method = find_own(request.user, pk)
    return _file(method, method.draft.document)  # type: ignore[attr-defined]


def _file(method: Method, document: dict[str, Any]) -> HttpResponse:
    text = to_toml(document, origins=method.origin)
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{method.slug}.toml"'
    return answer


@login_required
def throw_away_method(request: HttpRequest, pk: Any) -> HttpResponse:
    """A page that says what goes, and one button. Only what was never out."""
    method = find_editable(request.user, pk)
    if request.method == "POST":
        actions.throw_away(method, by=request.user)
        messages.success(request, _("Het concept is weg."))
        return redirect("methods")
    return render(request, "methods/own/throw_away.html", {"editor": Editor(method, "away")})
