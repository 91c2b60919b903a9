"""The shelf of a group: which cases wait, and giving dots."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sessions import shelf as shelves
from sessions.actions.shelf import give_dot
from sessions.doors import find_case


@require_safe
@login_required
def shelf(request: Any, pk: Any) -> HttpResponse:
    return render(request, "sessions/shelf.html", {"shelf": shelves.gather(request.user, pk, timezone.now())})


@require_POST
@login_required
def dot(request: Any, pk: Any) -> HttpResponse:
    """Give or take away one's own dot; says which of the two, so pressing twice is once."""
    case = find_case(request.user, pk)
    give_dot(case.pk, by=request.user, on=request.POST.get("on") == "1")
    if not request.htmx:
        return redirect("shelf", case.group_id)
    found = shelves.gather(request.user, case.group_id, timezone.now(), turns=False)
    return render(request, "sessions/_shelf_cases.html", {"shelf": found})
