"""What stands beside a planned session: how its date changed, and somebody's own calendar feed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from .session import CaseSession


class PlanChange(models.Model):
    """A planned session was moved or cancelled: by whom, when, and what had been agreed before."""

    class Kind(models.TextChoices):
        MOVED = "moved"
        CANCELLED = "cancelled"

    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=9, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    starts_at = models.DateTimeField(help_text="As it was before; the next four as well.")
    minutes = models.PositiveSmallIntegerField()
    medium = models.CharField(max_length=6, choices=CaseSession.Medium)
    place = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class CalendarFeed(models.Model):
    """Somebody's own calendar feed. The address is signed over `nonce`: a new nonce ends every older address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed", primary_key=True
    )
    nonce = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"feed {self.pk}"
