"""Choosing the case, wording the question, choosing the method; another round; the case-giver's own stop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common import audit
from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours, Refusal
from intervisie.common.returning import Statement, at_once, updating
from methods.format import phase_snapshot, to_snapshot
from methods.models import Method
from sessions import permissions, spine
from sessions.actions.at_table import not_quiet, running, seated, sitting, still_here, treated
from sessions.actions.ending import end_offers
from sessions.actions.laying_out import lay_aside, lay_out
from sessions.actions.pointer import leave, note_event
from sessions.keys import new_case_key
from sessions.models import Case, CaseSession, Commitment, RoomEvent, Step, Treatment
from sessions.retention import text_until


@transaction.atomic
def choose_case(session: CaseSession, *, by: Any, case_id: UUID, step_id: UUID | None = None) -> Treatment:
    """Take a case of somebody at the table from the shelf. Another may be chosen until the method is chosen."""
    step = _choosing(session, by, Step.Kind.CASE_CHOICE, step_id)
    # Held, so that a case its owner takes back at this instant is either on the table or theirs alone, never both.
    waiting = Case.objects.on_shelf().select_for_update(of=("self",)).select_related("key", "owner")
    case = waiting.filter(group=session.group, pk=case_id).first()
    if case is None:
        raise NotNow(_("Deze casus ligt niet meer op de plank."))
    if case.owner_id not in session.sitting:  # type: ignore[attr-defined]
        said = _("%(name)s zit nu niet aan tafel. Een casus komt pas aan de beurt als wie hem inbrengt erbij is.")
        raise NotNow(said % {"name": case.owner.first_name})
    return _take(session, step, case, by)


@transaction.atomic
def bring_aloud(
    session: CaseSession, *, by: Any, owner_id: UUID, question: str, step_id: UUID | None = None
) -> Treatment:
    """Somebody at the table tells a case without having prepared it: only the question is written down."""
    step = _choosing(session, by, Step.Kind.CASE_CHOICE, step_id)
    if owner_id not in session.sitting:  # type: ignore[attr-defined]
        raise NotNow(_("Deze persoon zit nu niet aan tafel."))
    if not question.strip():
        raise Refusal(_("Schrijf de vraag op, in één zin. De rest wordt verteld."))
    case = Case.objects.create(
        group=session.group,
        owner_id=owner_id,
        key=new_case_key(),
        state=Case.State.SHARED,
        oral_only=True,
        question=question.strip()[:400],
        shared_at=timezone.now(),
        text_until=text_until(  # also when another case is taken instead
            since=timezone.now(), treated_at=None, look_back=None, ceiling_days=session.group.organisation.case_days
        ),
    )
    return _take(session, step, case, by)


def _choosing(session: CaseSession, by: Any, kind: str, step_id: UUID | None) -> Step:
    """The step in which this is chosen, if it goes on, and is the one that the page showed (None: it did not say)."""
    sitting(session, by)
    if session.step is None or session.step.kind != kind or step_id not in (None, session.step_id):
        raise NotNow(_("De groep is al verder dan deze keuze."))
    if not permissions.can_move(by.pk, session):
        raise NotYours(_("De keuze maken jullie samen; wie leidt, legt hem vast."))
    not_quiet(session)
    return still_here(session)


def _take(session: CaseSession, step: Step, case: Case, by: Any) -> Treatment:
    if case.owner_id == session.leader_id:
        raise NotNow(_("Wie inbrengt, leidt niet tegelijk. Geef eerst de leiding door."))
    treatment = Treatment.objects.create(
        session=session, case=case, key=case.key, key_question=case.question, chosen_by=by
    )
    if step.treatment:
        _untake(session, step.treatment, treatment)
    else:
        session.steps.filter(position__gte=step.position, treatment__isnull=True).update(treatment=treatment)
        Step.objects.filter(pk=step.pk).update(facts={**step.facts, "chosen": True})
    end_offers(session, to=case.owner_id)  # from now on they bring in
    note_event(session, RoomEvent.Kind.CASE_CHOSEN, by, step, session.version)
    poke(session.topic, "step", "cards")
    return treatment


def _untake(session: CaseSession, earlier: Treatment, instead: Treatment) -> None:
    """Choosing again replaces a choice that led to nothing yet: its steps go over, and nothing else hangs on it."""
    _lay_aside(session, earlier)
    session.steps.filter(treatment=earlier).update(treatment=instead)
    Commitment.objects.filter(treatment=earlier).update(treatment=None)
    gone = Treatment.objects.filter(pk=earlier.pk)
    gone._raw_delete(gone.db)  # one query; a delete looks first for what the two lines above took away


def _lay_aside(session: CaseSession, treatment: Treatment) -> None:
    """The phases of a method that was chosen before."""
    if treatment.method:
        phases = session.steps.filter(treatment=treatment, kind=Step.Kind.PHASE)
        lay_aside(phases, entered=session.events.filter(step__in=phases).exists())


@transaction.atomic
def word_question(session: CaseSession, *, by: Any, text: str, step_id: UUID | None = None) -> None:
    """The one question everybody keeps in sight, in the case-giver's words. From an old tab it is not replaced."""
    seat = sitting(session, by)
    treatment = treated(session)
    if session.step.kind != Step.Kind.QUESTION or step_id not in (None, session.step_id):
        raise NotNow(_("De groep werkt al met de vraag. Je tekst blijft op je scherm staan."))
    if not permissions.can_word_question(by.pk, session, treatment, seat.role):
        raise NotYours(_("De vraag is van de inbrenger."))
    not_quiet(session)
    if treatment.key is None:  # wiped, or its owner left the group
        raise NotNow(_("Deze casus is er niet meer."))
    text = text.strip()
    if not text or len(text) > 400:
        raise Refusal(_("Maak er één vraag van, van hooguit een paar regels."))
    treatment.key_question = text
    treatment.save(update_fields=["key_question"])
    poke(session.topic, "step")


@transaction.atomic
def everyone_brings(session: CaseSession, *, by: Any, on: bool, step_id: UUID | None = None) -> None:
    """Everybody has a question today and wants a turn, or not after all: then forms made for that may be suggested.

    Laid down only where there is one for as many as sit here; taken back always.
    """
    sitting(session, by)
    treatment = treated(session)
    if session.step.kind != Step.Kind.METHOD_CHOICE or step_id not in (None, session.step_id):
        raise NotNow(_("De groep is al verder dan deze keuze."))
    if not permissions.can_choose_method(by.pk, session, treatment):
        raise NotYours(_("De werkvorm kiezen de inbrenger en wie leidt."))
    not_quiet(session)
    if on and not Method.objects.whole_in(session.group).for_everyone(len(seated(session))).exists():
        raise NotNow(_("Voor zoveel mensen is er geen werkvorm waarin iedereen aan de beurt komt."))
    Step.objects.filter(pk=session.step_id).update(facts={**session.step.facts, "everyone": on})
    poke(session.topic, "step")


@transaction.atomic
def choose_method(session: CaseSession, *, by: Any, slug: str, suggested: Sequence[str] = ()) -> None:
    """Lay the phases of this method out between here and the harvest, as a snapshot in both languages and with minutes
    for those at the table now.

    Another method may be chosen instead until the first phase has begun; never half-way.
    """
    sitting(session, by)
    treatment = treated(session)
    if session.step.kind not in (Step.Kind.METHOD_CHOICE.value, Step.Kind.QUESTION.value):
        raise NotNow(_("Halverwege wisselen we niet van werkvorm."))
    if not permissions.can_choose_method(by.pk, session, treatment):
        raise NotYours(_("De werkvorm kiezen de inbrenger en wie leidt."))
    not_quiet(session)
    treatment = Treatment.objects.get(pk=still_here(session).treatment_id)
    method = Method.objects.whole_in(session.group).filter(slug=slug).first()
    if method is None:
        raise NotNow(_("Deze werkvorm is er niet meer."))
    _lay_aside(session, treatment)
    lay_out(session, treatment, method.doc.phases, after=_place_of_choice(session, treatment))
    Treatment.objects.filter(pk=treatment.pk).update(
        method=to_snapshot(method.doc),
        method_slug=slug,
        module=None,
        module_slug="",
        suggested=list(suggested),
        chosen_by=by,
    )
    note_event(session, RoomEvent.Kind.METHOD_CHOSEN, by, session.step, session.version)
    poke(session.topic, "step")


def _place_of_choice(session: CaseSession, treatment: Treatment) -> int:
    choice = session.step
    if choice.kind != Step.Kind.METHOD_CHOICE:
        choice = session.steps.filter(treatment=treatment, kind=Step.Kind.METHOD_CHOICE).latest("position")
    return choice.position


@transaction.atomic
def next_case(session: CaseSession, *, by: Any) -> None:
    """After the harvest of one case there is time for another: choice, question, method and harvest once more."""
    sitting(session, by)
    step = session.step
    if step is None or step.kind != Step.Kind.HARVEST:
        raise NotNow(_("Een volgende casus kan na de oogst van deze."))
    if not permissions.can_move(by.pk, session):
        raise NotYours(_("Dit doet wie nu leidt."))
    not_quiet(session)
    _here, ahead = _where_now(session)  # a second press waits here, and then finds the steps of the first
    round_kinds = ["case_choice", "question", "method_choice", "harvest"]
    if any(later.kind == Step.Kind.CASE_CHOICE for later in ahead):
        return
    room = spine.GAP * len(round_kinds)
    session.steps.filter(position__gt=step.position).update(treatment=None, position=F("position") + room)
    planned = {doc.id: (doc, minutes) for _position, doc, minutes in spine.planned(session.minutes)}
    Step.objects.bulk_create(
        Step(
            session=session,
            position=step.position + number * spine.GAP,
            kind=kind,
            phase=phase_snapshot(planned[kind][0]),
            minutes=planned[kind][1],
        )
        for number, kind in enumerate(round_kinds, start=1)
    )
    poke(session.topic, "step")


@transaction.atomic
def stop_case(session: CaseSession, *, by: Any, wipe: bool) -> None:
    """The case-giver ends their own case: no reason asked, keep or wipe. The group goes to how it went together, where
    five minutes of rest are offered."""
    treatment = treated(session)
    if not permissions.brings(by.pk, treatment):
        raise NotYours(_("Een casus stoppen kan alleen wie hem inbrengt."))
    now = timezone.now()
    here, ahead = _where_now(session)
    target = next((step for step in ahead if step.kind == Step.Kind.REVIEW), None)
    if target is None or here.treatment_id != treatment.pk:
        raise NotNow(_("De casus is al klaar."))
    _leave_for(session, here, ahead[: ahead.index(target)], target, now)
    ended = updating(Treatment.objects.filter(pk=treatment.pk), ended_at=now)
    if wipe:
        _wipe(session, treatment.case, by, ended)
    else:
        at_once(ended)
    poke(session.topic, "step", "cards", "people")


def _where_now(session: CaseSession) -> tuple[Step, list[Step]]:
    """The step the group is at and those ahead, held until the end of the deed: a press of the same moment came first,
    or waits.

    In two queries: whoever waited for the lock would get the row of the session as it is now, joined to a step as it
    was before.
    """
    held = CaseSession.objects.select_for_update().get(pk=session.pk)
    running(held)
    steps = list(Step.objects.filter(session=held))
    here = next(step for step in steps if step.pk == held.step_id)
    return here, [step for step in steps if step.position > here.position]


def _leave_for(session: CaseSession, here: Step, between: list[Step], target: Step, now: Any) -> None:
    for step in between:
        step.skipped = True
    leave(session, here, target, now, passing=between)
    CaseSession.objects.filter(pk=session.pk).update(
        step=target, version=F("version") + 1, undo_until=None, calm=False, calmed=True, rest_offered=True
    )


def _wipe(session: CaseSession, case: Case, by: Any, ended: Statement) -> None:
    at_once(ended, updating(Case.objects.filter(pk=case.pk), state=Case.State.WITHDRAWN))
    if case.key:
        case.key.destroy()
    audit.record("case.wiped", by=by, about=case, organisation=session.group.organisation_id)
