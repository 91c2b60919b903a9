"""What fills the slot of a shell: chosen by the case-giver and who leads, in the phase before it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours
from methods.format import MethodDoc, from_snapshot, to_snapshot
from methods.models import Method
from methods.shell import chooses_in, filled
from sessions import permissions
from sessions.actions.at_table import not_quiet, seated, sitting, still_here, treated
from sessions.actions.laying_out import lay_aside, lay_out
from sessions.actions.pointer import note_event
from sessions.models import CaseSession, Contribution, RoomEvent, Step, Treatment


@transaction.atomic
def choose_module(session: CaseSession, *, by: Any, slug: str, seen: str, step_id: UUID) -> None:
    """The phases of this module take the place of the slot, as a snapshot in both languages.

    Another may be chosen until the slot begins. `seen`: the module that the page showed as chosen ("" for none), so
    that nobody replaces what they never saw; the same one pressed twice is chosen once.
    """
    sitting(session, by)
    treatment = treated(session)
    if not permissions.can_choose_method(by.pk, session, treatment):
        raise NotYours(_("De module kiezen de inbrenger en wie leidt."))
    not_quiet(session)
    if step_id != session.step_id:
        raise NotNow(_("De groep is al verder dan deze keuze."))
    here = still_here(session)
    shell = _shell(treatment, here)
    if treatment.module_slug == slug:
        return
    module = Method.objects.modules_in(session.group).filter(slug=slug).first()
    if module is None or not module.least_people <= len(seated(session)) <= module.most_people:
        raise NotNow(_("Deze module kan nu niet. Kies een andere."))
    _keep(treatment, module.doc, seen)
    _lay_instead(session, treatment, here, shell, module.doc)
    note_event(session, RoomEvent.Kind.MODULE_CHOSEN, by, here, session.version)
    poke(session.topic, "step")


def _shell(treatment: Treatment, here: Step) -> MethodDoc:
    """The method as it was chosen, if the module is chosen in this step."""
    shell = from_snapshot(treatment.method) if treatment.method and here.kind == Step.Kind.PHASE else None
    chooses = chooses_in(shell) if shell else None
    if shell is None or chooses is None or chooses.id != here.doc.id:
        raise NotNow(_("Een module kies je in de stap vlak voor het beraad."))
    return shell


def _keep(treatment: Treatment, module: MethodDoc, seen: str) -> None:
    """Only in the place of what the page showed; of two presses at once the second sees what the first chose."""
    still = Treatment.objects.filter(pk=treatment.pk, module_slug=seen)
    if not still.update(module=to_snapshot(module), module_slug=module.id):
        raise NotNow(_("Er is net al een module gekozen. Je ziet nu welke."))


def _lay_instead(session: CaseSession, treatment: Treatment, here: Step, shell: MethodDoc, module: MethodDoc) -> None:
    """What comes after this step is laid out anew: the module, and the rest of the shell, which shows what is written
    in it. Nothing of it has begun; where somebody wrote before it was taken back, it stays as it is."""
    ahead = session.steps.filter(treatment=treatment, kind=Step.Kind.PHASE, position__gt=here.position)
    touched = ahead.annotate(
        entered=Exists(RoomEvent.objects.filter(step=OuterRef("pk"))),
        written=Exists(Contribution.objects.filter(step=OuterRef("pk"))),
    ).values_list("entered", "written")
    rows = list(touched)
    if any(written for _entered, written in rows):
        raise NotNow(_("In het beraad is al geschreven. Deze module blijft."))
    lay_aside(ahead, entered=any(entered for entered, _written in rows))
    phases = filled(shell, module).phases
    after = [phase.id for phase in phases].index(here.doc.id) + 1
    known = {phase.id for phase in shell.phases}
    inside = {phase.id: {"module": module.id} for phase in phases if phase.id not in known}
    lay_out(session, treatment, phases[after:], after=here.position, facts=inside)
