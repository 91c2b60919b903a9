"""One person: a browser, habits, and what they wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any, Protocol

from bench.simulator.page import Form, Page

WELL = {200, 204, 302}
HELD = 422  # not laid down yet: its writer is shown what it looks like
LATE_PRESS = WELL | {HELD, 403, 409}  # what a second press may be told


class Habit(StrEnum):
    EARLY = "early advice"  # in every field; parked where that is offered, tried from an old tab elsewhere
    SILENT = "silent"  # writes nothing, passes
    LATE = "late"  # comes when the others are at work
    LEAVES = "leaves"  # goes half-way, and comes back
    DOUBLE = "double presses"  # presses everything twice


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


class Door(Protocol):
    """A browser that is logged in. `script`: htmx presses, so the answer is small and the page stays."""

    def get(self, path: str) -> Answer: ...
    def post(self, path: str, fields: dict[str, str], *, script: bool) -> Answer: ...


@dataclass
class Card:
    """Something somebody wrote, and where."""

    pk: str
    words: str
    by: Person
    step: str
    parked: bool = False


class Refused(AssertionError):
    """The server did not take what its own page offered, or took what it should refuse."""


@dataclass
class Person:
    name: str
    pk: str
    door: Door
    habits: frozenset[Habit]
    seed: str
    script: bool  # the others have none: every form works without
    seated: bool = False
    left_at: int = 0  # the phase before which they left; 0: they are here or never came
    cards: list[Card] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 (the same each time)

    def has(self, habit: Habit) -> bool:
        return habit in self.habits

    def look(self, path: str) -> Page:
        answer = self.door.get(path)
        if answer.status != 200:
            raise Refused(f"{self.name}: GET {path} answers {answer.status}")
        return Page(answer.text)

    def press(self, form: Form, **more: Any) -> None:
        """What stands on the page is taken; pressed twice it does no harm."""
        self.taken(form, self.send(form, form.sends(**more)))

    def send(self, form: Form, fields: dict[str, str]) -> Answer:
        """Once, or twice by habit; what counts is what the first was told."""
        answer = self.door.post(form.action, fields, script=self.script)
        if self.has(Habit.DOUBLE):
            again = self.door.post(form.action, fields, script=self.script)
            if again.status not in LATE_PRESS:
                raise Refused(f"{self.name}: {short(form.action)} answers {again.status} when pressed twice")
        return answer

    def taken(self, form: Form, answer: Answer) -> None:
        if answer.status not in WELL:
            told = f"answers {answer.status} to its own form: {reason(answer)}"
            raise Refused(f"{self.name}: {short(form.action)} {told}")

    def tries(self, path: str, fields: dict[str, str]) -> None:
        """From an old tab, what this page does not offer: refused, in words."""
        answer = self.door.post(path, fields, script=self.script)
        if answer.status not in (400, 403, 409):
            raise Refused(f"{self.name}: {short(path)} answers {answer.status} to what it should refuse")

    def writes(self, form: Form, step: str) -> Card:
        """A line nobody else could have written, so that it is recognised wherever it turns up."""
        words = f"woord{self.chance.getrandbits(48):012x}"
        text = f"Je moet gewoon {words} zeggen." if self.has(Habit.EARLY) else f"Iets over {words}, denk ik."
        fields = form.sends(text=text)
        answer = self.send(form, fields)
        if answer.status == HELD:
            fields = self.thinks_again(form, fields, answer)
            answer = self.send(form, fields)
        self.taken(form, answer)
        card = Card(fields["card_id"], words, self, step, "parked" in fields)
        self.cards.append(card)
        return card

    def thinks_again(self, form: Form, fields: dict[str, str], answer: Answer) -> dict[str, str]:
        """Who is shown that it looks like advice keeps it for later, where that is offered, or means it so."""
        inside = f'<form action="{form.action}">{answer.text}</form>'  # htmx puts the answer into the form
        shown = Page(inside if self.script else answer.text).forms("/kaart/")
        held = next((one for one in shown if "seen" in one.fields), None)
        if held is None:
            raise Refused(f"{self.name}: held, and not told how to go on")
        fields = (fields if self.script else {**held.fields, "text": fields["text"]}) | {"seen": held.fields["seen"]}
        parks = "on" in held.button("parked") and self.chance.random() < 0.5
        return fields | ({"parked": "on"} if parks else {})


def short(path: str) -> str:
    """The address without the ids, as somebody names it."""
    return "/".join(part for part in path.strip("/").split("/")[2:] if len(part) < 32) or path


def reason(answer: Answer) -> str:
    """What was said, without what stands around it."""
    found = answer.text.partition('class="flash')[2].partition(">")[2] or answer.text
    return " ".join(found[:300].split())
