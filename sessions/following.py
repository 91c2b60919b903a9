"""The session after this one: what the screens say of it, and which it is for a form that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from sessions.models import CaseSession

FACTS = {"id": "id", "sequence": "sequence", "starts_at": F("starts_at"), "leads": "leads_id", "host": "host_id"}


@dataclass(frozen=True, slots=True)
class Following:
    """As a page shows it."""

    id: UUID
    sequence: int
    leads_id: UUID | None
    host_id: UUID | None
    starts_at: datetime | None = None  # not carried by a form

    @property
    def mark(self) -> str:
        """Another as soon as anything of it is."""
        return f"{self.id.hex[:6]}{self.sequence}{_short(self.leads_id)}{_short(self.host_id)}"


def _short(pk: UUID | None) -> str:
    return pk.hex[:4] if pk else "-"


def beside() -> QuerySet[CaseSession, Any]:
    """The row of the next session as JSON, beside the row of a session. For `read`."""
    later = CaseSession.objects.filter(group=OuterRef("group"), state="planned", starts_at__gt=OuterRef("starts_at"))
    return later.order_by("starts_at").values(data=JSONObject(**FACTS))[:1]


def read(row: dict[str, Any] | None) -> Following | None:
    if row is None:
        return None
    leads, host = (UUID(row[name]) if row[name] else None for name in ("leads", "host"))
    return Following(UUID(row["id"]), row["sequence"], leads, host, datetime.fromisoformat(row["starts_at"]))


def following(session: CaseSession) -> CaseSession | None:
    """The next planned session of the group. One query."""
    later = CaseSession.objects.filter(group=session.group_id, state="planned", starts_at__gt=session.starts_at)
    return later.order_by("starts_at").first()
