"""A method of one's own comes out and is taken back; what was out before can be read, and brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from methods import actions, cards, method_page
from methods.doors import find_editable, find_own
from methods.editor import Editor
from methods.format.document import WRITTEN_FOR
from methods.forms.own import CreditForm
from methods.models import MethodVersion
from methods.own_list import origins_of


@login_required
def publish_method(request: HttpRequest, pk: Any) -> HttpResponse:
    """What it still lacks; or what happens when it comes out, and one button."""
    method = find_editable(request.user, pk)
    editor = Editor(method, "own_publish")
    form = CreditForm(request.POST or None) if actions.asks_credit(method, editor.draft) else None
    if request.method == "POST" and (form is None or form.is_valid()):
        actions.publish(method, by=request.user, seen=request.POST.get("seen", ""), credit=form is not None)
        messages.success(request, _("Uitgebracht. Jullie kunnen hem in een bijeenkomst kiezen."))
        return redirect("method", method.slug)
    origins = origins_of(method, request.user)
    context = {"editor": editor, "form": form, "seen": editor.draft.digest, "origins": origins}
    return render(request, "methods/own/publish.html", context, status=422 if form and form.errors else 200)


@login_required
def withdraw_method(request: HttpRequest, pk: Any) -> HttpResponse:
    """A page that says what happens, and one button."""
    method = find_editable(request.user, pk)
    if request.method == "POST":
        actions.withdraw(method, by=request.user)
        messages.success(request, _("Ingetrokken. Wat jullie ermee deden, blijft zoals het was."))
        return redirect("own_versions", pk)
    return render(request, "methods/own/withdraw.html", {"editor": Editor(method, "withdraw")})


@require_safe
@login_required
def own_versions(request: HttpRequest, pk: Any) -> HttpResponse:
    """Everything that ever came out: who and when."""
    method = find_own(request.user, pk)
    versions = list(method.versions.select_related("by").defer("document"))  # type: ignore[attr-defined]
    context = {"editor": Editor(method, "own_versions"), "versions": versions}
    return render(request, "methods/own/versions.html", context)


@require_safe
@login_required
def own_version(request: HttpRequest, pk: Any, number: int) -> HttpResponse:
    """One of them, as it was."""
    method = find_own(request.user, pk)
    version = _version(method, number)
    context = {
        "editor": Editor(method, "own_versions"),
        "version": version,
        "card": cards.card(version.doc),
        "steps": method_page.steps(version.doc, WRITTEN_FOR),
        "facts": method_page.facts(version.doc),
    }
    return render(request, "methods/own/version.html", context)


@login_required
@require_POST
def bring_back_version(request: HttpRequest, pk: Any, number: int) -> HttpResponse:
    """Into the draft; what stood there is kept aside."""
    method = find_editable(request.user, pk)
    actions.bring_back(_version(method, number), by=request.user)
    messages.success(
        request, _("Versie %(number)s staat weer in het concept. Uitbrengen doe je zelf.") % {"number": number}
    )
    return redirect("own_versions", pk)


@login_required
@require_POST
def put_back_draft(request: HttpRequest, pk: Any) -> HttpResponse:
    """What stood in the draft before an older version came back."""
    find_editable(request.user, pk)
    actions.put_back(pk, by=request.user)
    messages.success(request, _("Wat er stond, staat er weer."))
    return redirect("own_method", pk)


def _version(method: Any, number: int) -> MethodVersion:
    return get_object_or_404(method.versions.select_related("by"), number=number)
