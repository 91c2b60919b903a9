"""How often the groups of this person did a method, and when last. Without content: a number and a day."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max
from django.utils import timezone

from sessions.models import CaseSession, Treatment


@dataclass(frozen=True)
class Used:
    """Of one group."""

    group: str
    times: int
    last: datetime


def used(user: Any, slug: str) -> list[Used]:
    """One query, the latest first. Only groups one belongs to today, and nothing from before one joined.

    A method that was chosen and never begun does not count."""
    closed = CaseSession.objects.visible_to(user).filter(state=CaseSession.State.CLOSED).values("pk")
    rows = (
        Treatment.objects.filter(session__in=closed, method_slug=slug, steps__entered_at__isnull=False)
        .values("session__group__name", "session__group__zone", "session__group")
        .annotate(times=Count("pk", distinct=True), last=Max("session__starts_at"))
        .order_by("-last")
    )
    return [_used(row) for row in rows]


def _used(row: dict[str, Any]) -> Used:
    """The day is that of the group's own clock."""
    day = timezone.localtime(row["last"], ZoneInfo(row["session__group__zone"]))
    return Used(row["session__group__name"], row["times"], day)
