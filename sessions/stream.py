"""Who may listen to the hints of a session. Asked by the hub at connecting and again at every heartbeat."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from groups.models import Membership


def may_listen(session_id: str, user_ids: Collection[str]) -> Iterable[UUID]:
    """Those of these people who belong today to the group of this session and may see it. One query per room.

    The same line as `CaseSession.objects.visible_to`: a coordinator belongs to no group, so hears nothing.
    """
    session = Q(group__case_sessions=session_id)
    in_time = Q(group__case_sessions__ended_at__isnull=True) | Q(group__case_sessions__ended_at__gte=F("since"))
    return set(
        Membership.objects.current().filter(session & in_time, user__in=user_ids).values_list("user_id", flat=True)
    )


RIGHTS: dict[str, Any] = {"session": may_listen}
