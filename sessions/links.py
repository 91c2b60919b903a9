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
    return _sign(RSVP, session_id.bytes + user_id.bytes + sequence.to_bytes(4))


def read_rsvp(token: str) -> tuple[UUID, UUID, int]:
    """Session, person and the sequence of the plan that the mail spoke of. Raises BadLink."""
    found = _read(token, RSVP, 36)
    return UUID(bytes=found[:16]), UUID(bytes=found[16:32]), int.from_bytes(found[32:])


def feed_token(user_id: UUID, nonce: UUID) -> str:
    return _sign(FEED, user_id.bytes + nonce.bytes)


def read_feed(token: str) -> tuple[UUID, UUID]:
    """Person and nonce. Raises BadLink."""
    found = _read(token, FEED, 32)
    return UUID(bytes=found[:16]), UUID(bytes=found[16:])


def rsvp_path(session, user_id: UUID) -> str:
    return reverse("rsvp", args=[rsvp_token(session.pk, user_id, session.sequence)])


def feed_path(feed) -> str:
    return reverse("feed_ics", args=[feed_token(feed.user_id, feed.nonce)])


def _sign(salt: str, content: bytes) -> str:
    return signing.Signer(salt=salt, sep=".").sign(signing.b64_encode(content).decode())


def _read(token: str, salt: str, size: int) -> bytes:
    try:
        if len(token) > LONGEST:
            raise BadLink
        found = signing.b64_decode(signing.Signer(salt=salt, sep=".").unsign(token).encode())
    except (signing.BadSignature, ValueError):
        raise BadLink from None
    if len(found) != size:
        raise BadLink
    return found
