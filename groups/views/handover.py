"""The way to leading by oneself: where the group stands, who has led, and writing down a next step."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import actions
from groups.forms import StageForm
from groups.handover import coach_moves, led_by, notes_for
from groups.models import GroupFact, MemberFact, Stage
from groups.people import find_members
from groups.permissions import can_change_stage
from groups.policy import GROUP_ONLY
from intervisie.common.refusals import NotNow, Refusal, refuse, status_of


@require_safe
@login_required
def handover(request, pk):
    """The whole path of one group, for the group itself."""
    membership, members = find_members(request.user, pk)
    stage = membership.group.stage
    return _draw(request, membership, members, StageForm(initial={"seen": stage, "stage": stage}))


def _draw(request, membership, members, form):
    group = membership.group
    context = {
        "group": group,
        "form": form,
        "changes_it": can_change_stage(membership),
        "chip": GROUP_ONLY,
        "guide_needed": group.purpose == group.Purpose.REGISTER,
        **_path(membership, members),
    }
    return render(request, "groups/handover.html", context, status=status_of(form))


def _path(membership, members) -> dict:
    """What was written down about the way so far. Of persons nothing from before this one joined."""
    group, since = membership.group, membership.since
    changes = list(group.stage_changes.select_related("by").order_by("-at"))
    held = list(group.facts.filter(kind=GroupFact.Kind.HELD).order_by("at"))
    led = group.member_facts.filter(kind__in=[MemberFact.Kind.LED, MemberFact.Kind.LED_PART]).order_by("-at")
    return {
        "coach": next((one.user for one in members if one.role == "coach"), None),
        "notes": notes_for(group, changes, held),
        "changes": changes,
        "since": since,
        "led": led_by(members, led, membership),
        "coach_moves": coach_moves([fact for fact in held if fact.at >= since], group.tz),
    }


@login_required
@require_POST
def change_stage(request, pk):
    membership, members = find_members(request.user, pk)
    if not can_change_stage(membership):
        raise NotNow(_("Deze groep is afgesloten."))
    form = StageForm(request.POST)
    if not form.is_valid():
        return _draw(request, membership, members, form)
    stage, seen = form.cleaned_data["stage"], form.cleaned_data["seen"]
    try:
        change = actions.change_stage(membership.group, stage, by=request.user, seen_stage=seen)
    except Refusal as refused:
        refuse(form, refused, seen=membership.group.stage)
        return _draw(request, membership, members, form)
    if change:
        messages.success(request, _("Genoteerd: jullie staan bij ‘%(stage)s’.") % {"stage": Stage(stage).label})
    return redirect("handover", pk)
