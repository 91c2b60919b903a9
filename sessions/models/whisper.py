"""A word from the coach to who leads, for those two alone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from intervisie.common.encryption import DataKeyField, EncryptedTextField

from .session import CaseSession


class Whisper(models.Model):
    """Deleted when it was read, and at the latest when the session closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="whispers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = DataKeyField()  # the session's
    text = EncryptedTextField(key="key", max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"whisper {self.pk}"
