"""What a method of the library promises beyond being readable: complete, in two languages, for every size. Pure.

`problems(doc)` says everything that stands in the way of publishing, in words, each with its place; nothing when the
method is whole. The built-in library, methods of one's own and imported files go through the same gate.
`rehearsal(doc)` is its second half: the method played dry for every size and three lengths.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from methods import rules
from methods.codes import Form, Kind, Reveal, Role, Rule, Writers
from methods.format.document import LANGUAGES, MethodDoc, PhaseDoc, Problem
from methods.play import Play, on_paper, play
from methods.shell import chooses_in, slot_of

__all__ = ["Play", "durations", "play", "problems", "rehearsal", "sizes", "wording"]

LONGEST = {"title": 34, "line": 120, "own_line": 120, "say": 260, "paper": 260, "artefact": 120}  # characters
FEWEST = {"when": 2, "when_not": 1, "pitfalls": 1, "preparation": 1}  # lines
ALWAYS_TWO = {"stuck", "own_stems", "roles"}  # as many in each language
BRACES = re.compile(r"\{(?!name\})|(?<!\{name)\}")
NOT_OUR_WORDS = {
    "nl": re.compile(r"\b(sessie|gebruiker|facilitator|hij of zij|u(?!-)|uw)\b", re.IGNORECASE),
    "en": re.compile(r"\b(user|facilitator|intervision)\b", re.IGNORECASE),
}


def problems(doc: MethodDoc) -> list[Problem]:
    """Everything that stands in the way of publishing this method; empty when it is whole."""
    found = [Problem(doc.id, message) for message in _whole(doc)]
    for phase in doc.phases:
        found += [Problem(f'{doc.id}, phase "{phase.id}"', message) for message in _phase(phase)]
    return [*found, *rehearsal(doc)]


def rehearsal(doc: MethodDoc) -> list[Problem]:
    """What cannot work when it is played, for each size at its shortest, its ideal length and half an hour more; each
    thing once."""
    plays = (play(doc, people=people, minutes=time) for people in sizes(doc) for time in durations(doc, people))
    return list(dict.fromkeys(problem for each in plays for problem in each.refused))


def sizes(doc: MethodDoc) -> range:
    """Three to ten people, as far as it is made for them."""
    return range(max(3, doc.size[0]), min(10, doc.size[1]) + 1)


def durations(doc: MethodDoc, people: int) -> tuple[int, int, int]:
    """The shortest honest length, the ideal, and half an hour more."""
    ideal = doc.minutes_for(people)
    return doc.least, ideal, ideal + 30


def _whole(doc: MethodDoc) -> Iterator[str]:
    for lang in LANGUAGES:
        for name, least in FEWEST.items():
            if len(getattr(doc.text(lang), name)) < least:
                yield f'{lang}: "{name}" needs at least {least} line{"s" * (least > 1)}'
        for name in ("when", "when_not", "contra"):
            yield from _finishes(lang, name, getattr(doc.text(lang), name))
        yield from wording(lang, asdict(doc.text(lang)))
    yield from _alike(*(asdict(doc.text(lang)) for lang in LANGUAGES))
    if not doc.sources and doc.time_source == "sourced":
        yield 'minutes that are "sourced" need a source'
    if doc.form != Form.MODULE:
        yield from _sizes(doc)
    if doc.form == Form.SHELL:
        yield from _slot(doc)


def _finishes(lang: str, name: str, lines: tuple[str, ...]) -> Iterator[str]:
    """The match says "fits, because …" and lets the line finish the sentence."""
    for line in lines:
        if not (line[0].islower() or line.startswith("I ")) or line.endswith("."):
            yield f'{lang}: "{name}" finishes a sentence: small letter, no full stop ({line!r})'


def _slot(doc: MethodDoc) -> Iterator[str]:
    """Case-giver and leader choose a module in the phase before the slot."""
    slot, before = slot_of(doc), chooses_in(doc)
    if slot and slot.optional:
        yield f'the slot "{slot.id}" may not be "optional": it is what the shell is for'
    if slot and before is None:
        yield f'a phase has to come before the slot "{slot.id}": there the module is chosen'
    elif before and before.turned:
        yield f'the module is chosen in "{before.id}", and there the case-giver only listens'


def _sizes(doc: MethodDoc) -> Iterator[str]:
    for people in sizes(doc):
        if doc.minutes_for(people) < doc.least:
            yield f"with {people} people the ideal is shorter than the least"


def _phase(phase: PhaseDoc) -> Iterator[str]:
    yield from _acting(phase)
    for lang in LANGUAGES:
        text = phase.text(lang)
        for name in ("do", "avoid", "stuck"):
            if not getattr(text, name) and not phase.slot:
                yield f'{lang}: "{name}" is missing: the leader needs it'
        for name, most in LONGEST.items():
            if len(getattr(text, name)) > most:
                yield f'{lang}: "{name}" is longer than {most} characters'
        own_task = phase.turned or phase.marks or phase.writers == Writers.CASE_GIVER
        if own_task and not text.own_line:
            yield f'{lang}: "own_line" is missing: the case-giver has something else to do here'
        if on_paper(phase) and not text.paper:
            yield f'{lang}: "paper" is missing: how does it go without screens?'
        yield from wording(lang, asdict(text))
    yield from _alike(*(asdict(phase.text(lang)) for lang in LANGUAGES))


def _acting(phase: PhaseDoc) -> Iterator[str]:
    acts = any(rules.speaks(phase, role) or rules.may_write(phase, role) for role in Role)
    if not acts and Rule.SILENCE not in phase.rules:
        yield "nobody can do anything in this phase"
    own_gift = phase.reveal == Reveal.WHEN_OPENED and phase.id in phase.shows
    if own_gift and not rules.may_write(phase, Role.CASE_GIVER):
        yield "gifts open after the case-giver's own contribution: let them write"
    offers = Kind.ADVICE in phase.kinds
    if offers and rules.advice_parked(phase):
        yield "advice is a kind here and has to wait as well: which of both?"


def wording(lang: str, fields: dict[str, Any]) -> Iterator[str]:
    """What is wrong with how texts of the house are worded, in one language."""
    for text in _strings(fields):
        if BRACES.search(text):
            yield f"{lang}: only {{name}} may stand between braces ({text!r})"
        if '"' in text:
            yield f"{lang}: use ‘ and ’ for quotes ({text!r})"
        foreign = NOT_OUR_WORDS[lang].search(text)
        if foreign:
            yield f"{lang}: not a word of the house: {foreign[0]!r} ({text!r})"


def _alike(dutch: dict[str, Any], english: dict[str, Any]) -> Iterator[str]:
    for name, value in dutch.items():
        if bool(value) != bool(english[name]):
            yield f'"{name}" is there in one language only'
        elif name in ALWAYS_TWO and len(value) != len(english[name]):
            yield f'"{name}" has as many entries in both languages'


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
