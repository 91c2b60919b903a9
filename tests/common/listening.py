"""A browser's half of a stream, on the ASGI interface itself, and a Valkey that can be stopped and started."""

import asyncio
import json
import subprocess
import time
from contextlib import asynccontextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.test import Client, RequestFactory
from redis import Redis, RedisError

from groups.models import Membership
from intervisie.common.live import LiveApp, poke, stream_url
from intervisie.common.live.hub import Pace
from intervisie.dev.servers import _valkey_binary

QUICK = Pace(beat=0.2, life=30, retry_least=0.05, retry_most=0.2)
CALM = Pace(beat=60, life=600, retry_least=0.05, retry_most=0.2)


def members(group_id, user_ids):
    """The rights of these tests: who is in the group now. One query."""
    here = Membership.objects.filter(group_id=group_id, user_id__in=user_ids, until=None)
    return here.values_list("user_id", flat=True)


def cookie(session_key):
    return f"{settings.SESSION_COOKIE_NAME}={session_key}"


class Browser:
    """Somebody logged in, with the address of a stream as their page would have it."""

    def __init__(self, user, group):
        self.user, self.topic, self.client = user, f"group:{group.pk}", Client()
        self.client.force_login(user)
        self.session_key = self.client.session.session_key
        self.url = self.address()

    def address(self):
        request = RequestFactory().get("/")
        request.session = self.client.session
        return stream_url(topic=self.topic, user=self.user, request=request)

    def scope(self, **more):
        path, _mark, query = more.pop("url", self.url).partition("?")
        headers = {
            "host": "localhost:8000",
            "cookie": cookie(self.session_key),
            **more.pop("headers", {}),
        }
        pairs = [(name.encode(), value.encode()) for name, value in headers.items() if value is not None]
        return {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": pairs,
            **more,
        }


class Heard:
    """What one stream said so far."""

    def __init__(self, app, scope):
        self.app, self.scope = app, scope
        self.status, self.headers, self.ended = None, {}, False
        self.events, self.beats = [], 0
        self._news, self._gone = asyncio.Event(), asyncio.Event()
        self.deaf = asyncio.Event()  # cleared: the browser takes nothing
        self.deaf.set()
        self.task = asyncio.create_task(app(scope, self._receive, self._send))

    async def _receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        await self.deaf.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self._read(message["body"].decode())
            self.ended = not message["more_body"]
        self._news.set()

    def _read(self, text):
        for block in filter(None, text.split("\n\n")):
            lines = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
            if "event" in lines:
                self.events.append((lines["event"], json.loads(lines["data"])))
            self.beats += block == ": beat"

    def names(self):
        return [name for name, _data in self.events]

    def hints(self):
        told = {}
        for name, data in self.events:
            told |= data if name == "hint" else {}
        return told

    async def until(self, true, seconds=5.0):
        async with asyncio.timeout(seconds):
            while not true(self):
                self._news.clear()
                await self._news.wait()
        return self

    async def hang_up(self):
        self._gone.set()
        await asyncio.wait_for(self.task, 5)


@asynccontextmanager
async def live(*, pace=CALM, rights=members, url=""):
    """The application; ended at the end."""
    app = LiveApp({"group": rights}, pace=pace, url=url)
    streams = []

    def listen(browser, **more):
        streams.append(Heard(app, browser.scope(**more)))
        return streams[-1]

    app.listen = listen
    try:
        yield app
    finally:
        app.close()
        for one in streams:
            one.deaf.set()
        await asyncio.wait_for(asyncio.gather(*(one.task for one in streams)), 5)
        await asyncio.wait_for(app.hub.closed(), 5)


async def opened(app, browser, **more):
    """A stream that has said hello, on a hub that hears."""
    heard = await app.listen(browser, **more).until(lambda one: one.ended or "hello" in one.names())
    async with asyncio.timeout(5):
        while heard.status == 200 and not app.hub.hearing:
            await asyncio.sleep(0.01)
    return heard


async def elsewhere(deed, *arguments, **more):
    """Do something as a page does: on another thread, which gives its database connection back."""

    def done():
        try:
            return deed(*arguments, **more)
        finally:
            connections.close_all()

    return await asyncio.to_thread(done)


async def poked(topic, *names):
    await elsewhere(poke, topic, *names)


class OwnValkey:
    """A Valkey of its own, always at the same address."""

    def __init__(self, folder: Path):
        self.socket, self.process = folder / "v.sock", None
        self.url = f"unix://{self.socket}"

    def start(self):
        quiet = ["--save", "", "--loglevel", "warning"]
        command = [_valkey_binary(), "--port", "0", "--unixsocket", self.socket, "--dir", self.socket.parent, *quiet]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 5
        while time.monotonic() < until:
            try:
                return Redis.from_url(self.url).ping()
            except (RedisError, OSError):
                time.sleep(0.01)
        raise AssertionError("Valkey did not start")

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
