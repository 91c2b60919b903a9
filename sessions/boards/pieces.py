"""A card as it lies on a board, for one viewer. Pure: made from loaded cards, asks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from methods.codes import Marks
from methods.format import PhaseDoc

LINKS, CLUSTER = "links", "cluster"


@dataclass(frozen=True, eq=False)
class Piece:
    """One card. `offered`: by somebody else than the case-giver. `text` without the beginning it was given."""

    id: UUID
    kind: str
    text: str
    line: int | None = None
    stem: str = ""
    phase: str = ""
    offered: bool = False
    x: int | None = None
    y: int | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    later: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def full(self) -> str:
        """With its beginning, as one sentence."""
        return f"{self.stem} {self.text}".strip() if self.stem else self.text

    @property
    def stance(self) -> str:
        return self.marks.get(Marks.STANCE, "")

    @property
    def mine(self) -> str:
        return self.marks.get(Marks.MINE, "")

    @property
    def chosen(self) -> bool:
        return self.marks.get(Marks.ONE) == "chosen"

    @property
    def links(self) -> list[str]:
        return list(self.said.get(LINKS, []))


@dataclass(frozen=True)
class Laid:
    """All that lies on one board for one viewer."""

    pieces: tuple[Piece, ...]
    name: str = ""  # of the case-giver
    own: bool = False  # the viewer is
    phase: str = ""  # where the group is now; "" afterwards
    question: str = ""

    def of(self, *kinds: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind in kinds]

    def get(self, pk: Any) -> Piece | None:
        return self._by_id.get(str(pk))

    @cached_property
    def _by_id(self) -> dict[str, Piece]:
        return {str(piece.id): piece for piece in self.pieces}


def piece_of(card: Any, doc: PhaseDoc, *, owner: Any, lang: str, hidden: Iterable[str] = ()) -> Piece:
    """`hidden`: what of the card is not for this viewer. Of the marks, `card.kept` holds what the viewer may see."""
    stem = _stem(card, doc, lang)
    return Piece(
        id=card.pk,
        kind=card.kind,
        text=_bare(card.text, stem),
        line=card.line,
        stem=stem,
        phase=doc.id,
        offered=card.author_id != owner,
        x=card.x,
        y=card.y,
        said={name: value for name, value in card.said.items() if name not in hidden},
        later={name: value for name, value in card.later.items() if name not in hidden},
        marks=card.kept,
    )


def _stem(card: Any, doc: PhaseDoc, lang: str) -> str:
    """The beginning this card was written behind, in the language in which it was written."""
    if card.line is None:
        return ""
    texts = [doc.text(lang), *doc.texts.values()]
    stems = [text.own_stems[card.line] for text in texts if card.line < len(text.own_stems)]
    return next((stem for stem in stems if card.text.lower().startswith(stem.lower())), "")


def _bare(text: str, stem: str) -> str:
    rest = text[len(stem) :].strip() if stem else text
    return rest or text
