"""When nobody is watching. The timetable is in `intervisie/celery.py`."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from intervisie.common import audit, delivery


@shared_task(ignore_result=True)
def drain() -> int:
    """Send what is due."""
    return delivery.drain()


@shared_task(ignore_result=True)
def clean_deliveries() -> int:
    """Forget messages that were settled long ago."""
    return delivery.clean()


@shared_task(ignore_result=True)
def forget_audit() -> int:
    """Who did what goes when it accounts for nothing any more."""
    return audit.forget()


@shared_task(ignore_result=True)
def forget_browsers() -> None:
    """Browser sessions that are over: their row opens nothing any more, and says who was here when."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
