"""Thousands of open streams: how soon a hint arrives, what a stream weighs, how all of them come back.

    make bench-live                            # about a quarter of an hour
    python3 dev.py bench live --short          # a look, a few minutes
    python3 dev.py bench live --only rooms     # or streams: one half of it

Rooms of eight. The pages that listen are one process, the server is another; beside it a bare asyncio stream on the
same broker (bench/_bare_stream.py) that is measured in turn. Moments are those of one clock. After that rooms as they
are on an evening, with people who write and a leader who moves on (bench/_rooms.py): until every screen is drawn anew.
"""

import argparse
import json
import queue
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable

from bench._place import as_in_production, folder, free_port
from bench._process import Broker, Program, Web, until

broker = Broker(folder())
as_in_production(REDIS_URL=broker.url)

from django.conf import settings  # noqa: E402 (Django must be set up first)
from django.urls import reverse  # noqa: E402
from redis import Redis  # noqa: E402

from bench import _data, _rooms  # noqa: E402
from bench._browser import Browser  # noqa: E402
from bench._crowd import Crowd, Told, waits  # noqa: E402
from bench._report import Report, percentile, table  # noqa: E402
from intervisie.common.live import poke, versions  # noqa: E402
from intervisie.common.live.token import Ticket, session_hash, sign  # noqa: E402
from sessions.models import Ready  # noqa: E402

SEATS = 8
SIZES = (500, 2000)
RATE = 50  # pokes or posts a second
WORKERS = 16
ROUNDS = 3
HINT, PRESSED = "step", "tally"  # what is poked here, and what the press of a button pokes


class Bench:
    def __init__(self, size: int, seconds: float) -> None:
        self.size, self.seconds = size, seconds
        self.rooms = _data.rooms(size // SEATS, SEATS)
        self.users = [user for _session, table in self.rooms for user in table]
        self.keys = _data.log_in(self.users)
        self.web = Web(free_port(), log=folder() / "web.log")
        self.bare_port = free_port()
        command = [sys.executable, "-m", "bench._bare_stream", str(self.bare_port), broker.url]
        self.bare = Program(command, log=folder() / "bare.log")
        self.crowd = Crowd()

    def topic(self, room: int) -> str:
        return str(self.rooms[room][0].topic)

    def paths(self) -> list[str]:
        """What the pages hold: an address with a token that is fresh for a minute."""
        return [
            f"/live/session/{self.rooms[nr // SEATS][0].pk}/?token={sign(self.ticket(nr))}"
            for nr in range(len(self.users))
        ]

    def ticket(self, number: int) -> Ticket:
        return Ticket(self.topic(number // SEATS), str(self.users[number].pk), session_hash(self.keys[number]))

    def open(self) -> tuple[float, float]:
        """Seconds until all stand, and the KB of memory each takes."""
        cookies = [f"{settings.SESSION_COOKIE_NAME}={key}" for key in self.keys]
        self.warm_up()
        before, began = self.web.memory(), time.monotonic()
        pages = [[self.web.port, path, cookie] for path, cookie in zip(self.paths(), cookies, strict=True)]
        self.crowd.ask(open=pages, name="ours")
        took, weight = time.monotonic() - began, (self.web.memory() - before) / len(pages) * 1000
        self.crowd.ask(open=[[self.bare_port, f"/{nr // SEATS}", ""] for nr in range(len(pages))], name="bare")
        return took, weight

    def warm_up(self) -> None:
        """Pages load templates, languages and connections: that is not the weight of streams."""
        until(lambda: answers(self.bare_port), "the bare stream did not start")
        for number in range(0, 16):
            Browser(self.web.port, self.keys[number]).get(reverse("room", args=[self.rooms[number // SEATS][0].pk]))

    # ── telling ──
    def poked(self) -> tuple[list[float], int]:
        """Pokes as actions do it, and the waits of all who should hear."""
        base = self.versions(HINT)
        counts = [0] * len(self.rooms)

        def tell(room: int) -> Told:
            counts[room] += 1
            moment = time.monotonic()
            poke(self.topic(room), HINT)
            return room, moment, base[room] + counts[room]

        return self.heard("ours", HINT, tell)

    def bare_told(self) -> tuple[list[float], int]:
        client, counts = Redis.from_url(broker.url), [0] * len(self.rooms)

        def tell(room: int) -> Told:
            counts[room] += 1
            moment = time.monotonic()
            client.publish(f"bare:{room}", json.dumps({HINT: counts[room]}))
            return room, moment, counts[room]

        return self.heard("bare", HINT, tell)

    def heard(self, crowd: str, name: str, tell: Callable[[int], Told]) -> tuple[list[float], int]:
        self.crowd.ask(heard=crowd)
        told = []
        for number, moment in enumerate(schedule(self.seconds)):
            time.sleep(max(0.0, moment - time.monotonic()))
            told.append(tell(number % len(self.rooms)))
        time.sleep(1)
        return waits(told, self.crowd.ask(heard=crowd), name, SEATS)

    def versions(self, name: str) -> list[int]:
        """The version of this hint in every room, which is raised once so that there is one."""
        for room in range(len(self.rooms)):
            poke(self.topic(room), name)
        return [versions(self.topic(room))[name] for room in range(len(self.rooms))]

    # ── pressing ──
    def pressed(self) -> tuple[list[float], int]:
        """Real presses of a button (login, permission, row): from the moment each is due until everybody has heard."""
        Ready.objects.all().delete()  # each press of this round writes a row, as the first of an evening does
        base = self.versions(PRESSED)
        time.sleep(0.5)
        self.crowd.ask(heard="ours")
        todo: queue.Queue[tuple[float, int, int]] = queue.Queue()
        told, seen = [], [0] * len(self.rooms)
        for number, moment in enumerate(schedule(self.seconds)):
            room, seat = place(number, len(self.rooms))
            seen[room] += 1
            told.append((room, moment, base[room] + seen[room]))
            todo.put((moment, room, seat))
        failed = self.work(todo)
        if failed:
            raise failed[0]
        time.sleep(1)
        return waits(told, self.crowd.ask(heard="ours"), PRESSED, SEATS)

    def work(self, todo: "queue.Queue[tuple[float, int, int]]") -> list[Exception]:
        failed: list[Exception] = []

        def presses() -> None:
            line = None
            while not todo.empty() and not failed:
                try:
                    moment, room, seat = todo.get_nowait()
                    session, browser = self.rooms[room][0], Browser(self.web.port, self.keys[room * SEATS + seat])
                    browser.line = line = line or browser.line
                    time.sleep(max(0.0, moment - time.monotonic()))
                    browser.press(reverse("room_ready", args=[session.pk]), step=session.step_id, ready="on")
                except queue.Empty:
                    return
                except Exception as error:
                    failed.append(error)

        threads = [threading.Thread(target=presses) for _nr in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return failed

    # ── coming back ──
    def server_again(self) -> tuple[float, float]:
        """Seconds until all are back: since the server was told to stop, and since it answers again."""
        self.crowd.ask(fresh="ours", paths=self.paths())
        began = time.monotonic()
        self.web.stop()
        self.web.start()
        up = time.monotonic()
        last, _ended = self.crowd.ask(back="ours")
        return last - began, last - up

    def broker_again(self) -> tuple[float, float, int]:
        """The same for the broker, when all were told to pull everything; and how many streams ended over it."""
        self.crowd.ask(fresh="ours", paths=self.paths())
        began = time.monotonic()
        broker.kill()
        time.sleep(1)
        broker.start()
        up = time.monotonic()
        last, ended = self.crowd.ask(resynced="ours")
        return last - began, last - up, ended

    def start(self) -> None:
        self.web.start()
        self.bare.start()

    def end(self) -> None:
        self.crowd.end()
        self.web.stop()
        self.bare.stop()


def place(number: int, rooms: int) -> tuple[int, int]:
    """Which room presses at this turn, and who in it: everybody once before anybody twice."""
    room, seat = number % rooms, number // rooms
    if seat >= SEATS:
        raise ValueError(f"{rooms} rooms have no seat left for press {number + 1}: measure shorter")
    return room, seat


def schedule(seconds: float) -> list[float]:
    """The moments at which something is due: a fixed pace, whether or not what came before is done."""
    began = time.monotonic() + 0.2
    return [began + number / RATE for number in range(int(seconds * RATE))]


def answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def measure(bench: Bench, rounds: int, report: Report) -> list[object]:
    took, weight = bench.open()
    ours, bare, pressed, lost = [], [], [], 0
    for _round in range(rounds):
        for into, tell in ((bare, bench.bare_told), (ours, bench.poked)):
            found, missing = tell()
            into.append(percentile(found, 0.95))
            lost += missing
        found, missing = bench.pressed()
        pressed.append(percentile(found, 0.95))
        lost += missing
    ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    size = bench.size
    report.most(f"{size} streams: p95 of a poke ÷ that of a bare stream", ratio, 8, "×")
    report.most(f"{size} streams: p95 from a real press to receipt", statistics.median(pressed), 50, " ms")
    report.most(f"{size} streams: hints lost", lost, 0)
    report.most(f"{size} streams: memory of each", weight, 20, " KB")
    medians = [statistics.median(each) for each in (bare, ours, pressed)]
    return [size, took, weight, *medians, ratio, lost]


def come_back(bench: Bench, report: Report) -> None:
    whole, up = bench.server_again()
    report.most(f"server again: all {bench.size} back after", up, 5, " s")
    whole_broker, up_broker, ended = bench.broker_again()
    report.most(f"broker again: all {bench.size} told to pull after", up_broker, 5, " s")
    _found, lost = bench.poked()
    report.most("broker again: hints lost afterwards", lost, 0)
    table("Coming back", ["", "since it stopped, s", "since it answers, s", "streams ended"], [
        ["server", whole, up, bench.size], ["broker (away for a second)", whole_broker, up_broker, ended],
    ])  # fmt: skip


def run(sizes: tuple[int, ...], rooms: tuple[int, int], *, only: str = "", short: bool = False) -> int:
    report = Report("Live")
    broker.start()
    _data.call_command("migrate", verbosity=0, interactive=False)
    if only != "rooms":
        streams(report, sizes, 4 if short else 8, 1 if short else ROUNDS)
    if only != "streams":
        _rooms.measure(report, rooms, short=short)
    broker.stop()
    return report.end()


def streams(report: Report, sizes: tuple[int, ...], seconds: float, rounds: int) -> None:
    rows = []
    for size in sizes:
        bench = Bench(-(-size // SEATS) * SEATS, seconds)
        bench.start()
        try:
            rows.append(measure(bench, rounds, report))
            if size == sizes[-1]:
                come_back(bench, report)
        finally:
            bench.end()
    heads = ["streams", "opened in s", "KB each", "bare p95 ms", "poke p95 ms", "press p95 ms", "÷ bare", "lost"]
    table(f"{RATE} pokes, then {RATE} presses a second; medians of {rounds}", heads, rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="dev.py bench live")
    parser.add_argument("--short", action="store_true", help="one round of a few seconds")
    parser.add_argument("--streams", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rooms", type=int, nargs=2, default=(5, 50), help="few, and many")
    parser.add_argument("--only", choices=["streams", "rooms"], default="")
    options = parser.parse_args()
    sys.exit(run(tuple(options.streams), tuple(options.rooms), only=options.only, short=options.short))
