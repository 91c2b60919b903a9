"""Streefbeeld: where somebody wants to go, so concrete that another could film it. (Field guide 1.6.)

A sheet with a line for each sense, and two circles: what is there already inside, what is still wanted around it, and
room beyond for what is not for now. A card moves only by its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from methods.codes import Kind, Marks
from methods.format import PhaseDoc
from sessions.boards.kinds import BoardKind, Choice, Facet, Sections
from sessions.boards.pieces import Laid, Piece

SCENE = 0  # the first line: which day, which place
IN_RINGS = frozenset({Kind.SIGN, Kind.APPRECIATION, Kind.WISH, Kind.ADVICE, Kind.HELPING_THOUGHT})
AROUND = frozenset({Kind.WISH, Kind.ADVICE})  # wanted, not there yet
SHOWN = 8  # in one ring of the drawing; the list has them all

TICKS = Facet(
    "ticks",
    gettext_lazy("Klopt dit voor jou?"),
    (
        Choice("own", gettext_lazy("Hier heb ik zelf invloed op")),
        Choice("positive", gettext_lazy("Dit is wat ik wél wil")),
        Choice("concrete", gettext_lazy("Je zou het kunnen zien")),
    ),
    frozenset({Kind.FORMULATION}),
    many=True,
)
RING = Facet(
    "ring",
    gettext_lazy("Waar ligt het?"),
    (
        Choice("inner", pgettext_lazy("ring", "Er is al"), "check"),
        Choice("outer", pgettext_lazy("ring", "Wil ik nog"), "circle-dashed"),
        Choice("beyond", pgettext_lazy("ring", "Niet voor nu"), "hourglass"),
    ),
    IN_RINGS,
    again=True,
)


@dataclass(frozen=True)
class Pill:
    """A card in the circles: its middle, and its text in two short lines."""

    piece: Piece
    x: int
    y: int
    ring: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Rings:
    """The drawing, in its own units: 840 wide."""

    height: int
    outer_height: int
    inner_rx: int
    inner_ry: int
    pills: tuple[Pill, ...]
    left_out: int

    @property
    def inner_name_y(self) -> int:
        return self.outer_height // 2 - self.inner_ry + 30


def draws(doc: PhaseDoc) -> bool:
    """From the moment the picture is written; while something of it is still being chosen, the cards lie apart."""
    return not (doc.marks == Marks.KEEP and not doc.silent)


def draw(laid: Laid) -> dict[str, Any]:
    picture = laid.of(Kind.IMAGE)
    return {
        "how": next(iter(laid.of(Kind.FORMULATION)), None),
        "scene": next((piece for piece in picture if piece.line == SCENE), None),
        "senses": _senses(picture),
        "rings": in_rings(laid),
        "groups": _groups(laid),
        "ecology": [piece for piece in laid.of(Kind.SIGN) if _is_ecology(piece)],
        "step": next(iter(laid.of(Kind.STEP)), None),
        "questions": _hindering(laid) if laid.phase.endswith("one_up") else [],
    }


def _senses(picture: list[Piece]) -> list[tuple[str, list[Piece]]]:
    """By line: ik zie, ik hoor …; what came later without a beginning of its own stands last."""
    lines = sorted({piece.line for piece in picture if piece.line})
    rows = [([piece for piece in picture if piece.line == line]) for line in lines]
    named = [(row[0].stem, row) for row in rows]
    more = [piece for piece in picture if piece.line is None]
    return [*named, (_("En verder"), more)] if more else named


def ring_of(piece: Piece) -> str:
    """Where its owner put it, or where it belongs by what it is."""
    said = str(piece.later.get("ring", "") or piece.said.get("ring", ""))
    if said:
        return said
    return "outer" if piece.kind in AROUND or piece.phase.endswith("one_up") else "inner"


def _is_ecology(piece: Piece) -> bool:
    """What one wants to keep, who pays a price, what is not one's own: beside the circles, not in them."""
    return piece.kind == Kind.SIGN and bool(piece.line)


def _circled(laid: Laid) -> list[Piece]:
    return [piece for piece in laid.pieces if piece.kind in IN_RINGS and not _is_ecology(piece)]


def _groups(laid: Laid) -> list[tuple[Choice, list[Piece], list[Choice]]]:
    """Each ring with its cards, and where those can go: the list beside the drawing."""
    held = _circled(laid)
    rows = []
    for choice in RING.choices:
        others = [other for other in RING.choices if other is not choice]
        rows.append((choice, [piece for piece in held if ring_of(piece) == choice.code], others))
    return rows


def in_rings(laid: Laid) -> Rings | None:
    """Where each card is drawn. None while there is nothing to draw."""
    held = _circled(laid)
    if not held:
        return None
    inner, outer, beyond = ([one for one in held if ring_of(one) == choice.code] for choice in RING.choices)
    columns = 1 if len(inner) <= 3 else 2
    rows_in, rows_out = ceil(min(len(inner), SHOWN) / columns), ceil(min(len(outer), SHOWN) / 2)
    inner_rx, inner_ry = 40 + 96 * columns, max(104, 52 + 42 * rows_in)
    outer_height = max(2 * inner_ry + 120, 80 * rows_out + 130)
    middle = outer_height // 2
    pills = [
        *_stacked(inner[:SHOWN], "inner", _columns(columns), middle + 14, 72),
        *_stacked(outer[:SHOWN], "outer", (110, 730), middle, 76),
        *_stacked(beyond[:4], "beyond", (110, 317, 523, 730), outer_height + 48, 72),
    ]
    height = outer_height + (88 if beyond else 8)
    return Rings(height, outer_height, inner_rx, inner_ry, tuple(pills), len(held) - len(pills))


def _columns(columns: int) -> tuple[int, ...]:
    return (420,) if columns == 1 else (319, 521)


def _stacked(pieces: list[Piece], ring: str, xs: tuple[int, ...], middle: int, apart: int) -> list[Pill]:
    rows = ceil(len(pieces) / len(xs))
    top = middle - (rows - 1) * apart / 2
    return [
        Pill(piece, xs[nr % len(xs)], round(top + (nr // len(xs)) * apart), ring, _two_lines(piece.text))
        for nr, piece in enumerate(pieces)
    ]


def _two_lines(text: str) -> tuple[str, ...]:
    lines = wrap(text, 20) or [""]
    return tuple(lines) if len(lines) < 3 else (lines[0], lines[1][:18].rstrip() + "…")


def _hindering(laid: Laid) -> list[Piece]:
    """After a gedachtenwolk in the same case: what hinders becomes a question."""
    return [piece for piece in laid.of(Kind.THOUGHT) if piece.stance == "hinders"] if laid.own else []


def sections(laid: Laid) -> Sections:
    drawn = draw(laid)
    head = [piece.full for piece in (drawn["how"], drawn["scene"]) if piece]
    rows: Sections = [(_("Mijn vraag"), head)]
    rows += [(stem, [piece.text for piece in row]) for stem, row in drawn["senses"]]
    rows += [(str(choice.label), [piece.text for piece in row]) for choice, row, _others in drawn["groups"]]
    rows.append((_("Waar ik op let"), [piece.full for piece in drawn["ecology"]]))
    return [*rows, (_("Eerste stap"), [drawn["step"].text] if drawn["step"] else [])]


def picture(laid: Laid) -> dict[str, Any]:
    drawn = draw(laid)
    return {
        "form": "image",
        "how": drawn["how"].text if drawn["how"] else "",
        "scene": drawn["scene"].full if drawn["scene"] else "",
        "senses": [[stem, [piece.text for piece in row]] for stem, row in drawn["senses"]],
        "rings": [[str(choice.label), [piece.text for piece in row]] for choice, row, _others in drawn["groups"]],
        "step": drawn["step"].text if drawn["step"] else "",
    }


def hint(piece: Piece, laid: Laid) -> str:
    """For the case-giver alone: the counter-moves of the exercise."""
    low = piece.text.lower()
    if piece.kind == Kind.IMAGE and low.startswith(("minder ", "geen ", "less ", "no ", "niet meer ", "no longer ")):
        return _("Dit is wat weg is. Wat is er dan in plaats daarvan?")
    return ""


TARGET_IMAGE = BoardKind(
    code="target_image",
    name=gettext_lazy("streefbeeld"),
    kinds=frozenset({Kind.FORMULATION, Kind.IMAGE, Kind.STEP, Kind.THOUGHT, *IN_RINGS}),
    facets=(TICKS, RING),
    template="sessions/boards/target_image.html",
    draws=draws,
    draw=draw,
    picture=picture,
    sections=sections,
    also={"thought_cloud": frozenset({Kind.THOUGHT, Kind.HELPING_THOUGHT})},
    given=frozenset({Kind.WISH, Kind.ADVICE, Kind.HELPING_THOUGHT}),
    scribed=frozenset({Kind.IMAGE}),
    most={Kind.STEP: 600},
    commits=frozenset({Kind.STEP}),
    hint=hint,
)
