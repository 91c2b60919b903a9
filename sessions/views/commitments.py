"""Looking back on one's own steps outside the room."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sessions.actions import harvest
from sessions.models import Commitment

SAID = {
    Commitment.Outcome.DONE: _("Mooi. Het staat bij de terugblik."),
    Commitment.Outcome.PARTLY: _("Deels is ook een antwoord. Het staat bij de terugblik."),
    Commitment.Outcome.NOT: _("Dat mag. Het staat bij de terugblik."),
    Commitment.Outcome.DROPPED: _("Losgelaten. Dat is ook een keuze."),
}


@login_required
@require_POST
def look_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what came of a step of one's own; that of anybody else is not there."""
    commitment = get_object_or_404(Commitment, pk=pk, owner=request.user)
    outcome = request.POST.get("outcome", "")
    harvest.look_back(commitment.pk, by=request.user, outcome=outcome)
    if outcome in SAID:
        messages.success(request, str(SAID[Commitment.Outcome(outcome)]))
    return redirect("home")
