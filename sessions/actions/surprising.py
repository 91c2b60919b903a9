"""“Verras ons”: one press, and there is another method to look at. Which, the press says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours
from sessions import permissions
from sessions.actions.at_table import not_quiet, sitting
from sessions.models import CaseSession, Step
from sessions.offer import PRESSED


@transaction.atomic
def surprise(session: CaseSession, *, by: Any, seen: int, step_id: UUID | None = None) -> None:
    """One more surprise than the `seen` that the page showed; of two presses on the same page one counts."""
    sitting(session, by)
    step = session.step
    if step is None or step.kind != Step.Kind.METHOD_CHOICE or step_id not in (None, step.pk):
        raise NotNow(_("De groep is al verder dan deze keuze."))
    if step.treatment is None:
        raise NotNow(_("Er is nu geen casus aan de beurt."))
    if not permissions.can_choose_method(by.pk, session, step.treatment):
        raise NotYours(_("De werkvorm kiezen de inbrenger en wie leidt."))
    not_quiet(session)
    as_seen = Q(**{f"facts__{PRESSED}": seen}) if seen else Q(**{f"facts__{PRESSED}__isnull": True})
    if Step.objects.filter(as_seen, pk=step.pk).update(facts={**step.facts, PRESSED: seen + 1}):
        poke(session.topic, "step")
