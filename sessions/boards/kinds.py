"""What a board is: which cards lie on it, what may be said of them, how it is drawn and read out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from methods.codes import Kind, Marks
from methods.format import PhaseDoc
from sessions.boards.pieces import Laid, Piece

Words = Any  # a text, or a lazy one
Sections = list[tuple[str, list[str]]]  # heading, lines


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. `code` is what is kept."""

    code: str
    label: Words
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing the case-giver may say of a card, from a closed list. The program never says it for them."""

    code: str
    label: Words
    choices: tuple[Choice, ...]
    of: frozenset[Kind]
    private: bool = False  # for the case-giver alone, whatever lies open
    many: bool = False  # each choice is a tick of its own
    strip: bool = False  # drawn as a row of numbers
    early: bool = False  # may be said while the card is still being written, before anybody else sees it
    again: bool = False  # said anew the next time: then and now

    def choice(self, code: Any) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True)
class BoardKind:
    """One kind of board. `draw` gives what `template` asks for; `picture` the same for paper; `sections` as words."""

    code: str
    name: Words
    kinds: frozenset[Kind]
    facets: tuple[Facet, ...]
    template: str
    draws: Callable[[PhaseDoc], bool]  # in this phase, for everybody
    draw: Callable[[Laid], dict[str, Any]]
    picture: Callable[[Laid], dict[str, Any]]
    sections: Callable[[Laid], Sections]
    named: frozenset[Kind] = frozenset()  # whose panel opens
    moves: bool = False  # its cards have a place of their own
    links: bool = False  # its cards can be joined by a line
    clusters: bool = False  # and put together under a name, a card of the kind "word"
    most: Mapping[Kind, int] = field(default_factory=dict)  # the longest text, where short matters
    tens: bool = False  # its private number runs from 0 to 100
    halves: tuple[Words, ...] = ()  # what a telling phase of it goes through
    kept: frozenset[Kind] = frozenset()  # of the case-giver, kept with the board, and not drawn in the room
    also: Mapping[str, frozenset[Kind]] = field(default_factory=dict)  # what comes along of other boards
    pair: str = ""  # the method that may follow in the same evening, with the same case
    given: frozenset[Kind] = frozenset()  # by others, and on it only once the case-giver keeps them
    scribed: frozenset[Kind] = frozenset()  # what who takes notes may write down in the case-giver's own words
    commits: frozenset[Kind] = frozenset()  # what of the case-giver becomes a commitment
    hint: Callable[[Piece, Laid], Words] = lambda piece, laid: ""

    @property
    def takes(self) -> frozenset[str]:
        """The boards whose phases write for this one."""
        return frozenset({self.code, *self.also})

    def holds(self, written_for: str, kind: str) -> bool:
        """Does a card of this kind, written for that board, lie here?"""
        return kind in (self.kinds if written_for == self.code else self.also.get(written_for, ()))

    def takes_in(self, card: Any, written_for: str, owner: Any) -> bool:
        """Does this card lie here? What others gave does once the case-giver keeps it. Marks: `card.kept`."""
        if card.parked or not self.holds(written_for, card.kind):
            return False
        gift = card.kind in self.given and card.author_id != owner
        return not gift or card.kept.get(Marks.KEEP) == "keep"

    def facet(self, code: str) -> Facet | None:
        return next((facet for facet in self.facets if facet.code == code), None)

    def facets_of(self, kind: str) -> list[Facet]:
        return [facet for facet in self.facets if kind in facet.of]
