"""`dev.py run`: Intervisie on this machine, with everything it needs."""

import argparse
import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

from intervisie.dev import environment, front, messages
from intervisie.dev.crew import Crew, python
from intervisie.dev.environment import ROOT, Trouble
from intervisie.dev.servers import servers

OPEN_SECONDS = 60
APPS = ["intervisie", "groups", "methods", "sessions", "feedback"]
WATCHED = ["*.py", "*.html", "*.po", "*.toml", "*.css", "*.js", "*.svg", "icons.txt"]


WORKER = ["worker", "-B", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def run(arguments: list[str]) -> int:
    options = parse(arguments)
    port = options.port or free_port()
    data = environment.data_dir()
    os.environ["BASE_URL"] = f"http://localhost:{port}"
    refuse_taken(port)
    with servers(data) as addresses:
        set_up(data, addresses)
        told, crew = start(data, port, options.demo)
        threading.Thread(target=welcome, args=[port, told, options.browser], daemon=True).start()
        return crew.run(changed=Watch(data, addresses) if options.watch else None)


def start(data: Path, port: int, demo: bool) -> tuple[str, Crew]:
    """The data made ready and the programs started: at the same time when the tables are as they should be."""
    commands = {
        "web": python("-m", "intervisie.serve", "--port", str(port)),
        "worker": python("-W", "ignore:You're running", "-m", "celery", "-A", "intervisie.celery", "-q", *WORKER),
    }
    stamp, tables = data / "migrated", fingerprint()
    if not stamp.exists() or stamp.read_text() != tables:
        told = make_ready(demo)
        stamp.write_text(tables)
        return told, Crew(commands)
    crew = Crew(commands)
    try:
        return make_ready(demo), crew
    except BaseException:
        crew.stop()
        raise


def fingerprint() -> str:
    """Of all migrations here and in the packages, and of the database they were run on."""
    files = sorted(path for app in APPS for path in (ROOT / app).rglob("migrations/*.py"))
    text = b"".join(path.read_bytes() for path in [*files, ROOT / "requirements" / "app.txt"])
    return hashlib.sha256(text + os.environ["DATABASE_URL"].rpartition("/")[2].encode()).hexdigest()


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py run", description="Intervisie on this machine, with everything it needs."
    )
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="without the invented people and groups")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="do not open a browser")
    parser.add_argument("--watch", action="store_true", help="start again when a file of ours changes")
    return parser.parse_args(arguments)


def set_up(data: Path, addresses: dict[str, str]) -> None:
    built = front.build()
    environment.prepare(data, addresses, front=built)
    os.environ["INTERVISIE_FRONT"] = str(built)
    messages.compile_messages()


def make_ready(demo: bool) -> str:
    """Tables, methods, demo; returns what the demo says about its logins."""
    command = python("-m", "intervisie.dev.ready", *([] if demo else ["--no-demo"]))
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise Trouble("The data could not be made ready; see above.")
    return done.stdout.strip()


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


def welcome(port: int, told: str, browser: bool) -> None:
    address = f"http://localhost:{port}"
    if not answers(f"http://127.0.0.1:{port}/health/live/"):
        return
    lines = ["", f"  Intervisie is open:    {address}/", f"  Mail that goes out:    {address}/dev/mail/"]
    lines += ["", *[f"  {line}" for line in told.splitlines()]] if told else []
    print("\n".join([*lines, "", "  Stop with Ctrl-C.", ""]), flush=True)
    if browser and sys.stdout.isatty() and (os.environ.get("DISPLAY") or sys.platform == "darwin"):
        webbrowser.open(address)


def answers(url: str) -> bool:
    until = time.monotonic() + OPEN_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 (our own address)
                return bool(response.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


# ── watching ───────────────────────────────────────────────────────────────────────────────────────
class Watch:
    """Says once that something changed, after everything has been built again."""

    def __init__(self, data: Path, addresses: dict[str, str]) -> None:
        self.data, self.addresses = data, addresses
        self.seen, self.next = newest(), time.monotonic()

    def __call__(self) -> bool:
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


def newest() -> int:
    files = (
        path
        for folder in [*APPS, "templates", "static", "locale"]
        for kind in WATCHED
        for path in (ROOT / folder).rglob(kind)
    )
    return max(path.stat().st_mtime_ns for path in files)
