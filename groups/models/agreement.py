"""What a group agreed, version by version, and who confirmed it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .group import Group
from .people import User


class Agreement(models.Model):
    """One version. What the organisation sees is not stored here: it is generated from the policy."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    goal = models.TextField(_("waarvoor we samenkomen"), max_length=600)
    rhythm = models.TextField(_("hoe vaak, hoe lang, waar"), max_length=600)
    attendance = models.TextField(_("aanwezig zijn en afzeggen"), max_length=600)
    confidentiality = models.TextField(_("wat hier gezegd wordt"), max_length=600)
    limits = models.TextField(_("grenzen van vertrouwelijkheid"), max_length=600)
    review = models.TextField(_("wanneer we terugkijken"), max_length=600)
    spoken = models.BooleanField(_("voorlopig mondeling afgesproken"), default=False)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["group", "version"], name="one_agreement_version")]

    def __str__(self):
        return f"agreement {self.pk}"


class AgreementSignature(models.Model):
    """A promise to each other, not a legal basis."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="signatures")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "user"], name="one_signature_each")]

    def __str__(self):
        return f"signature {self.pk}"
