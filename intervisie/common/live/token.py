"""The token with which a page opens its stream: who, which topic, which browser session; good for a minute.

The page was fetched through its door, so the token says that this person stood inside a moment ago. The cookie must
still come along, and the hub asks again at every heartbeat. A screen that is nobody's has a secret of its own instead
of a login, and listens at an address of its own kind; it is no person, so it is never counted as present.
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
    user_id: str  # of a screen that is nobody's: the id of that screen
    session: str  # hash of the browser session's key, or of the screen's own secret
    screen: str = ""  # the kind of such a screen, say "wall"

    @property
    def kind(self) -> str:
        """Whose rights are asked: those of people on this kind of topic, or those of such screens."""
        return self.screen or self.topic.partition(":")[0]

    @property
    def identity(self) -> str:
        return self.topic.partition(":")[2]


def stream_token(*, topic: str, user: Any, request: HttpRequest) -> str:
    """A signed token for `topic` ("session:<uuid>"), good for 60 seconds and only with this browser session."""
    return sign(Ticket(topic, str(user.pk), session_hash(request.session.session_key)))


def stream_url(*, topic: str, user: Any, request: HttpRequest) -> str:
    """The address to put into `data-live-url`."""
    kind, _colon, identity = topic.partition(":")
    return f"/live/{kind}/{identity}/?token={stream_token(topic=topic, user=user, request=request)}"


def screen_url(kind: str, *, topic: str, pk: Any, secret: str) -> str:
    """The same for a screen that is nobody's: it hears the topic, at an address of its own kind."""
    ticket = Ticket(topic, str(pk), session_hash(secret), kind)
    return f"/live/{kind}/{ticket.identity}/?token={sign(ticket)}"


def sign(ticket: Ticket) -> str:
    return signing.dumps([ticket.topic, ticket.user_id, ticket.session, ticket.screen], salt=SALT)


def read(token: str) -> Ticket | None:
    """The ticket, or None when it is forged or older than a minute."""
    try:
        return Ticket(*signing.loads(token, salt=SALT, max_age=SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def session_hash(session_key: str | None) -> str:
    return hashlib.sha256(f"{SALT}:{session_key}".encode()).hexdigest()[:32] if session_key else ""
