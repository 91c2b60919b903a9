"""What must be true of a phase and of a method as a whole, beyond the spelling of its fields. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from methods.codes import Attribution, Form, Kind, Marks, Reveal, Rule, Who, Writers, Writes
from methods.format.document import MethodDoc, PhaseDoc

SUITS = ("vague", "technical")
TIME_SOURCES = ("sourced", "partly", "ours")
SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){0,2}")


def method_problems(method: MethodDoc) -> list[str]:
    """Everything wrong with the whole, and with each phase in it."""
    return [*_sources(method), *running_problems(method)]


def running_problems(method: MethodDoc) -> list[str]:
    """Why it cannot be played. What was kept once is held to this alone: it stays as it was."""
    found = [*_method_facts(method), *_phase_order(method.phases)]
    for phase in method.phases:
        found += [f'phase "{phase.id}": {message}' for message in phase_problems(phase)]
    return found


def phase_problems(phase: PhaseDoc) -> list[str]:
    """Everything wrong with one phase on its own."""
    return [*_shape(phase), *_contradictions(phase), *_texts(phase)]


def _method_facts(method: MethodDoc) -> Iterator[str]:
    low, high = method.size
    if not SLUG.fullmatch(method.id):
        yield '"id" must be small letters, digits and underscores, such as five_step'
    if not VERSION.fullmatch(method.version):
        yield '"version" must look like 1.0'
    if not 2 <= low <= high <= 12:
        yield '"size" must run from the smallest to the largest group, between 2 and 12'
    if not method.fit:
        yield '"fit" must name at least one thing this method is good for'
    if method.time_source not in TIME_SOURCES:
        yield f'"time_source" must be one of: {", ".join(TIME_SOURCES)}'
    if not method.phases:
        yield "a method needs at least one phase"
    slots = sum(phase.slot for phase in method.phases)
    if slots != (method.form == Form.SHELL):
        yield "a shell has exactly one phase with slot = true; a method and a module have none"


def _sources(method: MethodDoc) -> Iterator[str]:
    for address in method.sources:
        if not is_address(address):
            yield f'"sources" are addresses of pages, such as https://example.org/page ({address[:60]!r})'


def is_address(text: str) -> bool:
    """Of a page on the web: http or https, a host, and no space in it."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\x00-\x20]", text)
    except ValueError:
        return False


def _phase_order(phases: Iterable[PhaseDoc]) -> Iterator[str]:
    phases = list(phases)
    for name, count in Counter(phase.id for phase in phases).items():
        if count > 1:
            yield f'two phases have the id "{name}"'
    seen: dict[str, PhaseDoc] = {}
    for phase in phases:
        seen[phase.id] = phase
        yield from _shown(phase, seen)
    revealed = {name for phase in phases if phase.reveal for name in phase.shows}
    for phase in phases:
        if phase.silent and phase.id not in revealed:
            yield f'phase "{phase.id}": what is written here in silence is never revealed by a phase that shows it'


def _shown(phase: PhaseDoc, seen: dict[str, PhaseDoc]) -> Iterator[str]:
    for name in phase.shows:
        own = name == phase.id and phase.reveal != Reveal.WHEN_OPENED
        if name not in seen or own:
            yield f'phase "{phase.id}": "shows" names "{name}", which is not an earlier phase'
        elif seen[name].writers == Writers.NONE:
            yield f'phase "{phase.id}": "shows" names "{name}", where nobody writes'


def _shape(phase: PhaseDoc) -> Iterator[str]:
    writes_here = phase.writers != Writers.NONE
    if not SLUG.fullmatch(phase.id):
        yield '"id" must be small letters, digits and underscores, such as ask'
    if phase.least > phase.minutes:
        yield '"least" may not be more than "minutes"'
    if writes_here != bool(phase.kinds or phase.own_kinds):
        yield '"writers" and "kinds" belong together: who writes, and what'
    if (Rule.SILENT_WRITE in phase.rules) != phase.silent:
        yield 'the rule silent_write and writes = "silent" belong together'
    if phase.reveal and not phase.shows:
        yield '"reveal" needs "shows": what becomes visible?'
    if phase.marks and not phase.shows:
        yield '"marks" needs "shows": what is rated?'
    if phase.attribution != Attribution.NAME and not (writes_here or phase.shows):
        yield '"attribution" says nothing here: nobody writes and nothing is shown'


def _contradictions(phase: PhaseDoc) -> Iterator[str]:
    rules, speaks_own = phase.rules, phase.who in {Who.CASE_GIVER, Who.PEERS_ASK, Who.LEADER_AND_CASE_GIVER}
    if {Rule.NO_ADVICE, Rule.ADVICE_OK} <= rules:
        yield "advice cannot be both welcome (advice_ok) and not (no_advice)"
    if Rule.NO_ADVICE in rules and Kind.ADVICE in (*phase.kinds, *phase.own_kinds):
        yield "no_advice and the kind advice contradict each other"
    if phase.turned and (speaks_own or phase.writers == Writers.CASE_GIVER or phase.marks):
        yield "the case-giver only listens here (c_silent, c_away) and cannot speak, write or rate"
    if Rule.NO_INTERRUPT in rules and phase.who not in {Who.CASE_GIVER, Who.LEADER_AND_CASE_GIVER}:
        yield "no_interrupt is for a phase in which the case-giver speaks"
    if Rule.ROUND in rules and phase.who in {Who.LEADER, Who.CASE_GIVER, Who.LEADER_AND_CASE_GIVER}:
        yield "a round needs more than one speaker"
    if Rule.SILENCE in rules and phase.writers != Writers.NONE and phase.writes != Writes.SILENT:
        yield "in silence nothing is said or shown: only silent writing fits"
    if Rule.DEROLE in rules and phase.optional:
        yield "stepping out of roles (derole) may not be skipped"
    if phase.marks and phase.marks != Marks.NONE and Rule.C_DECIDES not in rules:
        yield "rating belongs to the case-giver alone: add the rule c_decides"


def _texts(phase: PhaseDoc) -> Iterator[str]:
    for lang, text in phase.texts.items():
        peers, own = phase.writers in {Writers.PEERS, Writers.ALL}, phase.writers in {Writers.CASE_GIVER, Writers.ALL}
        if (peers and not text.ask) or (own and not (text.own_ask or text.ask)):
            yield f'{lang}: "ask" is missing, and somebody writes here'
        if (Rule.SCORE in phase.rules) != bool(text.score):
            yield f'{lang}: the rule score and the text "score" belong together'
        if text.score and not (text.low and text.high):
            yield f'{lang}: a scale needs words at both ends, "low" and "high"'
