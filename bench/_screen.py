"""One page in the room, as static/js/live.js and room.js keep it: holds its stream, waits a moment for hints that
follow each other, asks for what changed with the prints of what it shows, and draws itself anew when the step changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import random
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench._process import HOST

if TYPE_CHECKING:
    from bench._table import Table

PAUSE, SETTLE, GATHER, CALMLY = 0.03, 0.04, (0.4, 1.2), (4, 8)  # seconds, as in room.js
STEP, PEOPLE, CARDS = {"step", "closed"}, {"people", "presence"}, {"cards", "harvest"}
COUNT = {"presence", "tally"}
DRAWS = {"people": PEOPLE | {"tally"}, "cards": CARDS, "tally": {"tally"}}  # the step draws all
FOUND = {
    "key": re.compile(r'id="room-key" name="key" value="([^"]*)"'),
    "version": re.compile(r'name="version" value="(\d+)"'),
    "step": re.compile(r'name="step" value="([0-9a-f-]+)"'),
}
SHOWN = re.compile(r'data-shown="([\w-]+)"[^>]*? id="([\w-]+)"')
LIVE = re.compile(r'data-live-url="([^"]+)"')
VERSIONS = re.compile(r'data-live-versions="([^"]+)"')
KIND = re.compile(r'name="kind" value="(\w+)"')
LATER = re.compile(r'data-hear="(\w+)" data-hear-in="(\d+)"')
LOADS = re.compile(r'(?<!data-hx-preserve="true" )data-hx-get="([^"]+)" data-hx-trigger="load[",]')
EVENT = re.compile(rb"event: (\w+)\ndata: (.*)\n\n")
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}", "HX-Request": "true"}
Answer = tuple[int, dict[str, str], str]


class Line:
    """One connection that stays open, one request at a time."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie, self.lock = port, cookie, asyncio.Lock()
        self.reader: Any = None
        self.writer: Any = None

    async def ask(self, method: str, path: str, body: str = "", **more: str) -> Answer:
        async with self.lock:
            own = {"Host": HOST, "Cookie": self.cookie, "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
            own |= {"Accept-Language": "nl", "Content-Length": str(len(body.encode()))} | more
            head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
            said = f"{method} {path} HTTP/1.1\r\n{head}\r\n{body}".encode()
            for _try in range(2):  # the server ends a line on which nothing was asked for a while
                if self.writer is None or self.writer.is_closing():
                    self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
                self.writer.write(said)
                with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                    return await self.answer()
                self.writer = None
            raise ConnectionError(f"no answer to {method} {path.split('?')[0]}")

    async def answer(self) -> Answer:
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines if line)}
        if "content-length" in headers:
            content = await self.reader.readexactly(int(headers["content-length"]))
        else:
            content = await self.chunks(headers)
        return int(first.split()[1]), headers, content.decode()

    async def chunks(self, headers: dict[str, str]) -> bytes:
        found = b""
        while headers.get("transfer-encoding") == "chunked":
            size = int((await self.reader.readline()).strip() or b"0", 16)
            found += (await self.reader.readexactly(size + 2))[:-2]
            if not size:
                break
        return found


class Screen:
    def __init__(self, table: Table, number: int, cookie: str) -> None:
        self.table, self.number, self.cookie, self.room = table, number, cookie, table.room
        self.line, self.aside = (Line(table.port, f"{cookie}; {table.csrf}") for _nr in range(2))
        self.key = self.step = self.kind = self.version = self.asking = ""
        self.turn = 0  # which pull it is
        self.calm, self.under_way = False, set[str]()  # of the last pull: nobody waits for it; what it was for
        self.shown: dict[str, str] = {}
        self.seen: dict[str, int] = {}  # what the stream told
        self.drawn: dict[str, int] = {}  # what the page was drawn from
        self.heard: dict[str, float] = {}  # when each is pulled at the latest
        self.asked: set[str] = set()
        self.busy = self.pressing = False
        self.waiting: asyncio.TimerHandle | None = None
        self.stream: Any = None
        self.chance = random.Random(f"{table.room} {number}")  # noqa: S311 (the same each time)

    async def come_in(self) -> None:
        _status, _headers, page = await self.line.ask("GET", self.room)
        self.take(page, whole=True)
        found, versions = LIVE.search(page), VERSIONS.search(page)
        if found is None:
            raise RuntimeError("this page has no stream")
        self.seen = json.loads(html.unescape(versions[1])) if versions else {}
        self.table.soon(self.listen(html.unescape(found[1])))

    def take(self, page: str, *, whole: bool) -> None:
        prints = {part: print_ for print_, part in SHOWN.findall(page)}
        self.shown = prints if whole else self.shown | prints
        for name, pattern in FOUND.items():
            if found := pattern.search(page):
                setattr(self, name, found[1])
        if whole:
            writes = f'action="{self.room}kaart/"' in page and (found := KIND.search(page))
            self.kind = found[1] if writes and found else ""
        for name, later in LATER.findall(page):
            asyncio.get_running_loop().call_later(int(later) / 1000, self.hear, name)
        for path in LOADS.findall(page):
            self.table.soon(self.load(html.unescape(path)))

    async def load(self, path: str) -> None:
        """A part of one's own, which the page fetches by itself."""
        await self.aside.ask("GET", path, **{"HX-Request": "true"})

    # ── the stream ─────────────────────────────────────────────────────────────────────────────────
    async def listen(self, path: str) -> None:
        reader, self.stream = await asyncio.open_connection("127.0.0.1", self.table.port)
        ask = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {self.cookie}\r\nX-Forwarded-Proto: https\r\n\r\n"
        self.stream.write(ask.encode())
        buffer = b""
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(4096):
                buffer += data
                for name, told in EVENT.findall(buffer):
                    self.told(name.decode(), json.loads(told))
                buffer = buffer[buffer.rfind(b"\n\n") + 2 :] if b"\n\n" in buffer else buffer

    def told(self, event: str, versions: Mapping[str, int] | None) -> None:
        later = asyncio.get_running_loop().call_later
        if event == "resync" or (event == "hello" and (versions is None or self.seen.keys() - versions.keys())):
            later(self.chance.uniform(0, 1.5), self.hear_all, {**dict.fromkeys(self.seen), "step": None})
        elif event in ("hint", "hello") and versions:
            stale = {name: version for name, version in versions.items() if self.seen.get(name) != version}
            self.seen |= versions
            later(self.chance.uniform(0, 0.8) if event == "hello" else 0, self.hear_all, stale)

    def hear_all(self, versions: Mapping[str, int | None]) -> None:
        for name, version in versions.items():
            self.hear(name, version)

    async def come_back(self) -> None:
        """Out of reach for a moment: a new address, a new stream."""
        if self.stream is not None:
            self.stream.close()
        _status, _headers, told = await self.line.ask("GET", f"{self.room}verbinding/")
        self.table.soon(self.listen(json.loads(told)["url"]))

    # ── hints, then one pull ───────────────────────────────────────────────────────────────────────
    def hear(self, name: str, version: int | None = None) -> None:
        if version is not None and self.drawn.get(name) == version:
            return
        if version is None:
            self.asked.add(name)
        at = asyncio.get_running_loop().time() + (PAUSE if version is None else self.pause(name))
        self.heard[name] = min(self.heard.get(name, at), at)
        self.wait()

    def pause(self, name: str) -> float:
        if name in STEP | CARDS:
            return PAUSE
        return self.chance.uniform(*(CALMLY if name in COUNT and self.calmly else GATHER))

    @property
    def calmly(self) -> bool:
        return self.key.startswith("table") and "lead" not in self.key.split("-")

    def wait(self, least: float = 0.0) -> None:
        loop = asyncio.get_running_loop()
        if self.waiting:
            self.waiting.cancel()
        if self.heard:
            at = max(loop.time() + least, min(self.heard.values()))
            self.waiting = loop.call_at(at, lambda: self.table.soon(self.pull()))

    async def pull(self) -> None:
        of, done = self.chosen(), self.drawn_now(self.chosen())
        calm = self.is_calm(done)
        if self.pressing:
            return self.wait(PAUSE)
        if self.busy:
            if not of or not self.overtakes(of, calm):
                return self.wait(PAUSE)
            of = "step" if of == self.asking else of
            now = asyncio.get_running_loop().time()
            for name in self.under_way - self.drawn_now(of, self.under_way) - self.heard.keys():
                self.heard[name] = now + self.pause(name)
            done = self.drawn_now(of)
        since = "" if done & self.asked else self.drawn_from(of)
        self.heard = {name: at for name, at in self.heard.items() if name not in done}
        self.asked -= done
        self.wait()
        if not of:
            return None
        line, self.busy, self.asking, self.calm = self.aside if self.busy else self.line, True, of, calm
        self.under_way = done
        self.turn += 1
        turn = self.turn
        try:
            await self.fetch(of, since, line)
        finally:
            await asyncio.sleep(SETTLE)
            self.busy = self.busy and turn != self.turn

    def drawn_now(self, of: str, names: Iterable[str] | None = None) -> set[str]:
        """Of what was heard, what this pull draws."""
        return {name for name in (self.heard if names is None else names) if not of or self.draws(of, name)}

    def is_calm(self, names: set[str]) -> bool:
        """Numbers and marks of others, for who does not lead: nobody waits for them."""
        return self.calmly and names <= COUNT and not names & self.asked

    def overtakes(self, of: str, calm: bool) -> bool:
        """What is waited for does not wait behind what is not; the step draws all. The other answer is nothing."""
        return not calm if self.calm else of == "step" and self.asking != "step"

    def chosen(self) -> str:
        """What is pulled for what was heard."""
        heard, table = set(self.heard), self.key.startswith("table")
        if heard & STEP or (heard & CARDS and not table):
            return "step"
        if heard & CARDS:
            return "cards"
        if heard & PEOPLE:
            return "people" if table else ""
        return "tally" if table and "tally" in heard else ""

    @staticmethod
    def draws(of: str, name: str) -> bool:
        return name in DRAWS.get(of, {name})

    def drawn_from(self, of: str) -> str:
        names = DRAWS.get(of, self.drawn)
        return " ".join(sorted(f"{name}={version}" for name, version in self.drawn.items() if name in names))

    async def fetch(self, of: str, since: str, line: Line) -> None:
        prints = " ".join(f"{part}={print_}" for part, print_ in self.shown.items())
        path, was = f"{self.room}deel/{of}/?{urlencode({'key': self.key})}", self.key
        more = {"HX-Request": "true", "X-Shown": prints} | ({"X-Heard": since} if since else {})
        more |= {"X-Calm": "1"} if self.calm else {}
        turn = self.turn
        status, headers, answer = await line.ask("GET", path, **more)
        self.table.pulled(of, status)
        if turn != self.turn:
            return None
        if status == 200 and "x-room" in headers and self.pressing:
            self.drawn.clear()
            return self.hear("step")
        self.now_from(headers.get("x-heard", "").split())
        if status == 200:
            self.take(answer, whole="x-room" in headers)
        if self.key != was:
            self.table.redrawn(self)

    def now_from(self, told: Iterable[str]) -> None:
        for one in told:
            name, _is, version = one.partition("=")
            self.drawn[name] = int(version)

    # ── a press ────────────────────────────────────────────────────────────────────────────────────
    async def press(self, name: str, **fields: str) -> int:
        body = urlencode({"csrfmiddlewaretoken": self.table.token, **fields})
        self.pressing = True
        try:
            status, headers, _said = await self.line.ask("POST", f"{self.room}{name}/", body, **FORM)
        finally:
            self.pressing = False
        self.table.answered(name, status)
        for told in json.loads(headers.get("hx-trigger", "{}")):
            self.hear(told.removeprefix("live:"))
        return status
