"""What is drawn, where a phase has a board, and what its case-giver may say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from methods.codes import Board, Kind, Marks, Writes
from sessions import hints, visibility
from sessions.boards import BoardKind, Facet, Laid, Piece
from sessions.boards.pair import CARRIED, followed
from sessions.boards.pieces import piece_of
from sessions.boards.thought_cloud import tells_in_halves
from sessions.models import Step
from sessions.screen.base import Base
from sessions.screen.words import _ms

RATED_APART = frozenset({Marks.KEEP, Marks.MINE})  # these decide whether a card comes onto the board at all
HEAVY = 9  # of ten: how much a case does to its owner


@dataclass(frozen=True)
class Drawn:
    """A board as one viewer sees it."""

    kind: BoardKind
    laid: Laid
    data: dict[str, Any]

    @property
    def template(self) -> str:
        return self.kind.template

    @property
    def own(self) -> bool:
        return self.laid.own


class OnBoard(Base):
    """The board of this phase."""

    @property
    def board_first(self) -> bool:
        """The drawing lies on top, and what is typed beside speaking below it."""
        return self.has_board and (not self.room.kinds or self.room.doc.writes == Writes.ALOUD)

    @cached_property
    def drawn(self) -> Drawn | None:
        board = self.board
        if board is None or not self.has_board:
            return None
        laid = self.laid_on(board)
        return Drawn(board, laid, board.draw(laid)) if laid.pieces else None

    def laid_on(self, board: BoardKind) -> Laid:
        room, own = self.room, self.room.is_case_giver
        hidden = [] if own else [facet.code for facet in board.facets if facet.private]
        owner = room.treatment.case.owner_id if room.treatment else None
        pieces = [
            piece_of(card, step.doc, owner=owner, lang=room.lang, hidden=hidden)
            for step in room.table
            for card in room.cards_of(step)
            if self._lies(board, card, step)
        ]
        return Laid(tuple(pieces), room.case_giver_name, own, room.doc.id, room.key_question)

    def _lies(self, board: BoardKind, card: Any, step: Step) -> bool:
        owner = self.room.treatment.case.owner_id if self.room.treatment else None
        return board.takes_in(card, step.doc.board, owner) and not self._rated_apart(card, step)

    def _rated_apart(self, card: Any, step: Step) -> bool:
        """Still being chosen, so in a list with its buttons."""
        offered = self.room.treatment is not None and card.author_id != self.room.treatment.case.owner_id
        doc = self.room.doc
        return offered and doc.marks in RATED_APART and step.doc.id in doc.shows

    def on_board(self, card: Any, step: Step) -> bool:
        """Is this card drawn, and so not in a pile as well?"""
        return self.drawn is not None and self.drawn.laid.get(card.pk) is not None

    @property
    def names_pieces(self) -> bool:
        """A panel opens for a card that is pressed: for the case-giver alone."""
        board = self.board
        if board is None or not board.named or not self.room.is_case_giver:
            return False
        return self.has_board or any(kind in board.named for kind in self.room.doc.own_kinds)

    def opens(self, card: Any) -> bool:
        """Something can be said of this card of one's own while it is still being written."""
        return self.names_pieces and not self.has_board and card.kind in self.board.named  # type: ignore[union-attr]

    @property
    def tens(self) -> bool:
        return self.board is not None and self.board.tens

    @property
    def small_step(self) -> bool:
        """A first step is made smaller until one is sure enough of it."""
        return self.board is not None and Kind.STEP in self.room.doc.own_kinds

    @property
    def soon(self) -> date:
        """Within three days."""
        return (self.room.now.astimezone(self.room.session.group.tz) + timedelta(days=3)).date()

    @property
    def halves(self) -> list[tuple[Any, bool]]:
        """What a telling goes through, and which of it is now: the clock alone decides."""
        board, clock = self.board, self.room.clock
        if board is None or clock is None or not board.halves or not tells_in_halves(self.room.doc):
            return []
        now = 0 if clock.seconds_left > clock.total_seconds / 2 else 1
        return [(words, place == now) for place, words in enumerate(board.halves)]

    @property
    def half_ms(self) -> int:
        """How long until the second half; 0 when it is there, or the clock stands still."""
        clock = self.room.clock
        if clock is None or clock.state == "paused":
            return 0
        return max(0, _ms(clock.ends_at, self.room.now) - clock.total_seconds * 500)

    @property
    def heavy(self) -> bool:
        """It does a lot to its owner, who said so in preparing; said back to them alone, where the exercise begins."""
        treatment = self.room.treatment
        begins = Kind.FORMULATION in self.room.doc.own_kinds and not self.room.doc.shows
        if self.board is None or treatment is None or not self.room.is_case_giver or not begins:
            return False
        load = treatment.case.intake.get("load")
        return isinstance(load, int) and load >= HEAVY

    @property
    def scribed(self) -> str:
        """The kind in which this viewer may write down what the case-giver says, in their own words."""
        board, me = self.board, self.room.me
        if board is None or me is None or me.seat_role != "scribe" or self.room.doc.silent or self.room.is_case_giver:
            return ""
        return next((kind.value for kind in board.scribed if kind in self.room.doc.own_kinds), "")

    @property
    def pair(self) -> bool:
        """The board that goes with this one may follow now: in the last phase, once."""
        room, board = self.room, self.board
        if board is None or not board.pair or not room.treatment or not (room.is_leader or room.is_case_giver):
            return False
        phases = [s for s in room.steps if s.treatment_id == room.treatment.pk and s.kind == Step.Kind.PHASE]
        return phases[-1] is room.step and not followed(phases, board)

    @property
    def may_carry_over(self) -> bool:
        """A streefbeeld of a case that goes on where one with a gedachtenwolk ended; offered until it was done, and not
        while something is written in silence."""
        room, board = self.room, self.board
        if board is None or Board.THOUGHT_CLOUD not in board.also or not room.is_case_giver or room.treatment is None:
            return False
        done = any(CARRIED in step.facts for step in room.steps if step.treatment_id == room.treatment.pk)
        return bool(room.treatment.case.sequel_of_id and room.doc.shows) and not (room.doc.silent or done)

    @property
    def board_chip(self) -> visibility.Chip:
        return visibility.board_chip()

    @property
    def own_number_chip(self) -> visibility.Chip:
        return visibility.own_chip()

    def counter_move(self, card: Any) -> str:
        """For the writer alone, at their own card: what the exercise would ask back. Never in the way."""
        board, step = self.board, self.room.step
        if board is None or step is None:
            return ""
        laid = self.drawn.laid if self.drawn else Laid(())
        piece = piece_of(card, step.doc, owner=self.room.user.pk, lang=self.room.lang)
        return str(board.hint(piece, laid))

    def recognisable(self, card: Any) -> list[hints.Line]:
        """In the words that everybody will keep seeing, who may be recognised; for their writer alone."""
        return hints.recognisable_lines(card.text) if self.board and card.kind == Kind.FORMULATION else []


@dataclass(frozen=True)
class Panel:
    """One card of a board, opened by the case-giver."""

    drawn: Drawn
    piece: Piece
    early: bool  # still being written: nobody else sees it
    bubble: Any = None  # its place, where it has one

    @property
    def facets(self) -> list[Facet]:
        return [facet for facet in self.drawn.kind.facets_of(self.piece.kind) if facet.early or not self.early]

    @property
    def others(self) -> list[tuple[Piece, bool]]:
        """What it can be joined to, and what it is joined to."""
        if self.early or not self.drawn.kind.links:
            return []
        mine = str(self.piece.id)
        rest = [one for one in self.drawn.laid.of(self.piece.kind) if one.id != self.piece.id]
        return [(one, str(one.id) in self.piece.links or mine in one.links) for one in rest]

    @property
    def clusters(self) -> list[Piece]:
        return (
            self.drawn.laid.of(Kind.WORD)
            if self.drawn.kind.clusters and self.piece.kind != Kind.HELPING_THOUGHT
            else []
        )

    @property
    def hint(self) -> str:
        return str(self.drawn.kind.hint(self.piece, self.drawn.laid))


def panel_of(screen: Any, card_id: Any) -> Panel | None:
    """The panel of a card that lies on this viewer's own board now."""
    if not screen.running or not screen.names_pieces:
        return None
    drawn, board = screen.drawn, screen.board
    if drawn is None:
        laid = screen.laid_on(board)
        drawn = Drawn(board, laid, board.draw(laid))
    piece = drawn.laid.get(card_id)
    if piece is None or piece.kind not in board.named:
        return None
    bubbles = [] if not screen.has_board else drawn.data.get("bubbles", [])
    return Panel(drawn, piece, not screen.has_board, next((one for one in bubbles if one.piece is piece), None))
