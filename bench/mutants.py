"""Small mistakes, put into the code one at a time: does a test notice?

    python3 dev.py mutants [--mutants 60] [--seed 1] [--only sessions/flow.py …] [--learnt FILE]

In a copy of the tree, in a temporary folder. First the tests run once under coverage, which says line by line which of
them come past (`--learnt FILE` keeps that for the next time). Then each mutant runs only those, and stops at the
first that fails. Chosen by chance, the same with the same seed. Prints what was caught and what survived; ends with 1
below 80 %.

Why our own. mutmut 3 mutates everything there is and wants to run the tests inside its own process, which does not go
together with a database, Valkey and threads; cosmic-ray runs one command for all mutants, where we want for each the
tests that come past it; neither takes a sample. What remains is a list of mistakes (`_mistakes.py`) and this loop.
"""

import argparse
import ast
import difflib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench._mistakes import Mistake, mistakes

ROOT = Path(__file__).resolve().parent.parent
TARGETS = [
    "sessions/actions", "groups/actions", "feedback/actions", "intervisie/actions.py", "methods/actions",
    "sessions/permissions.py", "groups/permissions.py", "methods/permissions.py",
    "sessions/flow.py", "sessions/visibility.py",
    "feedback/visibility.py", "intervisie/common/delivery",
]  # fmt: skip
TESTS = ["tests/sessions", "tests/groups", "tests/feedback", "tests/common", "tests/attack", "tests/methods"]
ALONE = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").glob("test_*.py"))]
LEFT_OUT = (".git", ".venv", ".data", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache")
ENOUGH = 0.8
MOST_TESTS = 150  # of the tests that come past a line; the rest would say the same
PYTEST = ["pytest", "-q", "-p", "no:cacheprovider"]
PATIENCE = 300  # seconds for one mutant: ten times what its tests take; what never ends is noticed
ENDLESS = "never ends"


@dataclass
class Fresh:
    """Whether the database of the tests has to be made anew: what was killed half-way may have left something in it."""

    needed: bool = True

    def option(self) -> str:
        option, self.needed = "--create-db" if self.needed else "--reuse-db", False
        return option


@dataclass(frozen=True)
class Outcome:
    mistake: Mistake
    caught: bool
    why: str


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    with tempfile.TemporaryDirectory(prefix="intervisie-mutants-") as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        learnt = learn(copy, options.learnt, options.tests)
        chosen = choose(copy, options)
        print(f"{len(chosen)} mutants, seed {options.seed}", flush=True)
        fresh = Fresh()
        return report([told(try_one(copy, mistake, learnt, fresh)) for mistake in chosen])


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py mutants", description="Put small mistakes in; see who notices.")
    parser.add_argument("--mutants", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=TARGETS, metavar="PATH")
    parser.add_argument("--tests", nargs="+", default=[*TESTS, *ALONE], metavar="PATH", help="which may notice")
    parser.add_argument("--learnt", type=Path, help="which test comes past which line; made when it is not there")
    return parser.parse_args(arguments)


# ── which test comes past which line ───────────────────────────────────────────────────────────────
def learn(copy: Path, kept: Path | None, chosen: list[str]) -> sqlite3.Connection:
    """The database of coverage, with the test as the context of each line."""
    found = kept if kept and kept.exists() else _run_all(copy, chosen)
    if kept and found != kept:
        shutil.copy(found, kept)
    return sqlite3.connect(found)


def _run_all(copy: Path, chosen: list[str]) -> Path:
    print("Learning which test comes past which line …", flush=True)
    started, data = time.monotonic(), copy / "learnt.sqlite"
    (copy / "learning.ini").write_text(
        "[run]\nbranch = true\nconcurrency = thread\nsource =\n"
        + "".join(f"    {name}\n" for name in ("sessions", "groups", "feedback", "methods", "intervisie"))
        + "omit =\n    */migrations/*\n    intervisie/dev/*\n"
    )
    coverage = [sys.executable, "-m", "coverage"]
    where = ["--rcfile=learning.ini", f"--data-file={data}"]
    done = _run(
        copy,
        [*coverage, "run", *where, "-m", *PYTEST, "-p", "bench._contexts", "--create-db", *_tests(copy, chosen)],
        timeout=None,
    )
    _forget(data, sorted(set(re.findall(r"^(?:FAILED|ERROR) ([^\s\[]+)", done.stdout, re.MULTILINE))))
    print(f"Learnt in {time.monotonic() - started:.0f} s. What these tests come past:", flush=True)
    print(_run(copy, [*coverage, "report", *where, "--skip-covered", "-m"], timeout=None).stdout, flush=True)
    return data


def _forget(data: Path, failed: list[str]) -> None:
    """A test that fails without a mistake says nothing about one."""
    for test in failed:
        print(f"fails by itself, so left out: {test}", flush=True)
    with sqlite3.connect(data) as learnt:
        learnt.executemany("DELETE FROM context WHERE context = ?", [(test,) for test in failed])


def _tests(copy: Path, chosen: list[str]) -> list[str]:
    return [path for path in chosen if (copy / path).exists()]


def past(learnt: sqlite3.Connection, mistake: Mistake) -> list[str]:
    """The tests that come past one of these lines; of what runs only at the start, those that come past the file."""
    return _between(learnt, mistake, mistake.line, mistake.end) or _between(learnt, mistake, 1, 10_000)


def _between(learnt: sqlite3.Connection, mistake: Mistake, first: int, last: int) -> list[str]:
    rows = learnt.execute(
        "SELECT DISTINCT context.context FROM arc JOIN context ON context.id = context_id "
        "JOIN file ON file.id = file_id WHERE file.path LIKE ? AND tono BETWEEN ? AND ?",
        (f"%/{mistake.path}", first, last),
    )
    return sorted(name for (name,) in rows if name)


# ── one mutant ─────────────────────────────────────────────────────────────────────────────────────
def choose(copy: Path, options: argparse.Namespace) -> list[Mistake]:
    """By chance, but each file in turn, so that a long one does not take all the places."""
    files = [file for target in options.only for file in _python(copy / target)]
    chance = random.Random(options.seed)  # noqa: S311
    piles = [list(mistakes(file.read_text(), str(file.relative_to(copy)))) for file in files]
    for pile in piles:
        chance.shuffle(pile)
    chance.shuffle(piles)
    chosen: list[Mistake] = []
    while any(piles) and len(chosen) < options.mutants:
        chosen += [pile.pop() for pile in piles if pile]
    return chosen[: options.mutants]


def _python(target: Path) -> Iterator[Path]:
    found = sorted(target.rglob("*.py")) if target.is_dir() else [target]
    return (path for path in found if path.name != "__init__.py")


def try_one(copy: Path, mistake: Mistake, learnt: sqlite3.Connection, fresh: Fresh) -> Outcome:
    tests = past(learnt, mistake)
    if not tests:
        return Outcome(mistake, False, "no test comes past")
    some = random.Random(mistake.line).sample(tests, min(MOST_TESTS, len(tests)))  # noqa: S311
    file = copy / mistake.path
    right = file.read_text()
    wrong = mistake.put_into(right)
    ast.parse(wrong)
    try:
        file.write_text(wrong)
        return _judge(copy, mistake, some, fresh)
    finally:
        file.write_text(right)


def _judge(copy: Path, mistake: Mistake, tests: list[str], fresh: Fresh) -> Outcome:
    try:
        failed = _run(copy, [sys.executable, "-m", *PYTEST, "-x", fresh.option(), *tests], timeout=PATIENCE).returncode
    except subprocess.TimeoutExpired:
        fresh.needed = True
        return Outcome(mistake, True, ENDLESS)
    return Outcome(mistake, bool(failed), f"{len(tests)} tests")


def _run(copy: Path, command: list[str], *, timeout: float | None) -> subprocess.CompletedProcess[str]:
    """In the copy, with nothing of the tree itself on the path."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=timeout)  # noqa: S603
    if done.returncode not in (0, 1, 2):  # 2: not even imported; more than that means that no test ran
        sys.exit(f"It ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


# ── telling ────────────────────────────────────────────────────────────────────────────────────────
def told(outcome: Outcome) -> Outcome:
    mistake = outcome.mistake
    word = "caught  " if outcome.caught else "SURVIVED"
    print(f"{word}  {mistake.path}:{mistake.line}  {mistake.kind}  ({outcome.why})", flush=True)
    if not outcome.caught:
        lines = difflib.ndiff(mistake.before.splitlines(), mistake.after.splitlines())
        print("".join(f"            {line}\n" for line in lines if line[0] in "+-"), end="", flush=True)
    return outcome


def report(outcomes: list[Outcome]) -> int:
    caught = sum(outcome.caught for outcome in outcomes)
    share = caught / len(outcomes) if outcomes else 0.0
    endless = sum(outcome.why == ENDLESS for outcome in outcomes)
    if endless:
        print(f"\n{endless} of these never ended: look whether the mistake explains that.", flush=True)
    print(f"\n{caught} of {len(outcomes)} caught: {share:.0%} (at least {ENOUGH:.0%})", flush=True)
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
