"""What a card on a board asks when it is written: short enough for its place, and what of it becomes a commitment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.refusals import Refusal
from methods.codes import Kind
from sessions.boards import board_of
from sessions.dates import FURTHEST
from sessions.keys import person_key
from sessions.models import CaseSession, Commitment, Contribution, Seat, Step

SOON = timedelta(days=3)  # a first step is taken within three days
LATER = timedelta(days=28)  # an observation is looked back on about when the group meets again


@dataclass(frozen=True, slots=True)
class Agreed:
    """When somebody does it, and who may ask about it."""

    due_on: date | None = None
    buddy_id: UUID | None = None


def author_of(session: CaseSession, step: Step, by: Any, kind: str, parked: bool) -> Any:
    """Whose words these are. Who takes notes captures what the case-giver says aloud, on a board that asks for it: then
    the card is the case-giver's own, to change and to take away."""
    seat, board = session.sitting.get(by.pk), board_of(step.doc)  # type: ignore[attr-defined]
    if parked or board is None or step.treatment is None or step.doc.silent or seat is None:
        return by
    captured = kind in board.scribed & set(step.doc.own_kinds)
    return step.treatment.case.owner if captured and seat.role == Seat.Role.SCRIBE else by


def short_enough(step: Step, kind: str, text: str) -> None:
    """Some places on a board hold a few words only."""
    board = board_of(step.doc)
    most = board.most.get(Kind(kind)) if board else None
    if most and len(_bare(step, text)) > most:
        said = _("Hier past het in hooguit %(most)s tekens. Wat is het ene woord, of de ene zin?")
        raise Refusal(said % {"most": most})


def _bare(step: Step, text: str) -> str:
    stems = [stem for words in step.doc.texts.values() for stem in words.own_stems]
    start = next((stem for stem in stems if text.lower().startswith(stem.lower())), "")
    return text[len(start) :].strip()


def commit_to(session: CaseSession, card: Contribution, by: Any, agreed: Agreed) -> None:
    """A step or an observation of the case-giver is theirs to look back on: with the id of its card, so that it is one.

    Not shared: that the words lie on the table today says nothing about later.
    """
    if not _commits(card):
        return
    Commitment.objects.create(
        pk=card.pk,
        session=session,
        treatment=card.step.treatment,
        owner=by,
        key=person_key(by),
        kind=card.kind,
        text=card.text,
        due_on=_due(session, card, agreed.due_on),
        buddy_id=_buddy(session, by, agreed.buddy_id),
    )


def commit_anew(card: Contribution, by: Any) -> None:
    """The card was written anew, and so is what hangs on it, if its owner did not throw that away."""
    held = Commitment.objects.select_related("key").filter(pk=card.pk, owner=by).first() if _commits(card) else None
    if held:
        held.text = card.text
        held.save(update_fields=["text"])


def commit_not(card: Contribution, pk: UUID, by: Any) -> None:
    """The card was taken away."""
    if _commits(card):
        Commitment.objects.filter(pk=pk, owner=by).delete()


def _commits(card: Contribution) -> bool:
    board = board_of(card.step.doc)
    return board is not None and card.kind in board.commits


def _due(session: CaseSession, card: Contribution, due_on: date | None) -> date:
    today = timezone.localdate(timezone=session.group.tz)
    if due_on is None:
        return today + (SOON if card.kind == Kind.STEP else LATER)
    if not today <= due_on <= today + FURTHEST:
        raise Refusal(_("Kies een dag die nog komt, binnen twee jaar."))
    return due_on


def _buddy(session: CaseSession, by: Any, buddy_id: UUID | None) -> UUID | None:
    if buddy_id and (buddy_id == by.pk or buddy_id not in session.sitting):  # type: ignore[attr-defined]
        raise Refusal(_("Kies iemand die er vandaag bij was."))
    return buddy_id
