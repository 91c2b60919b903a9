"""How often the hints in a round of questions are wrong, and how much they see: `python -m bench.said`.

The sentences are in `bench/said/`. Two in three served to make the rules (`sessions/speech/`), one in three is kept
apart; printed are both, and for the third each kind. A *false hold* is a hint about something the sentence is not.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sessions.speech import LANGUAGES, Spot, spot

FOLDER = Path(__file__).parent / "said"
MOST_FALSE = 0.05


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, what it is, and what it is as well."""

    lang: str
    kind: str
    text: str
    also: str = ""

    @property
    def apart(self) -> bool:
        """Kept out of making the rules; a sentence never changes side."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 3 == 0

    @property
    def may_be(self) -> frozenset[str]:
        return frozenset({self.kind, self.also} & set(Spot))

    @property
    def said(self) -> Spot | None:
        return spot(self.text, self.lang)

    @property
    def false(self) -> bool:
        return self.said is not None and self.said not in self.may_be


@dataclass(frozen=True, slots=True)
class Score:
    """Of one lot of sentences. `false`: held though they ask for no hint; `other`: given the wrong one."""

    sentences: int
    false: int
    other: int
    seen: dict[str, tuple[int, int]]  # kind → hints given, sentences of it

    @property
    def false_rate(self) -> float:
        return self.false / self.sentences if self.sentences else 0.0


def sentences() -> list[Sentence]:
    return [sentence for lang in LANGUAGES for sentence in _of(lang)]


def _of(lang: str) -> Iterator[Sentence]:
    for line in (FOLDER / f"{lang}.tsv").read_text(encoding="utf-8").splitlines():
        kind, text, *also = line.split("\t")
        yield Sentence(lang, kind, text, *also)


def score(lot: Iterable[Sentence]) -> Score:
    """False holds are counted over the sentences that ask for no hint at all."""
    lot = list(lot)
    fine = [one for one in lot if one.kind not in set(Spot)]
    of = {kind: [one for one in lot if one.kind == kind] for kind in Spot}
    seen = {str(kind): (sum(one.said == kind for one in some), len(some)) for kind, some in of.items()}
    other = sum(one.false for one in lot if one not in fine)
    return Score(len(fine), sum(one.false for one in fine), other, seen)


def main() -> int:
    """0 when in both languages fewer than one in twenty of the third apart is held for nothing."""
    worst = 0.0
    every = sentences()
    for lang in LANGUAGES:
        for apart in (False, True):
            found = score(one for one in every if one.lang == lang and one.apart == apart)
            recall = ", ".join(f"{kind} {hits} of {total}" for kind, (hits, total) in found.seen.items())
            name = "kept apart" if apart else "made with "
            rate = f"false holds {found.false} of {found.sentences} ({found.false_rate:.1%}), wrong kind {found.other}"
            worst = max(worst, found.false_rate if apart else 0.0)
            print(f"{lang} {name}: {rate}; seen: {recall}")
    return int(worst >= MOST_FALSE)


if __name__ == "__main__":
    sys.exit(main())
