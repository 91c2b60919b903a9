"""The figures of worker and beat, and a name in the log for everything a task does.

Each program shows its own figures on `METRICS`. What stands in rows (what waits to be sent, which connections are
open, whether text is there that should be gone) belongs to the whole installation: beat shows it, of which there is
one. Counts only; see `intervisie.common.metrics`.
"""

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from billiard import current_process
from celery import signals
from django.conf import settings
from django.db import connection, connections
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from structlog.contextvars import bind_contextvars, unbind_contextvars

from intervisie.common import metrics

LATE = timedelta(minutes=2)  # due and not sent: the timetable drains every few seconds
EXPIRY_LATE = timedelta(hours=2)  # the timetable destroys keys every hour
_began: dict[str, float] = {}


# ── tasks ──────────────────────────────────────────────────────────────────────────────────────────
@signals.task_prerun.connect
def task_begins(task_id: str = "", task: Any = None, **_: Any) -> None:
    _began[task_id] = time.perf_counter()
    bind_contextvars(task=task.name, run=task_id[:8])


@signals.task_postrun.connect
def task_ends(task_id: str = "", task: Any = None, state: str = "", **_: Any) -> None:
    took = time.perf_counter() - _began.pop(task_id, time.perf_counter())
    metrics.TASK_SECONDS.labels(task.name, (state or "unknown").lower()).observe(took)
    unbind_contextvars("task", "run")


# ── programs ───────────────────────────────────────────────────────────────────────────────────────
@signals.celeryd_init.connect
def worker_begins(**_: Any) -> None:
    """In the first process of a worker, before it forks the others."""
    if settings.METRICS:
        metrics.share(metrics.folder(), "first")
        metrics.show(settings.METRICS)


@signals.worker_process_init.connect
def child_begins(**_: Any) -> None:
    metrics.take(str(getattr(current_process(), "index", 0)))


@signals.beat_init.connect
def beat_begins(**_: Any) -> None:
    if settings.METRICS:
        metrics.show(settings.METRICS, Facts())


# ── the whole installation ─────────────────────────────────────────────────────────────────────────
class Facts:
    """Asked of the rows at each look of Prometheus, on a connection that is given back."""

    def describe(self) -> list[Any]:
        return []  # registered without asking anybody

    def collect(self) -> Iterable[Any]:
        from intervisie import health  # noqa: PLC0415 (models are not loaded when Celery imports this)

        try:
            found = health.found()
            yield gauge("intervisie_part_alive", "1 when it is there.", "part", found)
            if found["database"]:
                yield from rows()
        finally:
            connections.close_all()


def rows() -> Iterable[GaugeMetricFamily]:
    now = timezone.now()
    yield gauge("intervisie_deliveries_open", "Messages not settled yet.", "state", open_deliveries(now))
    yield single("intervisie_deliveries_oldest_seconds", "Age of the oldest that is due.", oldest(now))
    yield single("intervisie_texts_overdue", "Cases whose text should be gone and is not.", overdue_texts(now))
    yield single("intervisie_keys_unreadable", "Data keys that no master key we have opens.", unreadable_keys())
    yield gauge("intervisie_database_connections", "Connections to our database.", "state", open_connections())
    yield single("intervisie_database_connections_most", "As many may be open.", most_connections())


def open_deliveries(now: Any) -> dict[str, int]:
    from intervisie.common.models import Delivery  # noqa: PLC0415

    due = Q(due_at__lte=now)
    return dict(
        Delivery.objects.open().aggregate(
            waiting=Count("pk", filter=~due),
            due=Count("pk", filter=due),
            late=Count("pk", filter=Q(due_at__lte=now - LATE)),
        )
    )


def oldest(now: Any) -> float:
    from intervisie.common.models import Delivery  # noqa: PLC0415

    due_at = Delivery.objects.open().filter(due_at__lte=now).aggregate(first=Min("due_at"))["first"]
    return (now - due_at).total_seconds() if due_at else 0.0


def overdue_texts(now: Any) -> int:
    from sessions.models import Case  # noqa: PLC0415

    return int(Case.objects.filter(key__scope="case", text_until__lte=now - EXPIRY_LATE).count())


def unreadable_keys() -> int:
    from intervisie.common.encryption import masters  # noqa: PLC0415
    from intervisie.common.models import DataKey  # noqa: PLC0415

    return int(DataKey.objects.exclude(master__in=list(masters())).count())


def open_connections() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() GROUP BY 1"
        )
        return dict(cursor.fetchall())


def most_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return int(cursor.fetchone()[0])


def gauge(name: str, what: str, label: str, found: dict[str, Any]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=[label])
    for key, value in found.items():
        family.add_metric([key], float(value))
    return family


def single(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=value)
