"""One subscription per process, and a mailbox per open stream.

The hub hears every topic, puts names into the mailboxes of those who have that topic open, and at each heartbeat asks
whether they still may listen: per topic in one query, on two threads of its own, which give their database connection
back after each question. It lives in the event loop that opened the first stream.
"""

import asyncio
import itertools
import json
import logging
import random
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone
from redis.asyncio import Redis
from redis.exceptions import RedisError

from intervisie.common import metrics
from intervisie.common.live import hints
from intervisie.common.live.together import Together
from intervisie.common.live.token import Ticket, session_hash

log = logging.getLogger(__name__)

# (id of the thing, ids of users or of screens) → those of them who may listen. One query; runs on a thread of the hub.
Rights = Callable[[str, Collection[str]], Iterable[Any]]

ROOM = 64  # names that wait in a mailbox; more than that is a resync
HERE_FOR = 2.7  # heartbeats after which somebody counts as gone
ARRIVALS = "presence"  # the hint when somebody came or went
A_MOMENT = 0.05  # seconds; who comes within it is told together
GRACE = 4.0  # seconds in which a reload is not a departure


class Mailbox:
    """What one open stream still has to say: at most one version per name, so a slow browser costs nothing."""

    def __init__(self, ticket: Ticket, session_key: str) -> None:
        self.ticket, self.session_key = ticket, session_key
        self.hints: dict[str, int] = {}
        self.resync = self.beat = self.closed = False
        self.farewell = ""
        self._news = asyncio.Event()

    def hint(self, versions: dict[str, int]) -> None:
        self.hints.update(versions)
        if len(self.hints) > ROOM:
            self.hints.clear()
            self.resync = True
        self._news.set()

    def stale(self) -> None:
        self.hints.clear()
        self.resync = True
        self._news.set()

    def tick(self) -> None:
        self.beat = True
        self._news.set()

    def close(self, farewell: str = "") -> None:
        """End the stream; `farewell` tells the page why: "gone" (no right any more) or "" (come back)."""
        self.closed, self.farewell = True, self.farewell or farewell
        self._news.set()

    async def wait(self, seconds: float) -> None:
        """Until there is something to say, or the time is over."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            self.close()
        self._news.clear()

    def take(self) -> tuple[dict[str, int], bool, bool]:
        """What there is to say: hints, resync, heartbeat; and an empty mailbox."""
        told = self.hints, self.resync, self.beat
        self.hints, self.resync, self.beat = {}, False, False
        return told


@dataclass(frozen=True)
class Pace:
    """Seconds. Tests make them short."""

    beat: float = 15.0
    life: float = 600.0  # a stream lives about so long; the page then opens a new one
    retry_least: float = 0.2
    retry_most: float = 5.0
    count: float = 1.0  # what is only a number is told so often


class Hub:
    def __init__(self, rights: dict[str, Rights], *, pace: Pace | None = None, url: str = "") -> None:
        self.rights, self.pace, self.url = rights, pace or Pace(), url or settings.REDIS_URL
        self.name = uuid.uuid4().hex[:8]
        self.boxes: dict[str, set[Mailbox]] = defaultdict(set)
        self.closing = False
        self.hearing = False  # the subscription stands
        self._counting: dict[str, dict[str, int]] = {}  # topic → what was counted since it was last told
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task] = set()
        self._redis: Redis | None = None
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="live-rights")
        self._admitting = Together(partial(self._ask, self._may_enter), soon=self._soon)
        self._arriving = Together(self._arrived, soon=self._soon, pause=A_MOMENT)

    # ── streams come and go ──
    async def admit(self, ticket: Ticket, session_key: str) -> bool:
        """May this person open a stream: the browser session stands, is theirs, and the topic lets them in."""
        if session_hash(session_key) != ticket.session:
            return False
        return await self._admitting((ticket, session_key))

    def enter(self, ticket: Ticket, session_key: str) -> Mailbox:
        self._start()
        box = Mailbox(ticket, session_key)
        first = not self._has(ticket)
        self.boxes[ticket.topic].add(box)
        metrics.STREAMS.labels(ticket.kind).inc()
        if first and not ticket.screen:
            self._arriving(ticket)
        return box

    def leave(self, box: Mailbox) -> None:
        topic = box.ticket.topic
        self.boxes[topic].discard(box)
        metrics.STREAMS.labels(box.ticket.kind).dec()
        if not self.boxes[topic]:
            del self.boxes[topic]
        if not (self.closing or box.ticket.screen or self._has(box.ticket)):
            self._soon(self._left(box.ticket))

    def _has(self, ticket: Ticket) -> bool:
        return any(box.ticket.user_id == ticket.user_id for box in self.boxes.get(ticket.topic, ()))

    async def versions(self, topic: str) -> dict[str, int] | None:
        """All versions of the topic; None when Valkey does not say."""
        try:
            seen = await self._client().hgetall(hints.VERSIONS + topic)
        except (RedisError, OSError):
            return None
        return {name.decode(): int(version) for name, version in seen.items()}

    def everybody(self) -> list[Mailbox]:
        return [box for boxes in self.boxes.values() for box in boxes]

    def close(self) -> None:
        """End every stream cleanly, now. Safe to call from a signal handler or another thread."""
        self.closing = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._shut)

    def _shut(self) -> None:
        for box in self.everybody():
            box.close()
        for task in list(self._tasks):
            task.cancel()
        if self._redis is not None:
            self._soon(self._redis.aclose())
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def closed(self) -> None:
        """Wait, after `close`, until nothing of the hub runs any more."""
        await asyncio.sleep(0)
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    # ── its own life ──
    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._redis = loop, None
            self._soon(self._listen())
            self._soon(self._beats())

    def _soon(self, doing) -> asyncio.Task:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _client(self) -> Redis:
        if self._redis is None:
            self._redis = Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2)
        return self._redis

    async def _listen(self) -> None:
        """Hear everything, for ever. Each time the connection comes back everybody resyncs: something may be missed."""
        pause = self.pace.retry_least
        while not self.closing:
            try:
                async with self._ear() as redis, redis.pubsub(ignore_subscribe_messages=True) as heard:
                    await heard.psubscribe(hints.CHANNEL + "*")
                    self._back()
                    pause = self.pace.retry_least
                    await self._hear(heard)
            except (RedisError, OSError) as error:
                log.warning("live: Valkey is away: %s", type(error).__name__)
            self.hearing = False
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 (spreads load, guards nothing)
            pause = min(pause * 2, self.pace.retry_most)

    def _ear(self) -> Redis:
        return Redis.from_url(self.url, socket_timeout=None, socket_connect_timeout=2, health_check_interval=10)

    def _back(self) -> None:
        self.hearing = True
        for box in self.everybody():
            box.stale()

    async def _hear(self, heard) -> None:
        while not self.closing:
            message = await heard.get_message(timeout=10)
            if message is None:
                await heard.ping()  # a half-open connection shows itself here
            elif message["type"] == "pmessage":
                self._deliver(message["channel"].decode().removeprefix(hints.CHANNEL), message["data"])

    def _deliver(self, topic: str, data: bytes) -> None:
        said = json.loads(data)
        boxes = self.everybody() if topic == hints.EVERYWHERE else list(self.boxes.get(topic, ()))
        if hints.COUNT in said:
            self._count(topic, said[hints.COUNT])
        for box in boxes:
            if hints.HINT in said:
                box.hint(said[hints.HINT])
            elif "kick" in said and _meant(box, said["kick"]):
                box.close("gone")

    def _count(self, topic: str, versions: dict[str, int]) -> None:
        """The first at once, and those of the second after it together when that is over."""
        if topic in self._counting:
            self._counting[topic].update(versions)
            return
        self._counting[topic] = {}
        for box in self.boxes.get(topic, ()):
            box.hint(versions)
        asyncio.get_running_loop().call_later(self.pace.count, self._counted, topic)

    def _counted(self, topic: str) -> None:
        if versions := self._counting.pop(topic):
            self._count(topic, versions)

    # ── heartbeats ──
    async def _beats(self) -> None:
        """Each topic once in a beat, spread over it: all at one moment would make every page wait."""
        shares = max(1, round(self.pace.beat))
        asking: dict[int, asyncio.Task] = {}
        for turn in itertools.cycle(range(shares)):
            await asyncio.sleep(self.pace.beat / shares)
            if self.closing:
                return
            due = {topic: list(boxes) for topic, boxes in self.boxes.items() if hash(topic) % shares == turn}
            for box in itertools.chain.from_iterable(due.values()):
                box.tick()
            if turn not in asking or asking[turn].done():  # else the database lets the last one wait still
                asking[turn] = self._soon(self._beat(due))

    async def _beat(self, due: Mapping[str, Collection[Mailbox]]) -> None:
        try:
            await self._remember(due)
            await self._check(itertools.chain.from_iterable(due.values()))
        except Exception as error:  # a database that is away for a moment ends no streams; they end by age
            log.warning("live: rights not checked: %s", type(error).__name__)

    async def _check(self, boxes: Iterable[Mailbox]) -> None:
        asked = list(boxes)
        if not asked:
            return
        lost = await self._ask(self._without_rights, asked)
        for box in lost:
            box.close("gone")

    async def _ask(self, question: Callable, *about) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_connection, question, *about)

    def _may_enter(self, knocking: list[tuple[Ticket, str]]) -> list[bool]:
        sessions = Session.objects.filter(
            session_key__in={session_key for _ticket, session_key in knocking}, expire_date__gt=timezone.now()
        )
        owners = {session.session_key: session.get_decoded().get("_auth_user_id") for session in sessions}
        own = [ticket.screen or owners.get(session_key) == ticket.user_id for ticket, session_key in knocking]
        may = self._who_may(ticket for (ticket, _key), is_own in zip(knocking, own, strict=True) if is_own)
        return [bool(is_own) and ticket in may for (ticket, _key), is_own in zip(knocking, own, strict=True)]

    def _without_rights(self, asked: list[Mailbox]) -> list[Mailbox]:
        may = self._who_may(box.ticket for box in asked)
        stands = _standing({box.session_key for box in asked if not box.ticket.screen})
        return [box for box in asked if box.ticket not in may or not (box.ticket.screen or box.session_key in stands)]

    def _who_may(self, tickets: Iterable[Ticket]) -> set[Ticket]:
        """Those that still open. One query per thing and kind of listener; a screen stands as long as its row does."""
        about: dict[tuple[str, str], set[Ticket]] = defaultdict(set)
        for ticket in tickets:
            about[ticket.kind, ticket.identity].add(ticket)
        return {ticket for thing, held in about.items() for ticket in self._entitled(*thing, held)}

    def _entitled(self, kind: str, identity: str, held: set[Ticket]) -> set[Ticket]:
        may = {str(one) for one in self.rights[kind](identity, {ticket.user_id for ticket in held})}
        return {ticket for ticket in held if ticket.user_id in may}

    # ── presence ──
    async def _arrived(self, tickets: list[Ticket]) -> list[None]:
        """Write them all down, and tell each topic once that somebody came."""
        here: dict[str, list[Ticket]] = defaultdict(list)
        for ticket in tickets:
            here[ticket.topic].append(ticket)
        for topic, new in (await self._remember(here)).items():
            if new:
                await self._tell(topic)
        return [None] * len(tickets)

    async def _left(self, ticket: Ticket) -> None:
        await asyncio.sleep(GRACE if self.pace.beat > GRACE else self.pace.beat)
        if self.closing or self._has(ticket):
            return
        try:
            await self._forget(ticket)
        except (RedisError, OSError):
            return
        await self._tell(ticket.topic)

    async def _forget(self, ticket: Ticket) -> None:
        """No longer here, and since when."""
        gone = hints.GONE + ticket.topic
        pipe = self._client().pipeline(transaction=False)
        pipe.hdel(hints.PRESENCE + ticket.topic, self._field(ticket.user_id))
        pipe.hset(gone, str(ticket.user_id), str(time.time()))
        pipe.expire(gone, hints.GONE_SECONDS)
        await pipe.execute()

    async def _remember(self, here: Mapping[str, Iterable[Any]]) -> dict[str, int]:
        """Write down who is here until a little after the next heartbeat; per topic how many were not here before."""
        seconds = self.pace.beat * HERE_FOR
        pipe, topics = self._client().pipeline(transaction=False), list[str]()
        for topic, boxes in here.items():
            tickets = {getattr(box, "ticket", box) for box in boxes}
            if users := {ticket.user_id for ticket in tickets if not ticket.screen}:
                pipe.hset(hints.PRESENCE + topic, mapping={self._field(user): time.time() + seconds for user in users})
                pipe.expire(hints.PRESENCE + topic, int(seconds) + 1)
                pipe.hdel(hints.GONE + topic, *(str(user) for user in users))
                topics.append(topic)
        try:
            return dict(zip(topics, (await pipe.execute())[::3], strict=True))
        except (RedisError, OSError):
            return {}

    async def _tell(self, topic: str) -> None:
        try:
            await hints.raise_versions(self._client(), topic, [ARRIVALS])
        except (RedisError, OSError) as error:
            log.warning("live: nobody was told: %s", type(error).__name__)

    def _field(self, user_id: str) -> str:
        return f"{user_id}@{self.name}"


def _meant(box: Mailbox, who: dict[str, str | None]) -> bool:
    return who["user"] in (None, box.ticket.user_id) and who["session"] in (None, "", box.ticket.session)


def _standing(session_keys: set[str]) -> set[str]:
    """Those browser sessions that still exist: who logs out, or is logged out, loses the stream."""
    rows = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))


def _with_connection(question: Callable, *about) -> Any:
    try:
        return question(*about)
    finally:
        connections.close_all()  # no stream and no hub holds a database connection while it waits
