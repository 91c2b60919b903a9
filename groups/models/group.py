"""A group, who belongs to it, and the ways in."""

from __future__ import annotations

import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .ledger import Maturity, Stage
from .people import Organisation, User

NEW_FOR = timedelta(days=60)  # after that everybody has met a newcomer


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user):
        """Groups in which this person is a member or coach today. A coordinator is neither."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__until__isnull=True)

    def overseen_by(self, user):
        """Groups of the organisations this person coordinates: for figures, never for content."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__roles__user=user, organisation__roles__role="coordinator")

    def alive(self):
        return self.filter(archived_at__isnull=True)


class Group(models.Model):
    """Three to twelve people who look at each other's cases, again and again."""

    class Purpose(models.TextChoices):
        CHANGE = "change", _("een veranderingsproces")
        CULTURE = "culture", _("de cultuur van de organisatie")
        EDUCATION = "education", _("een opleiding")
        REGISTER = "register", _("registratie in het beroep")

    class Address(models.TextChoices):
        JE = "je", _("je en jij")
        U = "u", _("u")

    SMALLEST, LARGEST = 3, 12

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("naam van de groep"), max_length=80)
    purpose = models.CharField(_("aanleiding"), max_length=10, choices=Purpose)
    about = models.CharField(_("in één zin"), max_length=200, blank=True)
    language = models.CharField(
        _("taal"), max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    address = models.CharField(_("aanspreekvorm"), max_length=2, choices=Address, default=Address.JE)
    zone = models.CharField(_("tijdzone"), max_length=64, default="Europe/Amsterdam")
    rhythm_weeks = models.PositiveSmallIntegerField(_("om de hoeveel weken"), default=5)
    quorum = models.PositiveSmallIntegerField(_("gaat door vanaf"), default=4)
    maturity = models.PositiveSmallIntegerField(
        choices=Maturity, null=True, blank=True, help_text="By the group's own word; else `groups.maturity` counts."
    )
    oral_only = models.BooleanField(_("verhalen vertellen we, we slaan ze niet op"), default=False)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.CONTRACT)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_name_in_organisation"),
            models.CheckConstraint(condition=Q(stage__lte=5), name="stage_known"),
            models.CheckConstraint(condition=Q(maturity__gte=1, maturity__lte=4), name="maturity_known"),
        ]

    def __str__(self):
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self):
        return self.filter(until__isnull=True)


class Membership(models.Model):
    """Belonging to a group from one moment until another; who left and returns gets a new row."""

    class Role(models.TextChoices):
        MEMBER = "member", _("lid")
        COACH = "coach", _("begeleider")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    welcomed_at = models.DateTimeField(
        null=True, blank=True, help_text="Another member said: yes, this is who we expected."
    )
    welcomed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"], condition=Q(until__isnull=True), name="one_membership_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.role} {self.pk}"

    @property
    def is_new(self) -> bool:
        """Came in lately, and no other member has said yet: yes, this is who we expected."""
        recent = self.since > timezone.now() - NEW_FOR
        return recent and self.welcomed_at is None and self.role == self.Role.MEMBER


class Invitation(models.Model):
    """Bound to one address, usable once, and only for a while. Only the hash of the token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mailadres"), max_length=254)
    role = models.CharField(max_length=6, choices=Membership.Role, default=Membership.Role.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_count = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation",
            )
        ]

    def __str__(self):
        return f"invitation {self.pk}"


class GroupRequest(models.Model):
    """A visitor asks for a group. The address is confirmed by mail before anybody looks at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="requests")
    name = models.CharField(_("je naam"), max_length=80)
    email = models.EmailField(_("e-mailadres"), max_length=254)
    workplace = models.CharField(_("waar je werkt of leert"), max_length=120, blank=True)
    purpose = models.CharField(_("aanleiding"), max_length=10, choices=Group.Purpose)
    people = models.PositiveSmallIntegerField(_("met hoeveel zijn jullie?"), null=True, blank=True)
    wishes = models.TextField(_("wat hopen jullie?"), max_length=1500, blank=True)
    language = models.CharField(max_length=2, default="nl")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    group = models.OneToOneField(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="request")

    def __str__(self):
        return f"request {self.pk}"


class RequestReply(models.Model):
    """What somebody of the intake organisation wrote back; the mail fetches its words here when it is sent."""

    class Kind(models.TextChoices):
        ANSWER = "answer"
        DECLINE = "decline"

    request = models.ForeignKey(GroupRequest, on_delete=models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=7, choices=Kind)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"reply {self.pk}"
