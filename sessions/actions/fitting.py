"""Saying whether the method fitted. Nobody else's screen changes, so nobody is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from intervisie.common.refusals import NotNow, NotYours
from sessions import permissions
from sessions.actions.at_table import not_quiet, sitting
from sessions.models import CaseSession, Step, Treatment


@transaction.atomic
def say_fit(session: CaseSession, *, by: Any, treatment_id: UUID, answer: str) -> None:
    """As case-giver or as who leads now; until the session goes on one may say something else instead."""
    sitting(session, by)
    if session.step is None or session.step.kind != Step.Kind.REVIEW:
        raise NotNow(_("Dit vragen we bij het terugkijken op hoe het ging."))
    not_quiet(session)
    done = session.treatments.filter(pk=treatment_id, ended_at=None, steps__in=_phases_entered(session))
    owner = done.values_list("case__owner", flat=True).first()
    if owner is None or session.calmed:
        raise NotNow(_("Over deze werkvorm vragen we niets."))
    role = permissions.fit_asked_of(by.pk, session, owner)
    if not role:
        raise NotYours(_("Dit vragen we wie inbracht en wie leidt."))
    Treatment.objects.filter(pk=treatment_id).update(**{f"fit_{role}": answer})


def _phases_entered(session: CaseSession) -> QuerySet[Step]:
    """Of a method that was chosen and then never begun nobody can say whether it fitted."""
    return session.steps.filter(kind=Step.Kind.PHASE, entered_at__isnull=False)
