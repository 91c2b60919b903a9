"""The questions to arrive with. A group hears none twice until it has had them all. Pure after loading."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

POOL = Path(__file__).with_name("check_in.toml")
OWN = "own:"  # before the id of a question in a group's own words


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    nl: str
    en: str

    def text(self, lang: str) -> str:
        return self.en if lang.startswith("en") else self.nl


@cache
def pool() -> dict[str, Question]:
    """All questions by id, in the order of the file. Raises when the file is damaged: better at start-up."""
    tables = tomllib.loads(POOL.read_text(encoding="utf-8"))["question"]
    return {table["id"]: Question(**table) for table in tables}


def question(question_id: str, lang: str) -> str:
    """The words, or "" for a question that is not in the pool (any more)."""
    found = pool().get(question_id)
    return found.text(lang) if found else ""


def draw(had: Iterable[str], *, seed: str, but: Collection[str] = (), own: Collection[str] = ()) -> str:
    """The id of a question this group had least often: none comes back before all have been.

    `had`: ids of earlier sessions, oldest first. `but`: those passed over just now. `own`: the group's own. `seed`
    decides which of what is left, so that the same press twice, and the lobby and the step, say the same one.
    """
    times = Counter(had)
    every = [*pool(), *own]
    left = [question_id for question_id in every if question_id not in but] or every
    least = min(times[question_id] for question_id in left)
    return random.Random(seed).choice([one for one in left if times[one] == least])  # noqa: S311 (not a secret)
