"""The ordered steps of a session, and what stands beside a step: who is ready, whose turn it is."""

from __future__ import annotations

import json
import uuid
from functools import cached_property
from threading import Lock

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intervisie.common.encryption import DataKeyField, EncryptedJSONField, EncryptedTextField
from methods.format import PhaseDoc, parse_phase

from .case import Case
from .session import CaseSession


class TreatmentQuerySet(models.QuerySet["Treatment"]):
    def with_done(self) -> TreatmentQuerySet:
        """Says of each whether its method was done (`done`): a phase of it began. The one meaning of a method that a
        group used: what was suggested, or chosen and never begun, is not."""
        begun = Step.objects.filter(treatment=OuterRef("pk"), kind=Step.Kind.PHASE, entered_at__isnull=False)
        return self.annotate(done=Exists(begun))

    def done(self) -> TreatmentQuerySet:
        """Of which the method was done."""
        return self.with_done().filter(done=True)


class Treatment(models.Model):
    """One case looked at with one method. The method is a snapshot: the library may change, this does not."""

    class Fitted(models.TextChoices):
        """Did the method fit the case? Said with one tap in the review; about the method, never about a person."""

        YES = "yes", _("ja")
        PARTLY = "partly", _("deels")
        NO = "no", _("nee")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="treatments")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="treatments")
    key = DataKeyField()  # the case's key
    key_question = EncryptedTextField(key="key", max_length=400, blank=True)
    method = models.JSONField(null=True, blank=True, help_text="The snapshot; null until a method is chosen.")
    advice_opened = models.BooleanField(
        null=True, help_text="Parked advice: null not asked, true opened, false not wanted."
    )
    method_slug = models.SlugField(blank=True)
    module = models.JSONField(null=True, blank=True, help_text="What fills the slot of a shell: a snapshot as well.")
    module_slug = models.SlugField(blank=True, default="", db_default="")
    suggested = models.JSONField(default=list, help_text="Slugs the match showed, best first.")
    fit_case_giver = models.CharField(max_length=6, choices=Fitted, blank=True, default="", db_default="")
    fit_leader = models.CharField(max_length=6, choices=Fitted, blank=True, default="", db_default="")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    board_shared_at = models.DateTimeField(
        null=True, blank=True, help_text="The case-giver lets the group see the board until the follow-up."
    )
    looks = EncryptedJSONField(key="key", blank=True, default=list)  # on looking again: the day, a number, a note

    objects = TreatmentQuerySet.as_manager()

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
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who leads it by plan; they are asked when it begins.",
    )
    facts = models.JSONField(default=dict, help_text="Choices without content, such as which check-in question.")

    # the timer: everything a screen needs to draw it
    entered_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    skipped = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    added_minutes = models.SmallIntegerField(default=0)
    reveal_at = models.DateTimeField(
        null=True, blank=True, help_text="What was written in silence appears at this instant."
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="one_step_at_a_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @cached_property
    def doc(self) -> PhaseDoc:
        """The rules and words of this step. A step keeps its snapshot for life, so it is read once per process."""
        docs = docs_of(self.session_id)
        if self.pk not in docs:
            docs[self.pk] = parse_phase(self.phase, source=f"step {self.pk}")
        return docs[self.pk]

    def keep(self, docs: dict[uuid.UUID, PhaseDoc], written: str | None) -> None:
        """Takes the snapshot from what is known already (`docs_of`), or reads it from its text."""
        if written is not None and self.pk not in docs:
            docs[self.pk] = parse_phase(json.loads(written), source=f"step {self.pk}")
        self.doc = docs[self.pk]


def docs_of(session_id: uuid.UUID) -> dict[uuid.UUID, PhaseDoc]:
    """What this process knows of the steps of this session, by the id of the step; who reads one adds it.

    Twenty snapshots at each look cost more than everything else that is looked at. Of more sessions than are played at
    one time the first that was known is forgotten.
    """
    with _knowing:
        docs = _known.setdefault(session_id, {})
        if len(_known) > MOST_SESSIONS:
            del _known[next(iter(_known))]
    return docs


MOST_SESSIONS = 200
_known: dict[uuid.UUID, dict[uuid.UUID, PhaseDoc]] = {}
_knowing = Lock()


class Ready(models.Model):
    """What this person says of this step: that they are done, or that they need more time. Pressing again takes the row
    away."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="ready")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    needs_time = models.BooleanField(default=False, db_default=False)

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
    earlier = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often they had it in the rounds of this step that are over."
    )

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="one_turn_each")]

    def __str__(self):
        return f"turn {self.pk}"
