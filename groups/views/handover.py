"""The way to leading by oneself: where the group stands, who has led, what it says of itself, and writing that down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import actions
from groups.forms import MaturityForm, StageForm
from groups.forms.maturity import BY_COUNT
from groups.handover import coach_did, coach_moves, goes_by, led_by, notes_for
from groups.maturity import time_to_ask
from groups.models import GroupFact, MemberFact, Stage
from groups.people import find_members, find_membership, members_of
from groups.permissions import can_change_maturity, can_change_stage
from groups.policy import GROUP_ONLY
from intervisie.common.refusals import NotNow, Refusal, refuse, status_of


@require_safe
@login_required
def handover(request, pk):
    """The whole path of one group, for the group itself."""
    return _draw(request, *find_members(request.user, pk))


def _draw(request, membership, members=None, *, stage_form=None, maturity_form=None):
    """The page; with a form that was not right, the page with what was typed in it."""
    group = membership.group
    members = members_of(group) if members is None else members
    context = {
        "group": group,
        "form": stage_form or StageForm(initial={"seen": group.stage, "stage": group.stage}),
        "changes_it": can_change_stage(membership),
        "chip": GROUP_ONLY,
        "guide_needed": group.purpose == group.Purpose.REGISTER,
        **_path(membership, members, maturity_form),
    }
    return render(
        request, "groups/handover.html", context, status=status_of(stage_form or maturity_form or context["form"])
    )


def _path(membership, members, maturity_form) -> dict:
    """What was written down about the way so far. Of persons nothing from before this one joined."""
    group, since = membership.group, membership.since
    changes = list(group.stage_changes.select_related("by").order_by("-at"))
    held = list(group.facts.filter(kind=GroupFact.Kind.HELD).order_by("at"))
    seen = [fact for fact in held if fact.at >= since]
    led = group.member_facts.filter(kind__in=[MemberFact.Kind.LED, MemberFact.Kind.LED_PART]).order_by("-at")
    return {
        "coach": next((one.user for one in members if one.role == "coach"), None),
        "notes": notes_for(group, changes, held),
        "changes": changes,
        "since": since,
        "led": led_by(members, led, membership),
        "coach_moves": coach_moves(seen, group.tz),
        "coach_did": coach_did(seen),
        **_maturity(group, held, maturity_form),
    }


def _maturity(group, held, form) -> dict:
    """What the group says of itself, by whom it was noted, and the form to say it."""
    word = group.maturity_words.select_related("by").order_by("-at").first()
    stands = {"seen": word.pk if word else 0, "maturity": (word and word.maturity) or BY_COUNT}
    since = [fact for fact in held if word is None or fact.at > word.at]
    return {
        "word": word,
        "goes_by": goes_by(len(held)),
        "maturity_form": form or MaturityForm(initial=stands),
        "asked": time_to_ask(len(since)),
    }


@login_required
@require_POST
def change_stage(request, pk):
    membership = find_membership(request.user, pk)
    if not can_change_stage(membership):
        raise NotNow(_("Deze groep is afgesloten."))
    form = StageForm(request.POST)
    if not form.is_valid():
        return _draw(request, membership, stage_form=form)
    stage, seen = form.cleaned_data["stage"], form.cleaned_data["seen"]
    try:
        change = actions.change_stage(membership.group, stage, by=request.user, seen_stage=seen)
    except Refusal as refused:
        refuse(form, refused, seen=membership.group.stage)
        return _draw(request, membership, stage_form=form)
    if change:
        messages.success(request, _("Genoteerd: jullie staan bij ‘%(stage)s’.") % {"stage": Stage(stage).label})
    return redirect("handover", pk)


@login_required
@require_POST
def change_maturity(request, pk):
    membership = find_membership(request.user, pk)
    if not can_change_maturity(membership):
        raise NotNow(_("Deze groep is afgesloten."))
    form = MaturityForm(request.POST)
    if not form.is_valid():
        return _draw(request, membership, maturity_form=form)
    seen = form.cleaned_data["seen"]
    try:
        change = actions.change_maturity(membership.group, form.said, by=request.user, seen_word=seen)
    except Refusal as refused:
        word = membership.group.maturity_words.order_by("-at").first()
        refuse(form, refused, seen=word.pk if word else 0)
        return _draw(request, membership, maturity_form=form)
    if change:
        messages.success(request, _("Genoteerd. Iedereen in de groep kan het weer veranderen."))
    return redirect(f"{reverse('handover', args=[pk])}#maturity")
