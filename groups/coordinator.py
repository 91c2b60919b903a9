"""The coordinator's pages and the mirror the group looks into: one table, one set of figures, from facts alone.

Nothing here may import what says who led or came, nor anything of sessions; a test reads this file to be sure.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, F, FloatField, Func, IntegerField, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intervisie.common.prepared import prepared
from intervisie.common.refusals import NotYours

from .models import Agreement, Group, GroupRequest, Membership
from .models.ledger import GroupFact
from .overview import MEETINGS, Row, groups_per_band, groups_per_stage, held_per_step, row
from .people import by_name, find_membership, roles_of
from .permissions import can_coordinate
from .policy import (
    COORDINATOR_IN_SHORT,
    COORDINATOR_NEVER_SEES,
    COORDINATOR_SEES,
    EACH_GROUP_SEES_ITS_OWN,
    GROUP_SEES_TOO,
)

LOOK_BACK = timedelta(days=730)


@require_safe
@login_required
def coordinator(request):
    """All groups of the organisations this person coordinates, in words and by name."""
    roles = roles_of(request.user)
    if not can_coordinate(roles):
        raise NotYours(_("Deze pagina is voor wie een organisatie coördineert."))
    if "coordinates" not in request.session:
        request.session["coordinates"] = True  # the menu says "groups" from now on
    organisations = [role.organisation for role in roles if role.role == role.Role.COORDINATOR]
    rows = overview_of(_overseen(request.user), _known(request.user, _since()), _coaching(request.user))
    context = seen_by_coordinator(rows) | {
        "organisations": organisations,
        "intake": any(one.is_intake for one in organisations),
        "waiting": _waiting(organisations),
        "figures_chip": EACH_GROUP_SEES_ITS_OWN,
        "in_short": COORDINATOR_IN_SHORT,
    }
    return render(request, "groups/coordinator.html", context)


@require_safe
@login_required
def group_mirror(request, pk):
    """The very same part, for the group it is about: what a coordinator sees of us."""
    membership = find_membership(request.user, pk)
    group = Group.objects.filter(pk=membership.group_id)
    rows = overview_of(_groups(group), _facts(group, _since()), _coaches(group))
    context = seen_by_coordinator(rows) | {"group": membership.group, "figures_chip": GROUP_SEES_TOO}
    return render(request, "groups/mirror.html", context)


def seen_by_coordinator(rows) -> dict:
    """What the shared parts draw; the columns are those of the policy."""
    return {
        "rows": rows,
        "sights": COORDINATOR_SEES,
        "labels": {sight.key: conditional_escape(sight.label) for sight in COORDINATOR_SEES},
        "never": COORDINATOR_NEVER_SEES,
        "chip": GROUP_SEES_TOO,
        "held": held_per_step(rows, timezone.localdate()),
        "bands": groups_per_band(rows),
        "stages": groups_per_stage(rows),
    }


def overview_of(groups, facts, coaches) -> list[Row]:
    """One line per group, by name, from three queries, however many groups."""
    now = timezone.now()
    known, guides = defaultdict(list), defaultdict(list)
    for group_id, kind, key, at, present, invited in facts:
        counts = {"present": present or 0, "invited": invited or 0}
        known[group_id].append((kind, key, datetime.fromtimestamp(at, UTC), counts))
    for membership in coaches:
        guides[membership.group_id].append(membership.user.called)
    rows = [
        row(
            group,
            known[group.pk],
            coach=", ".join(sorted(guides[group.pk])),
            people=group.people,
            agreed=group.agreed,
            now=now,
        )
        for group in groups
    ]
    return sorted(rows, key=lambda one: by_name(one.group.name))


# ── three queries ──────────────────────────────────────────────────────────────────────────────────
def _since():
    return timezone.now() - LOOK_BACK


def _groups(groups):
    members = Membership.objects.current().filter(group=OuterRef("pk"), role="member").order_by().values("group")
    people = Coalesce(Subquery(members.annotate(n=Count("pk")).values("n")), 0)
    return groups.annotate(people=people, agreed=Exists(Agreement.objects.filter(group=OuterRef("pk"))))


def _facts(groups, since):
    """Some hundreds of rows: as plain numbers, which cost a third of moments and JSON."""
    at = Func(F("at"), template="EXTRACT(EPOCH FROM %(expressions)s)::float8", output_field=FloatField())
    came, asked = (Cast(KT(f"counts__{name}"), IntegerField()) for name in ("present", "invited"))
    facts = GroupFact.objects.filter(group__in=groups.values("pk"), kind__in=MEETINGS, at__gte=since)
    return facts.order_by("written_at").values_list("group_id", "kind", "key", at, came, asked)


def _coaches(groups):
    coaches = Membership.objects.current().filter(group__in=groups.values("pk"), role="coach")
    return coaches.select_related("user")


@prepared
def _overseen(user):
    return _groups(Group.objects.overseen_by(user).alive())


@prepared
def _known(user, since):
    return _facts(Group.objects.overseen_by(user).alive(), since)


@prepared
def _coaching(user):
    return _coaches(Group.objects.overseen_by(user).alive())


def _waiting(organisations) -> int:
    """Requests that nobody has answered yet."""
    return sum(len(_unanswered(one)) for one in organisations if one.is_intake)


@prepared
def _unanswered(organisation):
    return GroupRequest.objects.filter(
        organisation=organisation, confirmed_at__isnull=False, declined_at=None, group=None, replies=None
    ).values_list("pk")
