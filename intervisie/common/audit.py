"""The audit trail: facts without content, only ever added to, until they are too old to account for anything."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Model
from django.db.models.functions import Now
from django.utils import timezone

from intervisie.common.facts import plain
from intervisie.common.models import AuditEvent
from intervisie.common.prepared import insert

YOUNGEST = 365  # days; what the trigger refuses to let go


def record(verb: str, *, by, about=None, organisation=None, **facts) -> AuditEvent:
    """Write down that `by` (a user, or None for the system) did `verb` to `about`, inside the deed's own transaction.

    Facts are counts, names of states and ids. A sentence is refused with ValueError: content has no place here.
    """
    return insert(event(verb, by=by, about=about, organisation=organisation, **facts))


def record_all(events: Iterable[AuditEvent]) -> None:
    """The same for several lines (`event`) of one deed, in one query."""
    AuditEvent.objects.bulk_create(events)


def event(verb: str, *, by, about=None, organisation=None, **facts) -> AuditEvent:
    """A line of the trail that is not written down yet."""
    return AuditEvent(
        verb=verb,
        actor=by,
        about_type=about._meta.label_lower if isinstance(about, Model) else "",
        about_id=str(getattr(about, "pk", about) or ""),
        organisation_id=getattr(organisation, "pk", organisation),
        facts=plain(facts),
    )


def forget(now: datetime | None = None) -> int:
    """Remove what is older than AUDIT_DAYS; how many. The database lets nothing go that is younger than a year, by its
    own clock: a clock of ours that runs ahead takes nothing away, and stops no sweep."""
    before = (now or timezone.now()) - timedelta(days=settings.AUDIT_DAYS)
    kept = Now() - timedelta(days=YOUNGEST)
    return AuditEvent.objects.filter(at__lt=before).filter(at__lt=kept).delete()[0]
