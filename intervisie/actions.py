"""What belongs to a deed of `groups` in the apps above it; one transaction with the deed itself.

Registered at start-up (`apps.py`): groups may not import sessions, so the roof ties them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from groups.models import Group, Membership
from intervisie.common import audit
from intervisie.common.delivery import drop
from intervisie.common.live import kick, poke
from sessions.actions import notices, planning
from sessions.models import Case, CaseSession


def leave_sessions(membership: Membership, *, by: Any) -> None:
    """Who leaves gives up seats and leads, their streams close, and their own cases leave the group with their text."""
    _take_cases_along(membership, by)
    for session in CaseSession.objects.filter(group=membership.group, state__in=["planned", "running"]):
        _out_of_session(session, membership.user)


def close_sessions(group: Group, *, by: Any, members: Sequence[Membership] | None = None) -> None:
    """A closed group meets no more: what was to come is off. A session that runs may end in peace."""
    planning.call_off(group, by=by, members=members)


def retime_sessions(group: Group, *, by: Any) -> None:
    """Another time zone moves no session; what waits to be mailed about them leaves by day on the new clock."""
    planned = list(CaseSession.objects.filter(group=group, state="planned", starts_at__gt=timezone.now()))
    for session in planned:
        session.group = group
    notices.retime(planned)


def _take_cases_along(membership: Membership, by: Any) -> None:
    """Nobody in the group can read them any more; what was told stays in people's heads, not here."""
    cases = Case.objects.filter(owner=membership.user, group=membership.group).exclude(state=Case.State.WITHDRAWN)
    for case in cases.select_related("key"):
        if case.key:
            case.key.destroy()
        audit.record("case.left", by=by, about=case, organisation=membership.group.organisation_id)
    cases.update(state=Case.State.WITHDRAWN, updated_at=timezone.now())


def _out_of_session(session: CaseSession, user: Any) -> None:
    drop(about=session.pk, user=user, why="left")
    session.seats.filter(user=user, left_at__isnull=True).update(left_at=timezone.now(), calm_please=False)
    CaseSession.objects.filter(pk=session.pk, leads=user).update(leads=None)
    CaseSession.objects.filter(pk=session.pk, host=user).update(host=None)
    CaseSession.objects.filter(pk=session.pk, leader=user).update(leader=None)
    kick(session.topic, user.pk)
    poke(session.topic, "people", "step")
