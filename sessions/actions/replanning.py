"""The plan gives way: agreed by who leads, after seeing what is given up; and taken back as long as the step lasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow
from sessions import elastic
from sessions.actions.at_table import leading, not_quiet
from sessions.actions.pointer import note_event
from sessions.elastic import BEFORE, Left, Proposal
from sessions.models import CaseSession, RoomEvent, Step


@transaction.atomic
def agree(session: CaseSession, *, by: Any, step_id: UUID, left: Left, mark: str) -> None:
    """Take this plan: `left` and `mark` say which one the page showed. Pressed twice: agreed once.

    Raises NotYours to who does not lead, NotNow when the plan or the step is another by now.
    """
    steps, current = _held(session, by, step_id)
    if current.facts.get(BEFORE, {}).get("mark") == mark:
        return
    proposal = _shown(session, steps, current, left, mark)
    touched = [change for change in proposal.changes if change.now != change.was]
    before = {change.step.id.hex: [change.step.added_minutes, change.step.skipped] for change in touched}
    earlier = current.facts.get(BEFORE, {}).get("steps", {})
    current.facts = {**current.facts, BEFORE: {"mark": mark, "steps": {**before, **earlier}}}
    for change in touched:
        _change(change)
    _keep(session, steps)
    _tell(session, by, RoomEvent.Kind.REPLANNED)


@transaction.atomic
def take_back(session: CaseSession, *, by: Any, step_id: UUID) -> None:
    """Back to the plan as it was when this step began to have another. Nothing to take back: fine."""
    steps, current = _held(session, by, step_id)
    before = current.facts.pop(BEFORE, None)
    if before is None:
        return
    for step in steps:
        if step.id.hex in before["steps"] and step.left_at is None:
            step.added_minutes, step.skipped = before["steps"][step.id.hex]
    _keep(session, steps)
    _tell(session, by, RoomEvent.Kind.PLAN_BACK)


def _held(session: CaseSession, by: Any, step_id: UUID) -> tuple[list[Step], Step]:
    """The steps, held so that nobody adds minutes meanwhile; while a plan is agreed the pointer stays as well."""
    leading(session, by)
    not_quiet(session)
    still = CaseSession.objects.filter(pk=session.pk, step=step_id, leader=by, state=CaseSession.State.RUNNING)
    if session.step_id != step_id or not still.update(version=F("version")):
        raise NotNow(_("De groep is al bij de volgende stap."))
    steps = list(session.steps.select_for_update())
    return steps, next(step for step in steps if step.pk == step_id)


def _shown(session: CaseSession, steps: Sequence[Step], current: Step, left: Left, mark: str) -> Proposal:
    fresh = left.near(elastic.left_of(current, session.ends_at, timezone.now()))
    found = [one for one in elastic.propose(steps, current, left) if one.mark == mark] if fresh else []
    if not found:
        raise NotNow(_("Het plan is intussen anders. Kijk nog eens wat er nu kan."))
    return found[0]


def _change(change: elastic.Change) -> None:
    step: Any = change.step
    if change.now is None:
        step.skipped = True
    else:
        step.added_minutes += change.now - change.was


def _keep(session: CaseSession, steps: Sequence[Step]) -> None:
    Step.objects.bulk_update(steps, ["added_minutes", "skipped", "facts"])


def _tell(session: CaseSession, by: Any, kind: str) -> None:
    note_event(session, kind, by, session.step, session.version)
    poke(session.topic, "step")
