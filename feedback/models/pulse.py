"""The pulse: thirty seconds after a session. Confidential, and labelled so."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intervisie.common.encryption import DataKeyField, EncryptedTextField
from sessions.models import CaseSession


class PulseQuerySet(models.QuerySet["Pulse"]):
    def visible_to(self, user):
        """Pulses of sessions this person took a seat in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(session__in=CaseSession.objects.visible_to(user).values("pk"), session__seats__user=user)


class Pulse(models.Model):
    """Open for some days, then closed for good: the links between people and answers are erased at closing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(CaseSession, on_delete=models.CASCADE, related_name="pulse")
    key = DataKeyField()  # the session's
    present = models.PositiveSmallIntegerField(help_text="How many were asked.")
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True, help_text="The frozen distribution; null when too few answered.")

    objects = PulseQuerySet.as_manager()

    def __str__(self):
        return f"pulse {self.pk}"


class PulseAnswer(models.Model):
    """One person's answers. `person` is erased, and rows rewritten in random order, when the pulse closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    scores = models.JSONField(default=dict, help_text="Item code to 1–5.")
    key = DataKeyField()
    next_time = EncryptedTextField(key="key", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pulse", "person"], condition=Q(person__isnull=False), name="one_pulse_answer")
        ]

    def __str__(self):
        return f"answer {self.pk}"
