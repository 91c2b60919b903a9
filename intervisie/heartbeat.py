"""Signs of life of the worker and of its clock.

A key in Valkey each, that expires when nobody renews it, tells everybody (`/health/ready/`). A file in the data folder,
whose age counts, tells who looks after this one process (`python -m intervisie.probe worker`), also when Valkey is
away.
"""

import contextlib
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from celery import bootsteps
from celery.beat import Scheduler
from django.conf import settings
from django.core.cache import cache
from redis import RedisError

PARTS = ("worker", "beat")
ALIVE_SECONDS = 60
EVERY_SECONDS = 10.0
_last: dict[str, float] = {}


def sign(part: str) -> None:
    """Say that `part` lives, at most once in ten seconds. Without Valkey nobody hears it; that is not our failure."""
    now = time.monotonic()
    if now - _last.get(part, -EVERY_SECONDS) >= EVERY_SECONDS:
        _last[part] = now
        with contextlib.suppress(OSError):
            file(part).touch()
        with contextlib.suppress(RedisError, OSError):
            cache.set(f"heartbeat:{part}", int(time.time()), ALIVE_SECONDS)


def file(part: str) -> Path:
    return Path(settings.DATA_DIR) / f"{part}.alive"


def silent() -> list[str]:
    """Which parts have given no sign of life for a minute."""
    seen = cache.get_many([f"heartbeat:{part}" for part in PARTS])
    return [part for part in PARTS if f"heartbeat:{part}" not in seen]


class Clock(Scheduler):
    """Celery's clock, in memory (everything in the timetable is a sweep that may start late), with a sign of life."""

    def tick(self, *arguments: Any, **more: Any) -> float:
        sign("beat")
        self.follow_the_clock()
        return min(super().tick(*arguments, **more), EVERY_SECONDS)

    def follow_the_clock(self) -> None:
        """A clock that was set back by an hour would leave every sweep waiting for an hour."""
        now = datetime.now(UTC)  # not in the zone of the timetable: there an hour comes twice in autumn
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at.astimezone(UTC) > now]
        for entry in ahead:
            entry.last_run_at = self.app.now()
        if ahead:
            self._heap = None  # made anew from the timetable


class WorkerLives(bootsteps.StartStopStep):
    """Hung into the worker's own timer: when its loop stands still, so does this."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: Any) -> None:
        sign("worker")
        worker.timer.call_repeatedly(EVERY_SECONDS, sign, ("worker",))
