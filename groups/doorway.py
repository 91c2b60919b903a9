"""The way in with an invitation: what the browser session remembers of the link, and what may happen with it now.

The token itself is never kept: the first hit turns it into its digest and the address bar is clean from then on.
"""

from allauth.account.adapter import get_adapter
from django.utils import timezone

from .models import Invitation
from .people import standing_of
from .tokens import digest, invitation_token, same

KEY = "invitation"


def remember(request, token: str) -> None:
    """Keep which invitation this browser came with. The link came by mail, so its address counts as verified.

    The database knows the digest of a token and not the secret it was made with: with a new secret, links end.
    """
    request.session[KEY] = digest(token)
    invitation = remembered(request)
    if invitation and not same(token, invitation_token(invitation.pk, invitation.sent_count)):
        forget(request)
    elif invitation and condition(invitation) == "":
        get_adapter(request).stash_verified_email(request, invitation.email)


def remembered(request) -> Invitation | None:
    token_hash = request.session.get(KEY)
    if not token_hash:
        return None
    related = Invitation.objects.select_related("group__organisation", "by")
    return related.filter(token_hash=token_hash).first()


def forget(request) -> None:
    request.session.pop(KEY, None)
    get_adapter(request).unstash_verified_email(request)


def may_sign_up(request) -> bool:
    """Accounts begin with an invitation that still works."""
    invitation = remembered(request)
    return invitation is not None and condition(invitation) == ""


def condition(invitation) -> str:
    """What is wrong with the invitation itself: "" when it can be used."""
    if invitation.revoked_at:
        return "revoked"
    if invitation.accepted_at:
        return "used"
    if invitation.group.archived_at:
        return "closed"
    return "expired" if invitation.expires_at <= timezone.now() else ""


def situation(invitation, user) -> str:
    """Where this person stands.

    One of: unknown, already, revoked, used, closed, expired, anonymous, overseer, other, join.
    """
    if invitation is None:
        return "unknown"
    standing = standing_of(user, invitation)
    if standing.belongs:
        return "already"
    if broken := condition(invitation):
        return broken
    if not user.is_authenticated:
        return "anonymous"
    if standing.oversees:
        return "overseer"
    return "join" if standing.owns_address else "other"
