"""A group begins."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Group, Membership, StageChange
from groups.people import coaches_of
from intervisie.common.audit import event, record_all
from intervisie.common.delivery import plan
from intervisie.common.refusals import NotNow, NotYours, Refusal

from .requests import close_with


def found_group(*, by, once, organisation, coach, request_id=None, coaches=None, **fields) -> Group:
    """Start a group with its coach. `once` becomes its id, so the same form pressed twice founds one group.

    Who coordinates the organisation never coaches a group of it: raises a refusal in words. `coaches` are who may,
    where the caller has them at hand already; `request_id` is the request of a visitor that this answers.
    """
    if coach not in (coaches_of(organisation) if coaches is None else coaches):
        raise Refusal(
            _(
                "Wie een organisatie coördineert, begeleidt er geen groepen en zit er niet in. "
                "Kies een andere begeleider."
            )
        )
    try:
        with transaction.atomic():
            group = Group.objects.create(id=once, organisation=organisation, **fields)
            _begin(group, coach, by=by, answering=request_id)
    except IntegrityError:
        return _already(once, organisation, coach)
    return group


def _begin(group, coach, *, by, answering):
    Membership.objects.create(group=group, user=coach, role=Membership.Role.COACH, welcomed_at=timezone.now())
    StageChange.objects.create(group=group, stage=group.stage, by=by)
    trail = [event("group.found", by=by, about=group, organisation=group.organisation_id, purpose=group.purpose)]
    if answering is not None:
        trail.append(close_with(answering, group, by=by))
    record_all(trail)
    if coach != by:
        plan(
            "group_founded",
            key=f"group:{group.pk}:founded:{coach.pk}",
            user=coach,
            about=group.pk,
            due_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=3),
        )


def _already(once, organisation, coach) -> Group:
    """The same form again: the group it founded. Anything else that collides is somebody else's group."""
    group = Group.objects.filter(pk=once).first()
    if group is None:
        raise NotNow(_("Er is al een groep met deze naam. Kies een andere."))
    if group.organisation_id != organisation.pk or not group.memberships.filter(user=coach).exists():
        raise NotYours
    return group
