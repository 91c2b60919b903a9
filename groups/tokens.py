"""The links we send to people who are not logged in.

An invitation's token is derived from its id, its round and the secret key: the mail can be written whenever its turn
comes, and the database holds only a digest. A new round makes every earlier link worthless. Each kind has a salt of its
own, so a link for one purpose opens nothing else.
"""

import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

REQUEST_AGE = timedelta(days=3)
INVITATION_AGE = timedelta(days=14)


def invitation_token(pk, round_number: int) -> str:
    """The secret part of the link in the mail; 43 letters that cannot be guessed."""
    value = f"{pk}:{round_number}"
    digest = salted_hmac("groups.invitation", value, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return signing.b64_encode(digest).decode()


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def request_token(pk) -> str:
    """Confirms the address of a request; good for three days."""
    return signing.dumps(str(pk), salt="groups.request")


def read_request_token(token: str) -> str | None:
    """The id of the request, or None when the link is false or old."""
    try:
        return signing.loads(token, salt="groups.request", max_age=REQUEST_AGE)
    except signing.BadSignature:
        return None


def unsubscribe_token(user_id: UUID, topic: str) -> str:
    """Ends one topic of mails for one person; never expires, because mails lie around, and can do nothing else."""
    return signing.Signer(salt="groups.unsubscribe", sep=".").sign(
        signing.b64_encode(user_id.bytes + topic.encode()).decode()
    )


def read_unsubscribe_token(token: str) -> tuple[UUID, str] | None:
    """Person and topic, or None when the link is not ours or was cut off."""
    try:
        signed = signing.Signer(salt="groups.unsubscribe", sep=".").unsign(token[:400])
        content = signing.b64_decode(signed.encode())
        return UUID(bytes=content[:16]), content[16:].decode()
    except (signing.BadSignature, ValueError):
        return None


def role_token(pk, round_number: int) -> str:
    """The secret part of the link that asks somebody to coach or coordinate; derived as that of an invitation is."""
    value = f"{pk}:{round_number}"
    digest = salted_hmac("groups.role", value, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return signing.b64_encode(digest).decode()
