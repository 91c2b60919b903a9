"""Who belongs to the group, who is invited, and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import actions
from groups.forms import InvitationsForm
from groups.models import Membership
from groups.people import find_members, find_membership, members_of
from groups.permissions import can_archive, can_end, can_invite, can_welcome, leads_group
from groups.views.parts import posted_number
from intervisie.common.http import limit
from intervisie.common.refusals import NotYours, Refusal, refuse, status_of


@require_safe
@login_required
def group_people(request, pk):
    """Everybody in the group, who is still invited, and what this person may do about it."""
    membership, members = find_members(request.user, pk)
    context = {
        "group": membership.group,
        "mine": membership,
        "members": [(one, can_end(membership, one, members), can_welcome(membership, one)) for one in members],
        "invitations": open_invitations(membership.group),
        "invites": can_invite(membership, members),
        "leads": leads_group(membership, members),
    }
    return render(request, "groups/people.html", context)


def open_invitations(group):
    """Everybody in the group sees who is asked; expired ones too, until they are sent again or revoked."""
    now = timezone.now()
    waiting = group.invitations.filter(accepted_at=None, revoked_at=None).select_related("by").order_by("email")
    return [(invitation, invitation.expires_at <= now) for invitation in waiting]


# ── inviting ───────────────────────────────────────────────────────────────────────────────────────


@login_required
def invite(request, pk):
    membership, members = _inviter(request.user, pk)
    group = membership.group
    form = InvitationsForm(request.POST or None, group=group, members=members, initial=_asked_for(group, request))
    if request.method == "POST":
        limit(f"invite:{request.user.pk}", per_minute=10)
        if form.is_valid() and _send(request, group, form):
            return redirect("group_people", pk)
    return render(request, "groups/invite.html", {"group": group, "form": form}, status=status_of(form))


def _send(request, group, form) -> bool:
    """Send them, or say at the field why not: nothing typed is lost."""
    try:
        sent = actions.invite(group, form.cleaned_data["addresses"], by=request.user)
    except Refusal as refused:
        refuse(form, refused, "addresses")
        return False
    said = _("Er is een uitnodiging onderweg.") if len(sent) == 1 else _("De uitnodigingen zijn onderweg.")
    messages.success(request, said)
    return True


def _inviter(user, pk):
    membership, members = find_members(user, pk)
    if not can_invite(membership, members):
        raise NotYours(_("De begeleider nodigt uit. Wil je er iemand bij? Zeg het in de groep."))
    return membership, members


def _asked_for(group, request) -> dict:
    """Who asked for this group is the first to invite."""
    asked = getattr(group, "request", None) if request.method == "GET" else None
    return {"addresses": asked.email} if asked and not group.invitations.exists() else {}


@login_required
@require_POST
def resend_invitation(request, pk, invitation_pk):
    membership, _members = _inviter(request.user, pk)
    invitation = get_object_or_404(membership.group.invitations, pk=invitation_pk)
    limit(f"invite:{request.user.pk}", per_minute=10)
    actions.resend_invitation(invitation, by=request.user, seen_round=posted_number(request, "seen"))
    messages.success(request, _("Opnieuw verstuurd. De oude link werkt niet meer."))
    return redirect("group_people", pk)


@login_required
@require_POST
def revoke_invitation(request, pk, invitation_pk):
    membership, _members = _inviter(request.user, pk)
    invitation = get_object_or_404(membership.group.invitations.select_related("group"), pk=invitation_pk)
    actions.revoke_invitation(invitation, by=request.user)
    messages.success(request, _("Ingetrokken. De link werkt niet meer."))
    return redirect("group_people", pk)


@login_required
@require_POST
def welcome(request, pk, membership_pk):
    mine, members = find_members(request.user, pk)
    other = _other(members, membership_pk)
    if can_welcome(mine, other):
        actions.welcome(other, by=request.user)
    return redirect("group_people", pk)


def _other(members, pk) -> Membership:
    other = next((one for one in members if one.pk == pk), None)
    if other is None:
        raise Http404
    return other


# ── leaving ────────────────────────────────────────────────────────────────────────────────────────


@login_required
def leave_group(request, pk):
    """Leaving is anybody's own choice: a page that says what happens, and one button."""
    membership = find_membership(request.user, pk)
    if request.method == "POST":
        actions.leave(membership, by=request.user)
        messages.success(request, _("Je doet niet meer mee met %(group)s.") % {"group": membership.group.name})
        return redirect("home")
    alone = [one for one in members_of(membership.group) if one.role == Membership.Role.COACH] == [membership]
    return render(request, "groups/leave.html", {"group": membership.group, "only_coach": alone})


@login_required
def end_membership(request, pk, membership_pk):
    """Somebody else's membership ends: a page that says what happens, and one button."""
    mine, members = find_members(request.user, pk)
    other = _other(members, membership_pk)
    if not can_end(mine, other, members):
        raise NotYours(_("Dat kan alleen de begeleider, en voor zichzelf iedereen."))
    if request.method == "POST":
        actions.leave(other, by=request.user)
        messages.success(request, _("%(name)s hoort niet meer bij de groep.") % {"name": other.user.called})
        return redirect("group_people", pk)
    return render(request, "groups/end_membership.html", {"group": mine.group, "other": other})


@login_required
def archive_group(request, pk):
    mine, members = _leader(request.user, pk)
    if request.method == "POST":
        actions.archive(mine.group, by=request.user, members=members)
        messages.success(request, _("%(group)s is afgesloten.") % {"group": mine.group.name})
        return redirect("group_people", pk)
    return render(request, "groups/archive.html", {"group": mine.group})


@login_required
@require_POST
def reopen_group(request, pk):
    mine, _members = _leader(request.user, pk)
    actions.reopen(mine.group, by=request.user)
    messages.success(request, _("%(group)s gaat weer verder.") % {"group": mine.group.name})
    return redirect("group_people", pk)


def _leader(user, pk) -> tuple[Membership, list[Membership]]:
    mine, members = find_members(user, pk)
    if not can_archive(mine, members):
        raise NotYours(_("Dat kan alleen de begeleider."))
    return mine, members
