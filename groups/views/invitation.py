"""Coming in with an invitation. The token leaves the address bar at the first hit."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import actions, doorway
from groups.forms import JoinForm
from intervisie.common.http import client_address, limit
from intervisie.common.refusals import NotNow

GONE = {"unknown": 404, "revoked": 410, "used": 410, "closed": 410, "expired": 410}


@require_safe
def invitation(request, token):
    """Any link goes the same way, so that an address tells nothing: remember it, then a clean address."""
    limit(f"invitation:{client_address(request)}", per_minute=60)
    doorway.remember(request, token)
    return redirect("invitation_open")


@require_safe
def invitation_open(request):
    """What this invitation is, and what this person can do with it now."""
    return _draw(request, doorway.remembered(request), JoinForm())


def _draw(request, found, form):
    situation = doorway.situation(found, request.user)
    if situation == "already":
        doorway.forget(request)
        return redirect("group", found.group_id)
    context = {"invitation": found, "situation": situation, "here": reverse("invitation_open"), "form": form}
    status = 422 if form.is_bound else GONE.get(situation, 200)
    return render(request, "groups/invitation.html", context, status=status)


@login_required
@require_POST
def accept_invitation(request):
    found = doorway.remembered(request)
    if found is None:
        raise NotNow(_("Open de link in je mail nog een keer, dan weten we weer om welke groep het gaat."))
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _draw(request, found, form)
    membership = actions.join(found, by=request.user)
    doorway.forget(request)
    messages.success(request, _("Welkom bij %(group)s.") % {"group": found.group.name})
    return redirect("agreement" if membership.group.agreements.exists() else "group", found.group_id)
