"""Leaving a group, and closing one. What other apps must do with it, they add with `also_on`."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Group, Invitation, Membership
from groups.people import overseers_inside
from intervisie.common.audit import record
from intervisie.common.delivery import drop, plan
from intervisie.common.refusals import NotNow

DEEDS: dict[str, list[Callable]] = {"leave": [], "archive": [], "rezone": []}


def also_on(deed: str):
    """Register what else belongs to a deed, in the same transaction: `also_on("leave")(f)` calls `f(membership, by=…)`,
    `also_on("archive")(f)` calls `f(group, by=…, members=…)`, `also_on("rezone")(f)` (another time zone) calls
    `f(group, by=…)`. Used by the roof, for what apps above this one keep.
    """

    def register(function):
        if function not in DEEDS[deed]:
            DEEDS[deed].append(function)
        return function

    return register


@transaction.atomic
def leave(membership, *, by) -> bool:
    """End a membership today. True the first time; again: nothing happens."""
    changed = Membership.objects.filter(pk=membership.pk, until=None).update(until=timezone.now())
    if not changed:
        return False
    group, ended = membership.group, by.pk != membership.user_id
    drop(about=group.pk, user=membership.user, why="left")
    record("group.end" if ended else "group.leave", by=by, about=group, organisation=group.organisation_id)
    for also in DEEDS["leave"]:
        also(membership, by=by)
    if ended:
        _tell(membership)
    return True


def _tell(membership):
    plan(
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

    `members` are who hears of it, where the caller has them at hand already.
    """
    if not Group.objects.filter(pk=group.pk, archived_at=None).update(archived_at=timezone.now()):
        raise NotNow(_("Deze groep was al afgesloten."))
    Invitation.objects.filter(group=group, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())
    record("group.archive", by=by, about=group, organisation=group.organisation_id)
    for also in DEEDS["archive"]:
        also(group, by=by, members=members)
    drop(about=group.pk, why="archived")  # last: until then it tells who was never told of a date


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
