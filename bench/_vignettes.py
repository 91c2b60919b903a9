"""The invented cases of `bench/vignettes/`, read and checked. What they are: the README there."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from methods.codes import Medium
from methods.recommend import CaseFacts, Circumstances

FOLDER = Path(__file__).parent / "vignettes"
APART = 3  # every third is kept apart


@dataclass(frozen=True, slots=True)
class Vignette:
    """One case with what a practised facilitator would be content with. `apart`: counted, never looked into."""

    id: str
    case: str
    question: str
    facts: CaseFacts
    evening: Circumstances
    acceptable: tuple[str, ...]
    because: str
    apart: bool


def vignettes(folder: Path = FOLDER) -> list[Vignette]:
    """All of them, in their order: files by name. ValueError where an answer is not one of the intake's."""
    rows = [row for path in sorted(folder.glob("*.toml")) for row in tomllib.loads(path.read_text())["vignette"]]
    return [_vignette(row, number) for number, row in enumerate(rows, start=1)]


def _vignette(row: Mapping[str, Any], number: int) -> Vignette:
    facts = CaseFacts.from_answers(row["intake"])
    for name, answer in row["intake"].items():
        if not _taken(answer, getattr(facts, name)):
            raise ValueError(f"{row['id']}: {name} = {answer!r} is no answer of the intake")
    return Vignette(
        id=row["id"],
        case=row["case"],
        question=row["question"],
        facts=facts,
        evening=_evening(**row["evening"]),
        acceptable=tuple(row["acceptable"]),
        because=row["because"],
        apart=number % APART == 0,
    )


def _taken(answer: Any, kept: Any) -> bool:
    """Whether the recommender was told what stands in the file."""
    if isinstance(answer, list):
        return sorted(answer) == sorted(str(one) for one in kept)
    return str(answer) == str(kept)


def _evening(
    *,
    minutes: int,
    people: int,
    maturity: int,
    leader: int,
    medium: str = "room",
    recent: list[str] | None = None,
    everyone: bool = False,
) -> Circumstances:
    return Circumstances(
        minutes=minutes,
        people=people,
        medium=Medium(medium),
        maturity=maturity,
        facilitator_level=leader,
        recent=tuple(recent or ()),
        everyone_gets_a_turn=everyone,
    )
