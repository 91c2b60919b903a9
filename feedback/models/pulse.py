"""The pulse: thirty seconds after a session. Confidential, and labelled so.

While it is open the system knows who answered what, so that nobody is asked twice and everyone may change their mind.
At closing all answers are deleted. What may be told of them has then been written down apart from any person: counts
in `Pulse.result`, sentences in `PulseLine`, both without a name, a time or an order. Nothing else is kept.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intervisie.common.encryption import DataKeyField, EncryptedJSONField, EncryptedTextField
from sessions.models import CaseSession

LINE = 300  # characters


class PulseQuerySet(models.QuerySet["Pulse"]):
    def visible_to(self, user):
        """Pulses of sessions this person took a seat in, as far as they may see the session at all."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(session__in=CaseSession.objects.visible_to(user).values("pk"), session__seats__user=user)

    def open(self, now: datetime):
        """Answers are still taken."""
        return self.filter(closed_at__isnull=True, closes_at__gt=now)

    def due(self, now: datetime):
        """To be closed: the time is over, or everyone answered."""
        answered = models.Count("answers")
        return (
            self.filter(closed_at__isnull=True)
            .annotate(said=answered)
            .filter(Q(closes_at__lte=now) | Q(said__gte=models.F("present")))
        )


class Pulse(models.Model):
    """Open for some days, then closed for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(CaseSession, on_delete=models.CASCADE, related_name="pulse")
    key = DataKeyField()  # the session's
    present = models.PositiveSmallIntegerField(help_text="How many were there and could be asked.")
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, help_text="To the hour: a minute would tell who was last.")
    released_at = models.DateTimeField(null=True, blank=True)
    answered = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many said anything; at closing.")
    result = models.JSONField(null=True, blank=True, help_text="The frozen distribution; null when too few answered.")

    objects = PulseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["closes_at"], name="pulse_open", condition=Q(closed_at__isnull=True))]

    def __str__(self):
        return f"pulse {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Does it still take answers?"""
        return self.closed_at is None and now < self.closes_at

    def brought_by(self, user) -> bool:
        """Did this person bring a case that was talked about, and leave it there? One query."""
        return self.session.treatments.filter(case__owner=user).exclude(case__state="withdrawn").exists()


class PulseAnswer(models.Model):
    """What one person answered, as long as the pulse is open. Without a time. Empty: passed over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scores = EncryptedJSONField(key="pulse.key", blank=True)  # item code to 1–5
    next_time = EncryptedTextField(key="pulse.key", max_length=LINE, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pulse", "person"], name="one_pulse_answer")]

    def __str__(self):
        return f"answer {self.pk}"


class PulseLine(models.Model):
    """A sentence of a released pulse, written anew at closing: no author, no time; ordered by its random id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="lines")
    text = EncryptedTextField(key="pulse.key", max_length=LINE)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"line {self.pk}"


class Direction(models.Model):
    """ "I had the direction over my question": who brought a case says so by name. No part of the pulse's answers.

    One person answers it, so it could never be confidential; it is shown with the name and says so beforehand.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("ja")
        PARTLY = "partly", _("deels")
        NO = "no", _("nee")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="directions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = EncryptedTextField(key="pulse.key", max_length=6)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pulse", "person"], name="one_direction_each")]

    def __str__(self):
        return f"direction {self.pk}"

    @property
    def said(self) -> str:
        """The answer in words; "" once its key is destroyed."""
        return str(self.Answer(self.answer).label) if self.answer else ""
