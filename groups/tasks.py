"""When nobody is watching. The timetable is in `intervisie/celery.py`."""

from celery import shared_task
from django.utils import timezone

from groups import actions


@shared_task(ignore_result=True)
def forget_requests() -> int:
    """Requests of visitors go when we said they would."""
    return actions.forget_requests(timezone.now())
