"""From a gedachtenwolk to a streefbeeld in a later session: what helped and what hindered comes along, by a press.

(Field guide 1.6, the pair.) In the same evening the thoughts lie there by themselves; a later case is another case,
with a key of its own, so its owner says what comes along. What is copied is seen by the group, as the board is.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours
from methods.codes import Board, Kind, Marks
from sessions import permissions
from sessions.actions.at_table import not_quiet, sitting
from sessions.boards.pair import CARRIED
from sessions.models import CaseSession, Contribution, Mark, Step

HINDERS = "hinders"


@transaction.atomic
def carry_over(session: CaseSession, *, by: Any, step_id: UUID | None = None) -> int:
    """How many came along; pressed again none. NotYours to all but the case-giver, NotNow where no board is, or what is
    kept of the earlier case is gone."""
    sitting(session, by)
    not_quiet(session)
    step = session.step
    if step is None or step_id not in (None, step.pk) or step.doc.board != Board.TARGET_IMAGE:
        raise NotNow(_("De groep is al bij de volgende stap."))
    if not permissions.brings(by.pk, step.treatment):
        raise NotYours(_("Verplaatsen en benoemen doet hier alleen de inbrenger."))
    first = _first_step(step)
    if CARRIED in first.facts:
        return 0
    cards = _kept_of(step.treatment.case.sequel_of_id, by)
    if not cards:
        raise NotNow(_("Van je vorige wolk is niets meer bewaard."))
    _lay(first, cards, by)
    Step.objects.filter(pk=first.pk).update(facts={**first.facts, CARRIED: True})
    poke(session.topic, "cards")
    return len(cards)


def _first_step(step: Step) -> Step:
    """Where the board of this case begins: what is laid there counts for no limit of the step that goes on. Held."""
    steps = Step.objects.select_for_update().filter(treatment=step.treatment_id, phase__board=Board.TARGET_IMAGE.value)
    return steps.order_by("position")[0]


def _kept_of(case_id: UUID | None, owner: Any) -> list[Contribution]:
    """Helping thoughts, one's own and the gifts that were kept, and what hindered."""
    helped = Q(kind=Kind.HELPING_THOUGHT) & (Q(author=owner) | Q(marks__scale=Marks.KEEP, marks__value="keep"))
    hindered = Q(kind=Kind.THOUGHT, marks__scale=Marks.STANCE, marks__value=HINDERS)
    rows = Contribution.objects.filter(
        helped | hindered, step__treatment__case=case_id, key__isnull=False, parked=False
    )
    rows = rows.filter(step__treatment__case__owner=owner, step__phase__board=Board.THOUGHT_CLOUD.value)
    return list({card.pk: card for card in rows.select_related("key")}.values()) if case_id else []


def _lay(first: Step, cards: list[Contribution], by: Any) -> None:
    key = first.treatment.key
    copies = [Contribution(step=first, author=by, kind=card.kind, key=key, text=card.text) for card in cards]
    Contribution.objects.bulk_create(copies)
    hindering = [copy for copy in copies if copy.kind == Kind.THOUGHT]
    Mark.objects.bulk_create(Mark(contribution=one, step=first, scale=Marks.STANCE, value=HINDERS) for one in hindering)
