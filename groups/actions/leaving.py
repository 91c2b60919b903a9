"""Leaving a group, and closing one. What other apps must do with it, they add with `also_on`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Group, Invitation, Membership
from groups.people import overseers_inside
from intervisie.common.audit import event, record, record_all
from intervisie.common.delivery import Plan, drop, plan_all
from intervisie.common.models import AuditEvent
from intervisie.common.refusals import NotNow
from intervisie.common.returning import at_once, update_returning, updating

DEEDS: dict[str, list[Callable]] = {"leave": [], "archive": [], "rezone": []}


@dataclass(frozen=True)
class Also:
    """What an app above leaves to be written down with a deed: of which things nobody is told any more, and its lines
    of the trail."""

    silent: Sequence[Any] = ()
    trail: Sequence[AuditEvent] = ()


def also_on(deed: str):
    """Register what else belongs to a deed, in the same transaction: `also_on("leave")(f)` calls `f(memberships, by=…)`
    and takes an `Also` back, `also_on("archive")(f)` calls `f(group, by=…, members=…)`, `also_on("rezone")(f)`
    (another time zone) calls `f(group, by=…)`. Used by the roof, for what apps above this one keep.
    """

    def register(function):
        if function not in DEEDS[deed]:
            DEEDS[deed].append(function)
        return function

    return register


def leave(membership, *, by) -> bool:
    """End a membership today. True the first time; again: nothing happens."""
    return bool(leave_all([membership], by=by))


@transaction.atomic
def leave_all(memberships, *, by) -> list[Membership]:
    """End memberships of one person, however many, in a fixed number of queries; those that had not ended already."""
    standing = Membership.objects.filter(pk__in=[one.pk for one in memberships], until=None)
    ended = {pk for (pk,) in update_returning(standing, "id", until=timezone.now())}
    gone = [one for one in memberships if one.pk in ended]
    if not gone:
        return []
    user = gone[0].user
    more = [also(gone, by=by) for also in DEEDS["leave"]]
    silent = [pk for one in more for pk in one.silent]
    drop(about=[*(one.group_id for one in gone), *silent], user=user, why="left")
    record_all([*(_line(one.group, by, user) for one in gone), *(line for one in more for line in one.trail)])
    if by.pk != user.pk:
        plan_all(_told(one) for one in gone)
    return gone


def _line(group, by, user) -> AuditEvent:
    verb = "group.leave" if by.pk == user.pk else "group.end"
    return event(verb, by=by, about=group, organisation=group.organisation_id)


def _told(membership) -> Plan:
    return Plan(
        "membership_ended",
        key=f"membership:{membership.pk}:ended",
        user=membership.user,
        about=membership.group_id,
        due_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=2),
    )


@transaction.atomic
def archive(group, *, by, members=None) -> None:
    """Close the group: nothing new begins, nobody comes in, what was kept stays readable for who belongs to it.

    What waited to be mailed about the group falls silent with what waited about its dates. `members` are who hears of
    it, where the caller has them at hand already.
    """
    open_links = Invitation.objects.filter(group=group, accepted_at=None, revoked_at=None)
    closed = at_once(
        updating(Group.objects.filter(pk=group.pk, archived_at=None), archived_at=timezone.now()),
        updating(open_links, revoked_at=timezone.now()),
    )
    if not closed:
        raise NotNow(_("Deze groep was al afgesloten."))
    record("group.archive", by=by, about=group, organisation=group.organisation_id)
    for also in DEEDS["archive"]:
        also(group, by=by, members=members)


@transaction.atomic
def reopen(group, *, by) -> None:
    """Go on with a group that was closed. Pressed twice: once.

    Raises NotNow while somebody in it coordinates the organisation: who oversees a group is never inside it.
    """
    if overseers := overseers_inside(group):
        raise NotNow(
            _(
                "%(name)s coördineert de organisatie en hoort daarom in geen van haar groepen. "
                "Beëindig eerst dat lidmaatschap, dan kan de groep verder."
            )
            % {"name": overseers[0].called}
        )
    if Group.objects.filter(pk=group.pk).exclude(archived_at=None).update(archived_at=None):
        record("group.reopen", by=by, about=group, organisation=group.organisation_id)
