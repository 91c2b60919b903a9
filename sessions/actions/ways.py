"""How the group arrives and parts: one way is the usual one, and who leads may take another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours
from sessions import aids, permissions
from sessions.actions.at_table import not_quiet, sitting
from sessions.models import CaseSession, Step


@transaction.atomic
def choose_way(session: CaseSession, *, by: Any, way: str, step_id: UUID) -> None:
    """Take this way in the step that the page showed. The same one twice changes nothing."""
    sitting(session, by)
    step = session.step
    if step is None or step_id != session.step_id or way not in {one.id for one in aids.ways(step.kind)}:
        raise NotNow(_("De groep is al verder dan deze keuze."))
    if not permissions.can_move(by.pk, session):
        raise NotYours(_("Hoe jullie beginnen en afsluiten, kiest wie nu leidt."))
    not_quiet(session)
    if step.facts.get("way") != way:
        Step.objects.filter(pk=step.pk).update(facts={**step.facts, "way": way})
        poke(session.topic, "step")
