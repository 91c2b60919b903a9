"""The question to arrive with: drawn for a session, and drawn anew when the leader would rather have another."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours
from sessions import permissions
from sessions.actions.at_table import not_quiet, sitting
from sessions.check_in import draw, pool
from sessions.models import CaseSession, Step
from sessions.openings import asked_before, question_for

__all__ = ["another_question", "question_for"]


@transaction.atomic
def another_question(session: CaseSession, *, by: Any, seen: str) -> None:
    """Draw another in place of the one that was `seen`; a second press on the same question changes nothing."""
    sitting(session, by)
    step = session.step
    if step is None or step.kind != Step.Kind.CHECK_IN:
        raise NotNow(_("De check-in is al voorbij."))
    if not permissions.can_move(by.pk, session):
        raise NotYours(_("Een andere vraag trekt wie nu leidt."))
    not_quiet(session)
    asked = step.facts.get("question", "")
    if asked != seen:
        return
    passed = [*step.facts.get("passed", []), asked]
    if len(passed) >= len(pool()):
        passed = [asked]
    drawn = draw(asked_before(session), seed=f"{session.pk}{len(passed)}", but=passed)
    changed = Step.objects.filter(pk=step.pk, facts__question=asked)
    if changed.update(facts={**step.facts, "question": drawn, "passed": passed}):
        poke(session.topic, "step")
