"""What people take along. Nothing is shared without a press of its owner."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Membership
from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours, Refusal
from sessions.actions.at_table import not_turned
from sessions.dates import FURTHEST
from sessions.keys import person_key
from sessions.models import CaseSession, Commitment

LONGEST = 600
MOST = 12


@transaction.atomic
def commit(
    session: CaseSession,
    *,
    by: Any,
    kind: str,
    text: str,
    commitment_id: UUID,
    due_on: date | None = None,
    confidence: int | None = None,
    buddy_id: UUID | None = None,
    share: bool = False,
) -> Commitment:
    """Write down a step, an observation or a thing learned. The same form sent twice makes one.

    Only somebody who took a seat. `confidence` (0–10) stays with its owner.
    """
    _took_part(session, by)
    if share:
        not_turned(session, by)
    text = _clean(kind, text)
    _sensible(session, by, due_on, confidence, buddy_id)
    try:
        with transaction.atomic():
            made = Commitment.objects.create(
                pk=commitment_id,
                session=session,
                treatment=_own_treatment(session, by),
                owner=by,
                key=person_key(by),
                kind=kind,
                text=text,
                private={} if confidence is None else {"confidence": confidence},
                due_on=due_on,
                buddy_id=buddy_id,
                shared_at=timezone.now() if share else None,
            )
    except IntegrityError:
        return _mine(commitment_id, by)
    poke(session.topic, "harvest")
    return made


def _clean(kind: str, text: str) -> str:
    text = text.strip()
    if kind not in Commitment.Kind.values:
        raise Refusal()
    if not text:
        raise Refusal(_("Er staat nog niets. Eén zin is genoeg, en overslaan mag ook."))
    if len(text) > LONGEST:
        raise Refusal(_("Dit is langer dan past. Wat is de kern, in één of twee zinnen?"))
    return text


def _sensible(
    session: CaseSession, by: Any, due_on: date | None, confidence: int | None, buddy_id: UUID | None
) -> None:
    if due_on and due_on < timezone.localdate(timezone=session.group.tz):
        raise Refusal(_("Die datum is al geweest. Kies een dag die nog komt."))
    if due_on and due_on > timezone.localdate(timezone=session.group.tz) + FURTHEST:
        raise Refusal(_("Dit is verder dan twee jaar vooruit. Kies een datum dichterbij."))
    if confidence is not None and not 0 <= confidence <= 10:
        raise Refusal(_("Kies een getal van 0 tot en met 10."))
    if buddy_id and (buddy_id == by.pk or not session.seats.filter(user=buddy_id).exists()):
        raise Refusal(_("Kies iemand die er vandaag bij was."))


def _took_part(session: CaseSession, by: Any) -> None:
    if session.state not in (CaseSession.State.RUNNING, CaseSession.State.CLOSED):
        raise NotNow(_("De bijeenkomst is nog niet begonnen."))
    if not session.seats.filter(user=by).exists():
        raise NotYours(_("Meenemen kan wie erbij was."))
    if Commitment.objects.filter(session=session, owner=by).count() >= MOST:
        raise NotNow(_("Je hebt al veel opgeschreven. Haal eerst iets weg."))


def _own_treatment(session: CaseSession, by: Any) -> Any:
    return session.treatments.filter(case__owner=by).order_by("-created_at").first()


def _mine(commitment_id: UUID, by: Any) -> Commitment:
    mine = Commitment.objects.filter(pk=commitment_id, owner=by)
    commitment = mine.select_related("session__step__treatment__case", "key").first()
    if commitment is None:
        raise NotNow(_("Dit voornemen is er niet meer."))
    return commitment


@transaction.atomic
def share(commitment_id: UUID, *, by: Any) -> None:
    """Show it to the group."""
    commitment = _mine(commitment_id, by)
    if not Membership.objects.current().filter(group=commitment.session.group_id, user=by).exists():
        raise NotNow(_("Je hoort niet meer bij deze groep. Wat je meenam, blijft van jou alleen."))
    if commitment.session.is_running:
        not_turned(commitment.session, by)
    Commitment.objects.filter(pk=commitment.pk, shared_at__isnull=True).update(shared_at=timezone.now())
    poke(commitment.session.topic, "harvest")


@transaction.atomic
def unshare(commitment_id: UUID, *, by: Any) -> None:
    """Take it back to oneself."""
    commitment = _mine(commitment_id, by)
    Commitment.objects.filter(pk=commitment.pk).update(shared_at=None)
    poke(commitment.session.topic, "harvest")


@transaction.atomic
def drop_commitment(commitment_id: UUID, *, by: Any) -> None:
    """Erase it for good. Already gone: fine."""
    commitment = Commitment.objects.filter(pk=commitment_id, owner=by).select_related("session").first()
    if commitment:
        topic = commitment.session.topic
        commitment.delete()
        poke(topic, "harvest")


@transaction.atomic
def look_back(commitment_id: UUID, *, by: Any, outcome: str, note: str = "", room: CaseSession | None = None) -> None:
    """Say what came of it: done, partly, not, or no longer needed; all of equal weight, and it may be changed."""
    if outcome not in Commitment.Outcome.values:
        raise Refusal()
    if len(note.strip()) > LONGEST:
        raise Refusal(_("Dit is langer dan past. Wat is de kern, in één of twee zinnen?"))
    if room:
        not_turned(room, by)
    commitment = _mine(commitment_id, by)
    commitment.outcome, commitment.outcome_at = outcome, timezone.now() if outcome else None
    commitment.outcome_note = note.strip()
    commitment.save(update_fields=["outcome", "outcome_at", "outcome_note"])
    if room:
        poke(room.topic, "harvest")
