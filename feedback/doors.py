"""The doors: what is not this person's is not there (404)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from feedback.models import FollowUp, Pulse
from sessions.models import CaseSession


def find_pulse(user: Any, session_id: UUID) -> Pulse:
    """The pulse of a session this person was at, with its session, group and key."""
    return _found(pulse_of(user, session_id))


def pulse_of(user: Any, session_id: UUID) -> Pulse | None:
    """The same, or None."""
    return _visible(user).filter(session_id=session_id).first()


def pulse_before(user: Any, session: CaseSession) -> Pulse | None:
    """The closed pulse of the very session before this one, if this person was there."""
    earlier = Pulse.objects.filter(session__group=session.group_id, session__starts_at__lt=session.starts_at)
    last = earlier.order_by("-session__starts_at").values("pk")[:1]
    return _visible(user).filter(pk__in=last, closed_at__isnull=False).first()


def _visible(user: Any) -> Any:
    return Pulse.objects.visible_to(user).select_related("session__group", "key")


def was_there(user: Any, session_id: UUID) -> bool:
    """Took a seat at this session and may still see it."""
    return CaseSession.objects.visible_to(user).filter(pk=session_id, seats__user=user).exists()


def find_session(user: Any, session_id: UUID) -> CaseSession:
    """A session of one's own group."""
    return _found(CaseSession.objects.visible_to(user).filter(pk=session_id).first())


def find_follow_up(user: Any, pk: UUID) -> FollowUp:
    """A question about one's own step, with the step and the keys of both."""
    rows = FollowUp.objects.visible_to(user).select_related("key", "commitment__key", "commitment__session__group")
    return _found(rows.filter(pk=pk).first())


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row
