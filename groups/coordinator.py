"""The coordinator's pages and the mirror the group looks into: one table, one set of figures, from facts alone.

Nothing here may import what says who led or came, nor anything of sessions; a test reads this file to be sure.
"""

from collections import defaultdict
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.refusals import NotYours

from .models import Agreement, Group, GroupRequest, Membership
from .models.ledger import GroupFact
from .overview import Row, groups_per_band, groups_per_stage, held_per_step, row
from .people import by_name, find_membership, roles_of
from .permissions import can_coordinate
from .policy import COORDINATOR_NEVER_SEES, COORDINATOR_SEES, EACH_GROUP_SEES_ITS_OWN, GROUP_SEES_TOO

LOOK_BACK = timedelta(days=730)


@login_required
def coordinator(request):
    """All groups of the organisations this person coordinates, in words and by name."""
    roles = roles_of(request.user)
    if not can_coordinate(roles):
        raise NotYours(_("Deze pagina is voor wie een organisatie coördineert."))
    if "coordinates" not in request.session:
        request.session["coordinates"] = True  # the menu says "groups" from now on
    organisations = [role.organisation for role in roles if role.role == role.Role.COORDINATOR]
    rows = overview_of(Group.objects.alive().filter(organisation__in=organisations))
    context = seen_by_coordinator(rows) | {
        "organisations": organisations,
        "intake": any(one.is_intake for one in organisations),
        "waiting": _waiting(organisations),
        "figures_chip": EACH_GROUP_SEES_ITS_OWN,
    }
    return render(request, "groups/coordinator.html", context)


@login_required
def group_mirror(request, pk):
    """The very same part, for the group it is about: what a coordinator sees of us."""
    membership = find_membership(request.user, pk)
    rows = overview_of(Group.objects.filter(pk=membership.group_id))
    context = seen_by_coordinator(rows) | {"group": membership.group, "figures_chip": GROUP_SEES_TOO}
    return render(request, "groups/mirror.html", context)


def seen_by_coordinator(rows) -> dict:
    """What the shared parts draw; the columns are those of the policy."""
    return {
        "rows": rows,
        "sights": COORDINATOR_SEES,
        "never": COORDINATOR_NEVER_SEES,
        "chip": GROUP_SEES_TOO,
        "held": held_per_step(rows, timezone.localdate()),
        "bands": groups_per_band(rows),
        "stages": groups_per_stage(rows),
    }


def overview_of(groups) -> list[Row]:
    """One line per group, by name. Three queries, however many groups."""
    now = timezone.now()
    groups = list(_with_counts(groups))
    facts, coaches = _facts_of(groups, now), _coaches_of(groups)
    rows = [
        row(
            group,
            facts[group.pk],
            coach=", ".join(sorted(coaches[group.pk])),
            people=group.people,
            agreed=group.agreed,
            now=now,
        )
        for group in groups
    ]
    return sorted(rows, key=lambda one: by_name(one.group.name))


def _with_counts(groups):
    current = Q(memberships__until=None, memberships__role="member")
    agreed = Exists(Agreement.objects.filter(group=OuterRef("pk")))
    return groups.select_related("organisation").annotate(people=Count("memberships", filter=current), agreed=agreed)


def _facts_of(groups, now):
    facts = GroupFact.objects.filter(group__in=groups, at__gte=now - LOOK_BACK).order_by("written_at")
    found = defaultdict(list)
    for group_id, *fact in facts.values_list("group_id", "kind", "key", "at", "counts"):
        found[group_id].append(fact)
    return found


def _coaches_of(groups):
    names = defaultdict(list)
    coaches = Membership.objects.current().filter(group__in=groups, role="coach")
    for membership in coaches.select_related("user"):
        names[membership.group_id].append(membership.user.called)
    return names


def _waiting(organisations) -> int:
    """Requests that nobody has answered yet."""
    return GroupRequest.objects.filter(
        organisation__in=[one for one in organisations if one.is_intake],
        confirmed_at__isnull=False,
        declined_at=None,
        group=None,
        replies=None,
    ).count()
