"""When nobody is watching. The timetable is in `intervisie/celery.py`."""

from celery import shared_task

from sessions.actions import cases, planning


@shared_task(ignore_result=True)
def plan_reminders() -> int:
    """Write down the reminders of the coming days."""
    return planning.plan_reminders()


@shared_task(ignore_result=True)
def expire_cases() -> int:
    """Destroy the keys of cases whose time has come."""
    return cases.expire_cases()
