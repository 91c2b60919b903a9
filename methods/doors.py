"""The doors to methods: fetching is the permission check. A stranger gets 404 and learns nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from groups.models import Group, Membership, Organisation, OrganisationRole
from groups.people import by_name, roles_of
from intervisie.common.refusals import NotNow, NotYours
from methods import permissions
from methods.models import Method


@dataclass(frozen=True)
class Home:
    """Where an own method can live: a group one belongs to, or an organisation one coaches in."""

    group: Group | None = None
    organisation: Organisation | None = None

    @property
    def key(self) -> str:
        """As a form says it."""
        return f"group-{self.group.pk}" if self.group else f"organisation-{self.organisation.pk}"  # type: ignore[union-attr]

    @property
    def name(self) -> str:
        return str(self.group or self.organisation)


def homes_of(user: Any) -> list[Home]:
    """Where this person may keep own methods, groups first, by name. Two queries."""
    if not user.is_authenticated:
        return []
    belongs = Membership.objects.current().filter(user=user).select_related("group__organisation")
    groups = [Home(group=one.group) for one in belongs if permissions.can_keep_for(one, one.group)]
    coaching = [role for role in roles_of(user) if role.role == OrganisationRole.Role.COACH]
    organisations = [Home(organisation=role.organisation) for role in coaching]
    return [*sorted(groups, key=lambda one: by_name(one.name)), *sorted(organisations, key=lambda o: by_name(o.name))]


def find_method(user: Any, slug: str) -> Method:
    """A method this person may open, by the name in its address."""
    rows = Method.objects.visible_to(user).with_rights(user).select_related("group", "organisation")
    return _found(rows.filter(slug=slug).first())


def find_written(user: Any, slug: str) -> Method:
    """The same, with a document: what was never out has none to show."""
    method = find_method(user, slug)
    if not method.document:
        raise Http404
    return method


def find_own(user: Any, pk: UUID) -> Method:
    """An own method with its draft, for who writes on it: 404 for a stranger, 403 for who may read what is out."""
    rows = Method.objects.own().visible_to(user).with_rights(user)
    related = rows.select_related("group__organisation", "organisation", "draft__by", "withdrawn_by")
    method = _found(related.filter(pk=pk).first())
    if not method.may_edit:  # type: ignore[attr-defined]
        raise NotYours(_("Deze werkvorm is van de begeleiders van de organisatie. Maak er een eigen versie van."))
    return method


def find_editable(user: Any, pk: UUID) -> Method:
    """The same, to change something: 409 in a group that came to its end."""
    method = find_own(user, pk)
    if permissions.is_closed(method):
        raise NotNow(_("Deze groep is afgesloten. Je kunt de werkvorm nog lezen en als bestand meenemen."))
    return method


def _found(method: Method | None) -> Method:
    if method is None:
        raise Http404
    return method
