"""Who somebody is, and for which organisation they coach or coordinate."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        """Make a person who signs in with this address; without a password they sign in by code."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is the login; the name is what others see."""

    class Theme(models.TextChoices):
        DEVICE = "", _("zoals mijn apparaat")
        LIGHT = "light", _("licht")
        DARK = "dark", _("donker")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mailadres"), max_length=254, unique=True)
    name = models.CharField(_("naam"), max_length=80, blank=True)
    language = models.CharField(
        _("taal"), max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    theme = models.CharField(_("weergave"), max_length=5, choices=Theme, default=Theme.DEVICE, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="Nobody any more: name, address and texts are gone."
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self):
        return self.called

    @property
    def called(self) -> str:
        """The name others see; before a name was given, the part of the address before the @. "Someone" once erased."""
        if self.erased_at:
            return gettext("Iemand")
        return self.name or self.email.split("@")[0]

    @property
    def first_name(self) -> str:
        return self.called.split()[0]

    @property
    def initials(self) -> str:
        """Two letters for the seat: of the first and the last word of the name."""
        words = self.called.split()
        letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])
        return letters.upper()


class Organisation(models.Model):
    """Where groups belong. The answers about privacy are given when the organisation begins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("naam"), max_length=120, unique=True)
    language = models.CharField(max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl")
    zone = models.CharField(max_length=64, default="Europe/Amsterdam")
    is_intake = models.BooleanField(default=False, help_text="Requests of visitors arrive here.")
    oral_only = models.BooleanField(
        default=False, help_text="Youth care, health and law: stories are told, not stored."
    )
    case_days = models.PositiveSmallIntegerField(default=180, help_text="Ceiling for keeping a case text, in days.")
    attendance_for_register = models.BooleanField(
        default=False,
        db_default=True,  # organisations that were there before were told so: for them nothing changes by itself
        help_text="A register asks who came, so that is kept six years instead of one.",
    )
    controller = models.CharField(max_length=120, blank=True)
    privacy_contact = models.CharField(max_length=200, blank=True)
    help_lines = models.TextField(blank=True, help_text="Whom to call when something is too much; one per line.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_intake"], condition=models.Q(is_intake=True), name="one_intake_organisation"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class OrganisationRole(models.Model):
    """Coaches found and guide groups; coordinators follow them by figures and never see content."""

    class Role(models.TextChoices):
        COACH = "coach", _("begeleider")
        COORDINATOR = "coordinator", _("coördinator")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=12, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user", "role"], name="one_role_each")]

    def __str__(self):
        return f"{self.role} {self.pk}"


class RoleInvitation(models.Model):
    """Asks somebody to coach or coordinate. Bound to one address, usable once; only the hash of the token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="role_invitations")
    role = models.CharField(max_length=12, choices=OrganisationRole.Role)
    email = models.EmailField(_("e-mailadres"), max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_count = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")  # None: the command line
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_role_invitation",
            )
        ]

    def __str__(self):
        return f"role invitation {self.pk}"
