"""What lies on the table: the cards that one viewer may see now, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from intervisie.common.prepared import prepared
from sessions import visibility
from sessions.allowed import Allowed
from sessions.boards import board_of
from sessions.models import Contribution, Mark, Step, Treatment


def visible_cards(
    viewer: visibility.Viewer, moment: visibility.Moment, steps: Iterable[UUID], *, kept_in: Iterable[UUID] = ()
) -> list[Contribution]:
    """The rows behind every card, for one viewer, in one query; of `kept_in` only what this viewer parked there."""
    here, kept = tuple(steps), tuple(kept_in)
    return _cards(here, kept, *visibility.allowed(viewer, moment, {*here, *kept}).values())


@prepared
def _cards(here: Any, kept: Any, *allowed: Any) -> QuerySet[Contribution]:
    seen = Allowed.of(*allowed)
    there = Q(step__in=here) | Q(step__in=kept, parked=True, author=seen.viewer)
    marks = Mark.objects.filter(contribution=OuterRef("pk")).values(
        data=JSONObject(scale="scale", value="value", step="step_id")
    )
    cards = Contribution.objects.filter(seen.query(), there)
    return cards.select_related("key").annotate(given=ArraySubquery(marks))


def on_table(steps: Iterable[Step], here: Step) -> list[Step]:
    """The steps whose cards lie on the table in this one: its own, those it shows, those that wrote for its board."""
    board = board_of(here.doc)
    same = [step for step in steps if step.treatment_id == here.treatment_id]
    drawn = {s.pk for s in same if board and s.position < here.position and s.doc.board in board.takes}
    shown = [step for step in same if step.doc.id in here.doc.shows or step.pk in drawn]
    return shown if here in shown else [*shown, here]


def place_of(step: Step, steps: Iterable[Step], treatment: Treatment | None) -> Callable[[Any], Any]:
    """As a key to sort by: the order of writing; of a silent step no order at all, so that it tells nothing. Only where
    names stand at the cards anyhow, the case-giver's own lines keep together and in theirs."""
    held = visibility.promise(step, steps)
    if held.opens in (visibility.Opens.AT_ONCE, visibility.Opens.AT_TURN):
        return lambda card: card.created_at
    owner = treatment.case.owner_id if treatment and held.named else None
    return lambda card: (0, str(card.created_at)) if owner and card.author_id == owner else (1, card.pk.hex)
