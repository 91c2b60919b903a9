"""Processes that are measured, killed and started again: the web server, a worker, the broker, anything."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
from redis import Redis, RedisError

from intervisie.dev.environment import ROOT
from intervisie.dev.servers import _valkey_binary
from intervisie.lifeline import die_with_parent

START_SECONDS = 120.0  # a machine with other work


class Program:
    """A program in a process of its own. It ends with us, also when we are killed."""

    def __init__(self, command: Sequence[str], *, log: Path, more: dict[str, str] | None = None) -> None:
        self.command, self.log, self.more = list(command), log, more or {}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603 (our own programs)
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.more},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGKILL),
            )

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, seconds: float = 15.0) -> None:
        """Ask, wait, and kill what does not hear."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Without a warning, children first: as the machine does when it is short of memory."""
        if self.process is None:
            return
        for one in [*_children(self.process.pid), self.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.process.wait()

    # ── what it costs ──
    def cpu(self) -> float:
        """Seconds of processor time so far, of it and its children."""
        return sum(cpu_of(pid) for pid in [self.pid, *_children(self.pid)])

    def memory(self) -> float:
        """MB of the largest process of the family (a worker; its parent only watches)."""
        return max(psutil.Process(pid).memory_info().rss for pid in [self.pid, *_children(self.pid)]) / 1e6


def _children(pid: int) -> list[int]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    return []


def cpu_of(pid: int) -> float:
    """The processor-time clock of another process, to the nanosecond (/proc/<pid>/stat counts hundredths).

    The number of that clock is what clock_getcpuclockid(3) computes on Linux.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:  # it has ended
        return 0.0


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Web(Program):
    """The web server on a port of the loopback. `command` says which; ours is the default."""

    def __init__(
        self, port: int, *, log: Path, command: Sequence[str] = (), more: dict[str, str] | None = None
    ) -> None:
        ours = [sys.executable, "-m", "intervisie.serve", "--port", str(port)]
        figures = {} if command else {"METRICS": f"127.0.0.1:{free_port()}"}  # as the compose file has it
        image = {"MALLOC_ARENA_MAX": "2"}  # and the Dockerfile
        super().__init__(command or ours, log=log, more=image | figures | (more or {}))
        self.port = port

    def start(self) -> None:
        super().start()
        until(self.answers, f"the web server did not start, see {self.log}")

    def answers(self) -> bool:
        address = f"http://127.0.0.1:{self.port}/health/live/"
        try:
            request = urllib.request.Request(address, headers={"Host": HOST})
            with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 (our own address)
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


HOST = "bench.example"


class Broker(Program):
    """A Valkey that keeps its address when it is killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "valkey.sock"
        self.url = f"unix://{self.socket}"
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning", "--dir", str(folder)]
        binary = str(_valkey_binary())
        super().__init__([binary, "--port", "0", "--unixsocket", str(self.socket), *quiet], log=folder / "valkey.log")

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        super().start()
        until(self.answers, "Valkey did not start")

    def answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except (RedisError, OSError):
            return False


def until(true: Callable[[], bool], otherwise: str, seconds: float = START_SECONDS, pause: float = 0.01) -> float:
    """Wait until something is so; how long that took. Raises TimeoutError with these words."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise TimeoutError(otherwise)
        time.sleep(pause)
    return time.monotonic() - began
