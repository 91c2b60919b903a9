"""Rooms full of open pages that people use, in a process of its own: `python -m bench._table`, an order on stdin.

    {"port": …, "rooms": [{"pk": "…", "cookies": ["…", …]}, …], "token": "…", "csrf": "…", "seconds": 60}

Each page does what static/js/live.js and room.js do (bench/_screen.py). In each room everybody writes a line every
twenty seconds where something is written, says now and then that they are ready, and one page a minute comes back on a
new line; who leads moves on once a minute. Answered with what was seen, as JSON:

    {"changes": [[ms until each screen was drawn anew, …], …], "pulls": {"step": 9, …}, "bodies": 5, "failed": […]}
"""

import asyncio
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

from bench._screen import Screen

EVERY_LINE, EVERY_READY, EVERY_MOVE, EVERY_DROP = 20.0, 30.0, 60.0, 60.0  # seconds
PATIENCE = 5.0  # seconds before the end in which nobody moves on any more
WORDS = "Zoiets denk ik dan, en dan zeg ik toch weer ja voordat ik het weet."


class Table:
    """One room with everybody in it."""

    def __init__(self, port: int, pk: str, cookies: list[str], token: str, csrf: str) -> None:
        self.port, self.room, self.token, self.csrf = port, f"/bijeenkomst/{pk}/kamer/", token, csrf
        self.pulls: Counter[str] = Counter()
        self.bodies, self.pressed, self.failed = 0, 0, list[str]()
        self.changes: list[tuple[float, dict[int, float]]] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.screens = [Screen(self, number, cookie) for number, cookie in enumerate(cookies)]
        self.chance = random.Random(pk)  # noqa: S311 (the same each time)

    def soon(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self.tasks.add(task)
        task.add_done_callback(self.done)

    def done(self, task: "asyncio.Task[None]") -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failed.append(f"{type(error).__name__}: {error}")

    # ── what the screens tell ──────────────────────────────────────────────────────────────────────
    def pulled(self, of: str, status: int) -> None:
        self.pulls[of] += 1
        self.bodies += status == 200
        if status >= 400:
            self.failed.append(f"pull {of}: {status}")

    def answered(self, name: str, status: int) -> None:
        self.pressed += 1
        if status >= 500:
            self.failed.append(f"{name}: {status}")

    def redrawn(self, screen: Screen) -> None:
        if self.changes:
            self.changes[-1][1].setdefault(screen.number, time.monotonic())

    # ── what people do ─────────────────────────────────────────────────────────────────────────────
    async def lives(self, screen: Screen, ends: float) -> None:
        """Lines and ready, each at its own pace, until it is over."""
        line = time.monotonic() + self.chance.uniform(0, EVERY_LINE)
        ready = time.monotonic() + self.chance.uniform(0, EVERY_READY)
        while (now := time.monotonic()) < ends:
            if now >= line:
                line += EVERY_LINE
                await self.line(screen)
            if now >= ready:
                ready += EVERY_READY
                await screen.press("klaar", step=screen.step, ready=self.chance.choice(["on", ""]))
            await asyncio.sleep(min(1.0, max(0.01, min(line, ready) - time.monotonic())))

    async def line(self, screen: Screen) -> None:
        if screen.kind:
            await screen.press("kaart", step=screen.step, card_id=str(uuid4()), kind=screen.kind, text=WORDS)

    async def moves(self, ends: float) -> None:
        """Who leads, once a minute; the rooms each at a moment of their own."""
        leader = self.screens[0]
        await asyncio.sleep(self.chance.uniform(0, EVERY_MOVE * 0.9))
        while time.monotonic() < ends - PATIENCE:
            self.changes.append((time.monotonic(), {}))
            if await leader.press("verder", version=leader.version) != 204:
                self.failed.append("verder: not taken")
                self.changes.pop()
            await asyncio.sleep(EVERY_MOVE)

    async def drops(self, ends: float) -> None:
        await asyncio.sleep(self.chance.uniform(0, EVERY_DROP))
        while time.monotonic() < ends:
            await self.chance.choice(self.screens).come_back()
            await asyncio.sleep(EVERY_DROP)

    async def evening(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        lives = [self.lives(screen, ends) for screen in self.screens]
        await asyncio.gather(*lives, self.moves(ends), self.drops(ends))

    def waits(self) -> list[list[float]]:
        return [[(when - moment) * 1000 for when in drawn.values()] for moment, drawn in self.changes]


async def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    order = json.loads(sys.stdin.readline())
    tables = [Table(order["port"], one["pk"], one["cookies"], order["token"], order["csrf"]) for one in order["rooms"]]
    for table in tables:
        await asyncio.gather(*(screen.come_in() for screen in table.screens))
    await asyncio.sleep(3)  # whoever came in is news to the others
    for table in tables:
        table.pulls.clear()
        table.bodies = table.pressed = 0
    print(json.dumps({"began": time.monotonic()}), flush=True)
    await asyncio.gather(*(table.evening(order["seconds"]) for table in tables))
    own = resource.getrusage(resource.RUSAGE_SELF)
    pulls = sum((table.pulls for table in tables), Counter[str]())
    told = {"changes": [waits for table in tables for waits in table.waits()], "pulls": pulls}
    told |= {"bodies": sum(t.bodies for t in tables), "failed": [one for t in tables for one in t.failed]}
    told |= {"pressed": sum(t.pressed for t in tables), "own": own.ru_utime + own.ru_stime}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
