"""When nobody is watching. The timetable is in `intervisie/celery.py`."""

from celery import shared_task

from intervisie.common import delivery


@shared_task(ignore_result=True)
def drain() -> int:
    """Send what is due."""
    return delivery.drain()


@shared_task(ignore_result=True)
def clean_deliveries() -> int:
    """Forget messages that were settled long ago."""
    return delivery.clean()
