"""Inviting by address, and joining."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import retention
from groups.models import Group, GroupFact, Invitation, Membership, RoleInvitation
from groups.people import standing_of
from groups.tokens import INVITATION_AGE, digest, invitation_token
from intervisie.common.audit import record
from intervisie.common.delivery import Plan, drop, plan_all
from intervisie.common.refusals import NotNow, NotYours, Refusal

_USABLE = Q(accepted_at=None, revoked_at=None)


@transaction.atomic
def invite(group, addresses, *, by) -> list[Invitation]:
    """Invite each address once; an address whose invitation is still open gets a new round. All of them, or none."""
    group = _locked(group.pk)
    usable = list(group.invitations.filter(_USABLE))
    known = {invitation.email: invitation for invitation in usable}
    again = [known[address] for address in addresses if address in known]
    fresh = [_fresh(group, address, by=by) for address in addresses if address not in known]
    _fits(group, usable, adding=len(addresses), renewed=again)
    _renew(again, by=by)
    Invitation.objects.bulk_create(fresh)
    plan_all(_letter(invitation, group) for invitation in [*fresh, *again])
    record("group.invite", by=by, about=group, organisation=group.organisation_id, addresses=len(addresses))
    return [*fresh, *again]


def _locked(pk) -> Group:
    """One at a time: the group, still open."""
    group = Group.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=pk)
    if group.archived_at:
        raise NotNow(_("Deze groep is afgesloten. Er komt niemand meer bij."))
    return group


def _fits(group, usable, *, adding, renewed):
    """Members (a coach takes no seat), links that still work and the new ones stay within twelve."""
    waiting = [one for one in usable if one.expires_at > timezone.now() and one not in renewed]
    if members_in(group) + len(waiting) + adding > Group.LARGEST:
        raise Refusal(
            _("Een groep telt hooguit %(most)s mensen, de uitnodigingen meegerekend.") % {"most": Group.LARGEST}
        )


def members_in(group) -> int:
    """How many take part; a coach takes no seat."""
    return group.memberships.current().filter(role=Membership.Role.MEMBER).count()


def _fresh(group, address, *, by) -> Invitation:
    invitation = Invitation(group=group, email=address, by=by, sent_count=1)
    invitation.token_hash = digest(invitation_token(invitation.pk, 1))
    invitation.expires_at = timezone.now() + INVITATION_AGE
    return invitation


def _renew(invitations, *, by) -> None:
    """A new token each; every earlier link stops working. Two queries for any number."""
    if not invitations:
        return
    drop(about=[invitation.pk for invitation in invitations], why="sent again")
    for invitation in invitations:
        invitation.sent_count, invitation.by = invitation.sent_count + 1, by
        invitation.token_hash = digest(invitation_token(invitation.pk, invitation.sent_count))
        invitation.expires_at = timezone.now() + INVITATION_AGE
    Invitation.objects.bulk_update(invitations, ["sent_count", "by", "token_hash", "expires_at"])


def _letter(invitation, group) -> Plan:
    return Plan(
        "invitation",
        key=f"invitation:{invitation.pk}:{invitation.sent_count}",
        email=invitation.email,
        about=invitation.pk,
        facts={"round": invitation.sent_count},
        language=group.language,
        due_at=timezone.now(),
        expires_at=invitation.expires_at,
    )


@transaction.atomic
def resend_invitation(invitation, *, by, seen_round) -> Invitation:
    """Send again with a new link. The same press twice sends once."""
    group = _locked(invitation.group_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise NotNow(_("Deze uitnodiging is al gebruikt of ingetrokken."))
    if invitation.sent_count != seen_round:
        raise NotNow(_("Deze uitnodiging is zojuist al opnieuw verstuurd."))
    expired = invitation.expires_at <= timezone.now()
    if expired:
        _fits(group, group.invitations.filter(_USABLE), adding=1, renewed=[invitation])
    _renew([invitation], by=by)
    plan_all([_letter(invitation, group)])
    record("invitation.resend", by=by, about=invitation, organisation=group.organisation_id)
    return invitation


@transaction.atomic
def revoke_invitation(invitation, *, by) -> None:
    """Make the link worthless. Pressed twice: nothing more happens."""
    changed = Invitation.objects.filter(_USABLE, pk=invitation.pk).update(revoked_at=timezone.now())
    if changed:
        drop(about=invitation.pk, why="revoked")
        record("invitation.revoke", by=by, about=invitation, organisation=invitation.group.organisation_id)


@transaction.atomic
def join(invitation, *, by) -> Membership:
    """Accept: `by` becomes a member. Raises a refusal when the invitation, the person or the group does not allow it.

    Who is already in the group simply stays; who left returns with a membership that begins today.
    """
    waiting = Invitation.objects.select_for_update(of=["self", "group"]).select_related("group__organisation")
    met = GroupFact.objects.filter(group=OuterRef("group"), kind=GroupFact.Kind.HELD)
    invitation = waiting.annotate(met=Exists(met)).get(pk=invitation.pk)
    group = invitation.group
    others = list(group.memberships.current().select_related("user"))
    if already := next((one for one in others if one.user_id == by.pk), None):
        return already
    _may_join(invitation, others, by)
    membership = Membership.objects.create(group=group, user=by, role=invitation.role)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])  # its letter, if not yet sent, is no longer true
    record("group.join", by=by, about=group, organisation=group.organisation_id, invitation=invitation.pk)
    if invitation.met:
        _tell(others, membership)
    return membership


def _may_join(invitation, others, user):
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= timezone.now():
        raise NotNow(_("Deze uitnodiging is niet meer geldig. Vraag de groep om een nieuwe."))
    if invitation.group.archived_at:
        raise NotNow(_("Deze groep is afgesloten. Er komt niemand meer bij."))
    standing = standing_of(user, invitation)
    if not standing.owns_address:
        raise NotYours(_("Deze uitnodiging is voor een ander e-mailadres."))
    if standing.oversees:
        raise NotYours(_("Je coördineert deze organisatie. Daarom zit je zelf niet in een van haar groepen."))
    if sum(one.role == Membership.Role.MEMBER for one in others) >= Group.LARGEST:
        raise NotNow(_("De groep is vol: er zijn al twaalf mensen."))


def _tell(others, membership):
    """In a group that has already met, everybody hears who is coming in; nobody enters unseen."""
    plan_all(
        Plan(
            "newcomer",
            key=f"membership:{membership.pk}:newcomer:{other.user_id}",
            user=other.user,
            about=membership.group_id,
            facts={"membership": membership.pk},
            due_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=2),
        )
        for other in others
    )


@transaction.atomic
def welcome(membership, *, by) -> None:
    """Another member says: yes, this is who we expected. The first one counts."""
    changed = Membership.objects.filter(pk=membership.pk, until=None, welcomed_at=None).update(
        welcomed_at=timezone.now(), welcomed_by=by
    )
    if changed:
        group = membership.group
        record("group.welcome", by=by, about=group, organisation=group.organisation_id, membership=membership.pk)


def forget_invitations(now) -> int:
    """An address somebody was invited at goes some time after its link stopped working, used or not. Run daily."""
    ended = now - retention.INVITATION
    return sum(rows.objects.filter(expires_at__lt=ended).delete()[0] for rows in (Invitation, RoleInvitation))
