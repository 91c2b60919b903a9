"""What nobody asks to be forgotten, and is: texts around the cases, rooms left open, reasons, attendance of years ago.

Sweeps, like the rest of the timetable: they may run twice, late or together, and one that fails holds up no other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from groups.retention import long_over
from intervisie.common import audit
from intervisie.common.live import poke
from sessions.actions import ending
from sessions.models import CaseSession, Dot, RoomEvent, Rsvp, Seat, Step
from sessions.retention import LEFT_OPEN, REASONS, WISHES, text_until

State = CaseSession.State


# ── the text of a session ──────────────────────────────────────────────────────────────────────────
def expire_sessions(now: datetime | None = None) -> int:
    """Destroy the keys of sessions whose time has come: the review, the sentences of the pulse; how many."""
    now = now or timezone.now()
    living = CaseSession.objects.filter(key__scope="session").exclude(state=State.RUNNING)
    due = [session.pk for session in living.select_related("group__organisation") if _until(session) <= now]
    return sum(_expire(pk) for pk in due)


def _until(session: CaseSession) -> datetime:
    over = session.ended_at or session.ends_at
    days = session.group.organisation.case_days
    return text_until(since=over, treated_at=over, look_back=None, ceiling_days=days)


@transaction.atomic
def _expire(pk: UUID) -> int:
    rows = CaseSession.objects.select_for_update(of=("self",)).select_related("key", "group")
    session = rows.filter(pk=pk, key__scope="session").exclude(state=State.RUNNING).first()
    if session is None or session.key is None:
        return 0
    session.key.destroy()
    audit.record("session.expire", by=None, about=session, organisation=session.group.organisation_id)
    return 1


# ── rooms left open ────────────────────────────────────────────────────────────────────────────────
def close_left_open(now: datetime | None = None) -> int:
    """A room that nobody closed is closed as of its last move; how many. Otherwise its texts would never expire."""
    now = now or timezone.now()
    running = CaseSession.objects.filter(state=State.RUNNING).annotate(moved_at=Max("events__at"))
    left = [session for session in running if _last_sign(session) + LEFT_OPEN <= now]
    return sum(_close(session.pk, session.version, session.moved_at or session.ends_at) for session in left)


def _last_sign(session: Any) -> datetime:
    """The planned end, or the last move when that was later."""
    return max(session.ends_at, session.moved_at or session.ends_at)


@transaction.atomic
def _close(pk: UUID, seen_version: int, ended_at: datetime) -> int:
    """Not when somebody moved it since, or closed it."""
    still = CaseSession.objects.filter(pk=pk, state=State.RUNNING, version=seen_version)
    if not still.update(state=State.CLOSED, ended_at=ended_at, version=F("version") + 1, undo_until=None):
        return 0
    session = CaseSession.objects.select_related("group__organisation", "host").get(pk=pk)
    Step.objects.filter(pk=session.step_id, left_at__isnull=True).update(left_at=ended_at, paused_at=None)
    ending.wind_up(session, ended_at)
    audit.record("session.left_open", by=None, about=session, organisation=session.group.organisation_id)
    poke(session.topic, "step", "closed")
    return 1


# ── who came ───────────────────────────────────────────────────────────────────────────────────────
def forget_attendance(now: datetime | None = None) -> int:
    """Dots and wishes go when it is over, reasons soon, names after a year or when no register asks any more; how many
    rows."""
    now = now or timezone.now()
    reasons = Rsvp.objects.exclude(reason="").filter(session__starts_at__lt=now - REASONS).update(reason="")
    ended = Q(session__state__in=[State.CANCELLED, State.CLOSED])
    dots = Dot.objects.filter(ended).delete()[0]  # they chose a case, or not
    over = Seat.objects.filter(calm_please=True, session__starts_at__lt=now - WISHES)  # cancelled, or never begun
    wishes = over.exclude(session__state=State.RUNNING).update(calm_please=False)
    named = long_over(now, at="session__starts_at", group="session__group")
    return reasons + dots + wishes + sum(rows.objects.filter(named).delete()[0] for rows in (Seat, Rsvp, RoomEvent))
