"""Who belongs to which group: the doors and the lists every page needs."""

import unicodedata

from allauth.account.models import EmailAddress
from django.http import Http404

from .models import Group, Membership, Organisation, OrganisationRole


def find_membership(user, pk) -> Membership:
    """The door of every page about one group: the membership of today, with its group; 404 for everybody else."""
    membership = (
        Membership.objects.current().select_related("group__organisation").filter(user_id=user.pk, group_id=pk).first()
    )
    if membership is None:
        raise Http404
    membership.user = user
    return membership


def members_of(group) -> list[Membership]:
    """Who belongs to the group today, members first, by name. One query."""
    memberships = group.memberships.current().select_related("user")
    return sorted(memberships, key=lambda one: (one.role == Membership.Role.COACH, by_name(one.user.called)))


def by_name(text: str) -> str:
    """How a Dutch list is sorted: without case and accents (the database knows no Dutch collation)."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def roles_of(user) -> list[OrganisationRole]:
    """Every role of this person with its organisation. One query."""
    if not user.is_authenticated:
        return []
    return list(OrganisationRole.objects.filter(user_id=user.pk).select_related("organisation"))


def oversees(user, organisation_id) -> bool:
    """Whether this person coordinates the organisation, and so never sits in one of its groups."""
    return OrganisationRole.objects.filter(
        user_id=user.pk, organisation_id=organisation_id, role=OrganisationRole.Role.COORDINATOR
    ).exists()


def coordinators_of(organisation) -> list:
    return [role.user for role in organisation.roles.filter(role="coordinator").select_related("user")]


def coaches_of(organisation) -> list:
    """Who may coach a group here: coaches who do not also coordinate the organisation, by name."""
    roles = list(organisation.roles.select_related("user"))
    overseers = {role.user_id for role in roles if role.role == OrganisationRole.Role.COORDINATOR}
    coaches = [role.user for role in roles if role.role == OrganisationRole.Role.COACH]
    return sorted((user for user in coaches if user.pk not in overseers), key=lambda user: by_name(user.called))


def owns_address(user, email) -> bool:
    """Whether this person has shown that mail to the address reaches them."""
    return EmailAddress.objects.filter(user_id=user.pk, verified=True, email__iexact=email).exists()


def intake_organisation() -> Organisation | None:
    """Where requests of visitors arrive, if this installation takes any."""
    return Organisation.objects.filter(is_intake=True).first()


def oversees_group(user, pk) -> Group:
    """The door of a coordinator to the figures of one group; 404 for everybody else."""
    group = Group.objects.overseen_by(user).filter(pk=pk).first()
    if group is None:
        raise Http404
    return group
