"""What people write in the room."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from intervisie.common.encryption import DataKeyField, EncryptedTextField

from .step import Step


class Contribution(models.Model):
    """One card. Who sees it and when is decided by `sessions.visibility` alone; the id gives no order away."""

    class Mark(models.TextChoices):
        NONE = ""
        WARM = "warm"
        NEUTRAL = "neutral"
        COLD = "cold"
        MINE = "mine"
        MAYBE = "maybe"
        NOT_MINE = "not_mine"
        KEEP = "keep"
        LET_GO = "let_go"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="contributions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=16)
    key = DataKeyField()  # the case's in a method, the session's in the spine
    text = EncryptedTextField(key="key", max_length=2000)
    parked = models.BooleanField(default=False, help_text="Advice that came early: the writer's alone until the case-giver asks.")
    mark = models.CharField(max_length=8, choices=Mark, blank=True, default="", help_text="By the case-giver alone.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["step"])]

    def __str__(self):
        return f"{self.kind} {self.pk}"
