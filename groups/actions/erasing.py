"""Somebody becomes nobody. The row stays, empty, so that others keep a session in which "someone" took part."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils import timezone

from groups.models import (
    AgreementSignature,
    GroupRequest,
    Invitation,
    MemberFact,
    Membership,
    OrganisationRole,
    RoleInvitation,
    User,
)
from intervisie.common.audit import record
from intervisie.common.browsers import end_everywhere
from intervisie.common.models import DataKey, Delivery, DestroyedKey, Unwanted

from .leaving import leave_all


def leave_everything(user: User) -> None:
    """Every group, as by a press of one's own: with all that belongs to leaving."""
    leave_all(list(Membership.objects.current().filter(user=user).select_related("group", "user")), by=user)


def erase_traces(user: User) -> None:
    """Addresses, ways of signing in, roles, confirmations, who came and led. Counts stay: they name nobody."""
    mine = Q(email__iexact=user.email) | Q(accepted_by=user)
    for invitations in (Invitation, RoleInvitation):
        invitations.objects.filter(mine).delete()
    GroupRequest.objects.filter(email__iexact=user.email).delete()
    Delivery.objects.filter(Q(user=user) | Q(email__iexact=user.email)).delete()
    _destroy_second_steps(user)
    for rows in (EmailAddress, OrganisationRole, AgreementSignature, MemberFact, Unwanted):
        rows.objects.filter(user=user).delete()


def _destroy_second_steps(user: User) -> None:
    """With the keys that open them: what is sealed begins with the id of its key."""
    steps = Authenticator.objects.filter(user=user)
    sealed = [value for step in steps for value in step.data.values() if isinstance(value, str)]
    ids = [value.partition(":")[0] for value in sealed]
    DataKey.objects.destroy(uuid.UUID(one) for one in ids if _is_id(one))
    steps.delete()


def _is_id(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def make_nobody(user: User) -> None:
    """No name, no address, no way in. A tombstone under their own id tells a restored backup to do it again."""
    DestroyedKey.objects.get_or_create(id=user.pk, defaults={"scope": "person"})
    record("person.erase", by=user, about=user)
    nowhere = f"{uuid.uuid4().hex}@erased.invalid"
    empty: dict[str, Any] = {"name": "", "email": nowhere, "last_login": None, "theme": ""}
    never = {"is_active": False, "is_staff": False, "is_superuser": False, "erased_at": timezone.now()}
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(**empty, **never, password=user.password)
    user.groups.clear()
    user.user_permissions.clear()
    end_everywhere(user)
