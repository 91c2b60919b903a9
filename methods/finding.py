"""Which methods of the library suit what somebody asked for, how many each answer would leave, and what to let go of
when none is left. Pure: works on slim facts, five hundred of them in a few milliseconds."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from methods.codes import Advice, Fit, Online
from methods.format.document import WRITTEN_FOR
from methods.listing import PEOPLE, Facts

TEXT = "zoek"
_ADVICE = {"with": {Advice.YES, Advice.LATE, Advice.MODULE}, "asked": {Advice.ON_REQUEST}, "none": {Advice.NONE}}


@dataclass(frozen=True, slots=True)
class Row:
    """One method of the library as a question meets it."""

    key: Any
    name: str
    facts: Facts
    hit: bool  # every word that was asked for is in it
    named: bool  # and all of them in the name


@dataclass(frozen=True, slots=True)
class Found:
    """What a question finds."""

    keys: list[Any]  # in the order of the page
    counts: Mapping[str, Counter[str]]  # filter → its answer → how many methods it would leave, beside all others
    loosened: list[tuple[str, int]]  # nothing found: without this filter there are so many; most first


Suits = Callable[[Facts, str, int], bool]
FILTERS: dict[str, Suits] = {
    "tijd": lambda facts, value, people: facts.minutes(people) <= int(value),
    "mensen": lambda facts, value, _people: facts.size[0] <= int(value) <= facts.size[1],
    "voor": lambda facts, value, _people: bool(facts.fit.get(value)),
    "ervaring": lambda facts, value, _people: facts.maturity <= int(value),
    "begeleider": lambda facts, value, _people: facts.facilitator <= int(value),
    "advies": lambda facts, value, _people: facts.advice in _ADVICE[value],
    "plek": lambda facts, value, _people: facts.online == value,
}
ANY = ""  # the answer that narrows nothing down
ANSWERS: dict[str, tuple[str, ...]] = {
    "tijd": (ANY, "30", "50", "60", "75", "90", "120"),
    "mensen": (ANY, *map(str, PEOPLE)),
    "voor": (ANY, *Fit),
    "ervaring": (ANY, "1", "2", "3", "4"),
    "begeleider": (ANY, "1", "2", "3"),
    "advies": (ANY, *_ADVICE),
    "plek": (ANY, Online.GOOD),
}
_REMEMBERED = 20_000  # methods, times the numbers of people that are asked for


def find(rows: Iterable[Row], chosen: Mapping[str, str]) -> Found:
    """`chosen`: filter → one of its ANSWERS, and TEXT → what was asked for in words.

    What was made for the wish comes first, then what has the words in its name; otherwise the shortest first.
    """
    people, time = int(chosen.get("mensen") or WRITTEN_FOR), chosen.get("tijd", ANY)
    seen: dict[str, Counter[frozenset[str]]] = {name: Counter() for name in ANSWERS}
    kept: list[Row] = []
    unasked = 0
    for row in rows:
        suits = _suits(row.facts, people)
        failed = {name for name, value in chosen.items() if name != TEXT and value not in suits[name]}
        unasked += not failed
        if not row.hit:
            failed.add(TEXT)
        if not failed:
            kept.append(row)
        for name in failed or ANSWERS:
            if name in ANSWERS and name != "mensen" and failed <= {name}:
                seen[name][suits[name]] += 1
        if failed <= {"mensen", "tijd"}:
            seen["mensen"][_numbers(row.facts, time)] += 1
    kept.sort(key=lambda row: _place(row, chosen, people))
    counts = {name: _counted(sets) for name, sets in seen.items()}
    without = Counter({name: unasked if name == TEXT else counts[name][ANY] for name in chosen})
    return Found(
        keys=[row.key for row in kept],
        counts=counts,
        loosened=[] if kept else [(name, left) for name, left in without.most_common() if left],
    )


def suits(facts: Facts, chosen: Mapping[str, str]) -> bool:
    """Would one method with these facts be left by all filters? Words are not looked at."""
    fits = _suits(facts, int(chosen.get("mensen") or WRITTEN_FOR))
    return all(value in fits[name] for name, value in chosen.items() if name != TEXT)


@lru_cache(maxsize=_REMEMBERED)
def _suits(facts: Facts, people: int) -> dict[str, frozenset[str]]:
    """Filter → the answers this method suits; those to "mensen" apart, see `_numbers`."""
    return {
        name: frozenset(value for value in values if not value or FILTERS[name](facts, value, people))
        for name, values in ANSWERS.items()
    }


@lru_cache(maxsize=_REMEMBERED)
def _numbers(facts: Facts, time: str) -> frozenset[str]:
    """With how many people it can be done within this time: with another number it takes another time."""
    fits = {value for value in ANSWERS["mensen"] if not value or FILTERS["mensen"](facts, value, 0)}
    return frozenset(value for value in fits if not time or facts.minutes(int(value or WRITTEN_FOR)) <= int(time))


def _counted(sets: Counter[frozenset[str]]) -> Counter[str]:
    """How many methods each answer would leave. Few sets differ, so that this is quick."""
    counted: Counter[str] = Counter()
    for values, times in sets.items():
        counted.update(dict.fromkeys(values, times))
    return counted


def _place(row: Row, chosen: Mapping[str, str], people: int) -> tuple:
    wanted = row.facts.fit.get(chosen.get("voor", ANY), 0)
    return (-wanted, not row.named, row.facts.minutes(people), row.name)
