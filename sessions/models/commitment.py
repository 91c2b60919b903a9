"""What somebody takes along from a session."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intervisie.common.encryption import DataKeyField, EncryptedJSONField, EncryptedTextField

from .session import CaseSession
from .step import Treatment


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user):
        """One's own, and what others in one's group chose to share in a session one may see."""
        if not user.is_authenticated:
            return self.none()
        sessions = CaseSession.objects.visible_to(user)
        return self.filter(Q(owner=user) | Q(shared_at__isnull=False, session__in=sessions.values("pk")))

    def open(self):
        return self.exclude(kind="takeaway").filter(outcome="")


class Commitment(models.Model):
    """A step, an observation or a thing learned. Shared with the group only by a press of its owner."""

    class Kind(models.TextChoices):
        STEP = "step", _("een stap")
        OBSERVATION = "observation", _("iets om op te letten")
        TAKEAWAY = "takeaway", _("wat ik meeneem")

    class Outcome(models.TextChoices):
        NONE = "", _("loopt")
        DONE = "done", _("gedaan")
        PARTLY = "partly", _("deels")
        NOT = "not", _("niet")
        DROPPED = "dropped", _("niet meer nodig")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="commitments")
    treatment = models.ForeignKey(
        Treatment, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="commitments")
    key = DataKeyField()  # the owner's own
    kind = models.CharField(max_length=11, choices=Kind)
    text = EncryptedTextField(key="key", max_length=600)
    private = EncryptedJSONField(key="key", blank=True)  # confidence 0–10 and the like: never shown to others
    due_on = models.DateField(_("terugkijken op"), null=True, blank=True)
    buddy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True, default="")
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_note = EncryptedTextField(key="key", max_length=600, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["owner", "outcome"])]

    def __str__(self):
        return f"{self.kind} {self.pk}"
