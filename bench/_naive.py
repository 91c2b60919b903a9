"""How mail is often sent: one Celery task per message, which opens a connection, sends, and marks the row."""

import django

django.setup()

from celery import Celery  # noqa: E402 (Django must be set up first)
from django.conf import settings  # noqa: E402
from django.core.mail import EmailMultiAlternatives  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench._worker import SUBJECT, TEXT  # noqa: E402
from intervisie.common.models import Delivery, DeliveryState  # noqa: E402

app = Celery("naive", broker=settings.CELERY_BROKER_URL, set_as_current=False)
app.conf.task_default_queue = "naive"
app.conf.task_ignore_result = True


@app.task
def send_one(pk: int) -> None:
    row = Delivery.objects.select_related("user").get(pk=pk)
    EmailMultiAlternatives(SUBJECT, TEXT, to=[row.to]).send()
    row.state, row.sent_at = DeliveryState.SENT, timezone.now()
    row.save(update_fields=["state", "sent_at"])
