"""When nobody is watching. The timetable is in `intervisie/celery.py`."""

from celery import shared_task
from django.utils import timezone

from groups import actions


@shared_task(ignore_result=True)
def forget_requests() -> int:
    """Requests of visitors go when we said they would."""
    return actions.forget_requests(timezone.now())


@shared_task(ignore_result=True)
def forget_invitations() -> int:
    """Addresses people were invited at go some time after the link stopped working."""
    return actions.forget_invitations(timezone.now())


@shared_task(ignore_result=True)
def forget_member_facts() -> int:
    """Who came and who led, when no register asks for it any more."""
    return actions.forget_member_facts(timezone.now())
