"""The shelf: giving learning dots, blind, two per member per session."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours
from sessions import permissions
from sessions.actions.at_table import not_quiet, one_by_one, sitting
from sessions.models import Case, CaseSession, Dot, Step

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


# ── at the table ───────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def dot_at_table(session: CaseSession, *, by: Any, case_id: UUID, on: bool, step_id: UUID) -> None:
    """The same while the group chooses, for who gave none before: blind until the leader opens them all."""
    step = _choosing(session, by, step_id)
    if session.treatments.filter(steps=step).exists() or step.facts.get("dots"):
        raise NotNow(_("De stippen liggen al open."))
    case = Case.objects.on_shelf().filter(pk=case_id, group=session.group_id).first()
    if case is None:
        raise NotNow(_("Deze casus ligt niet meer op de plank."))
    if case.owner_id == by.pk:
        raise NotYours(_("Stippen geef je aan een casus van een ander."))
    one_by_one(session, by)
    if on:
        _give(session, case, by)
    else:
        Dot.objects.filter(session=session, case=case, user=by).delete()
    poke(session.topic, "cards")


@transaction.atomic
def open_dots(session: CaseSession, *, by: Any, step_id: UUID) -> None:
    """All at once, and only how many lie where: then the group chooses. Pressed twice: nothing more."""
    step = _choosing(session, by, step_id)
    if not permissions.can_move(by.pk, session):
        raise NotYours(_("De stippen laat zien wie nu leidt."))
    if not step.facts.get("dots"):
        Step.objects.filter(pk=step.pk).update(facts={**step.facts, "dots": True})
        poke(session.topic, "step")


def _choosing(session: CaseSession, by: Any, step_id: UUID) -> Step:
    sitting(session, by)
    step = session.step
    if step is None or step.kind != Step.Kind.CASE_CHOICE or step_id != step.pk:
        raise NotNow(_("De groep is al verder dan deze keuze."))
    not_quiet(session)
    return step
