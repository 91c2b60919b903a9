"""Our end of the process with the open pages (`_listener.py`), and what their waiting tells."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from intervisie.dev.environment import ROOT

Heard = tuple[int, float, dict[str, int]]  # stream, moment, versions
Told = tuple[int, float, int]  # room, moment, version


class Crowd:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench._listener"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, **order: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the process with the open pages has ended")
        return json.loads(answer)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def waits(told: Sequence[Told], heard: Sequence[Heard], name: str, seats: int) -> tuple[list[float], int]:
    """Milliseconds from telling a room to each receipt in it, and how many receipts never came.

    A stream that hears a later version has heard the earlier ones: a page pulls the part once, as it is by then.
    """
    by_stream: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for stream, moment, versions in heard:
        if name in versions:
            by_stream[stream].append((moment, versions[name]))
    found, lost = [], 0
    for room, moment, version in told:
        for stream in range(room * seats, (room + 1) * seats):
            came = next((when for when, what in by_stream[stream] if what >= version), None)
            lost += came is None
            found += [] if came is None else [(came - moment) * 1000]
    return found, lost
