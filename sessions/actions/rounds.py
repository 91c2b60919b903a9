"""Once more around, and who begins. Ending a turn stands with the people (`people.end_turn`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Sum, Value, When
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow
from methods import rules
from sessions import flow
from sessions.actions.at_table import leading, not_quiet
from sessions.models import CaseSession, Turn

SPOKE = Case(When(state=Turn.State.DONE, then=Value(1)), default=Value(0))


@transaction.atomic
def go_round_again(session: CaseSession, *, by: Any, step_id: UUID) -> None:
    """Everybody had their turn: those at the table get another, in the same order. What lay open stays open.

    A round that goes on is left as it is, so a second press makes no third round.
    """
    turns = _round(session, by, step_id)
    if flow.whose_turn(turns):
        return
    here = Turn.objects.filter(step_id=step_id, user__in=list(session.sitting))  # type: ignore[attr-defined]
    here.update(earlier=F("earlier") + SPOKE, state=Turn.State.WAITING)
    poke(session.topic, "step", "cards")


@transaction.atomic
def least_first(session: CaseSession, *, by: Any, step_id: UUID) -> None:
    """Whoever had the fewest turns today begins; among equals the order stays, and who is at a distance comes first.

    Only before somebody had a turn in this round. No number is told to anybody.
    """
    turns = _round(session, by, step_id)
    if not flow.round_fresh(turns):
        raise NotNow(_("De ronde is al begonnen. Een volgende keer kan het wel."))
    had, sitting = _had_today(session), session.sitting  # type: ignore[attr-defined]
    far = {user_id for user_id, seat in sitting.items() if seat.at_distance}
    places = sorted(turn.place for turn in turns)
    turns.sort(key=lambda turn: (turn.user_id not in far, had.get(turn.user_id, 0), turn.place))
    for turn, place in zip(turns, places, strict=True):
        turn.place = place
    Turn.objects.bulk_update(turns, ["place"])
    poke(session.topic, "step")


def _round(session: CaseSession, by: Any, step_id: UUID) -> list[Turn]:
    """The turns of the round that goes on, held; NotYours to who does not lead, NotNow when it is over."""
    leading(session, by)
    not_quiet(session)
    if session.step is None or session.step_id != step_id:
        raise NotNow(_("Deze ronde is al voorbij."))
    if not rules.goes_round(session.step.doc):
        raise NotNow(_("In deze stap is er geen ronde."))
    return list(Turn.objects.select_for_update().filter(step_id=step_id))


def _had_today(session: CaseSession) -> dict[UUID, int]:
    rows = Turn.objects.filter(step__session=session).values("user_id").order_by()
    return dict(rows.annotate(had=Sum(F("earlier") + SPOKE)).values_list("user_id", "had"))
