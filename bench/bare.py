"""What every Django project has: a page of a list, and a form that writes a row. Nothing of ours but the middleware."""

import datetime
import json

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from groups.models import Membership
from intervisie.common import delivery
from intervisie.common.models import AuditEvent

ROWS = 45
DAY = datetime.timedelta(days=1)


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Session, person, one query, a template of 10 KB."""
    return render(request, "bench/bare.html", {"rows": Membership.objects.order_by("pk")[:ROWS]})


class Word(forms.Form):
    word = forms.CharField(max_length=60)


@login_required
@require_POST
def post(request: HttpRequest) -> HttpResponse:
    """Session, person, a form with a token against forgery, one row, a redirect."""
    form = Word(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    AuditEvent.objects.create(verb=form.cleaned_data["word"], actor=request.user)
    return redirect("/bench/bare/")


@require_POST
@csrf_exempt
def plan_notes(request: HttpRequest) -> HttpResponse:
    """A deed with messages: plans so many notes in one transaction, the same ones each time it is asked."""
    asked = json.loads(request.body)
    due = {number: datetime.datetime.fromtimestamp(at, datetime.UTC) for number, at in asked["due"].items()}
    with transaction.atomic():
        delivery.plan_all(
            delivery.Plan("bench_note", f"bench:{number}", at, at + DAY, email=f"{number}@bench.example")
            for number, at in due.items()
        )
    return HttpResponse(status=204)
