"""What people write in the room."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from intervisie.common.encryption import DataKeyField, EncryptedJSONField, EncryptedTextField

from .step import Step


class Contribution(models.Model):
    """One card. Who sees it and when is decided by `sessions.visibility` alone; the id gives no order away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="contributions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=16)
    key = DataKeyField()  # the case's in a method, the session's in the spine
    text = EncryptedTextField(key="key", max_length=2000)
    parked = models.BooleanField(
        default=False, help_text="Advice that came early: the writer's alone until the case-giver asks."
    )
    created_at = models.DateTimeField(default=timezone.now)

    # as it lies on a board (sessions/boards): only the case-giver sets these; a picture is its writer's
    line = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Behind which of several beginnings.")
    x = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Percent from the left; where it was laid.")
    y = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Percent from the top.")
    said = EncryptedJSONField(key="key", blank=True)  # by facet: how loud, what sort, which ring …
    later = EncryptedJSONField(key="key", blank=True)  # the same on looking again, next time

    class Meta:
        indexes = [models.Index(fields=["step"])]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Mark(models.Model):
    """How the case-giver rates one card on one scale (warm/cold, mine/not mine, helps/hinders …). Theirs alone."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="marks")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+", help_text="Where the mark was given.")
    scale = models.CharField(max_length=12)
    value = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "scale"], name="one_mark_on_a_scale")]

    def __str__(self):
        return f"mark {self.pk}"


class ScaleMark(models.Model):
    """A private number on a 0–10 scale, under the owner's own key; others see it only once shared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="scale_marks")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = DataKeyField()
    value = EncryptedTextField(key="key", max_length=2)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "owner"], name="one_number_each")]

    def __str__(self):
        return f"scale mark {self.pk}"
