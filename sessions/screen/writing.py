"""What is mine to write, and what lies on the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from methods import rules
from methods.codes import Kind, Marks, Reveal, Rule, Writes
from methods.explained import KIND_WORDS
from methods.pictures import FIGURES, PICTURES, shows_figures, shows_pictures, words_of
from sessions import visibility
from sessions.models import Step
from sessions.screen.board import OnBoard


@dataclass(frozen=True)
class Pile:
    """Cards of one step that lie together."""

    step: Step
    title: str
    cards: list[Any]


class Writing(OnBoard):
    """Writing, and the cards on the table."""

    @property
    def writes(self) -> bool:
        return bool(self.room.kinds)

    @property
    def aloud(self) -> bool:
        """Speaking is the default here; typing is for who wants it."""
        return self.room.doc.writes == Writes.ALOUD

    @property
    def speaks(self) -> bool:
        return rules.speaks(self.room.doc, self.room.role)

    @property
    def my_turn(self) -> bool:
        return self.room.turn is not None and self.room.turn.me and not self.writes_first

    @property
    def passed(self) -> bool:
        """This person passed, in a round that goes on: they may think better of it."""
        return any(person.me and person.turn == "passed" for person in self.room.round)

    @property
    def own_ask(self) -> str:
        text = self.room.text
        own = self.room.is_case_giver
        return (own and text.own_ask) or text.ask or _("In je eigen woorden")

    @property
    def stem(self) -> str:
        text = self.room.text
        return text.own_stem if self.room.is_case_giver else text.stem or rules.stem_for(self.room.doc, self.room.lang)

    @property
    def longest(self) -> int:
        return rules.longest(self.room.doc)

    @property
    def one_line(self) -> bool:
        """An image, a feeling: more than a line would be an explanation."""
        return self.longest == rules.ONE_LINE

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """Picture cards, for who finds no image."""
        return words_of(PICTURES, self.room.lang) if shows_pictures(self.room.doc) else []

    @property
    def figures(self) -> list[tuple[str, str]]:
        """As whom one may speak."""
        return words_of(FIGURES, self.room.lang) if shows_figures(self.room.doc, self.stem) else []

    @property
    def stems(self) -> list[tuple[str, str]]:
        """Several starts, a line for each with the kind it is kept as; only the case-giver gets those."""
        stems = self.room.text.own_stems if self.room.is_case_giver else ()
        kinds = (kind.value for kind in rules.stem_kinds(self.room.doc, len(stems)))
        return list(zip(stems, kinds, strict=True))

    @property
    def has_form(self) -> bool:
        """The form for one card is on the page."""
        return self.writes and not self.work and not self.stems

    @property
    def kind_words(self) -> list[tuple[str, str]]:
        return [(kind.value, str(KIND_WORDS.get(kind, kind.value))) for kind in self.room.kinds]

    @property
    def limit(self) -> int:
        return rules.limit_for(self.room.doc, self.room.role)

    @property
    def left(self) -> int:
        return max(0, self.limit - len(self.mine)) if self.limit else 0

    @property
    def full(self) -> bool:
        return bool(self.limit) and len(self.mine) >= self.limit

    @cached_property
    def mine(self) -> list[Any]:
        """One's own cards of this step, in the order of writing."""
        own = [c for c in self.room.cards if c.mine and not c.parked and c.step_id == self.room.session.step_id]
        for card in own:
            card.move, card.recognised = self.counter_move(card), self.recognisable(card)
            card.opens = self.opens(card)
        return sorted(own, key=lambda card: card.created_at)

    @property
    def kept_words(self) -> str:
        """What becomes of the advice this person kept: a round of advice still to come, or else the harvest."""
        room, current = self.room, self.room.step
        ahead = [s for s in room.steps if current and s.position > current.position and not s.skipped]
        same = (s for s in ahead if current and s.treatment_id == current.treatment_id)
        back = next((s for s in same if rules.parked_advice_returns(s.doc)), None)
        said = {"name": room.case_giver_name, "title": room.title_of(back) if back else ""}
        if back:
            return _("Bij ‘%(title)s’ kun je het alsnog op tafel leggen.") % said
        return _("%(name)s kan er bij de oogst om vragen.") % said

    @cached_property
    def own_parked(self) -> list[Any]:
        return self.room.parked

    @property
    def laid_elsewhere(self) -> int:
        """How many cards others laid down that are still closed: a number everybody may see."""
        return int(self.room.session.laid_elsewhere)  # type: ignore[attr-defined]

    @property
    def hidden(self) -> bool:
        """What is written here is not seen at once."""
        held = visibility.promise(self.room.step, self.room.steps)  # type: ignore[arg-type]
        return held.opens not in (visibility.Opens.AT_ONCE, visibility.Opens.AT_TURN)

    @property
    def waits_for_me(self) -> bool:
        """The case-giver can open what the others wrote, after writing something of their own where that is asked."""
        return self.room.gifts_wait and (not self.writes or bool(self.mine))

    @property
    def returns(self) -> bool:
        """Parked advice may be laid down now by its writer."""
        return rules.parked_advice_returns(self.room.doc)

    @cached_property
    def piles(self) -> list[Pile]:
        """The cards of others, and one's own where they are open, per step; what one may still change stands apart."""
        room, piles, stances = self.room, [], self._stances
        for step in (one for one in room.table if one is room.step or one.doc.id in room.doc.shows):
            self._draw(room.cards_of(step), stances)
            there = [c for c in room.cards_of(step) if not c.parked and not self._apart(c, step)]
            cards = [c for c in there if not self.on_board(c, step)]
            for card in cards:
                card.to_rate = self._asks_to_rate(card, step)
            if cards:
                piles.append(Pile(step, room.title_of(step), cards))
        return piles

    @cached_property
    def rates(self) -> bool:
        """Something on the table asks this viewer for a mark."""
        return any(card.to_rate for pile in self.piles for card in pile.cards)

    @property
    def sorts(self) -> bool:
        """Each card asks for one of a few answers; then it may be carried to it as well."""
        return self.room.doc.marks != Marks.ONE and self.rates

    def _asks_to_rate(self, card: Any, step: Step) -> bool:
        """What was offered to the case-giver; their own cards only where the rating is about those too."""
        doc = self.room.doc
        offered = rules.asks_to_rate(doc, step.doc) and (not card.mine or rules.rates_own_cards(doc.marks))
        return self.room.may_rate and offered

    def _draw(self, cards: list[Any], stances: dict[str, rules.MarkChoice]) -> None:
        """As bubbles where the case-giver says what helps and hinders, and ever after."""
        for card in cards:
            card.stance = stances.get(card.kept.get(Marks.STANCE, ""))
        bubbles = self.room.doc.marks == Marks.STANCE or any(card.stance for card in cards)
        full = {person.id: person.name for person in self.room.people}
        for card in cards:
            card.bubble = bubbles
            card.face = full.get(card.author_id, "") if card.named else ""

    def _apart(self, card: Any, step: Step) -> bool:
        return card.mine and step is self.room.step and self.writes

    @property
    def _stances(self) -> dict[str, rules.MarkChoice]:
        """The words of helps, hinders and so on, which stay with a card after the step in which they were given."""
        return {choice.code: choice for choice in rules.mark_choices(Marks.STANCE, self.room.lang)}

    @property
    def chosen(self) -> Any:
        """The one card that was put in the middle."""
        here = {step.pk for step in self.room.table if step.doc.board == self.room.doc.board}
        found = (c for c in self.room.cards if c.step_id in here and "chosen" in c.kept.values())
        return next(found, None)

    @property
    def reveals(self) -> bool:
        return self.room.doc.reveal == Reveal.AT_ENTER

    @property
    def keeps_quiet(self) -> bool:
        """A moment in which nothing happens on screen."""
        return rules.still(self.room.doc)

    @property
    def questions_asked(self) -> int:
        """How many lie on the table where one may only ask: the group sees itself ask."""
        if Rule.Q_ONLY not in self.room.doc.rules:
            return 0
        return sum(card.kind == Kind.QUESTION for card in self.room.cards if not card.parked)
