"""Which methods of the library suit what somebody asked for, how many each answer would leave, and what to let go of
when none is left. Pure: works on slim facts, five hundred of them in a few milliseconds."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from methods.codes import Advice, Online
from methods.format.document import WRITTEN_FOR
from methods.listing import Facts

TEXT = "zoek"
WITH_ADVICE = {Advice.YES, Advice.LATE, Advice.MODULE}
_ADVICE = {"with": WITH_ADVICE, "asked": {Advice.ON_REQUEST}, "none": {Advice.NONE}}
_ONLINE = {"ok": {Online.GOOD, Online.OK}, "good": {Online.GOOD}}


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
    "plek": lambda facts, value, _people: facts.online in _ONLINE[value],
}


def find(rows: Iterable[Row], chosen: Mapping[str, str], answers: Mapping[str, Iterable[str]]) -> Found:
    """`chosen`: filter → answer; `answers`: filter → every answer it offers, "" (no matter) included.

    What was made for the wish comes first, then what has the words in its name; otherwise the shortest first.
    """
    people = int(chosen.get("mensen") or WRITTEN_FOR)
    counts: dict[str, Counter[str]] = {name: Counter() for name in answers}
    kept: list[Row] = []
    unasked = 0
    for row in rows:
        failed = _failed(row, chosen, people)
        if not failed:
            kept.append(row)
        if failed <= {TEXT}:
            unasked += 1
        _count(row.facts, failed, chosen, answers, counts)
    kept.sort(key=lambda row: _place(row, chosen, people))
    without = Counter({name: unasked if name == TEXT else counts[name][""] for name in chosen})
    return Found(
        keys=[row.key for row in kept],
        counts=counts,
        loosened=[] if kept else [(name, left) for name, left in without.most_common() if left],
    )


def _failed(row: Row, chosen: Mapping[str, str], people: int) -> set[str]:
    """What this method does not suit."""
    failed = {name for name, value in chosen.items() if name in FILTERS and not FILTERS[name](row.facts, value, people)}
    return failed if row.hit else failed | {TEXT}


def _count(
    facts: Facts,
    failed: set[str],
    chosen: Mapping[str, str],
    answers: Mapping[str, Iterable[str]],
    counts: dict[str, Counter[str]],
) -> None:
    """Each answer counts what it would leave: a method that fails elsewhere counts nowhere but there."""
    people = int(chosen.get("mensen") or WRITTEN_FOR)
    for name, values in answers.items():
        if name == "mensen":
            if failed <= {"mensen", "tijd"}:
                counts[name].update(value for value in values if _with_so_many(facts, value, chosen.get("tijd", "")))
        elif failed <= {name}:
            counts[name].update(value for value in values if not value or FILTERS[name](facts, value, people))


def _with_so_many(facts: Facts, people: str, time: str) -> bool:
    """With another number of people it takes another time."""
    suits = not people or FILTERS["mensen"](facts, people, 0)
    return suits and (not time or facts.minutes(int(people or WRITTEN_FOR)) <= int(time))


def _place(row: Row, chosen: Mapping[str, str], people: int) -> tuple:
    wanted = row.facts.fit.get(chosen.get("voor", ""), 0)
    return (-wanted, not row.named, row.facts.minutes(people), row.name)
