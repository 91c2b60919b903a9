"""The shelf: giving learning dots, blind, two per member per session."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours
from sessions.models import Case, CaseSession, Dot

DOTS = 2


@transaction.atomic
def give_dot(case_id: UUID, *, by: Any, on: bool) -> None:
    """Give this case a dot, or take it away. As it was already: nothing happens. Nobody is told.

    Raises NotYours for one's own case, NotNow for a third dot or once a case has been chosen.
    """
    case = Case.objects.on_shelf().filter(pk=case_id).select_related("group").first()
    if case is None:
        raise NotNow(_("Deze casus ligt niet meer op de plank."))
    # Held, so that of two presses the second waits for the first.
    session = (
        CaseSession.objects.filter(group=case.group).coming(timezone.now()).select_for_update(of=("self",)).first()
    )
    if session is None:
        raise NotNow(_("Er is nog geen volgende bijeenkomst. Stippen geef je voor een datum."))
    if session.treatments.exists():
        raise NotNow(_("De casus voor deze bijeenkomst is al gekozen."))
    if case.owner_id == by.pk:
        raise NotYours(_("Stippen geef je aan een casus van een ander."))
    if on:
        _give(session, case, by)
    else:
        Dot.objects.filter(session=session, case=case, user=by).delete()
    poke(session.topic, "cards")


def _give(session: CaseSession, case: Case, by: Any) -> None:
    given = set(Dot.objects.filter(session=session, user=by).values_list("case_id", flat=True))
    if case.pk in given:
        return
    if len(given) >= DOTS:
        raise NotNow(_("Je twee stippen zijn op. Haal er eerst één weg."))
    Dot.objects.create(session=session, case=case, user=by)
