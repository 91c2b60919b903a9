"""Hint, then pull. The only package that knows Valkey's pub/sub.

Actions `poke` a topic with the names of what changed; every open page hears the name and fetches that part again by an
ordinary, authorised GET. No content travels here.

    hints.py   poke, kick, versions, presence: the synchronous side, for actions and pages
    token.py   the short-lived token with which a page opens its stream
    hub.py     one subscription per process, and a mailbox per open stream
    together.py  what many ask in the same moment is asked once
    stream.py  the ASGI application that answers GET /live/<kind>/<id>/
"""

from intervisie.common.live.hints import (
    Hint,
    Kick,
    gone_since,
    kick,
    pending,
    poke,
    poke_count,
    presence,
    versions,
    versions_and_presence,
)
from intervisie.common.live.hub import Hub
from intervisie.common.live.stream import LiveApp
from intervisie.common.live.token import screen_url, stream_token, stream_url

__all__ = [
    "Hint",
    "Hub",
    "Kick",
    "LiveApp",
    "gone_since",
    "kick",
    "pending",
    "poke",
    "poke_count",
    "presence",
    "screen_url",
    "stream_token",
    "stream_url",
    "versions",
    "versions_and_presence",
]
