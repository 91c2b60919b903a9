"""When nobody is watching. The timetable is in `intervisie/celery.py`."""

from celery import shared_task

from sessions.actions import cases, forgetting, planning


@shared_task(ignore_result=True)
def plan_reminders() -> int:
    """Write down the reminders of the coming days."""
    return planning.plan_reminders()


@shared_task(ignore_result=True)
def expire_cases() -> int:
    """Destroy the keys of cases whose time has come."""
    return cases.expire_cases()


@shared_task(ignore_result=True)
def expire_sessions() -> int:
    """Destroy the keys of sessions that are long over."""
    return forgetting.expire_sessions()


@shared_task(ignore_result=True)
def close_left_open() -> int:
    """Close rooms that everybody left without closing them."""
    return forgetting.close_left_open()


@shared_task(ignore_result=True)
def forget_attendance() -> int:
    """Reasons for not coming after a month; who sat where when no register asks for it any more."""
    return forgetting.forget_attendance()
