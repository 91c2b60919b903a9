"""A session from the lobby to its end, and what people lay on the table in it: cards, marks, gifts, parked advice,
notes, a step to take home. By the actions that the buttons call; where the rule of a phase says no, nothing is laid.
"""

import itertools
from collections.abc import Callable, Iterator
from uuid import uuid4

from groups.models import User
from intervisie.common.refusals import Refusal
from methods import rules
from methods.codes import Kind, Reveal
from methods.format import PhaseDoc
from methods.rules import Role
from sessions.actions import choosing, harvest, lead, people, pointer, writing
from sessions.models import CaseSession, Commitment, Contribution, Step
from tests.sessions import table

LEADER, GIVER, MEMBER, FOURTH = SEATED = ("anna", "bas", "chris", "dana")
ROLES = ((LEADER, Role.LEADER), (GIVER, Role.CASE_GIVER), (MEMBER, Role.PEER))
LAID, DONE = ", laid", ", done"  # after the name of a step: with what was laid in it, and with what was done to that
CARD = "Ik hoor dat je het voor iedereen goed wilt doen."
ADVICE = "Ik zou eerst tien tellen wachten."


class Evening:
    """`walk` gives the names of its states, one after the other, as the table stands there."""

    def __init__(self, session: CaseSession, people: dict[str, User], slug: str) -> None:
        self.session, self.people, self.slug = session, people, slug

    def walk(self) -> Iterator[str]:
        """The lobby first, the end last; a step as it is entered, with what is laid there, with what is done to it."""
        table.a_case(self.people[GIVER], self.session.group)
        for person in self.people.values():
            pointer.sit(self.session, by=person)
        yield "lobby"
        pointer.begin(self.now, by=self.people[LEADER], coach=True)
        for _step in range(60):
            table.reveal_now(self.now)
            yield self.name()
            if self.now.state == CaseSession.State.CLOSED:
                return
            yield from self.step()
            self.on()

    def step(self) -> Iterator[str]:
        name = self.name()
        for deeds, said in ((self.lay, LAID), (self.answer, DONE)):
            done = [self.try_to(deed) for deed in deeds()]
            if any(done):
                yield name + said

    @property
    def now(self) -> CaseSession:
        return table.fresh(self.session)

    def name(self) -> str:
        now = self.now
        if now.state == CaseSession.State.CLOSED or now.step is None:
            return "closed"
        return now.step.doc.id if now.step.kind == Step.Kind.PHASE else now.step.kind

    def on(self) -> None:
        leader = self.people[LEADER]
        forth = lambda: pointer.advance(self.now, by=leader, seen_version=self.now.version)  # noqa: E731
        if self.try_to(forth):
            return
        for turn in self.now.step.turns.all():  # one that waits until everybody stepped out of a role
            how = {"step_id": turn.step_id, "user_id": turn.user_id, "how": "done"}
            self.try_to(lambda how=how: people.end_turn(self.now, by=leader, **how))  # type: ignore[misc]
        if not self.try_to(forth):  # the last step is left by closing
            pointer.close(self.now, by=leader, seen_version=self.now.version)

    def try_to(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except Refusal:
            return False
        return True

    # ── what is laid ──
    def lay(self) -> Iterator[Callable[[], object]]:
        step = self.now.step
        if step is None:
            return
        for who, role in ROLES:
            for kind in rules.kinds_for(step.doc, role)[:2]:
                yield lambda who=who, kind=kind: self.write(who, CARD, kind)  # type: ignore[misc]
        yield from self.aside(step.doc)
        yield from self.in_the_spine(step)
        if turn := step.turns.first():
            how = {"step_id": step.pk, "user_id": turn.user_id, "how": "done"}
            yield lambda: people.end_turn(self.now, by=self.people[LEADER], **how)

    def aside(self, doc: PhaseDoc) -> Iterator[Callable[[], object]]:
        """What is nobody's or not yet the table's: early advice, notes, a number."""
        if rules.advice_parked(doc) and doc.kinds:
            yield lambda: self.write(MEMBER, ADVICE, Kind.ADVICE, parked=True)
        if doc.turned:
            yield lambda: writing.note(self.now, by=self.people[GIVER], text="dat woord", mark="touched")
        if rules.scores(doc, Role.CASE_GIVER):
            yield lambda: writing.score(self.now, by=self.people[GIVER], value=4)

    def in_the_spine(self, step: Step) -> Iterator[Callable[[], object]]:
        leader, giver = self.people[LEADER], self.people[GIVER]
        match step.kind:
            case Step.Kind.CASE_CHOICE:
                case = table.a_case(giver, self.session.group)
                yield lambda: choosing.choose_case(self.now, by=leader, case_id=case.pk)
            case Step.Kind.QUESTION:
                yield lambda: choosing.word_question(self.now, by=giver, text="Hoe kan ik de stilte laten duren?")
            case Step.Kind.METHOD_CHOICE:
                yield lambda: choosing.choose_method(self.now, by=leader, slug=self.slug)
            case Step.Kind.HARVEST:
                yield lambda: self.take(GIVER, Commitment.Kind.STEP, "Als het stil valt, vraag ik: wat denk jij?")
                yield lambda: self.take(MEMBER, Commitment.Kind.TAKEAWAY, "Stilte is ook een vraag.", share=True)

    def write(self, who: str, text: str, kind: str, **more: bool) -> None:
        table.write(self.session, self.people[who], text, kind=kind, **more)

    def take(self, who: str, kind: str, text: str, *, share: bool = False) -> None:
        harvest.commit(self.now, by=self.people[who], kind=kind, text=text, commitment_id=uuid4(), share=share)

    # ── what is done to it ──
    def answer(self) -> Iterator[Callable[[], object]]:
        step, giver = self.now.step, self.people[GIVER]
        if step is None:
            return
        if step.doc.reveal == Reveal.WHEN_OPENED:
            yield lambda: writing.open_gifts(self.now, by=giver, step_id=step.pk)
        if rules.rates(step.doc, Role.CASE_GIVER):
            yield from self.rate(step.doc)
        if rules.scores(step.doc, Role.CASE_GIVER):
            yield lambda: writing.share_score(self.now, by=giver)
        if rules.parked_advice_returns(step.doc):
            yield from self.lay_open()
        if step.kind == Step.Kind.HARVEST:
            turn = {"step_id": step.pk, "user_id": giver.pk, "how": "done"}
            yield lambda: people.end_turn(self.now, by=giver, **turn)  # their own comes first
            yield lambda: writing.open_parked(self.now, by=giver, wanted=True)

    def rate(self, doc: PhaseDoc) -> Iterator[Callable[[], object]]:
        """Every card once; the values by turns, so that some stay and some go."""
        values = itertools.cycle(choice.code for choice in rules.mark_choices(doc.marks, "nl"))
        for card in Contribution.objects.filter(step__session=self.session).order_by("created_at"):
            how = {"card_id": card.pk, "scale": doc.marks, "value": next(values)}
            yield lambda how=how: writing.mark(self.now, by=self.people[GIVER], **how)  # type: ignore[misc]

    def lay_open(self) -> Iterator[Callable[[], object]]:
        """One piece of parked advice; what else was parked waits for the harvest."""
        parked = Contribution.objects.filter(step__session=self.session, parked=True).first()
        if parked:
            yield lambda: writing.release_parked(self.now, by=self.people[MEMBER], card_id=parked.pk)


def interrupted(session: CaseSession, persons: dict[str, User]) -> Iterator[str]:
    """What may happen in any step: the clock stands, somebody stopped, the lead is offered."""
    leader, giver, *others = persons.values()
    table.in_method(session, leader, giver, "five_step", *others)
    pointer.pause(table.fresh(session), by=leader)
    yield "paused"
    pointer.resume(table.fresh(session), by=leader)
    people.stop(table.fresh(session), by=persons[MEMBER])
    yield "calm"
    people.calm_over(table.fresh(session), by=leader)
    lead.offer_lead(table.fresh(session), by=leader, to_id=persons[MEMBER].pk)
    yield "offered"
