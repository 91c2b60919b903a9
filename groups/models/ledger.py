"""Facts without content, written down as things happen.

Two tables on purpose: `GroupFact` is what a coordinator may see (counts and dates); `MemberFact` is for the
group itself (who led, who came) and coordinator views never import it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Stage(models.IntegerChoices):
    """The six stages of the handover (reference: the track model of the field guide)."""

    CONTRACT = 0, _("Afspreken")
    GUIDED = 1, _("Voordoen")
    CO_LED = 2, _("Samen doen")
    SHADOWED = 3, _("Zelf leiden")
    SELF_LED = 4, _("Zelfstandig")
    MAINTAINED = 5, _("Onderhoud")


class StageChange(models.Model):
    """The group went on, or back, to a stage: who wrote it down and when. Going back is no failure."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.PositiveSmallIntegerField(choices=Stage)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"stage {self.pk}"


class Maturity(models.IntegerChoices):
    """How far a group is in looking together (field guide 1.1, group maturity), as the group says it of itself."""

    NEW = 1, _("We beginnen nog maar net")
    STEADY = 2, _("We kennen een werkvorm goed en houden ons aan de regels")
    TRUSTING = 3, _("We kennen en vertrouwen elkaar, en kunnen iets scherps van elkaar horen")
    TRAINED = 4, _("We vertrouwen elkaar, en wie leidt is daarvoor opgeleid")


class MaturityWord(models.Model):
    """The group said how far it is; empty: what was held may tell. Who wrote it down and when. It may always change."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="maturity_words")
    maturity = models.PositiveSmallIntegerField(choices=Maturity, null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["group", "at"])]

    def __str__(self):
        return f"maturity {self.pk}"


class GroupFact(models.Model):
    """One thing that happened in a group, for one session or other subject `key`: only dates and counts."""

    class Kind(models.TextChoices):
        PLANNED = "planned"  # at = start of the session
        MOVED = "moved"
        CANCELLED = "cancelled"
        HELD = "held"  # counts: present, invited, minutes, cases, coach_moves
        PULSE_RELEASED = "pulse_released"
        AGREEMENT = "agreement"

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=16, choices=Kind)
    key = models.UUIDField()
    at = models.DateTimeField()
    counts = models.JSONField(default=dict, help_text="Whole numbers only.")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "kind", "key"], name="one_fact_of_a_kind")]
        indexes = [models.Index(fields=["group", "kind", "at"])]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class MemberFact(models.Model):
    """What one member did in one session, for the group's own eyes: led, led a part, hosted, came."""

    class Kind(models.TextChoices):
        LED = "led"
        LED_PART = "led_part"
        HOSTED = "hosted"
        CAME = "came"
        BROUGHT = "brought"

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="member_facts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member_facts")
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "user", "kind", "key"], name="one_member_fact")]
        indexes = [models.Index(fields=["group", "kind", "at"])]

    def __str__(self):
        return f"{self.kind} {self.pk}"
