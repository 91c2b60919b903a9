"""Celery: the application and THE TIMETABLE.

Celery only rings bells. What is to be done stands in rows; every task here is a sweep that may run twice, late or not
at all. Tasks take ids and nothing else.
"""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

from intervisie import figures  # noqa: F401 (listens to what workers and beat do)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intervisie.settings")

app = Celery("intervisie")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add("intervisie.heartbeat.WorkerLives")


@setup_logging.connect
def _as_django_logs(**_: Any) -> None:
    """Celery would set up logging of its own; ours leaves out what people wrote."""
    from django.conf import settings  # noqa: PLC0415 (only now are the settings read)

    logging.config.dictConfig(settings.LOGGING)


def every(seconds: float, task: str) -> dict[str, Any]:
    """A sweep. It expires when the next is due: a worker that comes back finds one, not a thousand."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def nightly(hour: int, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": crontab(hour=hour, minute=17), "options": {"expires": 6 * 3600}}


MINUTE = 60.0
HOUR = 60 * MINUTE

app.conf.beat_schedule = {
    # ── the timetable ──────────────────────────────────────────────────────────
    "send what is due": every(5, "intervisie.common.tasks.drain"),
    "plan reminders of the coming days": every(10 * MINUTE, "sessions.tasks.plan_reminders"),
    "ask about sessions that are over": every(MINUTE, "feedback.tasks.open_pulses"),
    "close pulses whose time is over": every(MINUTE, "feedback.tasks.close_pulses"),
    "ask what came of the steps": every(HOUR, "feedback.tasks.open_follow_ups"),
    "destroy the keys of texts that expired": every(HOUR, "sessions.tasks.expire_cases"),
    "destroy the keys of sessions that are long over": every(HOUR, "sessions.tasks.expire_sessions"),
    "close rooms that everybody left open": every(HOUR, "sessions.tasks.close_left_open"),
    "forget settled messages": nightly(3, "intervisie.common.tasks.clean_deliveries"),
    "forget who did what, years ago": nightly(3, "intervisie.common.tasks.forget_audit"),
    "forget browsers that stayed away": nightly(3, "intervisie.common.tasks.forget_browsers"),
    "forget requests of visitors": nightly(4, "groups.tasks.forget_requests"),
    "forget addresses of old invitations": nightly(4, "groups.tasks.forget_invitations"),
    "forget who came and led, years ago": nightly(4, "groups.tasks.forget_member_facts"),
    "forget why somebody could not come": nightly(4, "sessions.tasks.forget_attendance"),
}
