"""Who may listen to the hints of a session. Asked by the hub at connecting and again at every heartbeat.

People by their membership; a screen on the wall as long as it hangs. Hints are names, so it hears no more than that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q

from groups.models import Membership
from sessions.models import Wall


def may_listen(session_id: str, user_ids: Collection[str]) -> Iterable[UUID]:
    """Those of these people who belong today to the group of this session and may see it. One query per room.

    The same line as `CaseSession.objects.visible_to`: a coordinator belongs to no group, so hears nothing.
    """
    session = Q(group__case_sessions=session_id)
    in_time = Q(group__case_sessions__ended_at__isnull=True) | Q(group__case_sessions__ended_at__gte=F("since"))
    return set(
        Membership.objects.current().filter(session & in_time, user__in=user_ids).values_list("user_id", flat=True)
    )


def hang_there(session_id: str, wall_ids: Collection[str]) -> Iterable[UUID]:
    """Those of these screens that hang in this session, which is not over. One query per room."""
    return set(Wall.objects.open().filter(session=session_id, pk__in=wall_ids).values_list("pk", flat=True))


RIGHTS: dict[str, Any] = {"session": may_listen, "wall": hang_there}
SCREENS = {"wall": settings.WALL_LIVE_COOKIE_NAME}  # what a screen brings instead of a login
