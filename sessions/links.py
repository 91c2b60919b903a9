"""Addresses that work without logging in: signed, one salt per kind, and refused in words when they no longer hold.

They stand in mails and calendars, so their paths are scrubbed from access logs. An RSVP link names one person and one
session and can do nothing but answer for that person. A feed address is signed over a nonce that its owner can renew.
"""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.urls import reverse

RSVP, FEED = "sessions.rsvp", "sessions.feed"
LONGEST = 400  # characters of a token; longer ones are not looked at


class BadLink(Exception):
    """Not signed by us, cut off, or of another kind."""


def rsvp_token(session_id: UUID, user_id: UUID, sequence: int) -> str:
    return signing.dumps([session_id.hex, user_id.hex, sequence], salt=RSVP)


def read_rsvp(token: str) -> tuple[UUID, UUID, int]:
    """Session, person and the sequence of the plan that the mail spoke of. Raises BadLink."""
    session, user, sequence = _read(token, RSVP, 3)
    return UUID(session), UUID(user), int(sequence)


def feed_token(user_id: UUID, nonce: UUID) -> str:
    return signing.dumps([user_id.hex, nonce.hex], salt=FEED)


def read_feed(token: str) -> tuple[UUID, UUID]:
    """Person and nonce. Raises BadLink."""
    user, nonce = _read(token, FEED, 2)
    return UUID(user), UUID(nonce)


def rsvp_path(session, user_id: UUID) -> str:
    return reverse("rsvp", args=[rsvp_token(session.pk, user_id, session.sequence)])


def feed_path(feed) -> str:
    return reverse("feed_ics", args=[feed_token(feed.user_id, feed.nonce)])


def _read(token: str, salt: str, parts: int) -> list:
    try:
        if len(token) > LONGEST:
            raise signing.BadSignature
        found = signing.loads(token, salt=salt)
    except signing.BadSignature:
        raise BadLink from None
    if not isinstance(found, list) or len(found) != parts:
        raise BadLink
    return found
