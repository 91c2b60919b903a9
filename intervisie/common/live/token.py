"""The token with which a page opens its stream: who, which topic, which browser session; good for a minute.

The page was fetched through its door, so the token says that this person stood inside a moment ago. The cookie must
still come along, and the hub asks again at every heartbeat.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest

SECONDS = 60
SALT = "intervisie.live.stream"


@dataclass(frozen=True)
class Ticket:
    topic: str
    user_id: str
    session: str  # hash of the browser session's key


def stream_token(*, topic: str, user: Any, request: HttpRequest) -> str:
    """A signed token for `topic` ("session:<uuid>"), good for 60 seconds and only with this browser session."""
    return sign(Ticket(topic, str(user.pk), session_hash(request.session.session_key)))


def stream_url(*, topic: str, user: Any, request: HttpRequest) -> str:
    """The address to put into `data-live-url`."""
    kind, _colon, identity = topic.partition(":")
    return f"/live/{kind}/{identity}/?token={stream_token(topic=topic, user=user, request=request)}"


def sign(ticket: Ticket) -> str:
    return signing.dumps([ticket.topic, ticket.user_id, ticket.session], salt=SALT)


def read(token: str) -> Ticket | None:
    """The ticket, or None when it is forged or older than a minute."""
    try:
        topic, user_id, session = signing.loads(token, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(topic, user_id, session)


def session_hash(session_key: str | None) -> str:
    return hashlib.sha256(f"{SALT}:{session_key}".encode()).hexdigest()[:32] if session_key else ""
