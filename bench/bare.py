"""What every Django project has: a page of a list, and a form that writes a row. Nothing of ours but the middleware."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from groups.models import Membership
from intervisie.common.models import AuditEvent

ROWS = 45


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
