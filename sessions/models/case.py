"""A case: somebody's own question from their work, private until they share it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Group
from intervisie.common.encryption import DataKeyField, EncryptedJSONField, EncryptedTextField

from .session import CaseSession


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user):
        """One's own cases, and what was shared with a group one belongs to today and belonged to by then."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(owner=user)
        member = Q(group__memberships__user=user, group__memberships__until__isnull=True)
        shared = Q(state__in=["shared", "treated"]) & (
            Q(treated_at__isnull=True) | Q(treated_at__gte=models.F("group__memberships__since"))
        )
        return self.filter(mine | (member & shared)).distinct()

    def on_shelf(self):
        """Shared and waiting for a session, the longest waiting first."""
        return self.filter(state="shared").order_by("shared_at")


class Case(models.Model):
    """Everything a person typed is encrypted with this case's own key; destroying the key ends the text."""

    class State(models.TextChoices):
        DRAFT = "draft", _("alleen van jou")
        SHARED = "shared", _("op de plank")
        TREATED = "treated", _("besproken")
        WITHDRAWN = "withdrawn", _("teruggenomen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="cases")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cases")
    key = DataKeyField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    success = models.BooleanField(_("het ging juist goed"), default=False)
    oral_only = models.BooleanField(_("ik vertel het, er staat niets op papier"), default=False)
    question = EncryptedTextField(_("je vraag"), key="key", max_length=400, blank=True)
    pitch = EncryptedTextField(_("in twee zinnen"), key="key", max_length=500, blank=True)
    story = EncryptedTextField(_("wat er speelt"), key="key", max_length=6000, blank=True)
    intake = EncryptedJSONField(
        key="key", blank=True
    )  # the ten answers; load and avoidance wishes are the owner's alone
    sequel_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="sequels")
    meant_for = models.ForeignKey(
        CaseSession, on_delete=models.SET_NULL, null=True, blank=True, related_name="offered_cases"
    )  # the owner said: I bring it then
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    treated_at = models.DateTimeField(null=True, blank=True)
    text_until = models.DateTimeField(null=True, blank=True, help_text="From then on the text is gone for everyone.")

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "state"]), models.Index(fields=["text_until"])]

    def __str__(self):
        return f"case {self.pk}"


class Dot(models.Model):
    """A learning dot: "I would learn from this one". Blind until the case is chosen, and then only a count."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dots")
    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="dots")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "session", "user"], name="one_dot_each")]

    def __str__(self):
        return f"dot {self.pk}"
