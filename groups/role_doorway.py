"""The way in for who is asked to coach or coordinate; like `doorway`, and apart from it: one opens no group, the other
no overview.
"""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.utils import timezone

from .models import Membership, OrganisationRole, RoleInvitation
from .tokens import digest, role_token, same

KEY = "role_invitation"


def remember(request, token: str) -> None:
    """Keep the digest, never the token. The link came by mail, so its address counts as verified; see `doorway`."""
    request.session[KEY] = digest(token)
    invitation = remembered(request)
    if invitation and not same(token, role_token(invitation.pk, invitation.sent_count)):
        forget(request)
    elif invitation and condition(invitation) == "":
        get_adapter(request).stash_verified_email(request, invitation.email)


def remembered(request) -> RoleInvitation | None:
    token_hash = request.session.get(KEY)
    if not token_hash:
        return None
    return RoleInvitation.objects.select_related("organisation", "by").filter(token_hash=token_hash).first()


def forget(request) -> None:
    request.session.pop(KEY, None)
    get_adapter(request).unstash_verified_email(request)


def may_sign_up(request) -> bool:
    invitation = remembered(request)
    return invitation is not None and condition(invitation) == ""


def condition(invitation) -> str:
    """What is wrong with the invitation itself: "" when it can be used."""
    if invitation.revoked_at:
        return "revoked"
    if invitation.accepted_at:
        return "used"
    return "expired" if invitation.expires_at <= timezone.now() else ""


def situation(invitation, user) -> str:
    """Where this person stands: unknown, already, revoked, used, expired, anonymous, other, inside, overseer, join."""
    if invitation is None:
        return "unknown"
    if has_role(user, invitation.organisation_id, invitation.role):
        return "already"
    if broken := condition(invitation):
        return broken
    if not user.is_authenticated:
        return "anonymous"
    if not owns_address(user, invitation.email):
        return "other"
    return clash(user, invitation) or "join"


def has_role(user, organisation_id, role: str) -> bool:
    return OrganisationRole.objects.filter(user_id=user.pk, organisation=organisation_id, role=role).exists()


def owns_address(user, email: str) -> bool:
    """Has shown that mail to the address reaches them."""
    return EmailAddress.objects.filter(user_id=user.pk, verified=True, email__iexact=email).exists()


def clash(user, invitation) -> str:
    """Who oversees a group is never inside one: "inside" a group already, or an "overseer" already; "" for neither.

    A closed group counts: who belongs to it reads on, and it may be opened again.
    """
    roles = OrganisationRole.Role
    if invitation.role == roles.COORDINATOR:
        groups = Membership.objects.current().filter(user_id=user.pk, group__organisation=invitation.organisation_id)
        return "inside" if groups.exists() else ""
    return "overseer" if has_role(user, invitation.organisation_id, roles.COORDINATOR) else ""
