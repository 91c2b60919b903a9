"""Who belongs to which group: the doors and the lists every page needs."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from intervisie.common.prepared import prepared
from intervisie.common.refusals import NotYours

from .models import Membership, Organisation, OrganisationRole, User


def find_membership(user, pk) -> Membership:
    """The door of every page about one group: the membership of today, with its group; 404 for everybody else."""
    membership = next(iter(_of(user, pk)), None)
    if membership is None:
        raise Http404
    membership.user = user
    return membership


@prepared
def _of(user, group_id):
    return Membership.objects.current().filter(user=user, group=group_id).select_related("group__organisation")


def find_members(user, pk) -> tuple[Membership, list[Membership]]:
    """The same door, with everybody behind it: for pages and deeds that ask who else belongs. One query."""
    here = _with_group(pk)
    mine = next((one for one in here if one.user_id == user.pk), None)
    if mine is None:
        raise Http404
    for membership in here:
        membership.group = mine.group
    return mine, _in_order(here)


@prepared
def _with_group(group_id):
    return Membership.objects.current().filter(group=group_id).select_related("user", "group__organisation")


def members_of(group) -> list[Membership]:
    """Who belongs to the group today, members first, by name. One query."""
    memberships = _current(group)
    for membership in memberships:
        membership.group = group
    return _in_order(memberships)


def _in_order(memberships) -> list[Membership]:
    return sorted(memberships, key=lambda one: (one.role == Membership.Role.COACH, by_name(one.user.called)))


@prepared
def _current(group):
    return Membership.objects.current().filter(group=group).select_related("user")


def find_overseen(user, pk) -> Organisation:
    """The door of a coordinator's pages about one organisation: a stranger gets 404, who coaches there 403."""
    roles = [role for role in roles_of(user) if role.organisation_id == pk]
    if not roles:
        raise Http404
    if all(role.role != OrganisationRole.Role.COORDINATOR for role in roles):
        raise NotYours(_("Deze pagina is voor wie de organisatie coördineert."))
    return roles[0].organisation


def by_name(text: str) -> str:
    """How a Dutch list is sorted: without case and accents (the database knows no Dutch collation)."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def roles_of(user) -> list[OrganisationRole]:
    """Every role of this person with its organisation. One query."""
    if not user.is_authenticated:
        return []
    return _roles(user.pk)


@prepared
def _roles(user_id):
    return OrganisationRole.objects.filter(user_id=user_id).select_related("organisation")


def coordinators_of(organisation) -> list:
    return [role.user for role in organisation.roles.filter(role="coordinator").select_related("user")]


def overseers_inside(group) -> list[User]:
    """Who belongs to the group today and coordinates its organisation as well: nobody, if all is as it should be."""
    overseers = OrganisationRole.objects.filter(
        organisation=group.organisation_id, role=OrganisationRole.Role.COORDINATOR
    )
    inside = Membership.objects.current().filter(group=group, user__in=overseers.values("user"))
    return sorted((one.user for one in inside.select_related("user")), key=lambda user: by_name(user.called))


def coaches_of(organisation) -> list:
    """Who may coach a group here: coaches who do not also coordinate the organisation, by name."""
    return coaches_in([organisation])[organisation.pk]


def coaches_in(organisations) -> dict[Any, list]:
    """The same for several organisations, by their id. One query."""
    found: dict[Any, list] = {organisation.pk: [] for organisation in organisations}
    for role in OrganisationRole.objects.filter(organisation__in=found).select_related("user"):
        found[role.organisation_id].append(role)
    return {pk: _who_coach(roles) for pk, roles in found.items()}


def _who_coach(roles) -> list:
    overseers = {role.user_id for role in roles if role.role == OrganisationRole.Role.COORDINATOR}
    coaches = [role.user for role in roles if role.role == OrganisationRole.Role.COACH]
    return sorted((user for user in coaches if user.pk not in overseers), key=lambda user: by_name(user.called))


@dataclass(frozen=True)
class Standing:
    """How somebody stands to an invitation, apart from the invitation itself."""

    belongs: bool  # already in the group
    oversees: bool  # coordinates the organisation, and so never sits in one of its groups
    owns_address: bool  # has shown that mail to the address reaches them


def standing_of(user, invitation) -> Standing:
    """One query."""
    coordinator = OrganisationRole.Role.COORDINATOR
    organisation = invitation.group.organisation_id
    asked = User.objects.filter(pk=user.pk).annotate(
        belongs=Exists(Membership.objects.current().filter(group=invitation.group_id, user=OuterRef("pk"))),
        oversees=Exists(
            OrganisationRole.objects.filter(organisation=organisation, user=OuterRef("pk"), role=coordinator)
        ),
        owns=Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, email__iexact=invitation.email)),
    )
    found = asked.values_list("belongs", "oversees", "owns").first()
    return Standing(*found) if found else Standing(False, False, False)


def intake_organisation() -> Organisation | None:
    """Where requests of visitors arrive, if this installation takes any."""
    return Organisation.objects.filter(is_intake=True).first()
