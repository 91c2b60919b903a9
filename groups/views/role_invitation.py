"""Coming in as coach or coordinator. The token leaves the address bar at the first hit."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import actions, role_doorway
from groups.policy import COORDINATOR_IN_SHORT
from intervisie.common.http import client_address, limit
from intervisie.common.refusals import NotNow

GONE = {"unknown": 404, "revoked": 410, "used": 410, "expired": 410}


@require_safe
def role_invitation(request, token):
    """Any link goes the same way, so that an address tells nothing: remember it, then a clean address."""
    limit(f"invitation:{client_address(request)}", per_minute=60)
    role_doorway.remember(request, token)
    return redirect("role_invitation_open")


@require_safe
def role_invitation_open(request):
    """What is asked, and what this person can do with it now."""
    found = role_doorway.remembered(request)
    situation = role_doorway.situation(found, request.user)
    if situation == "already":
        role_doorway.forget(request)
        return redirect("coordinator" if found.role == "coordinator" else "home")
    context = {"invitation": found, "situation": situation, "here": reverse("role_invitation_open")}
    context["in_short"] = COORDINATOR_IN_SHORT
    return render(request, "groups/role_invitation.html", context, status=GONE.get(situation, 200))


@login_required
@require_POST
def accept_role(request):
    found = role_doorway.remembered(request)
    if found is None:
        raise NotNow(_("Open de link in je mail nog een keer, dan weten we weer waar het om gaat."))
    role = actions.accept_role(found, by=request.user)
    role_doorway.forget(request)
    messages.success(request, _("Fijn dat je het doet."))
    return redirect("coordinator" if role.role == "coordinator" else "found_group")
