"""The boards: drawings on which the cards of a case lie beside each other.

A board keeps nothing of its own. What lies on it are contributions, under the rules of the phase that wrote them; a
board says which kinds lie on it, what their owner may say of each, and how it is drawn. One module per board; adding
one: docs/boards.md. Pure, all of it.
"""

from __future__ import annotations

from methods.codes import Board
from methods.format import PhaseDoc
from sessions.boards.core_quadrant import CORE_QUADRANT
from sessions.boards.kinds import BoardKind, Choice, Facet
from sessions.boards.pieces import Laid, Piece
from sessions.boards.target_image import TARGET_IMAGE
from sessions.boards.thought_cloud import THOUGHT_CLOUD

__all__ = ["BOARDS", "BoardKind", "Choice", "Facet", "Laid", "Piece", "board_of"]

BOARDS: dict[str, BoardKind] = {
    Board.THOUGHT_CLOUD: THOUGHT_CLOUD,
    Board.TARGET_IMAGE: TARGET_IMAGE,
    Board.CORE_QUADRANT: CORE_QUADRANT,
}


def board_of(doc: PhaseDoc) -> BoardKind | None:
    """What this phase is drawn on, if anything."""
    return BOARDS.get(doc.board)
