"""May this person? Pure where the membership is passed in; a coach's word and a member's weigh the same unless said."""

from .models import Membership, OrganisationRole, Stage


def is_member(user, group) -> bool:
    """Belongs to the group today, as member or coach. One query."""
    return group.memberships.current().filter(user_id=user.pk).exists()


def is_coach(user, group) -> bool:
    """Coaches the group today. One query."""
    return group.memberships.current().filter(user_id=user.pk, role=Membership.Role.COACH).exists()


def coaches(membership) -> bool:
    return membership.until is None and membership.role == Membership.Role.COACH


def leads_group(membership, members) -> bool:
    """A coach, or any member of a group that has no coach (any more)."""
    if membership.until is not None:
        return False
    return coaches(membership) or not any(coaches(one) for one in members)


def runs_group(membership, members) -> bool:
    """Sees to dates and to the group itself: who leads it, and every member once the group does things together."""
    together = membership.until is None and membership.group.stage >= Stage.CO_LED
    return together or leads_group(membership, members)


def can_change_group(membership, members) -> bool:
    return runs_group(membership, members) and membership.group.archived_at is None


def can_invite(membership, members) -> bool:
    return leads_group(membership, members) and membership.group.archived_at is None


def can_end(membership, other, members) -> bool:
    """End somebody else's membership; leaving oneself needs nobody's leave."""
    return other.pk != membership.pk and leads_group(membership, members)


def can_archive(membership, members) -> bool:
    return leads_group(membership, members)


def can_welcome(membership, other) -> bool:
    """Say of a newcomer: yes, this is who we expected. Never of oneself."""
    return membership.until is None and other.pk != membership.pk and other.is_new


def can_schedule(membership) -> bool:
    """Dates are for everybody in the group to propose; the session's own rules follow later."""
    return membership.until is None and membership.group.archived_at is None


def can_write_agreement(membership) -> bool:
    return membership.until is None and membership.group.archived_at is None


def can_sign(membership) -> bool:
    return membership.until is None and membership.group.archived_at is None


def can_change_stage(membership) -> bool:
    return membership.until is None and membership.group.archived_at is None


def can_change_maturity(membership) -> bool:
    """What the group says of itself anybody in it may write down, coach or member, as with its stage."""
    return membership.until is None and membership.group.archived_at is None


def can_found(roles) -> bool:
    """Founding needs a role in some organisation: coach or coordinator."""
    return bool(roles)


def can_answer_requests(roles) -> bool:
    return any(role.organisation.is_intake for role in roles)


def can_coordinate(roles) -> bool:
    return any(role.role == OrganisationRole.Role.COORDINATOR for role in roles)
