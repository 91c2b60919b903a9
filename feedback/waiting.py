"""What waits for one person: a look back at a session, and what came of a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from feedback.models import FollowUp, Pulse
from groups.models import User
from intervisie.common.prepared import prepared


@dataclass(frozen=True)
class Waiting:
    """Everything the part `feedback/_open.html` shows, already fetched."""

    pulses: Sequence[Pulse]
    follow_ups: Sequence[FollowUp]

    def __bool__(self) -> bool:
        return bool(self.pulses or self.follow_ups)


def open_for(user: Any, now: datetime | None = None) -> Waiting:
    """Two queries, whatever the number of groups."""
    now = now or timezone.now()
    return Waiting(pulses=_pulses(user, now), follow_ups=_follow_ups(user, now))


@prepared
def _pulses(user: User, now: datetime) -> QuerySet[Pulse]:
    """Those still open that this person neither answered nor passed over."""
    rows = Pulse.objects.visible_to(user).open(now).exclude(answers__person=user)
    return rows.select_related("session__group").order_by("closes_at")


def _follow_ups(user: Any, now: datetime) -> list[FollowUp]:
    """One question for each step: the latest, should the earlier one still stand open."""
    latest = {row.commitment_id: row for row in _asked(user, now)}
    return list(latest.values())


@prepared
def _asked(user: User, now: datetime) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.visible_to(user).open(now).order_by("asked_at", "pk")
    return rows.select_related("commitment__key", "commitment__session__group")
