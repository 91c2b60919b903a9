"""The stream: a small ASGI application beside Django. GET /live/<kind>/<id>/?token=… and nothing else.

    app = LiveApp({"session": may_listen})      # may_listen(id, user_ids) → those who may, in one query
    app = LiveApp({"wall": ...}, screens={"wall": "cookie"})    # screens that are nobody's, and the cookie they bring

What a page hears (server-sent events; data is JSON):

    event: hello    {"step": 81, "people": 12}   all versions, first; null when they are not known: pull everything
    event: hint     {"step": 82}                 these changed
    event: resync   null                         something may be missed: pull everything, with jitter
    event: token    "…"                          a fresh token for the next opening of this stream
    event: gone     null                         no right any more: close, and load the page again
    : beat                                       every 15 seconds

A stream that ends without `gone` is to be opened again.
"""

import asyncio
import json
import random
import re
from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from intervisie.common.live import token
from intervisie.common.live.hub import Hub, Mailbox, Pace, Rights
from intervisie.common.live.token import Ticket

PATH = re.compile(r"^/live/(?P<kind>[a-z]+)/(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/$")
PER_PERSON = 20  # open streams of one person in one process
SLOW = 30.0  # seconds a browser may take to accept one write
FRESH = 30.0  # seconds between fresh tokens

HEADERS = {
    "cache-control": "no-store, no-transform",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "referrer-policy": "same-origin",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Answer(Exception):
    """No stream: this status instead."""

    def __init__(self, status: int, **headers: str) -> None:
        self.status, self.headers = status, headers
        super().__init__(status)


class LiveApp:
    """The ASGI application; `rights` per kind of listener. `close()` ends every stream cleanly at once."""

    def __init__(
        self,
        rights: dict[str, Rights],
        *,
        screens: Mapping[str, str] | None = None,
        pace: Pace | None = None,
        url: str = "",
    ) -> None:
        self.hub, self.screens = Hub(rights, pace=pace, url=url), dict(screens or {})

    def close(self) -> None:
        self.hub.close()

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']} has no place here")
        try:
            ticket, session_key = await self._door(scope)
        except Answer as answer:
            await refuse(send, answer)
            return
        await Stream(self.hub, ticket, session_key, send).run(receive)

    async def _door(self, scope) -> tuple[Ticket, str]:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        _check_host(headers)
        found = PATH.match(scope["path"])
        if not found or found["kind"] not in self.hub.rights:
            raise Answer(404)
        if scope["method"] != "GET":
            raise Answer(405, allow="GET")
        if self.hub.closing:
            raise Answer(503, **{"retry-after": "2"})
        key = _key(headers, self.screens.get(found["kind"], settings.SESSION_COOKIE_NAME))
        return await self._admit((found["kind"], found["id"]), _first(scope["query_string"], "token"), key)

    async def _admit(self, asked: tuple[str, str], signed: str, session_key: str) -> tuple[Ticket, str]:
        ticket = token.read(signed)
        if ticket is None or (ticket.kind, ticket.identity) != asked or not session_key:
            raise Answer(403)
        if sum(box.ticket.user_id == ticket.user_id for box in self.hub.everybody()) >= PER_PERSON:
            raise Answer(429, **{"retry-after": "30"})
        try:
            admitted = await self.hub.admit(ticket, session_key)
        except Exception:  # the database is away: say so, and come back
            raise Answer(503, **{"retry-after": "5"}) from None
        if not admitted:
            raise Answer(403)
        return ticket, session_key


class Stream:
    """One open stream: says what its mailbox holds until somebody ends it."""

    def __init__(self, hub: Hub, ticket: Ticket, session_key: str, send) -> None:
        self.hub, self.ticket, self.session_key, self._send = hub, ticket, session_key, send
        self.ends = _now() + hub.pace.life * random.uniform(0.8, 1.2)  # noqa: S311 (spreads load, guards nothing)
        self.fresh = _now()

    async def run(self, receive) -> None:
        # The mailbox stands before the versions are read: what changes in between is heard, not lost.
        box = self.hub.enter(self.ticket, self.session_key)
        watch = asyncio.create_task(_until_gone(receive, box))
        try:
            await self._start()
            await self._talk(box)
            await self._finish(box)
        except (TimeoutError, OSError):
            pass  # the browser takes nothing more
        finally:
            watch.cancel()
            self.hub.leave(box)

    async def _start(self) -> None:
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), *_headers({})]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._say("retry: 2000\n\n" + event("hello", await self.hub.versions(self.ticket.topic)))

    async def _talk(self, box: Mailbox) -> None:
        while not box.closed:
            await box.wait(max(self.ends - _now(), 0.0))
            hints, resync, beat = box.take()
            parts = [event("hint", hints)] if hints else []
            parts += [event("resync", None)] if resync else []
            parts += [": beat\n\n", *self._fresh_token()] if beat else []
            if parts:
                await self._say("".join(parts))

    def _fresh_token(self) -> list[str]:
        if _now() - self.fresh < min(FRESH, self.hub.pace.beat * 2):
            return []
        self.fresh = _now()
        return [event("token", token.sign(self.ticket))]

    async def _finish(self, box: Mailbox) -> None:
        last = event(box.farewell, None) if box.farewell else ""
        await self._write({"type": "http.response.body", "body": last.encode(), "more_body": False})

    async def _say(self, text: str) -> None:
        await self._write({"type": "http.response.body", "body": text.encode(), "more_body": True})

    async def _write(self, message: dict) -> None:
        async with asyncio.timeout(SLOW):
            await self._send(message)


def event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


async def refuse(send, answer: Answer) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0"), *_headers(answer.headers)]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _headers(more: dict[str, str]) -> Iterable[tuple[bytes, bytes]]:
    hsts = {}
    if settings.SECURE_HSTS_SECONDS:
        hsts = {"strict-transport-security": f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"}
    return [(name.encode(), value.encode()) for name, value in {**HEADERS, **hsts, **more}.items()]


def _check_host(headers: dict[str, str]) -> None:
    """The same hosts as the pages, and only for our own pages: the browser says where the request comes from."""
    domain, _port = split_domain_port(headers.get("host", ""))
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        raise Answer(400)
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Answer(403)


def _key(headers: dict[str, str], name: str) -> str:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    key = cookie.value if cookie else ""
    return key if key.isalnum() and len(key) <= 40 else ""


def _first(query: bytes, name: str) -> str:
    try:
        return parse_qs(query.decode("ascii"), max_num_fields=5).get(name, [""])[0][:1000]
    except ValueError:
        return ""


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _until_gone(receive, box: Mailbox) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    box.close()
