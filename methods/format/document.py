"""A method as a document: its phases and their texts, frozen. Pure.

A file (TOML) or a dict goes in, a `MethodDoc` comes out; what is wrong is refused with one `FormatError` that lists
every problem in words (which file, which phase, which field, what to do). A session keeps `to_snapshot()` (a JSON dict
in the very same shape) and reads it back with `from_snapshot()`, so editing the library never changes a running or
archived session.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from methods.codes import (
    Advice,
    Attribution,
    Board,
    Current,
    Family,
    Fit,
    Focus,
    Form,
    Kind,
    Marks,
    Online,
    Reveal,
    Rule,
    Veto,
    Who,
    Writers,
    Writes,
)

FORMAT = 1
LANGUAGES = ("nl", "en")
WRITTEN_FOR = 6  # people: the minutes of a phase are those of a group of six


@dataclass(frozen=True, slots=True)
class Stuck:
    """What the leader can say when it does not run."""

    when: str
    say: str


@dataclass(frozen=True, slots=True)
class PhaseText:
    """One phase in one language. `{name}` stands for the case-giver; `filled` puts the name in."""

    title: str
    purpose: str
    line: str  # for participants: what is mine to do now
    say: str  # one sentence the leader can say aloud
    own_line: str = ""  # for the case-giver, where it differs
    ask: str = ""  # label above the input
    own_ask: str = ""  # the same for the case-giver, where it differs
    stem: str = ""  # a prefilled start
    own_stem: str = ""
    own_stems: tuple[str, ...] = ()  # several starts: the case-giver gets one line for each
    score: str = ""  # the question of a private 0-10 scale, and the words at its ends
    low: str = ""
    high: str = ""
    paper: str = ""  # how it goes without screens, where that differs from what is said
    artefact: str = ""  # what is there when the phase ends
    do: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    stuck: tuple[Stuck, ...] = ()

    def filled(self, name: str) -> "PhaseText":
        """The same text with the case-giver's name."""
        return self._each(lambda words: words.replace("{name}", name))

    def unnamed(self, word: str, called: str) -> "PhaseText":
        """The same text where nobody has a name yet: `word` ("de inbrenger") stands in, `called` ("inbrenger") where
        somebody is addressed; an opening address falls away."""
        return self._each(lambda words: _unnamed(words, word, called))

    def _each(self, change: Callable[[str], str]) -> "PhaseText":
        return replace(self, **{f.name: _changed(getattr(self, f.name), change) for f in fields(self)})


@dataclass(frozen=True, slots=True)
class PhaseDoc:
    """One phase with its rule. What the codes mean for the server: `methods.rules`."""

    id: str
    who: Who
    minutes: int  # ideal, for six people
    least: int  # minimum
    per_person: float  # minutes more for each person above six, less for each below
    rules: frozenset[Rule]
    writers: Writers
    writes: Writes
    kinds: tuple[Kind, ...]
    own_kinds: tuple[Kind, ...]  # of the case-giver, where they differ; with several starts one for each, so repeated
    limit: int  # contributions per person; 0 is no limit
    own_limit: int  # of the case-giver
    shows: tuple[str, ...]
    reveal: Reveal
    marks: Marks
    attribution: Attribution
    board: Board  # what its cards are drawn on, if anything
    optional: bool
    slot: bool  # of a shell: here the phases of a module come
    texts: Mapping[str, PhaseText]

    def text(self, lang: str) -> PhaseText:
        """In this language, or in Dutch."""
        return self.texts.get(lang[:2]) or self.texts["nl"]

    def minutes_for(self, people: int) -> int:
        """The ideal minutes for so many people; never less than the least."""
        return max(self.least, round(self.minutes + self.per_person * (people - WRITTEN_FOR)))

    @property
    def turned(self) -> bool:
        """The case-giver only listens: the chair is turned."""
        return bool(self.rules & {Rule.C_SILENT, Rule.C_AWAY})

    @property
    def silent(self) -> bool:
        """Written in silence, hidden from everyone until a reveal."""
        return self.writes == Writes.SILENT and self.writers != Writers.NONE

    @property
    def band(self) -> str:
        """How the time band draws it: write (in silence), hear (the case-giver speaks) or nothing (together)."""
        if self.silent:
            return "write"
        return "hear" if self.who == Who.CASE_GIVER else ""


@dataclass(frozen=True, slots=True)
class MethodText:
    """A method in one language."""

    name: str
    promise: str
    purpose: str
    when: tuple[str, ...]
    when_not: tuple[str, ...]
    outcome: str
    origin: str
    contra: tuple[str, ...] = ()  # when it should not be done at all
    preparation: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # beside leader, case-giver and peers: "Schrijver: …"
    variants: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    credit: str = ""


@dataclass(frozen=True, slots=True)
class MethodDoc:
    """A method: what it is for, what it asks, and its phases in order."""

    id: str
    version: str
    form: Form
    family: Family
    fit: Mapping[Fit, int]
    focus: Mapping[Focus, float]
    suits: Mapping[str, float]  # vague | technical: extra fit for how sharp the question is
    current: Current
    maturity: int  # 1 new, 2 keeps the rules of one scheme, 3 trusts, 4 with a trained facilitator
    facilitator: int  # 1 any member, 2 practised, 3 trained coach
    confront: int  # 1 calm, 2 touching, 3 confronting
    size: tuple[int, int]
    advice: Advice
    contains: frozenset[Veto]
    starter: bool  # a good first method
    everyone: bool  # in trios or in turns: everyone gets a turn
    online: Online
    time_source: str  # sourced | partly | ours
    sources: tuple[str, ...]
    rights: str
    phases: tuple[PhaseDoc, ...]
    texts: Mapping[str, MethodText]
    origins: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)  # of a file; kept beside the document
    _lengths: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)  # people → minutes

    def text(self, lang: str) -> MethodText:
        """In this language, or in Dutch."""
        return self.texts.get(lang[:2]) or self.texts["nl"]

    def phase(self, phase_id: str) -> PhaseDoc:
        """The phase with this id. KeyError when there is none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)

    def seats(self, people: int) -> bool:
        """Made for so many, who leads included."""
        return self.size[0] <= people <= self.size[1]

    @property
    def minutes(self) -> int:
        """The ideal length in minutes."""
        return sum(phase.minutes for phase in self.phases)

    def minutes_for(self, people: int) -> int:
        """The ideal length for so many people. Worked out once: the match asks it of every method."""
        if people not in self._lengths:
            self._lengths[people] = sum(phase.minutes_for(people) for phase in self.phases)
        return self._lengths[people]

    @property
    def least(self) -> int:
        """The shortest honest length in minutes: minimum times, optional phases left out."""
        return sum(phase.least for phase in self.phases if not phase.optional)

    @property
    def writes_first(self) -> bool:
        """Somewhere in it people write in silence before they speak."""
        return any(phase.silent for phase in self.phases)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and in words. `line`: in the file it was read from, 0 where there is none."""

    where: str
    message: str
    line: int = 0

    def __str__(self) -> str:
        file, comma, place = self.where.partition(", ")
        numbered = f"{file}:{self.line}" if self.line else file
        return f"{numbered}{comma}{place}: {self.message}"


class FormatError(ValueError):
    """A method or phase is not valid. `.problems` lists everything that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


_OPENING = re.compile(r"^\{name\}, (\w)")  # "{name}, vertel …" → "Vertel …"
_ADDRESSED = re.compile(r"(?<=[.?!] )\{name\}(?=, )")  # "We gaan rond. {name}, je mag passen."
_WITHIN = re.compile(r", \{name\}(?=[.,?!])")  # "Dat mag, {name}." → "Dat mag."
_FIRST = re.compile(r"(^|(?<=[.?!] ))\{name\}")


def _unnamed(words: str, word: str, called: str) -> str:
    words = _OPENING.sub(lambda found: found[1].upper(), words)
    words = _ADDRESSED.sub(_capital(called), words)
    words = _WITHIN.sub("", words)
    words = _FIRST.sub(_capital(word), words)
    return words.replace("{name}", word)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Stuck):
        return Stuck(change(value.when), change(value.say))
    return tuple(_changed(part, change) for part in value)
