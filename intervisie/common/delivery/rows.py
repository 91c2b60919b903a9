"""The rows: planned with their cause, dropped when the cause goes, explained when somebody asks."""

import datetime
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from intervisie.common.facts import plain
from intervisie.common.models import Delivery, DeliveryState

log = logging.getLogger(__name__)

KEEP = datetime.timedelta(days=90)
SOON = datetime.timedelta(seconds=5)
DRAIN = "intervisie.common.tasks.drain"
PATIENCE = 0.5  # seconds a page waits for the broker
SILENCE = 30.0  # seconds without ringing after a broker did not answer; the timetable drains meanwhile


@dataclass(frozen=True)
class Plan:
    """One message to plan; see `plan`."""

    kind: str
    key: str
    due_at: datetime.datetime
    expires_at: datetime.datetime
    user: Any = None
    email: str = ""
    about: Any = None
    facts: dict | None = None
    language: str | None = None

    def row(self) -> Delivery:
        return Delivery(
            key=self.key,
            kind=self.kind,
            user=self.user,
            email="" if self.user else self.email,
            about=_id(self.about),
            facts=plain(self.facts),
            language=self.language or "",
            due_at=self.due_at,
            expires_at=self.expires_at,
        )


def plan(
    kind: str,
    *,
    key: str,
    user: Any = None,
    email: str = "",
    about: Any = None,
    due_at: datetime.datetime,
    expires_at: datetime.datetime,
    facts: dict | None = None,
    language: str | None = None,
) -> Delivery:
    """Write down that this will be sent, in the transaction of its cause. One query.

    `key` says which message this is, for ever: planning it again changes nothing, also after it was sent or dropped
    (but see `plan_all`). So
    what may be sent anew (a new date, a second invitation) carries its version or start time in the key. Put no
    content and no address into the key. `about` is an instance or its id; `language` only where the person has none.
    """
    row = Plan(kind, key, due_at, expires_at, user, email, about, facts, language).row()
    # "key = key" on conflict changes nothing and gives back the id of the row that is there.
    Delivery.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    _ring_for([row])
    return row


def plan_all(plans: Iterable[Plan], *, back_from: Iterable[str] = ()) -> None:
    """The same for many people, in one query. What is planned here and was dropped for one of the reasons `back_from`
    (whoever left is here again) is due again, in a second one; what was sent stays sent.
    """
    rows = [each.row() for each in plans]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if back_from and rows:
        dropped = Delivery.objects.filter(state=DeliveryState.DROPPED, why__in=back_from)
        dropped.filter(key__in=[row.key for row in rows]).update(state=DeliveryState.DUE, why="")
    _ring_for(rows)


def drop(*, about: Any = None, kind: str | Iterable[str] | None = None, user: Any = None, why: str = "") -> int:
    """What is not sent yet about this thing (or to this person) will not be; how many. `why`: a word or two.

    Say `about` (one thing, or a list of them), `user` or both. A message in the hands of a worker this very second may
    still leave.
    """
    if about is None and user is None:
        raise ValueError("drop everything about what, or to whom?")
    rows = Delivery.objects.open()
    rows = rows.filter(about__in=[_id(one) for one in _several(about)]) if about is not None else rows
    rows = rows.filter(user=user) if user is not None else rows
    if kind is not None:
        rows = rows.filter(kind__in=_several(kind))
    return rows.update(state=DeliveryState.DROPPED, why=why or "cancelled", lease_until=None)


def clean(now: datetime.datetime | None = None) -> int:
    """Rows that are settled and older than 90 days go."""
    old = Delivery.objects.filter(created_at__lt=(now or timezone.now()) - KEEP, expires_at__lt=now or timezone.now())
    count, _kinds = old.exclude(state__in=[DeliveryState.DUE, DeliveryState.SENDING]).delete()
    return count


def _several(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple | set | frozenset) else [given]


def _id(about: Any) -> UUID | None:
    return getattr(about, "pk", about)


# ── the bell ───────────────────────────────────────────────────────────────────────────────────────
class Bell:
    """Tells a worker, after commit, that something is due. Missing it costs seconds: the timetable drains anyway."""

    def __init__(self) -> None:
        self.silent_until = 0.0

    def __call__(self) -> None:
        if time.monotonic() < self.silent_until:
            return
        patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "max_retries": 0}
        try:
            with current_app.connection_for_write(transport_options=patience) as connection:
                current_app.send_task(DRAIN, connection=connection, retry=False, ignore_result=True, expires=60)
        except Exception as error:  # whatever the broker's client raises: the row is written, nothing is lost
            self.silent_until = time.monotonic() + SILENCE
            log.warning("delivery: nobody heard the bell: %s", type(error).__name__)


bell = Bell()


def _ring_for(rows: list[Delivery]) -> None:
    due = any(row.due_at <= timezone.now() + SOON for row in rows)
    if due and not any(call is bell for _savepoints, call, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(bell)


# ── explaining ─────────────────────────────────────────────────────────────────────────────────────
def explain(row: Delivery) -> str:
    """Why this message went, waits or did not go: one sentence for the person it is meant for."""
    when = formats.date_format(timezone.localtime(row.sent_at or row.due_at), "j F Y, H:i")
    if row.state == DeliveryState.SENT:
        return _("Verstuurd op %(when)s.") % {"when": when}
    if row.state in (DeliveryState.DUE, DeliveryState.SENDING):
        return _waiting(row, when)
    return _reasons().get(row.why) or _("Niet verstuurd: %(why)s.") % {"why": row.why}


def _waiting(row: Delivery, when: str) -> str:
    if row.attempts and row.state == DeliveryState.DUE:
        return _("De mailserver nam het nog niet aan; we proberen het opnieuw.")
    return _("Gaat weg op %(when)s.") % {"when": when}


def _reasons() -> dict[str, str]:
    return {
        "late": _("Niet verstuurd: het was er te laat voor."),
        "no longer true": _("Niet verstuurd: het klopte niet meer."),
        "cancelled": _("Niet verstuurd: het ging niet door."),
        "left": _("Niet verstuurd: je hoorde niet meer bij de groep."),
        "archived": _("Niet verstuurd: de groep was afgesloten."),
        "unwanted": _("Niet verstuurd: je wilde zulke mails niet."),
        "nobody": _("Niet verstuurd: er is niemand meer op dit adres."),
        "refused": _("Niet verstuurd: de mailserver kent dit adres niet."),
        "gave up": _("Niet verstuurd: het lukte na een aantal pogingen niet."),
        "uncertain": _("Misschien verstuurd: de verbinding brak af tijdens het versturen."),
        "unknown kind": _("Niet verstuurd: dit soort bericht bestaat niet meer."),
    }
