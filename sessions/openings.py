"""Which question to arrive with belongs to a session: the same in the reminder, in the lobby and in the step."""

from __future__ import annotations

from sessions.check_in import draw
from sessions.models import CaseSession, Step


def question_for(session: CaseSession) -> str:
    """The id of the question of this session. One query."""
    return draw(asked_before(session), seed=str(session.pk))


def asked_before(session: CaseSession) -> list[str]:
    """What this group was asked before, oldest first."""
    steps = Step.objects.filter(session__group=session.group_id, kind=Step.Kind.CHECK_IN, skipped=False)
    earlier = steps.filter(session__starts_at__lt=session.starts_at).order_by("session__starts_at")
    return [asked for asked in earlier.values_list("facts__question", flat=True) if asked]
