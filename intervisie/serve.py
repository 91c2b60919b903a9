"""The web server: `python -m intervisie.serve --port 8000 --processes 2`.

uvicorn, with three differences. On SIGTERM or Ctrl-C the streams are ended before uvicorn waits for its connections (it
would wait for ever); several processes share one port, restarted by the first when they fall; and what comes off the
wire has an end (`intervisie.wire`). Its own access log is off: addresses may carry tokens; `intervisie.access` logs
routes instead.
"""

import argparse
import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import get_resolver

from intervisie import checks, lifeline
from intervisie.common import metrics
from intervisie.wire import Protocol

GRACE_SECONDS = 10  # for pages that are being made when we are asked to stop
RESTART_PAUSE = 1.0
YOUNG = 20.0  # seconds; a process that fell before that may fall again


class Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        close = getattr(self.config.loaded_app, "close", None) if self.config.loaded else None
        if close:
            close()
        super().handle_exit(sig, frame)


def config(application: Any = "intervisie.asgi:application", **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        http=Protocol,
        ws="none",
        timeout_keep_alive=20,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **more,
    )


def main(arguments: list[str] | None = None) -> int:
    """0 when asked to stop, EX_CONFIG with one message when the settings cannot work."""
    options = parse(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intervisie.settings")
    try:
        return serve(options)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        return os.EX_CONFIG


def serve(options: argparse.Namespace) -> int:
    if options.fd is not None:
        lifeline.die_with_parent(signal.SIGTERM)
        if os.getppid() != options.crew:  # gone before we could say that
            return 0
        if options.figures:
            metrics.share(options.figures, str(options.place))
        return run(socket.socket(fileno=options.fd))
    _whole()
    figures = metrics.folder() if settings.METRICS else None
    if figures:
        metrics.share(figures, "0" if options.processes == 1 else "crew")
        metrics.show(settings.METRICS)
    sockets = doors(options.host, options.port, options.processes)
    if options.processes == 1:
        return run(sockets[0])
    return Crew(sockets, options.processes, figures).run()


def _whole() -> None:
    """What only shows when the first page is asked for, said now."""
    missing = [*checks.front(), *checks.field_keys()]
    if missing:
        lines = [f"  {one.msg} {one.hint}" for one in missing]
        raise ImproperlyConfigured("\n".join(["Intervisie does not start:", *lines]))


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serve Intervisie.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=1)
    # What the first process tells those it starts: the open socket, who it is, where to count, and which this is.
    parser.add_argument("--fd", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--crew", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--figures", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--place", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def doors(host: str, port: int, processes: int) -> list[socket.socket]:
    """Where these processes listen: on Linux a socket each, elsewhere one for all. OSError when the port is taken (not
    seen between two that begin in the same instant).

    At one socket, whoever wakes first takes everybody who came at that moment: a whole room, and one process draws all
    its screens while the other has nothing to do. Between sockets Linux shares out who comes, each for itself. Who
    waits at the door of one that fell is let in by the one that takes its place.
    """
    if processes == 1 or sys.platform != "linux":
        return [listen(host, port)]
    with bound(host, port) as free:  # not shared: it is refused where anybody listens, also another crew of ours
        port = free.getsockname()[1]
    return [listen(host, port, shared=True) for _process in range(processes)]


def listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    listener = bound(host, port, shared=shared)
    listener.listen(2048)
    return listener


def bound(host: str, port: int, *, shared: bool = False) -> socket.socket:
    with contextlib.ExitStack() as refused:
        one = refused.enter_context(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET))
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        one.bind((host, port))
        refused.pop_all()
    return one


def run(listener: socket.socket) -> int:
    """Until asked to stop. The application is loaded first: before that, SIGTERM simply ends us.

    What was loaded stays for good, so the collector of garbage need not look at it again: looking through all of it
    stops every page and every stream for a tenth of a second.
    """
    loaded = config()
    loaded.load()
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    with contextlib.suppress(KeyboardInterrupt):
        Server(loaded).run(sockets=[listener])
    return 0


class Crew:
    """Some processes on one port. One that falls is replaced; asked to stop, all stop. Where one fell that was young
    the next may fall too, and keep those at its door waiting: then that door is closed, and it helps at another's. One
    that says its settings cannot work would say so for ever: then all stop. When the first is killed the others stop by
    themselves: they would hold the port, and whoever comes next could not begin."""

    def __init__(self, sockets: list[socket.socket], size: int, figures: Path | None = None) -> None:
        self.sockets = [sockets[place % len(sockets)] for place in range(size)]
        self.figures, self.stopping, self.code = figures, threading.Event(), 0
        self.born = [0.0] * size
        self.members = [self.start(place) for place in range(size)]

    def start(self, place: int) -> subprocess.Popen[bytes]:
        self.born[place] = time.monotonic()
        fd = self.sockets[place].fileno()
        command = [sys.executable, "-m", "intervisie.serve", "--fd", str(fd), "--place", str(place)]
        command += ["--crew", str(os.getpid())]
        command += ["--figures", str(self.figures)] if self.figures else []
        return subprocess.Popen(command, pass_fds=[fd])  # noqa: S603 (ourselves, no shell)

    def run(self) -> int:
        for sig in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sig, lambda *_: self.stopping.set())
        while not self.stopping.wait(RESTART_PAUSE):
            self.replace_fallen()
        for one in self.sockets:
            one.close()  # who comes now goes elsewhere, and does not wait for us to be gone
        while self.alive():
            for member in self.alive():
                member.send_signal(signal.SIGTERM)  # again each time: one that was just being born has not heard it
            self.wait_a_moment()
        return self.code

    def replace_fallen(self) -> None:
        for place, member in enumerate(self.members):
            if member.poll() == os.EX_CONFIG:
                self.code = os.EX_CONFIG
                self.stopping.set()
            elif member.poll() is not None:
                if time.monotonic() - self.born[place] < YOUNG:
                    self.close_door(place)
                self.members[place] = self.start(place)

    def close_door(self, place: int) -> None:
        """Its own, and not the last that is open."""
        own, others = self.sockets[place], [one for one in self.sockets if one is not self.sockets[place]]
        if others and self.sockets.count(own) == 1:
            own.close()
            self.sockets[place] = others[0]

    def alive(self) -> list[subprocess.Popen[bytes]]:
        return [member for member in self.members if member.poll() is None]

    def wait_a_moment(self) -> None:
        until = time.monotonic() + RESTART_PAUSE
        while self.alive() and time.monotonic() < until:
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
