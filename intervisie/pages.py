"""Django's pages behind an ASGI server: a bounded pool of threads, each keeping its own database connection.

Pages under Django's own ASGI handler cost up to four times the CPU; on threads of their own they cost what they cost
under WSGI. A thread is only taken once the whole request is here, and given back before the answer travels, so that
slow networks hold memory, not threads. When everything is taken for too long, the visitor is asked to come back in a
moment.

Of the threads a few only compute at once: Python lets one of them at a time, and eight that all want to take turns
hold each other and the streams up. Who waits for the disk (a commit) or takes longer than a moment (a query, a
document) steps aside for the next. A page that asks for what nobody waits for says so (`X-Calm`), and lets the others
go first.
"""

import asyncio
import contextlib
import heapq
import io
import itertools
import logging
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

from django.db import connections

from intervisie.common import metrics
from intervisie.common.aside import heard_by
from intervisie.common.http import LARGEST_BODY

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

WAIT_SECONDS = 10  # for a thread, before we say that we are busy
PATIENCE = 10  # for threads that still work when we stop
BODY_SECONDS = 30  # for the whole of a request to arrive
DRAINED = 40  # times the largest body: as far we listen to what is too large anyway, so that the answer is heard
WAITING_PER_THREAD = 25
AT_ONCE = 2  # one that computes, and one while it waits for the database
CALM = "HTTP_X_CALM"  # the header of what nobody waits for
CALM_WAITS = 2.0  # seconds that others may come before it
A_MOMENT = 0.05  # seconds; after that a request does not count among those at once

log = logging.getLogger(__name__)


class Gone(Exception):
    """The visitor left before the request was complete."""


class Turns:
    """A few at once, in the order they came in. What nobody waits for (`calm`) goes as if it came a little later."""

    def __init__(self, at_once: int) -> None:
        self.left = at_once
        self.queue: list[tuple[float, int, asyncio.Future[None]]] = []
        self.number = itertools.count()

    async def take(self, calm: bool) -> None:
        if self.left:
            self.left -= 1
            return
        loop = asyncio.get_running_loop()
        here: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self.queue, (loop.time() + (CALM_WAITS if calm else 0), next(self.number), here))
        try:
            await here
        except asyncio.CancelledError:
            if here.done() and not here.cancelled():  # it came just then
                self.give_back()
            raise

    def give_back(self) -> None:
        while self.queue:
            *_order, here = heapq.heappop(self.queue)
            if not here.done():
                return here.set_result(None)
        self.left += 1
        return None


class Turn:
    """One of the few at once, until it is over, waits for the disk or has taken a moment."""

    def __init__(self, turns: Turns) -> None:
        self.turns: Turns | None = turns
        self.loop = asyncio.get_running_loop()
        self.moment = self.loop.call_later(A_MOMENT, self.over)

    def step_aside(self) -> None:
        """From the thread that works. When the server is ending there is nobody to make room for."""
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.over)

    def over(self) -> None:
        self.moment.cancel()
        turns, self.turns = self.turns, None
        if turns is not None:
            turns.give_back()


class Pages:
    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self.application = application
        self.threads = threads
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.free = asyncio.Semaphore(threads)
        self.turns = Turns(AT_ONCE)
        self.waiting, self.most_waiting = 0, threads * WAITING_PER_THREAD
        metrics.THREADS.labels("all").set(threads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body, size = await read_body(receive)
        except Gone:
            return
        except TimeoutError:
            metrics.TURNED_AWAY.labels("slow").inc()
            await plain(send, 408, "Dit duurde te lang. · This took too long.")
        else:
            await self.answer(environ(scope, body) | {"CONTENT_LENGTH": str(size)}, send)

    async def answer(self, environ: dict[str, Any], send: Send) -> None:
        if not await self.take_thread(calm=CALM in environ):
            log.warning("pages: no thread free, %s waiting", self.waiting)
            metrics.TURNED_AWAY.labels("busy").inc()
            await plain(send, 503, "Het is even druk. · Busy for a moment.", (b"retry-after", b"2"))
            return
        turn = Turn(self.turns)
        try:
            with metrics.turn(metrics.THREADS, "busy"):
                loop = asyncio.get_running_loop()
                status, headers, content = await loop.run_in_executor(self.pool, self.call, environ, turn.step_aside)
        finally:
            turn.over()
            self.free.release()
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def take_thread(self, *, calm: bool = False) -> bool:
        if self.waiting >= self.most_waiting:
            return False
        self.waiting += 1
        try:
            with metrics.turn(metrics.THREADS, "wanted"):
                async with asyncio.timeout(WAIT_SECONDS):
                    await self.turns.take(calm)
                    await self._or_give_back(self.free.acquire())
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
        return True

    async def _or_give_back(self, thread: Awaitable[object]) -> None:
        try:
            await thread
        except BaseException:
            self.turns.give_back()
            raise

    def close(self) -> None:
        """Give back the database connections, each in the thread that holds it, and end the threads."""
        together = threading.Barrier(self.threads)

        def give_back() -> None:
            together.wait(PATIENCE)
            connections.close_all()

        for _ in range(self.threads):
            self.pool.submit(give_back)
        self.pool.shutdown(wait=True)

    def call(self, environ: dict[str, Any], aside: Callable[[], None]) -> Answer:
        """In a thread: one WSGI request from beginning to end. `aside` hears when it is about to wait for the disk."""
        with heard_by(aside):
            return self.run(environ)

    def run(self, environ: dict[str, Any]) -> Answer:
        started: list[Any] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], None]:
            started[:] = [
                int(status[:3]),
                [(name.lower().encode("latin1"), value.strip().encode("latin1")) for name, value in headers],
            ]
            return written.append

        written: list[bytes] = []
        chunks = self.application(environ, start_response)
        try:
            written.extend(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
        return started[0], started[1], b"".join(written)


async def read_body(receive: Receive) -> tuple[bytes, int]:
    """The whole request, and its size. Of what is larger than LARGEST_BODY only the size: the page says so in words."""
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= DRAINED * LARGEST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        size += len(message.get("body", b""))
        parts.append(message.get("body", b""))
        if size > LARGEST_BODY:
            parts.clear()
        more = message.get("more_body", False)
    return b"".join(parts) if size <= LARGEST_BODY else b"", size


def environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as WSGI knows it. Text is bytes in latin-1 clothes, as PEP 3333 wants it."""
    server, port = scope.get("server") or ("localhost", 80)
    values = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin1"),
        "QUERY_STRING": quote(scope["query_string"], safe="%&=+;/?:@!$'()*,-._~[]"),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return values | headers(scope["headers"])


def headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """`X_Forwarded_For` with underscores would become the same name as the true header: such headers are dropped."""
    found: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin1").upper().replace("-", "_")
        name = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        between = "; " if name == "HTTP_COOKIE" else ","
        value = raw_value.decode("latin1")
        found[name] = f"{found[name]}{between}{value}" if name in found else value
    return found


async def plain(send: Send, status: int, text: str, *extra: tuple[bytes, bytes]) -> None:
    """An answer that needs no thread, no database and no template."""
    content = text.encode()
    fixed = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    fixed += [(b"x-content-type-options", b"nosniff"), (b"content-security-policy", b"default-src 'none'")]
    fixed += [(b"content-length", str(len(content)).encode()), *extra]
    await send({"type": "http.response.start", "status": status, "headers": fixed})
    await send({"type": "http.response.body", "body": content})
