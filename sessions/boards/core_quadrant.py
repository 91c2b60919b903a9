"""Four sides: a strength, what it becomes when it is too much, the counterweight, and what irritates in others.

The smallest of the boards: four fields, filled by the lines of one phase; what others saw goes where the case-giver
lays it. Read it first when adding one.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from methods.codes import Kind, Marks
from methods.format import PhaseDoc
from sessions.boards.kinds import BoardKind, Choice, Facet, Sections
from sessions.boards.pieces import Laid, Piece

SIDE = Facet(
    "side",
    gettext_lazy("Welke kant is dit?"),
    (
        Choice("strength", pgettext_lazy("side", "Kracht"), "sprout"),
        Choice("too_much", pgettext_lazy("side", "Te veel"), "flame"),
        Choice("counterweight", pgettext_lazy("side", "Tegenwicht"), "scale"),
        Choice("irritation", pgettext_lazy("side", "Ergernis"), "anchor"),
    ),
    frozenset({Kind.THOUGHT, Kind.HYPOTHESIS}),
)  # in the order of the lines the case-giver writes


def side_of(piece: Piece) -> str:
    """Where its owner laid it, or the line it was written behind; "" while it has no side."""
    by_line = SIDE.choices[piece.line].code if piece.line is not None and piece.line < len(SIDE.choices) else ""
    return str(piece.said.get("side", "")) or by_line


def draws(doc: PhaseDoc) -> bool:
    return bool(doc.shows) and doc.marks != Marks.MINE


def draw(laid: Laid) -> dict[str, Any]:
    pieces = [piece for piece in laid.of(Kind.THOUGHT, Kind.HYPOTHESIS) if piece.mine != "not_mine"]
    return {
        "sides": [(choice, [piece for piece in pieces if side_of(piece) == choice.code]) for choice in SIDE.choices],
        "loose": [piece for piece in pieces if not side_of(piece)],
    }


def sections(laid: Laid) -> Sections:
    drawn = draw(laid)
    rows: Sections = [(str(choice.label), [piece.text for piece in pieces]) for choice, pieces in drawn["sides"]]
    return [*rows, ("", [piece.text for piece in drawn["loose"]])]


def picture(laid: Laid) -> dict[str, Any]:
    return {"form": "quadrant", "sides": [[name, lines] for name, lines in sections(laid)[:4]]}


CORE_QUADRANT = BoardKind(
    code="core_quadrant",
    name=gettext_lazy("vier kanten"),
    kinds=frozenset({Kind.THOUGHT, Kind.HYPOTHESIS}),
    facets=(SIDE,),
    template="sessions/boards/core_quadrant.html",
    draws=draws,
    draw=draw,
    picture=picture,
    sections=sections,
    named=frozenset({Kind.THOUGHT, Kind.HYPOTHESIS}),
    commits=frozenset({Kind.STEP}),
    most={Kind.STEP: 600},
)
