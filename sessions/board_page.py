"""A board afterwards: what lay there then, and how it is now. For its owner, and for the group while it is shared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from intervisie.common.encryption import sealed
from sessions import laid, visibility
from sessions.boards import BOARDS, BoardKind, Facet, Laid, Piece
from sessions.boards.pieces import piece_of
from sessions.models import CaseSession, ScaleMark, Step, Treatment


def boards_open_to(user: Any) -> QuerySet[Treatment, Any]:
    """The door: one's own boards, and those that somebody of one's group shares until the follow-up. A coordinator
    belongs to no group, and so to no board."""
    drawn = Step.objects.filter(treatment=OuterRef("pk"), phase__board__in=list(BOARDS), entered_at__isnull=False)
    followed = CaseSession.objects.filter(
        group=OuterRef("session__group"), state=CaseSession.State.CLOSED, started_at__gt=OuterRef("board_shared_at")
    )
    sessions = CaseSession.objects.visible_to(user).values("pk")
    shared = Q(board_shared_at__isnull=False, session__in=sessions) & ~Q(Exists(followed))
    return Treatment.objects.filter(Q(case__owner=user) | shared, Exists(drawn)).annotate(
        still_shared=~Exists(followed)
    )


@dataclass(frozen=True)
class Number:
    """A mark on a private scale, in the evening or since."""

    on: date
    value: int | None
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """A number where it stands on the drawn line."""

    x: int
    value: int
    on: date
    here: bool


@dataclass(frozen=True)
class Board:
    """One board of a case, drawn for one viewer."""

    kind: BoardKind
    laid: Laid
    data: dict[str, Any]
    numbers: list[Number]  # of its owner alone, the oldest first

    @property
    def own(self) -> bool:
        return self.laid.own

    @property
    def tens(self) -> bool:
        return self.kind.tens

    @property
    def marked(self) -> list[Mark]:
        """The numbers on a line 600 wide: the last is where one is, the others where one was."""
        given = [(one, one.value) for one in self.numbers if one.value is not None]
        return [Mark(20 + 56 * value, value, one.on, one is given[-1][0]) for one, value in given]

    @property
    def now(self) -> list[tuple[Facet, list[Piece]]]:
        """What can be said anew: per facet that has a then and a now, its cards."""
        asked = [facet for facet in self.kind.facets if facet.again]
        return [(facet, [piece for piece in self.laid.pieces if piece.kind in facet.of]) for facet in asked]

    @property
    def template(self) -> str:
        return self.kind.template


@dataclass(frozen=True)
class BoardPage:
    """Everything the page shows, already fetched."""

    treatment: Treatment
    user: Any
    boards: list[Board]

    @property
    def own(self) -> bool:
        return self.treatment.case.owner_id == self.user.pk

    @property
    def gone(self) -> bool:
        return sealed(self.treatment)

    @property
    def shared(self) -> bool:
        return self.treatment.board_shared_at is not None and self.treatment.still_shared  # type: ignore[attr-defined]

    @property
    def chip(self) -> visibility.Chip:
        return visibility.board_chip(shared=True) if self.shared else visibility.own_chip()

    @property
    def look_chip(self) -> visibility.Chip:
        return visibility.own_chip()

    @property
    def last_tens(self) -> bool:
        """No number from nought to ten is asked where the exercise did not."""
        return self.boards[-1].tens or not any(facet.again for facet in self.boards[-1].kind.facets)


def find_board(user: Any, pk: UUID, *, own: bool = False) -> Treatment:
    """`own`: for a deed of its owner; of anybody else's board nobody hears that it is there."""
    rows = boards_open_to(user).filter(pk=pk).select_related("session__group__organisation", "session__step", "key")
    rows = rows.filter(case__owner=user) if own else rows
    found = rows.select_related("case__owner", "case__key").first()
    if found is None:
        raise Http404
    return found


def gather(user: Any, pk: UUID, *, lang: str, own: bool = False, now: datetime | None = None) -> BoardPage:
    """At most four queries; Http404 for whoever may not see it."""
    treatment = find_board(user, pk, own=own)
    steps = list(Step.objects.filter(session=treatment.session_id))
    owns = treatment.case.owner_id == user.pk
    viewer = visibility.Viewer(user.pk, owns)
    here = next((step for step in steps if step.pk == treatment.session.step_id), None)
    moment = visibility.Moment(steps, here, now or timezone.now())
    mine = {step.pk: step for step in steps if step.treatment_id == treatment.pk and step.doc.board}
    cards = list(laid.visible_cards(viewer, moment, list(mine)))
    for card in cards:
        seen = (m for m in card.given if visibility.sees_mark(viewer, moment, scale=m["scale"], given_in=m["step"]))
        card.kept = {mark["scale"]: mark["value"] for mark in seen}
    boards = [_board(kind, treatment, owns, lang, cards, mine) for kind in _kinds(mine.values())]
    return BoardPage(treatment, user, _numbered(boards, treatment, mine, lang) if owns else boards)


def _kinds(steps: Any) -> list[BoardKind]:
    codes = dict.fromkeys(step.doc.board for step in sorted(steps, key=lambda one: one.position))
    return [BOARDS[code] for code in codes if code in BOARDS]


def _board(
    kind: BoardKind, treatment: Treatment, own: bool, lang: str, cards: list[Any], steps: dict[UUID, Step]
) -> Board:
    hidden = [] if own else [facet.code for facet in kind.facets if facet.private]
    owner = treatment.case.owner_id
    pieces = [
        piece_of(card, steps[card.step_id].doc, owner=owner, lang=lang, hidden=hidden)
        for card in sorted(cards, key=lambda card: (steps[card.step_id].position, card.pk.hex))
        if _lies(kind, steps[card.step_id], card, owner)
    ]
    name = treatment.case.owner.first_name
    on_it = Laid(tuple(pieces), name, own, "", treatment.key_question)
    return Board(kind, on_it, kind.draw(on_it), [])


def _lies(kind: BoardKind, step: Step, card: Any, owner: Any) -> bool:
    own = card.kind in kind.kept and step.doc.board == kind.code and card.author_id == owner
    return own or kind.takes_in(card, step.doc.board, owner)


def _numbered(boards: list[Board], treatment: Treatment, steps: dict[UUID, Step], lang: str) -> list[Board]:
    """Each board with the series of its owner's own marks; what was marked since belongs to the last one."""
    rows = ScaleMark.objects.filter(step__in=list(steps), owner=treatment.case.owner_id).select_related("key")
    zone = treatment.session.group.tz
    marks = {row.step_id: int(row.value) for row in rows if row.value}
    since = [Number(date.fromisoformat(look["on"]), look["value"], look["note"]) for look in treatment.looks]
    found = []
    for board in boards:
        asked = _on_first_scale([step for step in steps.values() if step.doc.board == board.kind.code], lang)
        given = [(step.entered_at, marks[step.pk]) for step in asked if step.pk in marks]
        then = [Number(at.astimezone(zone).date(), value) for at, value in given if at]
        found.append(replace(board, numbers=[*then, *(since if board is boards[-1] else [])]))
    return found


def _on_first_scale(steps: list[Step], lang: str) -> list[Step]:
    """The steps that ask for a number between the same words as the first that asks for one."""
    texts = [(step, step.doc.text(lang)) for step in sorted(steps, key=lambda one: one.position)]
    scored = [(step, (text.low, text.high)) for step, text in texts if text.score]
    return [step for step, ends in scored if ends == scored[0][1]]
