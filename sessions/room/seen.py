"""The room as one viewer sees it.

Everything is computed from what the look loaded; templates ask this object and decide nothing themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from methods import rules
from methods.codes import Reveal, Rule
from methods.format import MethodDoc, PhaseDoc, PhaseText, from_snapshot
from methods.rules import Role
from sessions import coaching, flow, following, laid, permissions, visibility
from sessions.aliases import aliases
from sessions.models import CaseSession, Contribution, Step, Treatment
from sessions.people import Person

WITH_CARDS = frozenset({Step.Kind.PHASE, Step.Kind.REVIEW})


@dataclass
class Room:
    """The room for one viewer at one instant."""

    session: CaseSession
    user: Any
    now: datetime
    people: list[Person]
    steps: list[Step]
    lang: str = "nl"
    _cards: dict[UUID, list[Contribution]] = field(default_factory=dict)

    # ── where we are ───────────────────────────────────────────────────────────────────────────────
    @cached_property
    def step(self) -> Step | None:
        return next((s for s in self.steps if s.pk == self.session.step_id), None)

    @cached_property
    def doc(self) -> PhaseDoc:
        """The rules of the current step. Only while running."""
        assert self.step is not None
        return self.step.doc

    @cached_property
    def text(self) -> PhaseText:
        """The words of the current step, with the case-giver's name in them."""
        return self.text_of(self.step)

    def text_of(self, step: Step | None) -> PhaseText:
        assert step is not None
        return step.doc.text(self.lang).filled(self._called)

    def title_of(self, step: Step) -> str:
        """As in `text_of`: lists ask for nothing else of a step."""
        return step.doc.text(self.lang).title.replace("{name}", self._called)

    @cached_property
    def _called(self) -> str:
        return self.case_giver_name or _("de inbrenger")

    @property
    def treatment(self) -> Treatment | None:
        return self.session.step.treatment if self.session.step else None

    @cached_property
    def method(self) -> MethodDoc | None:
        kept = self.treatment.method if self.treatment else None
        return from_snapshot(kept) if kept else None

    @cached_property
    def next_step(self) -> Step | None:
        return flow.following([s for s in self.steps if not s.skipped], self.step)

    @cached_property
    def following(self) -> following.Following | None:
        """When the group meets again, if that is planned."""
        return following.read(self.session.following)  # type: ignore[attr-defined]

    @property
    def index(self) -> int:
        """One-based place of the current step."""
        return next((n for n, s in enumerate(self.steps, 1) if s is self.step), 0)

    @property
    def undo_left(self) -> bool:
        reveal_at = self.step.reveal_at if self.step else None
        return self.is_leader and flow.may_undo(self.session.undo_until, reveal_at, self.now)

    # ── who ────────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def me(self) -> Person | None:
        return next((p for p in self.people if p.me), None)

    @cached_property
    def leader(self) -> Person | None:
        return next((p for p in self.people if p.leads), None)

    @cached_property
    def case_giver(self) -> Person | None:
        return next((p for p in self.people if p.brings), None)

    @property
    def case_giver_name(self) -> str:
        if self.case_giver:
            return self.case_giver.first_name
        return self.treatment.case.owner.first_name if self.treatment else ""

    @property
    def is_leader(self) -> bool:
        return permissions.leads(self.user.pk, self.session)

    @property
    def leader_missing(self) -> bool:
        """It is time, and who was to lead has no seat: then anyone at the table begins."""
        planned = self.session.leads_id
        late = planned is not None and self.now >= self.session.starts_at
        return late and all(person.id != planned for person in self.people)

    @property
    def keeps_time(self) -> bool:
        """May pause the clock and give time."""
        role = self.me.seat_role if self.me else ""
        return permissions.can_time(self.user.pk, self.session, role)

    @property
    def is_case_giver(self) -> bool:
        """Also when the case is over: what they asked for and what they may wipe stays theirs."""
        return permissions.brings(self.user.pk, self.treatment)

    @property
    def may_lead(self) -> bool:
        """May take or ask for the lead; a coach no longer, once the group leads itself."""
        own = not self.coaches or coaching.may(self.session.group.stage, coaching.Deed.LEAD)
        return own and permissions.may_lead(self.user.pk, self.session)

    @property
    def coaches(self) -> bool:
        """This viewer is a coach of the group."""
        return bool(self.session.coach)  # type: ignore[attr-defined]

    @cached_property
    def coached(self) -> Counter[str]:
        """What this viewer did as a coach, by kind of event."""
        return Counter(self.session.coached)  # type: ignore[attr-defined]

    @cached_property
    def role(self) -> Role:
        """What the rules of a phase know this viewer as."""
        return permissions.role_of(
            self.user.pk,
            self.session,
            permissions.on_table(self.session.step),
            seat_role=self.me.seat_role if self.me else "observer",
            people=len(self.people),
        )

    @property
    def turned(self) -> bool:
        """This viewer's chair is turned: the quiet page."""
        return self.step is not None and self.is_case_giver and self.doc.turned

    # ── time ───────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def clock(self) -> flow.Clock | None:
        return flow.clock(self.step, self.now) if self.step else None

    @property
    def expected_end(self) -> datetime:
        return flow.expected_end(self.steps, self.step, self.now) if self.step else self.session.ends_at

    @property
    def minutes_behind(self) -> int:
        return flow.minutes_behind(self.expected_end, self.session.ends_at)

    # ── turns and ready ────────────────────────────────────────────────────────────────────────────
    @cached_property
    def round(self) -> list[Person]:
        """Those with a turn, in seating order; empty outside a round."""
        return sorted((p for p in self.people if p.turn), key=lambda p: p.place)

    @cached_property
    def turn(self) -> Person | None:
        return flow.whose_turn(self.round)

    @property
    def after_turn(self) -> list[Person]:
        """Who comes next, in order."""
        waiting = [p for p in self.round if p.turn == "waiting"] + [p for p in self.round if p.turn == "later"]
        return [p for p in waiting if p is not self.turn]

    @property
    def ready_count(self) -> int:
        return sum(p.ready for p in self.people if self.is_asked(p))

    @property
    def time_count(self) -> int:
        """How many asked for more time in this step; not who leads meanwhile, who can give it."""
        return sum(p.needs_time for p in self.people if self.is_asked(p))

    @property
    def ready_of(self) -> int:
        return sum(self.is_asked(p) for p in self.people)

    def is_asked(self, person: Person) -> bool:
        """Whether they are ready: who leads asks, and who only listens has nothing to be ready with."""
        return not person.leads and not (person.brings and self.step is not None and self.doc.turned)

    # ── writing and seeing ─────────────────────────────────────────────────────────────────────────
    @property
    def kinds(self) -> tuple[rules.Kind, ...]:
        return rules.kinds_for(self.doc, self.role) if self.me else ()

    @property
    def rule_lines(self) -> list[rules.RuleLine]:
        lines = rules.rule_lines(self.doc, self.lang, self.case_giver_name, self.role)
        return [rules.steps_out_line(self.lang), *lines][: rules.MOST_LINES] if self._still_in_role else lines

    @property
    def _still_in_role(self) -> bool:
        """The case was stopped before everybody had stepped out of a role: then that comes first now."""
        if self.step is None or self.step.kind != Step.Kind.REVIEW:
            return False
        here = [s for s in self.steps if s.treatment_id == self.step.treatment_id]
        out = next((place for place, s in enumerate(here) if s.skipped and rules.steps_out(s.doc)), 0)
        played = [s for s in here[:out] if s.entered_at and (Rule.IDENT in s.doc.rules or s is here[out - 1])]
        return bool(played)

    @property
    def may_park(self) -> bool:
        return self.role == Role.PEER and self.me is not None and rules.advice_parked(self.doc)

    @property
    def may_rate(self) -> bool:
        return rules.rates(self.doc, self.role)

    @property
    def may_score(self) -> bool:
        return rules.scores(self.doc, self.role)

    @property
    def scored(self) -> bool:
        """The case-giver places a number here; the others see it when it is shared."""
        return self.me is not None and Rule.SCORE in self.doc.rules

    @property
    def choices(self) -> tuple[rules.MarkChoice, ...]:
        return rules.mark_choices(self.doc.marks, self.lang) if self.doc.marks else ()

    @property
    def chip(self) -> visibility.Chip:
        assert self.step is not None
        return visibility.chip(
            self.step,
            self.steps,
            case_giver=self.case_giver_name,
            lang=self.lang,
            own=self.is_case_giver,
            turn=self.my_turn,
            few=len(self.people) <= rules.JOINS_IN,
        )

    @property
    def my_turn(self) -> visibility.MyTurn:
        """Until one's own turn in a round what one writes is nobody else's; who has none need not wait."""
        mine = next((p for p in self.round if p.me), None)
        if mine is not None and mine.turn == "passed" and not mine.earlier:
            return visibility.MyTurn.PASSED
        came = mine is None or mine is self.turn or bool(mine.times)
        return visibility.MyTurn.HERE if came else visibility.MyTurn.AHEAD

    @property
    def mark_chip(self) -> visibility.Chip:
        return visibility.mark_chip(self.doc.marks, self.doc.board)

    @property
    def key_question(self) -> str:
        return visibility.question_for(self.viewer, self.treatment)

    @property
    def park_chip(self) -> visibility.Chip:
        assert self.step is not None
        return visibility.chip(self.step, self.steps, case_giver=self.case_giver_name, lang=self.lang, parked=True)

    @cached_property
    def moment(self) -> visibility.Moment:
        spoken = {p.id for p in self.round if p.times or p is self.turn}
        waiting = {p.id for p in self.round} - spoken
        return visibility.Moment(self.steps, self.step, self.now, frozenset(spoken), frozenset(waiting))

    @cached_property
    def viewer(self) -> visibility.Viewer:
        opened = bool(self.treatment and self.treatment.advice_opened)
        return visibility.Viewer(self.user.pk, self.is_case_giver, opened)

    @property
    def table(self) -> list[Step]:
        """The steps whose cards lie on the table now: this one's own and those it shows. In the spine only the review
        has cards."""
        if self.step is None or self.step.kind not in WITH_CARDS:
            return []
        return laid.on_table(self.steps, self.step)

    @cached_property
    def cards(self) -> list[Contribution]:
        """Every card this viewer may see on the table now, oldest step first; within a silent step in no order."""
        return [card for step in self.table for card in self.cards_of(step)] if self.step else []

    def cards_of(self, step: Step) -> list[Contribution]:
        """The visible cards of one step, with `.mine`, `.name`, `.mark_of` for the template."""
        return self._laid().get(step.pk, [])

    def _laid(self) -> dict[UUID, list[Contribution]]:
        if not self._cards and self.table:
            self._load_cards()
        return self._cards

    def _load_cards(self) -> None:
        steps = {s.pk: s for s in self.table}
        earlier = self._kept_earlier
        self._cards = {pk: [] for pk in steps | earlier}
        for card in laid.visible_cards(self.viewer, self.moment, steps, kept_in=earlier):
            self._dress(card, (steps | earlier)[card.step_id])
            self._cards[card.step_id].append(card)
        for pk, step in steps.items():
            self._cards[pk].sort(key=laid.place_of(step, self.steps, self.treatment))

    @property
    def _kept_earlier(self) -> dict[UUID, Step]:
        """Where advice returns: the steps of this case before, in which this viewer may have kept some."""
        if not rules.parked_advice_returns(self.doc):
            return {}
        before = (s for s in self.steps if s.position < self.step.position)  # type: ignore[union-attr]
        return {s.pk: s for s in before if s.treatment_id == self.step.treatment_id}  # type: ignore[union-attr]

    def _dress(self, card: Any, step: Step) -> None:
        card.mine = card.author_id == self.user.pk
        card.named = visibility.names_shown(step, self.steps)
        card.name = self._author_name(card, step)
        card.kept = {mark["scale"]: mark["value"] for mark in card.given if self._sees_mark(mark)}

    def _author_name(self, card: Any, step: Step) -> str:
        held = visibility.promise(step, self.steps)
        if not card.mine and not held.named:
            return self._aliases(step).get(card.author_id, "") if held.alias else ""
        return next((p.first_name for p in self.people if p.id == card.author_id), "")

    def _aliases(self, step: Step) -> dict[UUID, str]:
        return aliases([person.id for person in self.people], seed=str(step.pk))

    def _sees_mark(self, mark: dict[str, str]) -> bool:
        return visibility.sees_mark(self.viewer, self.moment, scale=mark["scale"], given_in=mark["step"])

    def look_back_at(self, step: Step) -> list[Contribution]:
        """The cards of an earlier step that this viewer may see now, for reading. One query."""
        cards = list(laid.visible_cards(self.viewer, self.moment, [step.pk]))
        for card in cards:
            self._dress(card, step)
        return sorted(cards, key=laid.place_of(step, self.steps, self.treatment))

    @property
    def parked(self) -> list[Contribution]:
        """This viewer's own parked advice: of this step, and where advice returns that of the steps before."""
        return [c for cards in self._laid().values() for c in cards if c.parked and c.mine]  # type: ignore[attr-defined]

    @property
    def gifts_wait(self) -> bool:
        """Something on the table waits for the case-giver to open it."""
        return self.is_case_giver and self.doc.reveal == Reveal.WHEN_OPENED and not self.step.facts.get("opened")  # type: ignore[union-attr]
