"""One evening: everybody reads their page and does what stands on it, by their habits; the leader leads on.

What holds at every moment is looked at with everybody's page: one pointer; what is written in silence on no other page;
what is kept for later before nobody; on the page of a turned chair nothing of what the others write; and what opens,
before everybody, word for word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from uuid import uuid4

from bench.simulator.page import Form, Page
from bench.simulator.person import Card, Door, Habit, Person, Refused
from bench.simulator.stage import FIRST_NAMES, QUESTION, Here, Stage

HABITS = [{Habit.EARLY}, {Habit.SILENT}, {Habit.DOUBLE}, {Habit.LATE}, {Habit.LEAVES}, {Habit.EARLY, Habit.DOUBLE}]
COMES, GOES, RETURNS = 2, 3, 5  # before which phase of the method who is late comes, who leaves goes and comes back
MOST_STEPS, MOST_TURNS, MOST_LINES = 80, 60, 2  # the last: what one person writes in one step


class Evening:
    """`Evening("gossip", 6, doors).play()`; raises Refused, in words, at the first thing that does not hold."""

    def __init__(
        self, method: str, people: int, doors: Callable[[Sequence[object]], list[Door]], module: str = ""
    ) -> None:
        self.method, self.module = method, module
        self.stage, self.chance = Stage(people), Random(f"{method} {module} {people}")  # noqa: S311 (the same each time)
        opened = doors(self.stage.users)
        self.people = [
            Person(FIRST_NAMES[nr], str(user.pk), door, habits(nr, people), f"{method} {nr}", script=bool(nr % 2))
            for nr, (user, door) in enumerate(zip(self.stage.users, opened, strict=True))
        ]
        self.leader, self.giver, *self.peers = self.people
        self.room = f"/bijeenkomst/{self.stage.session.pk}/kamer/"
        self.gone: set[str] = set()  # cards that were let go or taken away, by right
        self.released: set[str] = set()
        self.opened: set[str] = set()  # steps in which the case-giver opened what was written for them
        self.phase = 0

    def play(self) -> None:
        self.arrive()
        for _step in range(MOST_STEPS):
            here = self.stage.here()
            if not here.running:
                return self.over()
            self.come_and_go(here)
            self.stage.countdown_over()
            self.step(here)
            self.lead_on(here)
        raise Refused("the evening does not end")

    def step(self, here: Here) -> None:
        """Everybody writes, and only then something opens."""
        for person in self.at_table():
            self.says(person, here)
        pages = self.look_around(here)
        for person in self.at_table():
            self.goes_on(person, pages[person.name])
        if not here.step.doc.turned:
            self.rates(here)
        if self.turns() or str(here.step.pk) in self.opened:
            self.look_around(here)

    def at_table(self) -> list[Person]:
        return [person for person in self.people if person.seated]

    # ── coming and going ───────────────────────────────────────────────────────────────────────────
    def arrive(self) -> None:
        for person in self.people:
            if not person.has(Habit.LATE):
                self.sit(person)
        self.leader.press(self.must(self.leader, "/begin/", "who leads cannot begin"))

    def sit(self, person: Person) -> None:
        person.press(self.must(person, "/kom-binnen/", f"{person.name} finds no way in"))
        person.seated = True

    def must(self, person: Person, end: str, otherwise: str) -> Form:
        form = person.look(self.room).form(end)
        if form is None:
            raise Refused(otherwise)
        return form

    def come_and_go(self, here: Here) -> None:
        self.phase += here.is_phase
        for person in self.peers:
            late = person.has(Habit.LATE) and not person.seated and self.phase >= COMES
            back = person.has(Habit.LEAVES) and person.left_at and self.phase >= RETURNS
            if late or (back and not person.seated):
                self.sit(person)
            elif person.has(Habit.LEAVES) and person.seated and not person.left_at and self.phase >= GOES:
                person.press(self.must(person, "/verlaat/", f"{person.name} cannot leave"))
                person.seated, person.left_at = False, self.phase

    # ── what people do ─────────────────────────────────────────────────────────────────────────────
    def says(self, person: Person, here: Here) -> None:
        page, step = person.look(self.room), str(here.step.pk)
        if person is self.giver and here.step.doc.turned:
            self.listens(person, page, step)
        else:
            self.writes(person, page, step)

    def listens(self, person: Person, page: Page, step: str) -> None:
        """Own notes, and not a word to the others: not even from an old tab."""
        if page.form("/kaart/"):
            raise Refused("who listens with a turned chair is offered a card")
        note = page.form("/aantekening/")
        if note is None:
            raise Refused("who listens has nowhere to note something")
        person.press(note, text="Dat raakt me.", mark="touched")
        for kind in ("question", "advice", "thought"):
            person.tries(f"{self.room}kaart/", a_card(step, kind, "Nee, want"))

    def writes(self, person: Person, page: Page, step: str) -> None:
        cards = [form for form in page.forms("/kaart/") if "text" in form.texts]
        offered = {kind for form in cards for kind in [*form.choices.get("kind", []), form.fields.get("kind", "")]}
        for form in cards:
            if "parked" in form.fields:
                if person.has(Habit.EARLY):
                    person.writes(form, step)
            elif not person.has(Habit.SILENT) and self.lines(person, step) < MOST_LINES:
                person.writes(form, step)
        if person.has(Habit.EARLY) and "advice" not in offered:
            person.tries(f"{self.room}kaart/", a_card(step, "advice", "Je moet gewoon"))
        for form in page.forms("/leg-neer/"):
            self.released.add(card_of(form))
            person.press(form)

    def lines(self, person: Person, step: str) -> int:
        return sum(card.step == step and not card.parked for card in person.cards)

    def goes_on(self, person: Person, page: Page) -> None:
        """What one takes along, whether the method fitted, that one is ready."""
        if (form := page.form("/voornemen/")) and not person.has(Habit.SILENT):
            person.press(form, text="Dat ik eerst tot tien tel.", share="on")
        for form in page.forms("/paste/"):
            person.press(form, answer=form.button("answer")[0])
        if (ready := page.form("/klaar/")) and ready.button("ready"):
            person.press(ready, ready="on")

    def rates(self, here: Here) -> None:
        """What the case-giver alone does: opens, and lays down each card."""
        page = self.giver.look(self.room)
        if form := page.form("/kamer/open/"):
            self.giver.press(form)
            self.opened.add(str(here.step.pk))
            page = self.giver.look(self.room)
        for form in page.forms("/kies/"):
            self.rate(form)
        if form := page.form("/cijfer/geef/"):
            self.giver.press(form, value=4)
        if form := page.form("/bewaard/antwoord/"):
            self.answers_kept(form)

    def rate(self, form: Form) -> None:
        values = [value for value in form.choices.get("value") or form.button("value") if value]
        if values:
            value = self.chance.choice(values)
            self.giver.press(form, value=value)
            self.gone |= {card_of(form)} if value in ("not_mine", "let_go") else set()

    def answers_kept(self, form: Form) -> None:
        """Yes, or no and then it is gone. At the harvest their own comes first."""
        if not form.button("yes"):
            own = self.must(self.giver, "/beurt/", "the case-giver is not the first at the harvest")
            self.giver.press(own, how="done")
            form = self.must(self.giver, "/bewaard/antwoord/", "kept advice is not offered after one's own harvest")
        if self.chance.random() < 0.5:
            return self.giver.press(form, yes="on")
        self.giver.press(form, no="on")
        self.gone |= {card.pk for card in self.kept()}

    # ── turns ──────────────────────────────────────────────────────────────────────────────────────
    def turns(self) -> bool:
        """Each ends their own; the leader ends the leader's. Whether there was a round."""
        for turn in range(MOST_TURNS):
            if not self.stage.turns_open():
                return turn > 0
            named = self.leader.look(self.room).form("/beurt/")
            if named is None:
                return False  # it waits until somebody opened what was written, and nobody has to
            self.end_turn(named)
        raise Refused("the round does not end")

    def end_turn(self, named: Form) -> None:
        person = next(one for one in self.people if one.pk == named.fields["user"])
        if person is self.leader:
            return self.leader.press(named, how="done")
        own = self.must(person, "/beurt/", f"{person.name} cannot end their own turn")
        if own.fields.get("user") != person.pk:
            raise Refused(f"{person.name} is offered the turn of somebody else")
        later = "later" in own.button("how") and self.chance.random() < 0.2
        person.press(own, how="passed" if person.has(Habit.SILENT) else "later" if later else "done")

    # ── what holds ─────────────────────────────────────────────────────────────────────────────────
    def look_around(self, here: Here) -> dict[str, Page]:
        titles, opened = set[str](), self.opens_now(here)
        pages = {person.name: person.look(self.room) for person in self.at_table()}
        for person in self.at_table():
            page, turned = pages[person.name], person is self.giver and here.step.doc.turned
            titles |= set() if turned else {page.title}
            for card in self.unseen_by(person, here, turned):
                if card.words in page.html:
                    raise Refused(f"{person.name} reads in “{page.title}” what {card.by.name} wrote for later")
            for card in opened if not turned else ():
                if card.words not in page.html:
                    raise Refused(f"{person.name} does not read in “{page.title}” what {card.by.name} wrote")
        if len(titles) > 1:
            raise Refused(f"not everybody is at the same step: {sorted(titles)}")
        return pages

    def unseen_by(self, person: Person, here: Here, turned: bool) -> list[Card]:
        """What this person may not read now, whoever they are."""
        now = str(here.step.pk)
        kept = self.kept() if person is not self.giver else []
        written = [card for card in self.cards() if card.step == now and not card.parked]
        closed = turned or (here.step.doc.silent and now not in self.opened)
        return [card for card in [*kept, *(written if closed else [])] if card.by is not person]

    def opens_now(self, here: Here) -> list[Card]:
        """What was written in silence and lies open since this step began."""
        if here.step.doc.reveal != "at_enter":
            return []
        shown = {str(step.pk) for step in self.stage.phases() if step.doc.id in here.step.doc.shows}
        return [card for card in self.cards() if card.step in shown and not card.parked and card.pk not in self.gone]

    def cards(self) -> list[Card]:
        return [card for person in self.people for card in person.cards]

    def kept(self) -> list[Card]:
        return [card for card in self.cards() if card.parked and card.pk not in self.released]

    # ── leading on ─────────────────────────────────────────────────────────────────────────────────
    def lead_on(self, here: Here) -> None:
        self.choose(here)
        page = self.leader.look(self.room)
        if form := page.form("/kamer/verder/"):
            self.leader.press(form)
            if self.stage.here().version != here.version + 1:
                raise Refused(f"one press on moved the group by {self.stage.here().version - here.version} steps")
        elif form := page.form("/kamer/sluit/"):
            self.nothing_lost()
            self.leader.press(form)
        else:
            raise Refused(f"from “{page.title}” there is no way on")

    def choose(self, here: Here) -> None:
        if here.step.kind == "case_choice":
            self.leader.press(self.must(self.leader, "/kamer/casus/", "the case cannot be chosen"))
        elif here.step.kind == "question":
            words = self.must(self.giver, "/kamer/vraag/", "the question cannot be worded")
            self.giver.press(words, text=QUESTION)
        elif here.step.kind == "method_choice":
            self.take_method()
        elif self.module and (named := self.named("/module/", self.module)):
            self.leader.press(named)

    def take_method(self) -> None:
        named = self.named("/werkvorm/", self.method)
        if named is None:
            raise Refused(f"{self.method} is not among what may be chosen")
        self.leader.press(named, slug=self.method)

    def named(self, end: str, slug: str) -> Form | None:
        """The form on the leader's page with which this method, or module, is chosen."""
        forms = self.leader.look(self.room).forms(end)
        return next((one for one in forms if slug in (*one.choices.get("slug", []), one.fields.get("slug"))), None)

    # ── the end ────────────────────────────────────────────────────────────────────────────────────
    def nothing_lost(self) -> None:
        """Whatever was written is there, word for word, but what was let go by right; and nothing is there twice."""
        there = self.stage.cards()
        wrote = {card.pk: card for card in self.cards()}
        lost = [card.by.name for pk, card in wrote.items() if pk not in self.gone and pk not in there]
        if lost:
            raise Refused(f"lost: {len(lost)} of what {', '.join(sorted(set(lost)))} wrote")
        for pk, kept in there.items():
            if pk not in wrote or wrote[pk].words not in kept.text:
                raise Refused("a card is there that nobody wrote, or with other words")

    def over(self) -> None:
        for person in self.at_table():
            if "Klaar" not in (title := person.look(self.room).title):
                raise Refused(f"{person.name} does not see that it is over but “{title}”")
        passed_by = [step.doc.id for step in self.stage.phases() if step.skipped or not step.entered_at]
        if passed_by or not self.phase:
            raise Refused(f"never came to: {', '.join(passed_by) or 'any phase'}")
        if not self.stage.held():
            raise Refused("nothing in the ledger says that they met")


def a_card(step: str, kind: str, text: str) -> dict[str, str]:
    """As an old tab sends it."""
    return {"step": step, "card_id": str(uuid4()), "kind": kind, "text": text}


def card_of(form: Form) -> str:
    """The card in an address such as …/kaart/<card>/kies/."""
    return form.action.strip("/").split("/")[-2]


def habits(number: int, people: int) -> frozenset[Habit]:
    """Who leads presses twice; who brings the case has no habit; the others each their own, the first few of few."""
    if number == 0:
        return frozenset({Habit.DOUBLE})
    if number == 1:
        return frozenset()
    if people == 3:
        return frozenset({Habit.EARLY, Habit.DOUBLE})
    return frozenset(HABITS[(number - 2) % len(HABITS)])
