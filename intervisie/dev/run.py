"""`dev.py run`: Intervisie on this machine, with everything it needs; with `--watch` again after every change."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from intervisie.dev import compiled, environment, front
from intervisie.dev.environment import ROOT, Trouble
from intervisie.dev.servers import servers
from intervisie.lifeline import die_with_parent

QUIET = ["-W", "ignore:You're running the worker"]  # as root; everybody knows
STOP_SECONDS = 12
LOOK_SECONDS = 0.2
FOLDERS = ["intervisie", "groups", "methods", "sessions", "feedback", "templates", "static", "locale"]
WATCHED = ["*.py", "*.html", "*.po", "*.toml", "*.css", "*.js", "*.svg", "icons.txt"]


def run(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    port = options.port or free_port()
    data = environment.data_dir()
    os.environ["BASE_URL"] = f"http://localhost:{port}"
    refuse_taken(port)
    asked = threading.Event()
    for sig in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sig, lambda *_: asked.set())
    with servers(data) as addresses:
        set_up(data, addresses)
        command = [sys.executable, "-u", *QUIET, "-m", "intervisie.dev.together", *arguments, "--port", str(port)]
        return Keeper(command, asked).keep(Watch(data, addresses) if options.watch else None)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py run", description="Intervisie on this machine, with all it needs.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="without the invented people and groups")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="do not open a browser")
    parser.add_argument("--watch", action="store_true", help="start again when a file of ours changes")
    return parser


def set_up(data: Path, addresses: dict[str, str]) -> None:
    built = front.build()
    environment.prepare(data, addresses, front=built)
    os.environ["INTERVISIE_FRONT"] = str(built)
    compiled.compile_messages()


class Keeper:
    """Keeps the application running until we are asked to stop."""

    def __init__(self, command: list[str], asked: threading.Event) -> None:
        self.command, self.asked = command, asked
        self.process = self.start()

    def start(self) -> "subprocess.Popen[bytes]":
        # Own session and own end: Ctrl-C reaches us alone, and after `kill -9` of us nothing stays behind.
        return subprocess.Popen(self.command, cwd=ROOT, start_new_session=True, preexec_fn=die_with_parent)

    def keep(self, watch: "Watch | None") -> int:
        while not self.asked.wait(LOOK_SECONDS):
            if watch and watch.changed():
                print("Something changed: starting again.", flush=True)
                self.stop()
                self.process = self.start()
            elif not watch and self.process.poll() is not None:
                return self.process.returncode
        return self.stop()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return max(self.process.wait(STOP_SECONDS), 0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


# ── the door ───────────────────────────────────────────────────────────────────────────────────────
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def refuse_taken(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            raise Trouble(
                f"Port {port} is taken: use --port with another number, or --port 0 for a free one."
            ) from None


# ── watching ───────────────────────────────────────────────────────────────────────────────────────
class Watch:
    """Says once that something changed, after everything has been built again."""

    def __init__(self, data: Path, addresses: dict[str, str]) -> None:
        self.data, self.addresses = data, addresses
        self.seen, self.next = newest(), time.monotonic()

    def changed(self) -> bool:
        if time.monotonic() < self.next:
            return False
        self.next = time.monotonic() + 1
        now = newest()
        if now == self.seen:
            return False
        self.seen = now
        try:
            set_up(self.data, self.addresses)
        except Trouble as trouble:
            print(trouble, flush=True)
        return True


def newest() -> tuple[int, int]:
    """When the last change was, and how many files there are: also what is taken away is a change."""
    files = [path for folder in FOLDERS for kind in WATCHED for path in (ROOT / folder).rglob(kind)]
    return max(path.stat().st_mtime_ns for path in files), len(files)
