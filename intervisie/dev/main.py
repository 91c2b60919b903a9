"""The commands of `dev.py`, once its environment stands."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from intervisie.dev import compiled, environment, front
from intervisie.dev.environment import Trouble
from intervisie.dev.lock import lock
from intervisie.dev.run import run
from intervisie.dev.servers import servers, valkey

ROOT = environment.ROOT


def main(command: str, arguments: list[str]) -> int:
    os.chdir(ROOT)
    try:
        return COMMANDS[command](arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def manage(arguments: list[str]) -> int:
    data = environment.data_dir()
    with servers(data) as addresses:
        environment.prepare(data, addresses, front=front.build())
        compiled.compile_messages()
        return call("manage.py", *arguments)


def test(arguments: list[str]) -> int:
    """Everything, in two calls: the browser tests hold an event loop that others cannot share. Or what is asked for."""
    with tempfile.TemporaryDirectory(prefix="intervisie-test-") as folder, ready_for_tests(Path(folder)) as lanes:
        return max(call("-m", "pytest", *one) for one in calls(arguments, lanes))


@contextmanager
def ready_for_tests(data: Path) -> Iterator[int]:
    """Servers that are thrown away, everything built; in how many lanes the tests may run, each with its own Valkey."""
    lanes = 1 if os.environ.get("REDIS_URL") else min(os.cpu_count() or 1, MOST_LANES)
    with servers(data, throwaway=True) as addresses, ExitStack() as stack:
        environment.prepare(data, apart(addresses), front=front.build())
        compiled.compile_messages()
        for lane in range(lanes):
            os.environ[f"REDIS_URL_GW{lane}"] = stack.enter_context(valkey(data, name=f"valkey-{lane}"))
        yield lanes


BROWSER = ["tests/browser", "tests/journeys"]
MOST_LANES = 4


def calls(arguments: list[str], lanes: int = 1) -> list[list[str]]:
    """The arguments of pytest, per call. A path among them says what to run; otherwise it is everything.

    What needs no browser runs in lanes beside each other; see `tests/lanes.py`.
    """
    if any(argument.startswith("tests") or "::" in argument or Path(argument).exists() for argument in arguments):
        return [arguments]
    browser = [folder for folder in BROWSER if (ROOT / folder).exists()]
    plain = [f"--ignore={folder}" for folder in browser]
    plain += ["-n", str(lanes), "--dist", "loadfile"] if lanes > 1 else []
    return [[*arguments, *plain], *([[*arguments, *browser]] if browser else [])]


def apart(addresses: dict[str, str]) -> dict[str, str]:
    """The tests empty their cache, so on a Redis of somebody else they use its database 15."""
    if not os.environ.get("REDIS_URL"):
        return addresses
    given = addresses["REDIS_URL"]
    if given.startswith("unix:"):
        return addresses | {"REDIS_URL": given.split("?")[0] + "?db=15"}
    return addresses | {"REDIS_URL": urlunsplit(urlsplit(given)._replace(path="/15"))}


LEAST_COVERED = 90  # per cent: lines and branches together, and branches alone where behaviour lives
BEHAVIOUR = ("actions", "permissions.py", "flow.py", "visibility.py", "delivery", "emails", "views")  # parts of paths


def coverage(arguments: list[str]) -> int:
    """Which lines and branches the tests without a browser come past; not 0 below LEAST_COVERED."""
    with tempfile.TemporaryDirectory(prefix="intervisie-coverage-") as folder:
        data = Path(folder)
        os.environ["COVERAGE_FILE"] = str(data / "coverage")
        with ready_for_tests(data) as lanes:
            tests = call("-m", "coverage", "run", "-m", "pytest", *calls(arguments, lanes)[0])
        call("-m", "coverage", "combine", "--quiet")
        told = call("-m", "coverage", "report", f"--fail-under={LEAST_COVERED}")
        call("-m", "coverage", "json", "--quiet", "-o", str(data / "coverage.json"))
        return max(tests, told, branches(json.loads((data / "coverage.json").read_text())["files"]))


def branches(files: dict[str, Any]) -> int:
    """Of what acts, permits and shows: the share of branches that were taken."""
    found = [file["summary"] for path, file in files.items() if set(Path(path).parts) & set(BEHAVIOUR)]
    share = 100 * sum(one["covered_branches"] for one in found) / max(1, sum(one["num_branches"] for one in found))
    print(f"Branches where behaviour lives ({len(found)} files): {share:.1f} %, at least {LEAST_COVERED}")
    return int(share < LEAST_COVERED)


def check(arguments: list[str]) -> int:
    """What CI runs beside the tests."""
    with tempfile.TemporaryDirectory(prefix="intervisie-check-") as folder:
        data = Path(folder)
        with servers(data, throwaway=True) as addresses:
            environment.prepare(data, addresses, front=front.build())
            compiled.compile_messages()
            return call("-m", "intervisie.dev.gates", *arguments)


BENCHES = ("pages", "live", "delivery", "match", "library", "choice", "simulator")
PURE = ("match",)  # needs no server


def bench(arguments: list[str]) -> int:
    """Measure: one of BENCHES. The servers keep what they are told as in earnest, until the end."""
    if not arguments or arguments[0] not in BENCHES:
        raise Trouble(f"Measure what? {', '.join(BENCHES)}.")
    if arguments[0] in PURE:
        return call("-m", f"bench.{arguments[0]}", *arguments[1:])
    with tempfile.TemporaryDirectory(prefix="intervisie-bench-") as folder:
        data = Path(folder)
        with servers(data) as addresses:
            environment.prepare(data, addresses, front=front.build())
            compiled.compile_messages()
            return call("-m", f"bench.{arguments[0]}", *arguments[1:])


def mutants(arguments: list[str]) -> int:
    """Small mistakes put into a copy of the code, one at a time: does a test notice?"""
    with tempfile.TemporaryDirectory(prefix="intervisie-mutants-") as folder:
        data = Path(folder)
        with servers(data, throwaway=True) as addresses:
            environment.prepare(data, apart(addresses), front=front.build())
            compiled.compile_messages()
            return call("-m", "bench.mutants", *arguments)


def outside(arguments: list[str]) -> int:
    """What strangers' tools say about it, on servers of its own that are thrown away."""
    with tempfile.TemporaryDirectory(prefix="intervisie-outside-") as folder:
        data = Path(folder)
        with servers(data, throwaway=True) as addresses:
            environment.prepare(data, addresses, front=front.build())
            compiled.compile_messages()
            return call("-m", "bench.outside", *arguments)


def collect_messages(arguments: list[str]) -> int:
    return call("-m", "intervisie.dev.messages")


def call(*command: str) -> int:
    """Run a part in a process of its own; Ctrl-C is its business, we only wait for it."""
    child = subprocess.Popen([sys.executable, *command])
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "bench": bench,
    "check": check,
    "coverage": coverage,
    "lock": lock,
    "manage": manage,
    "messages": collect_messages,
    "mutants": mutants,
    "outside": outside,
    "run": run,
    "test": test,
}
