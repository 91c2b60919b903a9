"""Thousands of open pages in a process of their own. Reads orders, a line of JSON each, and answers in the same way.

    {"open": [[port, path, cookie], …], "name": "ours"}   opens them; answers when all have said hello
    {"heard": "ours"}        what came since it was last asked: [[stream, moment, {name: version}], …]
    {"fresh": "ours", "paths": [...]}   addresses to come back to, should the streams end
    {"back": "ours"}         answers when all stand again: the moment the last one did, and how many had ended
    {"resynced": "ours"}     answers when all were told to resync: that moment

Moments are those of time.monotonic(), which all processes of a machine share.
"""

import asyncio
import json
import random
import re
import resource
import sys
import time
from typing import Any

from bench._process import HOST

EVENT = re.compile(rb"event: (\w+)\ndata: (.*)\n\n")
AT_ONCE = 200  # openings under way, as many as a room full of browsers makes


class Page(asyncio.Protocol):
    """One browser tab: opens the stream, keeps what it hears, and comes back when it ends, as live.js does."""

    def __init__(self, crowd: "Crowd", number: int, port: int, path: str, cookie: str) -> None:
        self.crowd, self.number, self.port, self.path, self.cookie = crowd, number, port, path, cookie
        self.buffer, self.tries, self.stands = b"", 0, False
        self.transport: Any = None

    async def open(self) -> None:
        self.buffer = b""
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.port)
        except OSError:
            self.later()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        ask = f"GET {self.path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {self.cookie}\r\nX-Forwarded-Proto: https\r\n\r\n"
        transport.write(ask.encode())

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self.buffer += data
        end = 0
        for found in EVENT.finditer(self.buffer):
            self.hear(now, found[1], found[2])
            end = found.end()
        self.buffer = self.buffer[end:][-2000:]

    def hear(self, now: float, name: bytes, data: bytes) -> None:
        if name == b"hint":
            self.crowd.heard.append((self.number, now, json.loads(data)))
        elif name == b"hello":
            self.stands, self.tries = True, 0
            self.crowd.stands(now)
        elif name == b"resync":
            self.crowd.resynced.add(self.number)
            self.crowd.stands(now)

    def connection_lost(self, error: Exception | None) -> None:
        self.crowd.ended += self.stands
        self.stands = False
        self.later()

    def later(self) -> None:
        wait = min(30.0, 1.5**self.tries) * random.uniform(0.5, 1.0)  # noqa: S311 (spreads load, guards nothing)
        self.tries += 1
        asyncio.get_running_loop().call_later(wait, lambda: self.crowd.soon(self.open()))


class Crowd:
    """All pages of one server."""

    def __init__(self, pages: list[list[Any]]) -> None:
        self.heard: list[tuple[int, float, dict[str, int]]] = []
        self.resynced: set[int] = set()
        self.ended, self.moment = 0, 0.0
        self.news = asyncio.Event()
        self.tasks: set[asyncio.Task[None]] = set()
        self.pages = [Page(self, number, *page) for number, page in enumerate(pages)]

    def soon(self, doing: Any) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def stands(self, now: float) -> None:
        self.moment = now
        self.news.set()

    async def open(self) -> None:
        for start in range(0, len(self.pages), AT_ONCE):
            await asyncio.gather(*(page.open() for page in self.pages[start : start + AT_ONCE]))
        await self.until(lambda: all(page.stands for page in self.pages))

    async def until(self, true: Any) -> None:
        async with asyncio.timeout(60):
            while not true():
                self.news.clear()
                await self.news.wait()


async def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    reader = asyncio.StreamReader(limit=2**26)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    crowds: dict[str, Crowd] = {}
    while line := await reader.readline():
        answer = await obey(crowds, json.loads(line))
        print(json.dumps(answer), flush=True)


async def obey(crowds: dict[str, Crowd], order: dict[str, Any]) -> Any:
    match order:
        case {"open": pages, "name": name}:
            crowds[name] = Crowd(pages)
            await crowds[name].open()
        case {"heard": name}:
            heard, crowds[name].heard = crowds[name].heard, []
            return heard
        case {"fresh": name, "paths": paths}:
            crowds[name].ended, crowds[name].resynced = 0, set()
            for page, path in zip(crowds[name].pages, paths, strict=True):
                page.path = path
        case {"back": name}:
            crowd = crowds[name]
            await crowd.until(lambda: crowd.ended >= len(crowd.pages) and all(page.stands for page in crowd.pages))
            return [crowd.moment, crowd.ended]
        case {"resynced": name}:
            crowd = crowds[name]
            await crowd.until(lambda: len(crowd.resynced) == len(crowd.pages))
            return [crowd.moment, crowd.ended]
    return None


if __name__ == "__main__":
    asyncio.run(main())
