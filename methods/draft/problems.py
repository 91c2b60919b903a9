"""What a draft still lacks, each with the place where it is cured. Pure.

The gate is the one of the library: the format, and `conformance.problems`. Only how we speak of a word that is not
ours is advice, and stops nobody: the words of a group are the group's.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from methods import conformance
from methods.draft import labels, said
from methods.draft.shape import FACTS, OF_THE_PLAN, PHASE, PLAN, WORDS, phase_in
from methods.format import LANGUAGES, Problem, read
from methods.format.checks import method_problems

_PHASE = re.compile(r'phase "([^"]+)"(?:: )?')
_PLACE = re.compile(r", (nl|en)(?:,|$)")
_SPOKEN = re.compile(r"^(nl|en): ")
_QUOTED = re.compile(r"\((['\"].*['\"])\)$", re.S)


@dataclass(frozen=True)
class Found:
    """One thing, where it is cured and in words. `part`: words, facts, plan or phase:<id>."""

    part: str
    field: str
    lang: str  # "" where both languages are meant, or none
    text: str
    phase: str = ""  # its id, also where the cure is in the plan
    stops: bool = True  # it cannot be published like this

    @property
    def label(self) -> str:
        """What the field is called, with the language where it is about one."""
        name = labels.label(self.field, of_phase=bool(self.phase))
        return f"{name} ({labels.LANGUAGES[self.lang]})" if self.lang else name


def found(document: Mapping[str, Any]) -> list[Found]:
    """Everything, in the order of the pages; empty when the method is whole."""
    doc, problems = read(document, "draft")
    problems = [*problems, *(Problem("draft", text) for text in method_problems(doc)), *conformance.problems(doc)]
    seen = [_placed(problem, document) for problem in problems]
    order = {WORDS: 0, FACTS: 1, PLAN: 2, **{PHASE + p["id"]: n for n, p in enumerate(document["phase"], start=3)}}
    return sorted(_once(seen), key=lambda one: order.get(one.part, 0))


def stopping(problems: Iterable[Found]) -> list[Found]:
    """Those that stand in the way of publishing."""
    return [one for one in problems if one.stops]


def _once(problems: list[Found]) -> Iterator[Found]:
    """Each place once: that something is empty says also that it is there in one language only."""
    told: set[tuple[str, str, str]] = set()
    empty = {(one.part, one.field) for one in problems if one.lang}
    for one in problems:
        place = (one.part, one.field, one.lang)
        if place in told or (not one.lang and (one.part, one.field) in empty):
            continue
        told.add(place)
        yield one


def _placed(problem: Problem, document: Mapping[str, Any]) -> Found:
    message, where = problem.message, problem.where
    inside = _PHASE.search(where) or _PHASE.match(message)
    phase = inside[1] if inside else ""
    message = _PHASE.sub("", message, count=1) if _PHASE.match(message) else message
    spoken = _SPOKEN.match(message)
    lang = spoken[1] if spoken else next(iter(_PLACE.findall(where)), "")
    message = message[spoken.end() :] if spoken else message
    field, text, stops = told(message)
    field = "stuck" if where.endswith(", stuck") else field or _field_with(message, document, phase, lang)
    return Found(_part(field, lang, phase), field, lang, text, phase, stops)


def told(message: str) -> tuple[str, str, bool]:
    """The field it is about ("" when unsaid), the words, and whether it stops publishing."""
    known = said.recognised(message)
    if known is None:
        named = re.match(said.NAMED, message)
        return (named[1] if named else ""), message, True
    sentence, match = known
    return sentence.field or match.groupdict().get("field") or "", sentence.told(match), sentence.stops


def _part(field: str, lang: str, phase: str) -> str:
    if phase:
        return PLAN if field in OF_THE_PLAN else PHASE + phase
    if field == "phase":
        return PLAN
    return WORDS if lang or field in labels.WORDS else FACTS


def _field_with(message: str, document: Mapping[str, Any], phase: str, lang: str) -> str:
    """Some sentences quote the words and do not name the field: it is the one in which they stand."""
    quoted = _QUOTED.search(message)
    if not quoted or lang not in LANGUAGES:
        return ""
    words = ast.literal_eval(quoted[1])
    texts = phase_in(document, phase)[lang] if phase else document[lang]
    return next((name for name, value in texts.items() if words in strings(value)), "")


def strings(value: Any) -> Iterator[str]:
    """Every text in it, names of fields too."""
    if isinstance(value, str):
        yield value
    for inner in (*value, *value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)
