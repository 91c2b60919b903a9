"""May this person do this with a method. Pure: the door said already what they may see, and whether it is theirs.

Own methods of a group are its members' and coaches' alike; those of an organisation its coaches'. Who coordinates may
read what is out of the organisation, nothing else.
"""

from groups.models import Group, Membership, Organisation, OrganisationRole
from methods.models import Method


def can_edit(method: Method) -> bool:
    """Write on it, publish, withdraw, throw away. `method` comes from `with_rights`."""
    return bool(method.may_edit) and not is_closed(method)  # type: ignore[attr-defined]


def is_closed(method: Method) -> bool:
    """Of a group that came to its end: to be read, and to be taken along."""
    return bool(method.group and method.group.archived_at)


def can_keep_for(membership: Membership | None, group: Group) -> bool:
    """Make a method for this group."""
    return membership is not None and membership.until is None and group.archived_at is None


def can_keep_for_all(roles: list[OrganisationRole], organisation: Organisation) -> bool:
    """Make a method for a whole organisation."""
    coach = OrganisationRole.Role.COACH
    return any(role.role == coach and role.organisation_id == organisation.pk for role in roles)
