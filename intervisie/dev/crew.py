"""Programs that belong together: when one ends, or we are asked to, all end; after `kill -9` of us nothing stays."""

import contextlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable

from intervisie.lifeline import die_with_parent

STOP_SECONDS = 8
LOOK_SECONDS = 0.1


class Crew:
    """Each job is a function that runs in a fork of this process: what is imported here costs nothing there."""

    def __init__(self, jobs: dict[str, Callable[[], int]]) -> None:
        self.asked = threading.Event()
        for sig in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sig, lambda *_: self.asked.set())
        sys.stdout.flush()
        self.members = {fork(job): name for name, job in jobs.items()}

    def run(self) -> int:
        """Until asked to stop (0), or until one falls by itself (1)."""
        fallen = ""
        while not fallen and not self.asked.wait(LOOK_SECONDS):
            fallen = self.gone()
        if fallen:
            print(f"{fallen} has stopped by itself, so everything stops.", flush=True)
        self.stop()
        return 1 if fallen else 0

    def gone(self) -> str:
        """The name of one that has ended since we last looked."""
        for pid in list(self.members):
            if os.waitpid(pid, os.WNOHANG)[0]:
                return self.members.pop(pid)
        return ""

    def stop(self) -> None:
        until = time.monotonic() + STOP_SECONDS
        self.tell(signal.SIGTERM)
        while self.members and time.monotonic() < until:
            self.gone()
            time.sleep(0.02)
        self.tell(signal.SIGKILL)
        while self.members:
            self.gone()
            time.sleep(0.02)

    def tell(self, sig: signal.Signals) -> None:
        for pid in self.members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sig)


def fork(job: Callable[[], int]) -> int:
    """Run the job in a child that gets SIGTERM when we die; its pid. The child never returns from here."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        for sig in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sig, signal.SIG_DFL)
        os.setsid()  # Ctrl-C is for our parent alone
        die_with_parent(signal.SIGTERM)
        if os.getppid() == parent:
            code = job()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
