"""What belongs to a deed of `groups` in the apps above it; one transaction with the deed itself.

Registered at start-up (`apps.py`): groups may not import sessions, so the roof ties them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import F, Q, Value, When
from django.utils import timezone

from groups.actions import Also
from groups.models import Group, Membership
from intervisie.common import audit
from intervisie.common.live import kick, poke
from intervisie.common.models import AuditEvent, DataKey
from intervisie.common.returning import update_returning
from sessions.actions import notices, planning
from sessions.models import Case, CaseSession, Seat


def leave_sessions(memberships: Sequence[Membership], *, by: Any) -> Also:
    """Who leaves gives up seats and leads, their streams close, and their own cases leave the group with their text.

    Of one person, and the same number of queries for any number of groups, cases and sessions.
    """
    user, groups = memberships[0].user, {one.group_id: one.group for one in memberships}
    trail = _take_cases_along(user, groups, by)
    going_on = CaseSession.objects.filter(group__in=groups, state__in=["planned", "running"]).only("pk")
    sessions = list(going_on)
    _give_up(sessions, user)
    return Also(silent=[session.pk for session in sessions], trail=trail)


def close_sessions(group: Group, *, by: Any, members: Sequence[Membership] | None = None) -> None:
    """A closed group meets no more: what was to come is off. A session that runs may end in peace."""
    planning.call_off(group, by=by, members=members)


def retime_sessions(group: Group, *, by: Any) -> None:
    """Another time zone moves no session; what waits to be mailed about them leaves by day on the new clock."""
    planned = list(CaseSession.objects.filter(group=group, state="planned", starts_at__gt=timezone.now()))
    for session in planned:
        session.group = group
    notices.retime(planned)


def _take_cases_along(user: Any, groups: Mapping[UUID, Group], by: Any) -> list[AuditEvent]:
    """Nobody in the group can read them any more; what was told stays in people's heads, not here."""
    cases = Case.objects.filter(owner=user, group__in=groups).exclude(state=Case.State.WITHDRAWN)
    withdrawn = {"state": Case.State.WITHDRAWN, "updated_at": timezone.now()}
    gone = update_returning(cases, "id", "key", "group", **withdrawn)
    DataKey.objects.destroy(key for _pk, key, _group in gone if key)
    return [
        audit.event("case.left", by=by, about=Case(pk=pk), organisation=groups[group].organisation_id)
        for pk, _key, group in gone
    ]


def _give_up(sessions: Sequence[CaseSession], user: Any) -> None:
    if not sessions:
        return
    Seat.objects.filter(session__in=sessions, user=user, left_at__isnull=True).update(
        left_at=timezone.now(), calm_please=False
    )
    named = Q(leads=user) | Q(host=user) | Q(leader=user)
    without = {name: _unless(name, user) for name in ("leads", "host", "leader")}
    CaseSession.objects.filter(named, pk__in=[session.pk for session in sessions]).update(**without)
    for session in sessions:
        kick(session.topic, user.pk)
        poke(session.topic, "people", "step")


def _unless(name: str, user: Any) -> Choice:
    return Choice(When(**{name: user}, then=Value(None)), default=F(name))
