"""Seven and twenty-one days later the case-giver is asked, privately, what came of the step."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intervisie.common.encryption import DataKeyField, EncryptedTextField
from sessions.models import Commitment

WAITS = timedelta(days=14)  # so long an unanswered question stands on somebody's page
EFFECT = 300  # characters


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user):
        """One's own only: not the leader's, not the buddy's."""
        return self.filter(commitment__owner=user) if user.is_authenticated else self.none()

    def open(self, now: datetime):
        """Still a question: not answered, the step not closed in another way, and not too long ago."""
        return self.filter(answer="", commitment__outcome="", asked_at__gt=now - WAITS)


class FollowUp(models.Model):
    class Answer(models.TextChoices):
        NONE = "", _("nog niet gezegd")
        DONE = "done", _("ja, gedaan")
        DIFFERENT = "different", _("anders gedaan")
        NOT_YET = "not_yet", _("nog niet")
        LET_GO = "let_go", _("ik laat het los")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="follow_ups")
    day = models.PositiveSmallIntegerField(help_text="7 or 21 days after the session.")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=9, choices=Answer, blank=True, default="")
    key = DataKeyField()  # the owner's own
    effect = EncryptedTextField(key="key", max_length=EFFECT, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "day"], name="one_follow_up_a_day")]

    def __str__(self):
        return f"follow-up {self.pk}"
