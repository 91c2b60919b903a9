"""Vandaag: what is mine, now."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.waiting import open_for
from intervisie import today


@require_safe
@login_required
def home(request):
    """The next meeting, my case, what I took along, and what else is open."""
    now = timezone.now()
    mine = today.gather(request.user, now)
    return render(request, "home/home.html", {"today": mine, "waiting": open_for(request.user, now)})
