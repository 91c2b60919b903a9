"""Claim, judge, send, mark. May run twice, late, or many at once: a row is sent by one, and again only after its lease.

What SMTP leaves open is the moment between "accepted" and "marked": a worker killed there sends the message once more,
with the same Message-ID.
"""

import datetime
import email.generator
import email.policy
import hmac
import io
import logging
import smtplib
from collections.abc import Iterator
from email.utils import parseaddr
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import sanitize_address
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from intervisie.common import metrics
from intervisie.common.delivery.kinds import KINDS, unsubscribe_address, unsubscribe_headers
from intervisie.common.delivery.letter import Message, can_be_stopped
from intervisie.common.delivery.rows import bell
from intervisie.common.delivery.topics import is_wanted
from intervisie.common.models import Delivery, DeliveryState
from intervisie.common.prepared import prepared

log = logging.getLogger(__name__)

LEASE = datetime.timedelta(seconds=90)  # longer than the slowest sending: EMAIL_TIMEOUT per step of SMTP
BATCH = 500  # messages per drain
ONE_BY_ONE, HANDFUL = 10, 20  # so many are claimed one by one, then so many at a time
MARGIN = datetime.timedelta(seconds=45)  # of the lease: what is not begun before is given back
PER_CONNECTION = 100
TRIES = 8
WAITS = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480)]


class NoPost(Exception):
    """The mail server cannot be reached at all; the row is not to blame."""


def drain(now: datetime.datetime | None = None) -> int:
    """Send what is due, over one connection; how many were sent. Stops quietly when the mail server is away."""
    sent, post = 0, Post()
    try:
        for row in share(now):
            sent += deliver(row, post, now or timezone.now())
    except NoPost as error:
        log.warning("delivery: the mail server is away: %s", error)
    finally:
        post.close()
    return sent


def share(now: datetime.datetime | None = None) -> Iterator[Delivery]:
    """What this worker claims, up to BATCH. It rings when it finds a backlog, so that who is free helps, and when it
    has done its share.

    One by one, so that a worker that dies keeps nobody waiting for what it had not begun; in a backlog by the handful,
    because a claim costs a quarter of a message. What was claimed and is not begun, for whatever reason, is given back.
    """
    taken = 0
    while taken < BATCH:
        rows = take(now or timezone.now(), 1 if taken < ONE_BY_ONE else HANDFUL)
        if not rows:
            return
        taken += len(rows)
        if taken == ONE_BY_ONE:
            bell()
        try:
            while rows and _lasts(rows[0], now or timezone.now()):
                yield rows.pop(0)
        finally:
            give_back(rows)
    bell()


def _lasts(row: Delivery, now: datetime.datetime) -> bool:
    """Is there enough of the lease left to begin?"""
    return row.lease_until is not None and row.lease_until > now + MARGIN


# One statement each, for a worker does little else: the first of `Deliveries.ready` that nobody holds; and sent.
# Neither need reach the disk before we go on. Lost together with the database server, the row is due again after its
# lease, and what was accepted in that last half second comes twice, with the same Message-ID.
CLAIM = """
UPDATE common_delivery SET state = 'sending', attempts = attempts + 1, lease_until = %(lease)s
FROM (
  SELECT id AS taken, state = 'sending' AS interrupted, set_config('synchronous_commit', 'off', true)
  FROM common_delivery
  WHERE state IN ('due', 'sending') AND due_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
  ORDER BY due_at, id LIMIT %(number)s FOR UPDATE SKIP LOCKED
) AS next
WHERE id = taken RETURNING common_delivery.*, interrupted
"""
SENT = """
UPDATE common_delivery SET state = 'sent', why = '', lease_until = NULL, sent_at = %s
WHERE id = %s AND attempts = %s AND set_config('synchronous_commit', 'off', true) IS NOT NULL
"""


def claim(now: datetime.datetime) -> Delivery | None:
    """Take one row that nobody holds. Two workers never get the same one."""
    return next(iter(take(now, 1)), None)


def take(now: datetime.datetime, number: int) -> list[Delivery]:
    """The same for so many, the longest due first."""
    values = {"now": now, "lease": now + LEASE, "number": number}
    rows = sorted(Delivery.objects.raw(CLAIM, values), key=lambda row: (row.due_at, row.pk))
    for row in rows:
        if row.user_id:
            row.user = next(iter(_person(row.user_id)), None)
    return rows


def give_back(rows: list[Delivery]) -> None:
    """They were never begun: as if they had not been claimed."""
    for row in rows:
        state = DeliveryState.SENDING if row.interrupted else DeliveryState.DUE
        settle(row, state, attempts=row.attempts - 1, lease_until=None)


@prepared
def _person(user_id: UUID) -> QuerySet:
    return get_user_model().objects.filter(pk=user_id)


def deliver(row: Delivery, post: "Post", now: datetime.datetime) -> bool:
    """Judge the row as things stand now, send it, mark it. True when it was sent."""
    try:
        why, state = judge(row, now)
        if not state:
            post.send(letter(row))
            why, state = "", DeliveryState.SENT
    except NoPost:
        settle(row, DeliveryState.DUE, attempts=row.attempts - 1, lease_until=now + WAITS[0])
        metrics.DELIVERIES.labels(row.kind, "no server").inc()
        raise
    except smtplib.SMTPRecipientsRefused as refused:
        why, state = ("refused", DeliveryState.DEAD) if _for_good(refused) else try_again(row, now, refused)
    except Exception as error:  # a message that cannot be made must not stop the others
        why, state = try_again(row, now, error)
    if state == DeliveryState.SENT:
        mark(row, now)
    elif state != DeliveryState.DUE:
        settle(row, state, why=why, lease_until=None, sent_at=None)
    _count(row, state, now)
    return state == DeliveryState.SENT


def _count(row: Delivery, state: str, now: datetime.datetime) -> None:
    outcome = "again" if state == DeliveryState.DUE else str(state)
    metrics.DELIVERIES.labels(row.kind, outcome).inc()
    if state == DeliveryState.SENT:
        metrics.DELIVERY_LATE.labels(row.kind).observe(max(0.0, (now - row.due_at).total_seconds()))


def judge(row: Delivery, now: datetime.datetime) -> tuple[str, str]:
    """Why this row must not be sent and what it becomes; ("", "") when it goes."""
    kind = KINDS.get(row.kind)
    if kind is None:
        return "unknown kind", DeliveryState.DEAD
    if row.interrupted and kind.once:
        return "uncertain", DeliveryState.DEAD
    if row.attempts > TRIES:
        return "gave up", DeliveryState.DEAD
    if row.expires_at <= now:
        return "late", DeliveryState.DROPPED
    if not row.to or (row.user and not row.user.is_active):
        return "nobody", DeliveryState.DROPPED
    if kind.topic and row.user_id and not is_wanted(row.user_id, kind.topic):
        return "unwanted", DeliveryState.DROPPED
    return ("", "") if kind.still_true(row) else ("no longer true", DeliveryState.DROPPED)


def try_again(row: Delivery, now: datetime.datetime, error: Exception) -> tuple[str, str]:
    log.warning("delivery: %s %s failed: %s", row.kind, row.pk, type(error).__name__)
    if row.attempts >= TRIES:
        return "gave up", DeliveryState.DEAD
    settle(row, DeliveryState.DUE, why=type(error).__name__[:80], lease_until=now + WAITS[row.attempts - 1])
    return "", DeliveryState.DUE


def mark(row: Delivery, now: datetime.datetime) -> None:
    """It was accepted: sent, even if it was dropped meanwhile. Unless another worker has taken it since."""
    with connection.cursor() as cursor:
        cursor.execute(SENT, [now, row.pk, row.attempts])


def settle(row: Delivery, state: str, **values) -> None:
    """What becomes of a row that was not sent, unless another worker has taken it or somebody dropped it since."""
    mine = Delivery.objects.filter(pk=row.pk, attempts=row.attempts, state=DeliveryState.SENDING)
    mine.update(state=state, **values)


def _for_good(refused: smtplib.SMTPRecipientsRefused) -> bool:
    return all(code >= 500 for code, _said in refused.recipients.values())


# ── the letter and the post ────────────────────────────────────────────────────────────────────────
def letter(row: Delivery) -> EmailMultiAlternatives:
    stop = unsubscribe_address(row)
    with can_be_stopped(stop):
        message: Message = KINDS[row.kind].render(row)
    headers = {
        "Message-ID": message_id(row),
        "Auto-Submitted": "auto-generated",
        **unsubscribe_headers(stop),
        **message.headers,
    }
    mail = EmailMultiAlternatives(message.subject, message.text, to=[row.to], headers=headers)
    for content, mimetype in [(message.html, "text/html"), *message.alternatives]:
        if content:
            mail.attach_alternative(content, mimetype)
    for attachment in message.attachments:
        mail.attach(*attachment)
    return mail


def message_id(row: Delivery) -> str:
    """The same for every try, and nothing can be read from it."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"delivery:{row.key}".encode(), "sha256").hex()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{digest[:40]}@{domain}>"


class Plainly(email.policy.Compat32):
    """Short headers of plain letters are written as they are; all others are folded and encoded as ever."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if isinstance(value, str) and value.isascii() and value.isprintable() and len(name) + len(value) < 76:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


def as_sent(mail: EmailMultiAlternatives) -> bytes:
    """The message as it travels."""
    written = io.BytesIO()
    email.generator.BytesGenerator(written, mangle_from_=False, policy=Plainly(linesep="\r\n")).flatten(mail.message())
    return written.getvalue()


@lru_cache(maxsize=4)
def _sender(address: str) -> str:
    """The bare address of the envelope."""
    return sanitize_address(parseaddr(address)[1], "utf-8")


class Post:
    """One connection to the mail server for many messages, opened at the first and renewed now and then."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.count = 0

    def send(self, mail: EmailMultiAlternatives) -> None:
        if self.connection is None or self.count >= PER_CONNECTION:
            self._open()
        try:
            self._hand_over(mail)
        except smtplib.SMTPResponseException:
            raise  # this message was not accepted; the connection is still good
        except (smtplib.SMTPException, OSError):
            self.close()
            raise
        self.count += 1

    def _hand_over(self, mail: EmailMultiAlternatives) -> None:
        """As Django's backend does, which takes addresses and headers apart anew for each message: half of the cost."""
        smtp = getattr(self.connection, "connection", None)
        if isinstance(smtp, smtplib.SMTP):
            people = [one if one.isascii() else sanitize_address(one, "utf-8") for one in mail.recipients()]
            smtp.sendmail(_sender(mail.from_email), people, as_sent(mail))
        else:
            mail.connection = self.connection
            mail.send()

    def _open(self) -> None:
        self.close()
        line = get_connection()
        try:
            line.open()
        except (smtplib.SMTPException, OSError) as error:
            raise NoPost(type(error).__name__) from None
        self.connection, self.count = line, 0

    def close(self) -> None:
        line, self.connection = self.connection, None
        if line is not None:
            line.close()
