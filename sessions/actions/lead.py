"""The lead: one holder. Offered, asked for, planned, taken over aloud, kept warm while its holder is gone.

It never moves without the press of who gets it, and every press leaves an event. docs/decisions/0019.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.permissions import is_coach
from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours
from intervisie.common.returning import update_returning
from sessions import coaching, permissions
from sessions.actions.at_table import leading, sitting
from sessions.actions.ending import end_offers
from sessions.actions.pointer import note_event
from sessions.models import CaseSession, LeadOffer, RoomEvent, Step

Kind = LeadOffer.Kind


@transaction.atomic
def offer_lead(session: CaseSession, *, by: Any, to_id: UUID) -> None:
    """Offer the lead to somebody at the table who does not bring the case; it moves only when they accept."""
    sitting(session, by)
    if not permissions.leads(by.pk, session):
        raise NotYours(_("De leiding doorgeven kan alleen wie nu leidt."))
    if to_id == by.pk:
        raise NotNow(_("Deze persoon zit nu niet aan tafel."))
    _can_get(session, to_id)
    _open(session, Kind.OFFER, to_id=to_id, by_id=by.pk)
    _tell(session, RoomEvent.Kind.LEAD_OFFERED, by)


@transaction.atomic
def ask_lead(session: CaseSession, *, by: Any) -> None:
    """Ask who leads for the lead; it moves only when they give it. Who leads already, or asked: fine."""
    _may_lead(session, by)
    if permissions.leads(by.pk, session) or _asked(session, by):
        return
    if session.leader_id not in session.sitting:  # type: ignore[attr-defined]
        raise NotNow(_("Er leidt nu niemand. Spreek af wie het overneemt."))
    _own_accord(session, by)
    _open(session, Kind.ASK, to_id=by.pk, by_id=session.leader_id)
    _tell(session, RoomEvent.Kind.LEAD_ASKED, by)


def _asked(session: CaseSession, by: Any) -> bool:
    return LeadOffer.objects.filter(session=session, to=by, kind=Kind.ASK, answered_at__isnull=True).exists()


def _open(session: CaseSession, kind: str, **who: Any) -> None:
    """One thing at a time is asked about the lead."""
    try:
        with transaction.atomic():
            LeadOffer.objects.create(session=session, kind=kind, **who)
    except IntegrityError as taken:
        raise NotNow(_("De leiding is al aan iemand aangeboden, of er is om gevraagd.")) from taken


@transaction.atomic
def answer_lead(session: CaseSession, *, by: Any, accept: bool) -> None:
    """Accept an offered lead, give one that was asked for, or kindly decline. Raises NotNow when that is gone, or when
    the one to get it brings the case."""
    mine, leads = Q(to=by) & ~Q(kind=Kind.ASK), permissions.leads(by.pk, session)
    if leads:
        mine |= Q(kind=Kind.ASK)
    elif accept:
        _may_lead(session, by)
    waiting = LeadOffer.objects.filter(mine, session=session, answered_at__isnull=True)
    answered = update_returning(waiting, "to", answered_at=timezone.now(), accepted=accept)
    if not answered:
        raise NotNow(_("Dit aanbod is er niet meer."))
    if accept:
        _give(session, by, answered[0][0])
    else:
        note_event(session, RoomEvent.Kind.LEAD_DECLINED, by, session.step, session.version)
    poke(session.topic, "people")


def _give(session: CaseSession, by: Any, to_id: UUID) -> None:
    if to_id != by.pk:
        leading(session, by)
        _can_get(session, to_id)
    _hand_over(session, session.sitting[to_id].user if to_id != by.pk else by)  # type: ignore[attr-defined]


@transaction.atomic
def withdraw_lead(session: CaseSession, *, by: Any) -> None:
    """Take an offer or a question back before it is answered."""
    own = Q(by=by) & ~Q(kind=Kind.ASK) | Q(to=by, kind=Kind.ASK)
    waiting = LeadOffer.objects.filter(own, session=session, answered_at__isnull=True)
    if waiting.update(answered_at=timezone.now()):
        note_event(session, RoomEvent.Kind.LEAD_DROPPED, by, session.step, session.version)
    poke(session.topic, "people")


@transaction.atomic
def take_lead(session: CaseSession, *, by: Any) -> None:
    """Take the lead over, as agreed aloud. The former leader can take it back the same way."""
    sitting(session, by)
    if permissions.leads(by.pk, session):
        return
    _may_lead(session, by)
    _own_accord(session, by)
    end_offers(session)
    _hand_over(session, by)
    poke(session.topic, "people")


@transaction.atomic
def stand_in(session: CaseSession, *, by: Any, gone: bool) -> None:
    """Lead as long as the holder is gone, who is asked on return whether they want it back.

    `gone`: nobody has seen their screen for two minutes. Of two who press, one leads; the other hears it.
    """
    sitting(session, by)
    if permissions.leads(by.pk, session):
        return
    _may_lead(session, by)
    _own_accord(session, by)
    if not gone:
        raise NotNow(_("Wie leidt, is er weer. Je kunt de leiding wel vragen."))
    end_offers(session)
    row = {"to": by, "by_id": session.leader_id, "kind": Kind.STAND_IN}
    _hand_over(session, by)
    LeadOffer.objects.create(session=session, answered_at=timezone.now(), accepted=True, **row)
    poke(session.topic, "people")


@transaction.atomic
def plan_lead(session: CaseSession, *, by: Any, step_id: UUID, to_id: UUID | None) -> None:
    """Who leads a step that is still to come; None: whoever leads by then. They are asked when it begins."""
    leading(session, by)
    step = session.steps.filter(pk=step_id, entered_at__isnull=True).select_related("treatment__case").first()
    if step is None:
        raise NotNow(_("Deze stap is al geweest."))
    if to_id is not None and to_id not in session.sitting:  # type: ignore[attr-defined]
        raise NotNow(_("Deze persoon zit nu niet aan tafel."))
    if to_id is not None and permissions.brings(to_id, permissions.on_table(step)):
        raise NotNow(_("Wie dan inbrengt, leidt niet tegelijk. Kies iemand anders."))
    if Step.objects.filter(pk=step.pk).exclude(led_by=to_id).update(led_by=to_id):
        note_event(session, RoomEvent.Kind.LEAD_PLANNED, by, step, session.version)
        poke(session.topic, "step")


def _can_get(session: CaseSession, to_id: UUID) -> None:
    if to_id not in session.sitting:  # type: ignore[attr-defined]
        raise NotNow(_("Deze persoon zit nu niet aan tafel."))
    if not permissions.may_lead(to_id, session):
        raise NotNow(_brings_now(session))


def _brings_now(session: CaseSession) -> str:
    said = _("%(name)s brengt nu in. Geef de leiding aan iemand anders, of wacht tot na de oogst.")
    return said % {"name": session.step.treatment.case.owner.first_name}


def _own_accord(session: CaseSession, by: Any) -> None:
    """A coach leads of their own accord no longer, once the group leads itself; what members offer may be accepted."""
    if not coaching.may(session.group.stage, coaching.Deed.LEAD) and is_coach(by, session.group):
        raise NotYours(_("Zo ver zijn jullie samen: leiden doet de groep nu zelf. Vragen jullie het, dan mag het."))


def _may_lead(session: CaseSession, by: Any) -> None:
    sitting(session, by)
    if not permissions.may_lead(by.pk, session):
        raise NotNow(_("Jij brengt nu in. Laat iemand anders leiden, dan kun jij bij je vraag blijven."))


def _hand_over(session: CaseSession, to: Any) -> None:
    """One pointer, one holder: the token moves from who held it when this page was drawn, or not at all."""
    moved = CaseSession.objects.filter(pk=session.pk, state=CaseSession.State.RUNNING, leader=session.leader_id).update(
        leader=to
    )
    if not moved:
        raise NotNow(_("De leiding is intussen al bij iemand anders."))
    session.leader = to
    note_event(session, RoomEvent.Kind.LEAD_MOVED, to, session.step, session.version)
    poke(session.topic, "step")


def _tell(session: CaseSession, kind: str, by: Any) -> None:
    note_event(session, kind, by, session.step, session.version)
    poke(session.topic, "people")
