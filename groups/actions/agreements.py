"""What a group promises each other: versions and signatures."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.ledger import agreement_key
from groups.models import Agreement, AgreementSignature, GroupFact
from intervisie.common.audit import record
from intervisie.common.delivery import Plan, drop, plan_all
from intervisie.common.refusals import NotNow

from .ledger import write_fact


def write_agreement(group, *, by, seen_version, spoken, **parts) -> Agreement:
    """A new version, confirmed by nobody yet. `seen_version` is the one it was written on (0: there was none)."""
    try:
        with transaction.atomic():
            return _new_version(group, by=by, seen_version=seen_version, spoken=spoken, **parts)
    except IntegrityError:
        raise NotNow(_changed()) from None


def _new_version(group, *, by, seen_version, **fields) -> Agreement:
    latest = group.agreements.first()
    if (latest.version if latest else 0) != seen_version:
        raise NotNow(_changed())
    agreement = Agreement.objects.create(group=group, version=seen_version + 1, by=by, **fields)
    drop(about=group.pk, kind="agreement", why="newer version")
    write_fact(
        group,
        GroupFact.Kind.AGREEMENT,
        key=agreement_key(group, agreement.version),
        at=agreement.created_at,
        version=agreement.version,
    )
    record("agreement.write", by=by, about=group, organisation=group.organisation_id, version=agreement.version)
    if not agreement.spoken:
        _ask_everybody(agreement, by=by)
    return agreement


def _changed() -> str:
    return _("Iemand anders schreef zojuist een nieuwe versie. Lees die eerst; wat jij schreef staat er nog.")


def _ask_everybody(agreement, *, by):
    others = agreement.group.memberships.current().exclude(user=by).select_related("user")
    plan_all(
        Plan(
            "agreement",
            key=f"agreement:{agreement.pk}:{membership.user_id}",
            user=membership.user,
            about=agreement.group_id,
            facts={"version": agreement.version},
            due_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=7),
        )
        for membership in others
    )


@transaction.atomic
def ask_signatures(agreement, *, by) -> None:
    """What was agreed aloud now asks each person to confirm. Pressed twice: asked once."""
    if Agreement.objects.filter(pk=agreement.pk, spoken=True).update(spoken=False):
        group = agreement.group
        record("agreement.ask", by=by, about=group, organisation=group.organisation_id, version=agreement.version)
        _ask_everybody(agreement, by=by)


@transaction.atomic
def sign_agreement(group, *, by, seen_version) -> AgreementSignature:
    """Promise the others to keep to the version that was read. Pressed twice: one signature."""
    agreement = group.agreements.first()
    if agreement is None or agreement.version != seen_version:
        raise NotNow(_("Er is intussen een nieuwe versie. Lees die eerst, en bevestig dan."))
    signature, fresh = AgreementSignature.objects.get_or_create(agreement=agreement, user=by)
    if fresh:
        record("agreement.sign", by=by, about=group, organisation=group.organisation_id, version=seen_version)
    return signature
