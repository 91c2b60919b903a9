"""The application on this machine, in a process of its own: made ready, then web and worker, forked from one import.

Importing Django, Celery and ourselves costs more than everything else at a start; here it is paid once, not thrice.
"""

import contextlib
import io
import os
import sys
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Callable

import django

from intervisie.dev.crew import Crew
from intervisie.dev.run import parser

OPEN_SECONDS = 60
WORKER = {"pool": "threads", "concurrency": 2, "beat": True, "without_gossip": True, "without_mingle": True}


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    django.setup()
    told = make_ready(options.demo)
    crew = Crew(programs(options.port))
    threading.Thread(target=welcome, args=[options.port, told, options.browser], daemon=True).start()
    return crew.run()


def make_ready(demo: bool) -> str:
    """Tables, methods, demo; what the demo says about its logins."""
    from django.db import connections  # noqa: PLC0415 (the settings are read from here on)

    from intervisie.dev import ready  # noqa: PLC0415

    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        ready.main(demo=demo)
    connections.close_all()  # no child may inherit a connection
    return told.getvalue().strip()


def programs(port: int) -> dict[str, Callable[[], int]]:
    """Everything imported before the fork; what listens or connects only after it."""
    from celery.apps import worker  # noqa: F401, PLC0415 (imported here for the fork)

    from intervisie import asgi, celery, serve, urls  # noqa: F401, PLC0415

    def work() -> int:
        # Not by Celery's command line: that imports an interactive shell.
        working = celery.app.Worker(quiet=True, loglevel="INFO", **WORKER)
        working.start()
        return int(working.exitcode or 0)

    return {"web": lambda: serve.main(["--port", str(port)]), "worker": work}


# ── the door ───────────────────────────────────────────────────────────────────────────────────────
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
            time.sleep(0.05)
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
