"""Telling the open pages that something changed: names with versions, after commit, never content.

Versions live in a hash per topic, start at a random number and rise by one. A page that reconnects compares them with
those it has seen and pulls only what is stale; after a restart of Valkey they start anew and everybody resyncs.

A dead Valkey never breaks a deed: the hint is lost, the failure is logged by name, and the hubs resync when it is back.
"""

import json
import logging
import secrets
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from intervisie.common.live.token import session_hash

log = logging.getLogger(__name__)

CHANNEL = "live:"  # + topic
EVERYWHERE = "*"
VERSIONS = "live:versions:"
PRESENCE = "live:presence:"
GONE = "live:gone:"  # when somebody closed their last page of a topic
GONE_SECONDS = 3 * 3600
VERSIONS_SECONDS = 2 * 24 * 3600  # longer than any evening
PATIENCE = 0.5  # seconds a page waits for Valkey at most
HINT, COUNT = "hint", "count"  # told at once; told at most once a second

# Versions and publication in one step: KEYS = versions of the topic; ARGV = channel, seconds, a random start, the word
# before the versions (hint or count), names.
RAISE = """
local seen = {}
for place = 5, #ARGV do
  local name = ARGV[place]
  if redis.call('HEXISTS', KEYS[1], name) == 0 then redis.call('HSET', KEYS[1], name, ARGV[3]) end
  seen[name] = redis.call('HINCRBY', KEYS[1], name, 1)
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('PUBLISH', ARGV[1], cjson.encode({[ARGV[4]] = seen}))
return redis.status_reply('OK')
"""


def poke(topic: str, *names: str) -> None:
    """Tell everybody on the topic, after commit, that these parts changed. Often in one transaction is one message."""
    _after_commit(Hint(topic, names))


def poke_count(topic: str, *names: str) -> None:
    """The same for what changes often and is only a number: told at most once a second, and the last one always."""
    _after_commit(Hint(topic, names, word=COUNT))


def kick(topic: str, user_id: Any = None, *, session_key: str | None = None) -> None:
    """End, after commit, the streams on the topic: of this person, of this browser session, or all of them.

    The topic "*" means everywhere. Who may still listen gets a new stream when the page asks for one.
    """
    _after_commit(Kick(topic, user_id, session_key))


class Hint:
    """One message about one topic, waiting for the commit."""

    def __init__(self, topic: str, names: Iterable[str], *, word: str = HINT) -> None:
        self.topic, self.names, self.word = topic, dict.fromkeys(str(name) for name in names), word

    def __call__(self) -> None:
        raise_versions(client(), self.topic, self.names, word=self.word)

    def absorb(self, other: object) -> bool:
        if not isinstance(other, Hint) or (other.topic, other.word) != (self.topic, self.word):
            return False
        self.names.update(other.names)
        return True


class Kick:
    def __init__(self, topic: str, user_id: Any, session_key: str | None) -> None:
        self.topic = topic
        self.who = {"user": str(user_id) if user_id else None, "session": session_hash(session_key)}

    def __call__(self) -> None:
        client().publish(CHANNEL + self.topic, json.dumps({"kick": self.who}))

    def absorb(self, other: object) -> bool:
        return isinstance(other, Kick) and (other.topic, other.who) == (self.topic, self.who)


class _Quietly:
    """What is registered with on_commit: tells, and swallows a Valkey that does not answer."""

    def __init__(self, message: Hint | Kick) -> None:
        self.message = message

    def __call__(self) -> None:
        try:
            self.message()
        except (RedisError, OSError) as error:
            log.warning("live: nobody was told: %s", type(error).__name__)


def _after_commit(message: Hint | Kick) -> None:
    # A message already waiting in this transaction takes the new one in. It is safe to join one that was registered
    # inside a savepoint: whenever Django drops that one, the savepoint it belongs to is rolled back with both deeds.
    if not any(waiting.absorb(message) for waiting in _waiting()):
        transaction.on_commit(_Quietly(message))


def _waiting() -> list[Hint | Kick]:
    return [
        call.message
        for _savepoints, call, _robust in transaction.get_connection().run_on_commit
        if isinstance(call, _Quietly)
    ]


def pending() -> dict[str, set[str]]:
    """What this transaction will tell: topic → names. For tests."""
    told: dict[str, set[str]] = {}
    for message in _waiting():
        if isinstance(message, Hint):
            told.setdefault(message.topic, set()).update(message.names)
    return told


def versions(topic: str) -> dict[str, int]:
    """What has changed how often on this topic. Read it before the data of the page, so that nothing falls between."""
    return _versions(_ask("hgetall", VERSIONS + topic))


def presence(topic: str) -> set[Any]:
    """The ids of the people who have this topic open now (to about half a minute), {} when Valkey is away."""
    return _present(_ask("hgetall", PRESENCE + topic))


def versions_and_presence(topic: str) -> tuple[dict[str, int], set[Any]]:
    """Both in one trip to Valkey, for what is asked with every pull."""
    told, here = _ask_all([VERSIONS + topic, PRESENCE + topic])
    return _versions(told), _present(here)


def _versions(told: dict[bytes, bytes]) -> dict[str, int]:
    return {name.decode(): int(version) for name, version in told.items()}


def _present(seen: dict[bytes, bytes]) -> set[Any]:
    now, to_python = time.time(), get_user_model()._meta.pk.to_python
    return {to_python(field.decode().partition("@")[0]) for field, until in seen.items() if float(until) > now}


def gone_since(topic: str, user_id: Any) -> datetime | None:
    """When this person's last page of the topic was closed or went silent; None while one is open, and when nobody
    knows."""
    if user_id in presence(topic):
        return None
    left = _ask("hget", GONE + topic, str(user_id))
    return datetime.fromtimestamp(float(left), UTC) if left else None


def raise_versions(client: Any, topic: str, names: Iterable[str], *, word: str = HINT) -> Any:
    """The script that raises and publishes; with an asynchronous client an awaitable."""
    start = secrets.randbelow(2**31)
    return client.eval(RAISE, 1, VERSIONS + topic, CHANNEL + topic, VERSIONS_SECONDS, start, word, *names)


def _ask(command: str, *key: str) -> Any:
    try:
        return getattr(client(), command)(*key)
    except (RedisError, OSError) as error:
        log.warning("live: not known: %s", type(error).__name__)
        return {}


def _ask_all(keys: list[str]) -> list[dict[bytes, bytes]]:
    try:
        together = client().pipeline(transaction=False)
        for key in keys:
            together.hgetall(key)
        return together.execute()
    except (RedisError, OSError) as error:
        log.warning("live: not known: %s", type(error).__name__)
        return [{} for _key in keys]


def client() -> Redis:
    """One for the process, shared by its threads; short timeouts, one retry for a connection that went stale."""
    return _client(settings.REDIS_URL)


@lru_cache(maxsize=4)
def _client(url: str) -> Redis:
    return Redis.from_url(
        url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 1), max_connections=50
    )
