"""How good the match is, on invented cases; beside two ways of choosing that know nothing of the case. And how fast.

    make bench-match                  # seconds; no server

For each case of `bench/vignettes/`: is one of the methods that a practised facilitator would be content with among the
three that are shown? Two thirds may be looked into (the misses are printed); the third apart is only counted.

Beside it, over the methods that can be done that evening: always the three that are named most often in the two
thirds (what a group does that always does what everybody does), and three by chance, worked out and not thrown.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import comb
from pathlib import Path

from bench._report import Report, percentile, table
from bench._vignettes import Vignette, vignettes
from methods.codes import Form
from methods.format import MethodDoc, load_file
from methods.recommend import recommend
from methods.recommend.exclusions import UNFIT, exclusions

LIBRARY = Path(__file__).parent.parent / "methods" / "library"
GOAL, MANY, MOST_MS = 0.85, 500, 10
SHOWN = 3
Chooser = Callable[[Vignette], list[str]]


def library(folder: Path = LIBRARY) -> list[MethodDoc]:
    """What an evening can be built on."""
    docs = [load_file(path) for path in sorted(folder.glob("*.toml"))]
    return [doc for doc in docs if doc.form != Form.MODULE]


def shown(case: Vignette, docs: Sequence[MethodDoc]) -> list[str]:
    """What the page of the match shows, best first."""
    found = recommend(case.facts, case.evening, docs)
    return [suggestion.method.id for suggestion in (*found.suggestions, *found.nearest)]


def share(cases: Sequence[Vignette], choose: Chooser) -> float:
    """For how many of the cases one of the acceptable is among what is chosen."""
    return sum(hit(case, choose(case)) for case in cases) / len(cases)


def hit(case: Vignette, chosen: Iterable[str]) -> bool:
    return not set(case.acceptable).isdisjoint(chosen)


# ── choosing without knowing the case ──────────────────────────────────────────────────────────────
def doable(case: Vignette, docs: Sequence[MethodDoc]) -> list[MethodDoc]:
    """What time, people, group and leader allow, whatever the case is about."""
    return [
        doc
        for doc in docs
        if all(reason.private or reason.code == UNFIT for reason in exclusions(doc, case.facts, case.evening))
    ]


def most_used(cases: Sequence[Vignette], docs: Sequence[MethodDoc]) -> Chooser:
    """The three that are named most in these cases, of those that can be done."""
    named = Counter(slug for case in cases for slug in case.acceptable)

    def choose(case: Vignette) -> list[str]:
        return sorted((doc.id for doc in doable(case, docs)), key=lambda slug: (-named[slug], slug))[:SHOWN]

    return choose


def by_chance(cases: Sequence[Vignette], docs: Sequence[MethodDoc]) -> float:
    """The share that three drawn by chance would have, of those that can be done."""
    return statistics.mean(_chance(case, doable(case, docs)) for case in cases)


def _chance(case: Vignette, docs: Sequence[MethodDoc]) -> float:
    wrong = sum(doc.id not in case.acceptable for doc in docs)
    return 1 - comb(wrong, SHOWN) / comb(len(docs), SHOWN) if len(docs) >= SHOWN else float(wrong < len(docs))


# ── speed ──────────────────────────────────────────────────────────────────────────────────────────
def many(docs: Sequence[MethodDoc], number: int = MANY) -> list[MethodDoc]:
    """So many methods: each of ours again and again under another id."""
    return [replace(docs[nr % len(docs)], id=f"{docs[nr % len(docs)].id}_{nr}") for nr in range(number)]


def milliseconds(cases: Sequence[Vignette], docs: Sequence[MethodDoc], rounds: int = 5) -> list[float]:
    """Of processor time, for each case and round."""
    found = []
    for case in [case for _round in range(rounds) for case in cases]:
        before = time.process_time()
        recommend(case.facts, case.evening, docs)
        found.append(1000 * (time.process_time() - before))
    return found


# ── telling ────────────────────────────────────────────────────────────────────────────────────────
def misses(cases: Sequence[Vignette], docs: Sequence[MethodDoc]) -> None:
    print("\nMisses of the two thirds (the third apart is not looked into)")
    for case in cases:
        chosen = shown(case, docs)
        if not hit(case, chosen):
            print(f"  {case.id}: {', '.join(case.acceptable)}; shown {', '.join(chosen) or 'nothing'}")


def run(short: bool) -> int:
    report, docs, cases = Report("Match"), library(), vignettes()
    kept, apart = [case for case in cases if not case.apart], [case for case in cases if case.apart]
    used = most_used(kept, docs)

    def three(case: Vignette) -> list[str]:
        return shown(case, docs)

    parts = {"two thirds": kept, "the third apart": apart, "all": cases}
    found = {
        name: [share(part, three), share(part, lambda case: three(case)[:1]), share(part, used), by_chance(part, docs)]
        for name, part in parts.items()
    }
    rows = [[name, len(parts[name]), *shares] for name, shares in found.items()]
    table(f"One that would do among the three shown, of {len(docs)} methods", HEADS, rows)
    misses(kept, docs)
    speed(report, cases, docs, 1 if short else 5)
    for name in ("two thirds", "the third apart"):
        report.least(f"{name}: one that would do among three", found[name][0], GOAL)
    code = report.end()
    print(f"third apart: top3 {found['the third apart'][0]:.2f}")
    print("top3 {:.2f} most-used {:.2f} random {:.2f}".format(*found["all"][:1], *found["all"][2:]), flush=True)
    return code


HEADS = ["cases", "number", "match", "its first", "most used", "by chance"]


def speed(report: Report, cases: Sequence[Vignette], docs: Sequence[MethodDoc], rounds: int) -> None:
    times = {len(some): milliseconds(cases, some, rounds) for some in (docs, many(docs))}
    table("Milliseconds for one match", ["methods", "median", "95 %", "most"], [
        [str(number), statistics.median(found), percentile(found, 0.95), max(found)] for number, found in times.items()
    ])  # fmt: skip
    report.most(f"one match of {MANY} methods, 95 % of them", percentile(times[MANY], 0.95), MOST_MS, " ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="dev.py bench match")
    parser.add_argument("--short", action="store_true", help="each case once")
    sys.exit(run(parser.parse_args().short))
