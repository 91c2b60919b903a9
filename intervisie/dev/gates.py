"""`dev.py check`: every gate is run, also after one has failed, so that one look tells everything."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from intervisie.dev import messages, parameters
from intervisie.dev.environment import ROOT

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
PRODUCTION = {
    "INTERVISIE_DEVELOPMENT": "",
    "BASE_URL": "https://intervisie.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Intervisie <no-reply@intervisie.example.org>",
    "TRUSTED_PROXIES": "1",
}


def check(only: list[str]) -> int:
    """All gates, or those named; 1 when one of them did not hold."""
    failed = [name for name, gate in GATES.items() if (not only or name in only) and not _passes(name, gate)]
    print(f"\n{', '.join(failed)}: did not hold." if failed else "\nEverything holds.", flush=True)
    return 1 if failed else 0


def _passes(name: str, gate: Callable[[], bool]) -> bool:
    print(f"── {name} ", flush=True)
    started = time.monotonic()
    held = gate()
    print(f"   {'holds' if held else 'DOES NOT HOLD'} ({time.monotonic() - started:.1f} s)", flush=True)
    return held


def runs(*command: str, **environment: str) -> Callable[[], bool]:
    """A gate that is a program and says by its exit code whether it holds."""
    return lambda: subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode == 0


def seed_loads() -> bool:
    """Into an empty database, twice: the second time adds nothing and complains about nothing."""
    command = [sys.executable, "-m", "intervisie.dev.ready"]
    return all(subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode == 0 for _ in range(2))


def translations() -> bool:
    """Every text has its English, nothing is guessed (fuzzy), nothing in the code is missing from the files."""
    problems = messages.problems()
    print("".join(f"   {problem}\n" for problem in problems[:40]), end="")
    return not problems


def same_tests() -> bool:
    """Every lane of the tests collects the same ones."""
    problems = parameters.problems()
    print("".join(f"   {problem}\n" for problem in problems), end="")
    return not problems


GATES: dict[str, Callable[[], bool]] = {
    "ruff": runs(str(BIN / "ruff"), "check", "."),
    "format": runs(str(BIN / "ruff"), "format", "--check", "--quiet", "."),
    "bandit": runs(
        str(BIN / "bandit"), "-q", "-r", "-c", "pyproject.toml", "-x", "./.venv,./node_modules,./tests", "."
    ),
    "parameters": same_tests,
    "templates": runs(str(BIN / "djlint"), "templates", "--lint", "--quiet"),
    "types": runs(str(BIN / "mypy")),
    "imports": runs(str(BIN / "lint-imports"), "--no-cache"),
    "django": runs(*MANAGE, "check", "--fail-level", "WARNING"),
    "deploy": runs(*MANAGE, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION),
    "migrations": runs(*MANAGE, "makemigrations", "--check", "--dry-run"),
    "translations": translations,
    "seed": seed_loads,
}


if __name__ == "__main__":
    sys.exit(check(sys.argv[1:]))
