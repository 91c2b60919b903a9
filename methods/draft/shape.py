"""The shape of a draft, and its parts: what one page of the editor shows and one press keeps. Pure."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from methods.format import LANGUAGES, MethodDoc, read, to_snapshot

Document = dict[str, Any]

WORDS, FACTS, ORDER, TIMES = "words", "facts", "order", "times"  # the parts beside the phases
PLAN = "plan"  # the page on which order and times are seen together
PHASE = "phase:"  # and the id
OF_THE_PLAN = ("minutes", "least")  # of a phase, but not of its page
NOT_FACTS = {*LANGUAGES, "phase", "id", "version", "format", "form"}


def as_doc(document: Mapping[str, Any]) -> MethodDoc:
    """The draft as a method, unfinished where it is."""
    return read(document)[0]


def canonical(document: Mapping[str, Any]) -> Document:
    """Always the same way of writing the same thing."""
    return to_snapshot(as_doc(document))


def digest(document: Mapping[str, Any]) -> str:
    """What it says, apart from which version it is."""
    return _print({**document, "version": ""}, 64)


def phase_in(document: Mapping[str, Any], phase_id: str) -> Document:
    """The phase with this id. KeyError when there is none."""
    for phase in document["phase"]:
        if phase["id"] == phase_id:
            return dict(phase)
    raise KeyError(phase_id)


def part_of(document: Mapping[str, Any], part: str) -> Any:
    """What belongs to one page. KeyError for a phase that is not there."""
    if part == WORDS:
        return {lang: document[lang] for lang in LANGUAGES}
    if part == ORDER:
        return [phase["id"] for phase in document["phase"]]
    if part == TIMES:
        return {phase["id"]: [phase[name] for name in OF_THE_PLAN] for phase in document["phase"]}
    if part == FACTS:
        return {name: value for name, value in document.items() if name not in NOT_FACTS}
    return {k: v for k, v in phase_in(document, part.removeprefix(PHASE)).items() if k not in OF_THE_PLAN}


def stamp(document: Mapping[str, Any], part: str) -> str:
    """What somebody saw of a part, in twelve letters. A form says it: nobody writes over what they never read."""
    return _print(part_of(document, part), 12)


def with_phase(document: Mapping[str, Any], phase: Mapping[str, Any]) -> Document:
    """The draft with this phase in the place of the one that has its id."""
    return {**document, "phase": [phase if one["id"] == phase["id"] else one for one in document["phase"]]}


def _print(thing: Any, length: int) -> str:
    text = json.dumps(thing, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:length]
