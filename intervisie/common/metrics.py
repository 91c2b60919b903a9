"""What is counted: how often, how long, how many. Never who, never what about.

Every label is a name from our own code (a route, a task, a kind of message), so their number is bounded and nothing
that people wrote, nor any id or address, can be among them. What leaves no line in the log is not counted either: a
figure that moves between two looks is a time.

Several processes of one program write into files of one folder (`share`), each at a place of its own: who takes over
the place of one that fell goes on counting there, and the folder never grows. `show` answers Prometheus on an address
of its own (`METRICS`), which no proxy passes on. Without `share` everything is counted in memory and shown to nobody.
"""

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    multiprocess,
    start_http_server,
    values,
)

# Each has a label: such a value comes into being when it is first touched, which is after `share`.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
LATE = (5, 15, 60, 300, 1800, 7200, 43200)
REQUESTS = Counter("intervisie_requests", "Pages answered.", ["route", "method", "status"])
REQUEST_SECONDS = Histogram("intervisie_request_seconds", "How long a page took.", ["route"], buckets=SECONDS)
TURNED_AWAY = Counter("intervisie_turned_away", "Requests that no thread was found for in time.", ["why"])
THREADS = Gauge(
    "intervisie_page_threads", "Threads that make pages: all, busy, wanted.", ["state"], multiprocess_mode="livesum"
)
STREAMS = Gauge("intervisie_open_streams", "Live streams open now.", ["kind"], multiprocess_mode="livesum")
DELIVERIES = Counter("intervisie_deliveries", "What became of a message that was due.", ["kind", "outcome"])
DELIVERY_LATE = Histogram(
    "intervisie_delivery_late_seconds", "From due to accepted by the mail server.", ["kind"], buckets=LATE
)
TASK_SECONDS = Histogram("intervisie_task_seconds", "How long a task took.", ["task", "outcome"], buckets=SECONDS)

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_place = ["0"]


class Collector(Protocol):
    def collect(self) -> Iterable[Any]: ...


def page(route: str, method: str, status: int, seconds: float) -> None:
    """A page was answered. Of a request that leads nowhere the route is "…", and a method nobody knows is "other"."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


@contextmanager
def turn(gauge: Gauge, label: str):
    """One more for as long as it lasts."""
    gauge.labels(label).inc()
    try:
        yield
    finally:
        gauge.labels(label).dec()


# ── several processes, one answer ──────────────────────────────────────────────────────────────────
def folder() -> Path:
    """A folder for the processes of one program; gone when the one that asked for it ends."""
    made, owner = Path(tempfile.mkdtemp(prefix="intervisie-metrics-")), os.getpid()

    @atexit.register
    def tidy() -> None:
        if owner == os.getpid():  # not the processes it forked
            shutil.rmtree(made, ignore_errors=True)

    return made


def share(where: Path, place: str) -> None:
    """From now on count into `where`, at this place; before anything was counted."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(where)  # where the library looks
    take(place)
    values.ValueClass = values.MultiProcessValue(lambda: _place[0])


def take(place: str) -> None:
    """This process sits at that place now. What the one before had open is no longer open."""
    _place[0] = place.replace("_", "-")
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        gone(place)


def gone(place: str) -> None:
    """Whoever sat there is no more."""
    multiprocess.mark_process_dead(place.replace("_", "-"))


class Together(multiprocess.MultiProcessCollector):
    """What all processes counted. One that begins makes its file before there is anything in it, and then the
    library reads past its end: such a file is left for the next time."""

    def collect(self) -> Iterable[Metric]:
        return self.merge([str(file) for file in Path(self._path).glob("*.db") if _begun(file)], accumulate=True)


def _begun(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:  # who sat there is gone meanwhile
        return False


def show(address: str, *more: Collector) -> threading.Thread:
    """Answer Prometheus on this address, from a thread: what all processes counted, and what `more` knows."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        Together(registry)
    for one in more:
        registry.register(one)
    host, _colon, port = address.rpartition(":")
    _server, thread = start_http_server(int(port), host.strip("[]") or "127.0.0.1", registry)
    return thread
