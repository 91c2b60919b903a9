"""The phases of a method as steps: laid out with minutes for those at the table, and laid aside again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from methods.format import PhaseDoc, phase_snapshot
from sessions.actions.at_table import seated
from sessions.models import CaseSession, Step, Treatment


def lay_out(
    session: CaseSession,
    treatment: Treatment,
    phases: Iterable[PhaseDoc],
    *,
    after: int,
    facts: Mapping[str, dict[str, Any]] | None = None,
) -> None:
    """These phases as steps behind this position, in their order, with the minutes they take for so many people.
    `facts`: what else is known of a step, by the id of its phase."""
    people = len(seated(session))
    Step.objects.bulk_create(
        Step(
            session=session,
            treatment=treatment,
            position=after + number,
            kind=Step.Kind.PHASE,
            phase=phase_snapshot(phase),
            minutes=phase.minutes_for(people),
            facts=(facts or {}).get(phase.id, {}),
        )
        for number, phase in enumerate(phases, start=1)
    )


def lay_aside(phases: QuerySet[Step], *, entered: bool) -> None:
    """Take away phases that did not begin, in one query where none was ever entered: then nothing hangs on them.

    (One was, when somebody went on and took it back.)
    """
    if entered:
        phases.delete()
    else:
        phases._raw_delete(phases.db)
