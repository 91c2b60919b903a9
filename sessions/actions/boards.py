"""What the case-giver does with the cards on a board: lays them, says what they are, joins them; and looks again later.

Nobody else moves or names anything, from no tab. What it says is kept on the card, under the key of the case.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours, Refusal
from methods.codes import Kind
from methods.models import Method
from sessions import permissions, visibility
from sessions.actions.at_table import not_quiet, one_by_one, sitting, still_here
from sessions.actions.laying_out import lay_out
from sessions.boards import BoardKind, board_of, places
from sessions.boards.pair import after_a_cloud, followed
from sessions.boards.pieces import CLUSTER, LINKS
from sessions.models import CaseSession, Contribution, Step, Treatment

MOST_LOOKS = 50
LONGEST_NOTE = 600


@transaction.atomic
def place(
    session: CaseSession, *, by: Any, card_id: UUID, x: int, y: int, move: str = "", step_id: UUID | None = None
) -> None:
    """Lay a card here; with `move` a stride closer to the middle (in) or further (out) than here."""
    board, cards = _taken_up(session, by, [card_id], step_id)
    if not board.moves:
        raise NotNow()
    to = {"in": places.closer, "out": places.further}.get(move, places.kept_on_board)
    new_x, new_y = to(x, y)
    Contribution.objects.filter(pk=cards[0].pk).update(x=new_x, y=new_y)
    poke(session.topic, "cards")


@transaction.atomic
def say(session: CaseSession, *, by: Any, card_id: UUID, facet: str, value: str, step_id: UUID | None = None) -> None:
    """Say one thing of a card, from the closed list of its board; nothing takes it back."""
    board, cards = _taken_up(session, by, [card_id], step_id)
    card = cards[0]
    _say(board, card, facet, value, session)
    card.save(update_fields=["said"])
    poke(session.topic, "cards")


def _say(board: BoardKind, card: Contribution, facet: str, value: str, session: CaseSession) -> None:
    if facet == CLUSTER and board.clusters:
        card.said = _with(card.said, CLUSTER, _a_cluster(card, value, session))
        return
    asked = board.facet(facet)
    if asked is None or card.kind not in asked.of or (value and asked.choice(value) is None):
        raise Refusal()
    card.said = _with(card.said, facet, _ticked(card.said.get(facet, []), value) if asked.many else value)


def _with(said: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    kept = {other: held for other, held in said.items() if other != name}
    return {**kept, name: value} if value else kept


def _ticked(held: list[str], value: str) -> list[str]:
    return [one for one in held if one != value] if value in held else sorted([*held, value])


def _a_cluster(card: Contribution, value: str, session: CaseSession) -> str:
    """The id of a name the case-giver gave to a cluster, here and now."""
    if not value:
        return ""
    try:
        named = Contribution.objects.filter(pk=UUID(value), kind=Kind.WORD, step__treatment=session.step.treatment_id)
    except ValueError:
        raise Refusal() from None
    if not named.exists():
        raise NotNow(_("Dit groepje is er niet meer."))
    return value


@transaction.atomic
def join(session: CaseSession, *, by: Any, card_id: UUID, other_id: UUID, step_id: UUID | None = None) -> None:
    """Draw a line between two cards, or take it away again."""
    if card_id == other_id:
        raise Refusal()
    board, cards = _taken_up(session, by, [card_id, other_id], step_id)
    if not board.links or any(card.kind not in board.named for card in cards):
        raise NotNow()
    one, other = cards
    joined = [(a, b) for a, b in ((one, other), (other, one)) if str(b.pk) in a.said.get(LINKS, [])]
    a, b = joined[0] if joined else (one, other)
    a.said = _with(a.said, LINKS, _ticked(a.said.get(LINKS, []), str(b.pk)))
    a.save(update_fields=["said"])
    poke(session.topic, "cards")


def _taken_up(
    session: CaseSession, by: Any, ids: list[UUID], step_id: UUID | None
) -> tuple[BoardKind, list[Contribution]]:
    """These cards, in this order, for who may move them: on a board, now, and seen by the case-giver."""
    board, step = _at_board(session, by, step_id)
    one_by_one(session, by)
    steps = list(session.steps.all())
    here = next(one for one in steps if one.pk == step.pk)
    on_board = [s.pk for s in steps if s.treatment_id == here.treatment_id and s.doc.board in board.takes]
    viewer, moment = visibility.Viewer(by.pk, is_case_giver=True), visibility.Moment(steps, here, timezone.now())
    seen = Contribution.objects.filter(
        visibility.query(viewer, moment, on_board), pk__in=ids, step__in=on_board, parked=False
    )
    found = {card.pk: card for card in seen.filter(kind__in=board.kinds).select_related("key")}
    if len(found) < len(ids) or any(card.key is None for card in found.values()):
        raise NotNow(_("Deze kaart ligt niet meer op tafel."))
    return board, [found[pk] for pk in ids]


def _at_board(session: CaseSession, by: Any, step_id: UUID | None) -> tuple[BoardKind, Step]:
    sitting(session, by)
    not_quiet(session)
    step = session.step
    if step is None or step_id not in (None, step.pk):
        raise NotNow(_("De groep is al bij de volgende stap."))
    board = board_of(step.doc)
    if board is None:
        raise NotNow(_("Er ligt hier geen bord."))
    if not permissions.brings(by.pk, step.treatment):
        raise NotYours(_("Verplaatsen en benoemen doet hier alleen de inbrenger."))
    return board, step


# ── a second board in the same evening ─────────────────────────────────────────────────────────────
@transaction.atomic
def go_on_with_pair(session: CaseSession, *, by: Any, step_id: UUID | None = None) -> None:
    """Lay the phases of the board that goes with this one behind it, with the same case. A second press finds them."""
    sitting(session, by)
    not_quiet(session)
    step = session.step
    board = board_of(step.doc) if step and step_id in (None, step.pk) else None
    if step is None or step.treatment is None or board is None or not board.pair:
        raise NotNow(_("De groep is al verder dan deze keuze."))
    if not permissions.can_choose_method(by.pk, session, step.treatment):
        raise NotYours(_("De werkvorm kiezen de inbrenger en wie leidt."))
    still_here(session)
    phases = list(session.steps.filter(treatment=step.treatment_id, kind=Step.Kind.PHASE))
    method = Method.objects.whole_in(session.group).filter(slug=board.pair).first()
    if method is None:
        raise NotNow(_("Deze werkvorm is er niet meer."))
    if not followed(phases, board):
        lay_out(session, step.treatment, after_a_cloud(method.doc), after=phases[-1].position)
    poke(session.topic, "step")


# ── afterwards ─────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def say_now(treatment: Treatment, *, by: Any, card_id: UUID, facet: str, value: str) -> None:
    """Next time: how loud it sounds now, or that it moved to another circle. What was then stays beside it."""
    _own(treatment, by)
    rows = Contribution.objects.select_related("key", "step").select_for_update(of=("self",))
    card = rows.filter(pk=card_id, step__treatment=treatment, parked=False).first()
    board = board_of(card.step.doc) if card else None
    if card is None or board is None or card.key is None:
        raise NotNow(_("Deze kaart is er niet meer."))
    asked = next((b.facet(facet) for b in _boards(treatment) if b.facet(facet)), None)
    if asked is None or not asked.again or card.kind not in asked.of or (value and asked.choice(value) is None):
        raise Refusal()
    card.later = _with(card.later, facet, value)
    card.save(update_fields=["later"])


def _boards(treatment: Treatment) -> list[BoardKind]:
    found = (board_of(step.doc) for step in treatment.steps.all())
    return list({board.code: board for board in found if board}.values())


@transaction.atomic
def look_again(treatment: Treatment, *, by: Any, value: int | None, note: str) -> None:
    """Where do you stand now: a number, a sentence, or both. Their owner's alone, also when the board is shared."""
    _own(treatment, by)
    note = note.strip()
    if value is None and not note:
        raise Refusal(_("Kies een getal, of schrijf één zin."))
    if len(note) > LONGEST_NOTE:
        raise Refusal(_("Dit is langer dan past. Wat is de kern, in één of twee zinnen?"))
    held = Treatment.objects.select_related("key").select_for_update(of=("self",)).get(pk=treatment.pk)
    if held.key is None:
        raise NotNow(_("Deze casus is er niet meer."))
    today = timezone.localdate(timezone=treatment.session.group.tz).isoformat()
    earlier = [look for look in held.looks if look["on"] != today]  # again on the same day replaces it
    held.looks = [*earlier, {"on": today, "value": value, "note": note}][-MOST_LOOKS:]
    held.save(update_fields=["looks"])


@transaction.atomic
def share_board(treatment: Treatment, *, by: Any, on: bool) -> None:
    """Let the group see it until the follow-up, or take it back to oneself."""
    _own(treatment, by)
    Treatment.objects.filter(pk=treatment.pk).update(board_shared_at=timezone.now() if on else None)
    poke(treatment.session.topic, "step")


def _own(treatment: Treatment, by: Any) -> None:
    if treatment.case.owner_id != by.pk:
        raise NotYours(_("Dit bord is van wie de casus inbracht."))
