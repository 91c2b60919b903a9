"""What belongs to one person alone, under that person's own key."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from intervisie.common.encryption import DataKeyField, EncryptedTextField

from .session import CaseSession
from .step import Step


class PersonKey(models.Model):
    """The data key of a person: notes, commitments, kept learnings, received feedback."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="person_key", primary_key=True
    )
    key = DataKeyField()

    def __str__(self):
        return f"person key {self.pk}"


class PrivateNote(models.Model):
    """A note to oneself during a session. Nobody else ever sees it; no export of others contains it."""

    class Mark(models.TextChoices):
        NONE = ""
        TOUCHED = "touched"
        NEW = "new"
        NOT_TRUE = "not_true"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="notes")
    step = models.ForeignKey(Step, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    key = DataKeyField()
    text = EncryptedTextField(key="key", max_length=2000, blank=True)
    mark = models.CharField(max_length=8, choices=Mark, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return f"note {self.pk}"
