"""An organisation begins, and who coaches and coordinates in it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import role_doorway
from groups.models import Group, Membership, Organisation, OrganisationRole, RoleInvitation, Stage
from groups.people import coaches_of
from groups.tokens import INVITATION_AGE, digest, role_token
from intervisie.common.audit import record
from intervisie.common.delivery import Plan, drop, plan, plan_all
from intervisie.common.refusals import NotNow, NotYours, Refusal

from .leaving import leave_all

Role = OrganisationRole.Role


@transaction.atomic
def found_organisation(name: str, *, by=None, language: str = "nl", zone: str = "Europe/Amsterdam") -> Organisation:
    """The organisation of this name, made if it is not there. The very first also receives requests of visitors."""
    first = not Organisation.objects.filter(is_intake=True).exists()
    found, new = Organisation.objects.get_or_create(
        name=name, defaults={"language": language, "zone": zone, "is_intake": first}
    )
    if new:
        record("organisation.found", by=by, about=found, organisation=found)
    return found


# ── asking somebody ────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def invite_role(organisation, email: str, role: str, *, by) -> RoleInvitation:
    """Ask this address to coach or coordinate. While an earlier question is open, that one stands: nothing is sent."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    email = email.lower()
    if OrganisationRole.objects.filter(organisation=organisation, role=role, user__email=email).exists():
        raise Refusal(_("Dat is %(email)s al.") % {"email": email})
    standing = organisation.role_invitations.filter(email=email, role=role, accepted_at=None, revoked_at=None).first()
    if standing:
        return standing if standing.expires_at > timezone.now() else _renew(standing, by=by)
    return _ask(organisation, email, role, by=by)


def _ask(organisation, email: str, role: str, *, by) -> RoleInvitation:
    invitation = RoleInvitation(organisation=organisation, email=email, role=Role(role), by=by)
    invitation.token_hash = digest(role_token(invitation.pk, 1))
    invitation.expires_at = timezone.now() + INVITATION_AGE
    invitation.save(force_insert=True)
    plan_all([_letter(invitation)])
    record("role.invite", by=by, about=invitation, organisation=organisation, role=str(role))
    return invitation


def _renew(invitation, *, by) -> RoleInvitation:
    """A new token; every earlier link stops working."""
    drop(about=invitation.pk, why="sent again")
    number = invitation.sent_count + 1
    invitation.sent_count, invitation.by = number, by
    invitation.token_hash = digest(role_token(invitation.pk, number))
    invitation.expires_at = timezone.now() + INVITATION_AGE
    invitation.save(update_fields=["sent_count", "by", "token_hash", "expires_at"])
    plan_all([_letter(invitation)])
    record("role.resend", by=by, about=invitation, organisation=invitation.organisation_id)
    return invitation


def _letter(invitation) -> Plan:
    return Plan(
        "role_invitation",
        key=f"role:{invitation.pk}:{invitation.sent_count}",
        email=invitation.email,
        about=invitation.pk,
        facts={"round": invitation.sent_count},
        language=invitation.organisation.language,
        due_at=timezone.now(),
        expires_at=invitation.expires_at,
    )


@transaction.atomic
def resend_role(invitation, *, by, seen_round: int) -> RoleInvitation:
    """Send again with a new link. The same press twice sends once."""
    asked = RoleInvitation.objects.select_for_update(of=["self"]).select_related("organisation")
    invitation = asked.get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise NotNow(_("Deze uitnodiging is al gebruikt of ingetrokken."))
    if invitation.sent_count != seen_round:
        raise NotNow(_("Deze uitnodiging is zojuist al opnieuw verstuurd."))
    return _renew(invitation, by=by)


@transaction.atomic
def revoke_role(invitation, *, by) -> None:
    """Make the link worthless. Pressed twice: nothing more happens."""
    usable = RoleInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if usable.update(revoked_at=timezone.now()):
        drop(about=invitation.pk, why="revoked")
        record("role.revoke", by=by, about=invitation, organisation=invitation.organisation_id)


# ── beginning and ending ───────────────────────────────────────────────────────────────────────────
@transaction.atomic
def accept_role(invitation, *, by) -> OrganisationRole:
    """`by` coaches or coordinates from now on. Who does already simply stays."""
    asked = RoleInvitation.objects.select_for_update(of=["self"]).select_related("organisation")
    invitation = asked.get(pk=invitation.pk)
    held = OrganisationRole.objects.filter(organisation=invitation.organisation, user=by, role=invitation.role).first()
    if held:
        return held
    if role_doorway.condition(invitation):
        raise NotNow(_("Deze uitnodiging is niet meer geldig. Vraag om een nieuwe."))
    _may_accept(invitation, by)
    role = OrganisationRole.objects.create(organisation=invitation.organisation, user=by, role=invitation.role)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("role.accept", by=by, about=invitation, organisation=invitation.organisation, role=str(invitation.role))
    return role


def _may_accept(invitation, user):
    if not role_doorway.owns_address(user, invitation.email):
        raise NotYours(_("Deze uitnodiging is voor een ander e-mailadres."))
    match role_doorway.clash(user, invitation):
        case "inside":
            raise NotYours(_("Je zit in een groep van deze organisatie. Daarom kun je haar niet ook coördineren."))
        case "overseer":
            raise NotYours(_("Je coördineert deze organisatie. Daarom begeleid je er geen groepen."))


@transaction.atomic
def end_role(role, *, by) -> bool:
    """Somebody no longer coaches or coordinates here. A coach leaves the groups coached; True the first time.

    An organisation keeps one coordinator: the last one is refused with NotNow.
    """
    held = OrganisationRole.objects.select_for_update(of=["self", "organisation"]).select_related(
        "organisation", "user"
    )
    role = held.filter(pk=role.pk).first()  # two who end each other's: the second waits here, and then counts on
    if role is None:
        return False
    if role.role == Role.COORDINATOR and not _others(role):
        raise NotNow(_("Er is maar één coördinator. Nodig eerst een ander uit."))
    leave_all(coached_by(role), by=by)
    OrganisationRole.objects.filter(pk=role.pk).delete()
    record("role.end", by=by, about=role.user, organisation=role.organisation_id, role=str(role.role))
    if by != role.user:
        _tell_ended(role)
    return True


def _others(role) -> bool:
    same = OrganisationRole.objects.filter(organisation=role.organisation_id, role=role.role, user__is_active=True)
    return same.exclude(pk=role.pk).exists()


def coached_by(role) -> list[Membership]:
    """The groups somebody coaches for this organisation today; none for a coordinator."""
    if role.role != Role.COACH:
        return []
    coaching = Membership.objects.current().filter(user=role.user_id, role=Membership.Role.COACH)
    return list(coaching.filter(group__organisation=role.organisation_id).select_related("group", "user"))


def _tell_ended(role):
    plan(
        "role_ended",
        key=f"role:{role.pk}:ended",
        user=role.user,
        about=role.organisation_id,
        facts={"role": str(role.role)},
        due_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=2),
    )


# ── a coach for a group ────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def appoint_coach(group, coach, *, by) -> Membership:
    """A group without a coach gets one; everybody in it hears. The same press twice appoints once.

    Not over the head of a group that leads itself: that group takes a step back first if it wants to.
    """
    group = Group.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=group.pk)
    here = list(group.memberships.current().select_related("user"))
    coaches = [one for one in here if one.role == Membership.Role.COACH]
    if already := next((one for one in coaches if one.user_id == coach.pk), None):
        return already
    _may_appoint(group, coach, here, coaches)
    membership = Membership.objects.create(
        group=group, user=coach, role=Membership.Role.COACH, welcomed_at=timezone.now()
    )
    record("group.appoint", by=by, about=group, organisation=group.organisation_id, coach=coach.pk)
    _tell_appointed(group, membership, here)
    return membership


def _may_appoint(group, coach, here, coaches):
    if group.archived_at:
        raise NotNow(_("Deze groep is afgesloten. Er komt niemand meer bij."))
    if coaches:
        raise NotNow(_("Deze groep heeft al een begeleider: %(name)s.") % {"name": coaches[0].user.called})
    if group.stage >= Stage.SELF_LED:
        raise NotNow(
            _("Deze groep begeleidt zichzelf. Wil ze weer een begeleider, dan zet ze eerst zelf een stap terug.")
        )
    if coach not in coaches_of(group.organisation):
        raise Refusal(_("Kies een begeleider van de organisatie."))
    if any(one.user_id == coach.pk for one in here):
        raise Refusal(_("%(name)s is lid van deze groep. Kies een ander.") % {"name": coach.called})


def _tell_appointed(group, membership, here):
    """The coach hears where to begin; the members hear who is coming in, before anything is said again."""
    soon = {"about": group.pk, "due_at": timezone.now(), "expires_at": timezone.now() + timedelta(days=3)}
    coach = membership.user
    letters = [Plan("coaching", key=f"membership:{membership.pk}:appointed", user=coach, **soon)]
    facts = {"membership": membership.pk}
    letters += [
        Plan(
            "coach_appointed", key=f"membership:{membership.pk}:coach:{one.user_id}", user=one.user, facts=facts, **soon
        )
        for one in here
    ]
    plan_all(letters)
