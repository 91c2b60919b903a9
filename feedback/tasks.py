"""When nobody is watching. Sweeps: they may run twice, late or together, and nothing is asked or told twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from celery import shared_task
from django.utils import timezone

from feedback import actions
from feedback.actions.follow_up import DAYS
from feedback.models import Pulse

log = logging.getLogger(__name__)

BATCH = 200  # at a time; the rest is for the next sweep


@shared_task(ignore_result=True)
def open_pulses() -> int:
    """Ask about the sessions that are over; how many."""
    return _each(actions.to_open(timezone.now()), actions.open_pulse)


@shared_task(ignore_result=True)
def close_pulses() -> int:
    """Close the pulses whose time is over or that everyone answered; how many."""
    return _each(Pulse.objects.due(timezone.now()), actions.close_pulse)


@shared_task(ignore_result=True)
def open_follow_ups() -> int:
    """Ask case-givers what came of their steps; how many steps."""
    return sum(_ask(day) for day in DAYS)


def _ask(day: int) -> int:
    return _each(actions.to_follow_up(day, timezone.now()), lambda pk: actions.ask_follow_up(pk, day))


def _each(rows: Any, deed: Callable[[Any], Any]) -> int:
    """Do it for every row, each in a transaction of its own: one that fails does not hold up the others."""
    return sum(_try(deed, pk) for pk in _ids(rows))


def _ids(rows: Any) -> Iterable[Any]:
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _try(deed: Callable[[Any], Any], pk: Any) -> bool:
    try:
        return bool(deed(pk))
    except Exception as error:
        log.error("feedback: %s failed with %s", pk, type(error).__name__)
        return False
