"""Several programs as one: their output together, line by line with a name; when one ends, or on Ctrl-C, all end."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO

from intervisie.dev.servers import die_with_parent

STOP_SECONDS = 8
LOOK_SECONDS = 0.2


class Member:
    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.start()

    def start(self) -> None:
        # Own session and own end: Ctrl-C reaches us alone, and after `kill -9` of us nothing stays behind.
        self.process = subprocess.Popen(
            self.command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        assert self.process.stdout
        self.reader = threading.Thread(target=self.relay, args=[self.process.stdout], daemon=True)
        self.reader.start()

    def relay(self, output: IO[bytes]) -> None:
        for line in output:
            sys.stdout.write(f"{self.name:>6} | {line.decode(errors='replace')}")
            sys.stdout.flush()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> None:
        try:
            self.process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join(1)


class Crew:
    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.asked = threading.Event()
        for sig in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sig, lambda *_: self.asked.set())
        self.members = [Member(name, command) for name, command in commands.items()]

    def run(self, *, changed: Callable[[], bool] | None = None) -> int:
        """Until asked to stop (0) or until one falls (1). With `changed`, everything is restarted when it says so."""
        while not self.asked.wait(LOOK_SECONDS):
            if changed and changed():
                self.restart()
            elif not changed and self.fallen():
                break
        fallen = self.fallen()
        for name in fallen:
            print(f"{name} has stopped by itself, so everything stops.", flush=True)
        self.stop()
        return 1 if fallen else 0

    def fallen(self) -> list[str]:
        return [member.name for member in self.members if member.process.poll() is not None]

    def restart(self) -> None:
        print("Something changed: starting again.", flush=True)
        self.stop()
        for member in self.members:
            member.start()

    def stop(self) -> None:
        for member in self.members:
            member.stop()
        until = time.monotonic() + STOP_SECONDS
        for member in self.members:
            member.wait(until)


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-u", *arguments]
