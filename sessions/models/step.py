"""The ordered steps of a session, and what stands beside a step: who is ready, whose turn it is."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from intervisie.common.encryption import DataKeyField, EncryptedTextField

from .case import Case
from .session import CaseSession


class Treatment(models.Model):
    """One case looked at with one method. The method is a snapshot: the library may change, this does not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="treatments")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="treatments")
    key = DataKeyField()  # the case's key
    key_question = EncryptedTextField(key="key", max_length=400, blank=True)
    method = models.JSONField(null=True, blank=True)
    method_slug = models.SlugField(blank=True)
    suggested = models.JSONField(default=list, help_text="Slugs the match showed, best first.")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"treatment {self.pk}"


class Step(models.Model):
    """One step: of the spine every session has, or a phase of the method. `phase` says its rules, in both languages."""

    class Kind(models.TextChoices):
        LANDING = "landing"
        CHECK_IN = "check_in"
        LOOK_BACK = "look_back"
        CASE_CHOICE = "case_choice"
        QUESTION = "question"
        METHOD_CHOICE = "method_choice"
        PHASE = "phase"
        HARVEST = "harvest"
        REVIEW = "review"
        CLOSING = "closing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="steps")
    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, null=True, blank=True, related_name="steps")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=13, choices=Kind)
    phase = models.JSONField()
    minutes = models.PositiveSmallIntegerField()
    facts = models.JSONField(default=dict, help_text="Choices without content, such as which check-in question.")

    # the timer: everything a screen needs to draw it
    entered_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    skipped = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    added_minutes = models.SmallIntegerField(default=0)
    reveal_at = models.DateTimeField(null=True, blank=True, help_text="What was written in silence appears at this instant.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="one_step_at_a_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Ready(models.Model):
    """This person is done with this step. Pressing again takes the row away."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="ready")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="ready_once")]

    def __str__(self):
        return f"ready {self.pk}"


class Turn(models.Model):
    """One person's turn in a round, in seating order. Passes are a right and are never counted."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        PASSED = "passed"
        LATER = "later"

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="turns")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="one_turn_each")]

    def __str__(self):
        return f"turn {self.pk}"
