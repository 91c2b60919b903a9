"""Which question to arrive with belongs to a session: the same in the reminder, in the lobby and in the step."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject

from sessions.check_in import OWN, Question, draw, pool
from sessions.models import CaseSession, OwnQuestion, Step


def question_for(session: CaseSession) -> Question:
    """The question of this session. One query."""
    had, own = asked_before(session)
    return every(own)[draw(had, seed=str(session.pk), own=own)]


def asked_before(session: CaseSession) -> tuple[list[str], dict[str, Question]]:
    """What this group was asked before, oldest first, and the questions it has of its own. One query."""
    steps = Step.objects.filter(session__group=session.group_id, kind=Step.Kind.CHECK_IN, skipped=False)
    earlier = steps.filter(session__starts_at__lt=session.starts_at, facts__has_key="question")
    own = OwnQuestion.objects.filter(group=session.group_id).order_by("created_at")
    asked = earlier.order_by("session__starts_at").values(asked=KeyTextTransform("question", "facts"))
    found = CaseSession.objects.filter(pk=session.pk).values_list(
        ArraySubquery(asked), ArraySubquery(own.values(data=JSONObject(id="id", text="text")))
    )
    had, rows = found.get()
    return [one for one in had if one], {one.id: one for one in map(_own, rows)}


def _own(row: dict[str, Any]) -> Question:
    return Question(OWN + row["id"].replace("-", ""), row["text"], row["text"])


def every(own: dict[str, Question]) -> dict[str, Question]:
    return pool() | own


def facts_of(asked: Question) -> dict[str, str]:
    """What a step keeps of its question; the words only of a group's own, which may be taken away again."""
    return {"question": asked.id} | ({"words": asked.nl} if asked.id.startswith(OWN) else {})
