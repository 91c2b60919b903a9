"""Messages while workers, broker and web are killed; and how many one worker sends.

    make bench-delivery                     # about five minutes: the lease of a killed worker is ninety seconds
    python3 dev.py bench delivery --short   # a look

The mail server (bench/_sink.py) writes down each message before it says that it was accepted, so its book tells what
was lost and what came twice. Beside it, in the same run: one Celery task and one connection per mail (bench/_naive.py).
"""

import argparse
import datetime
import json
import random
import statistics
import sys
import time
import urllib.request
import uuid
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bench._place import as_in_production, folder, free_port
from bench._process import HOST, Broker, Program, Web, until

broker, sink_port = Broker(folder()), free_port()
as_in_production(REDIS_URL=broker.url, EMAIL_URL=f"smtp://127.0.0.1:{sink_port}")

from django.core.management import call_command  # noqa: E402 (Django must be set up first)
from django.utils import timezone  # noqa: E402

from bench import _naive, _worker  # noqa: E402
from bench._report import Report, percentile, table  # noqa: E402
from intervisie.common.delivery import Plan, plan_all, sending  # noqa: E402
from intervisie.common.delivery.rows import DRAIN  # noqa: E402
from intervisie.common.models import Delivery, DeliveryState  # noqa: E402

MESSAGES, AT_ONCE = 2000, 20  # messages in all, and planned by one request
SPREAD = 45.0  # seconds over which they fall due, and in which everything is killed
KILLS = {"worker": 10, "broker": 2, "web": 3}
ROUNDS = 3
PROCESSES = 2  # of a worker, as in the compose file
RIVALS = (("bench._worker:app",), ("bench._naive:app", "-Q", "naive"))
CHANCE = random.SystemRandom()
BOOK = folder() / "sink.book"


def celery(app: str, *more: str) -> Program:
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", app, *more]
    return Program(command, log=folder() / "celery.log", more={"C_FORCE_ROOT": "1"})


def worker(app: str, *more: str, concurrency: int = 1) -> Program:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    return celery(app, "worker", "-n", f"{uuid.uuid4().hex}@bench", "-c", str(concurrency), *quiet, *more)


# ── killing ────────────────────────────────────────────────────────────────────────────────────────
class House:
    """Everything that sends mail, in processes that may be killed."""

    def __init__(self) -> None:
        self.web = Web(free_port(), log=folder() / "web.log")
        self.workers = [worker("bench._worker:app", concurrency=PROCESSES) for _nr in range(2)]
        self.beat = celery("bench._worker:app", "beat", "-s", str(folder() / "beat"), "--loglevel", "WARNING")
        self.killed: dict[str, list[float]] = defaultdict(list)
        self.held: set[str] = set()  # keys that were being sent when a worker was killed

    def start(self) -> None:
        for program in (self.web, *self.workers, self.beat):
            program.start()

    def stop(self) -> None:
        for program in (*self.workers, self.beat, self.web):
            program.kill()

    def kill(self, what: str) -> None:
        """One of these, without a warning; and a new one. What a killed worker was about to mark may come again."""
        program = {"worker": CHANCE.choice(self.workers), "broker": broker, "web": self.web}[what]
        self.killed[what].append(time.time())
        program.kill()
        if what == "worker":
            self.held |= set(Delivery.objects.filter(state=DeliveryState.SENDING).values_list("key", flat=True))
        time.sleep(CHANCE.uniform(0.1, 1.0))
        program.start()

    def rage(self, seconds: float, kills: dict[str, int]) -> None:
        victims = [what for what, number in kills.items() for _nr in range(number)]
        CHANCE.shuffle(victims)
        began = time.monotonic()
        for number, what in enumerate(victims):
            time.sleep(max(0.0, began + (number + CHANCE.random()) * seconds / len(victims) - time.monotonic()))
            self.kill(what)

    def plan(self, due: dict[int, float]) -> int:
        """Ask the web to plan these, until it says that it did; how often it had to be asked again."""
        again = 0
        while not self.planned(due):
            again += 1
            time.sleep(0.2)
        return again

    def planned(self, due: dict[int, float]) -> bool:
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        address = f"http://127.0.0.1:{self.web.port}/bench/plan/"
        body = json.dumps({"due": due}).encode()
        request = urllib.request.Request(address, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 (our own address)
                return bool(answer.status == 204)
        except OSError:
            return False


def killing(messages: int, spread: float, kills: dict[str, int], report: Report) -> None:
    house = House()
    house.start()
    began = time.time() + 5
    due = {number: began + number * spread / messages for number in range(messages)}
    # The killing is done here: what a thread has started ends with that thread (die_with_parent).
    with ThreadPoolExecutor(1) as other:
        again = other.submit(plan_in_time, house, due)
        house.rage(spread, kills)
    patience = sending.LEASE.total_seconds() * 3 + 120
    until(lambda: not Delivery.objects.open().exists(), "messages are still open", patience, pause=0.1)
    house.stop()
    tell(house, due, again.result(), report)


def plan_in_time(house: House, due: dict[int, float]) -> int:
    """Ask for the messages, each well before it is due; how often it had to be asked again."""
    again = 0
    for first in range(0, len(due), AT_ONCE):
        some = {number: due[number] for number in range(first, min(first + AT_ONCE, len(due)))}
        time.sleep(max(0.0, due[first] - 2 - time.time()))
        again += house.plan(some)
    return again


def tell(house: House, due: dict[int, float], again: int, report: Report) -> None:
    came = book()
    ids = {number: sending.message_id(Delivery(key=f"bench:{number}")) for number in due}
    lost = [number for number, one in ids.items() if one not in came]
    twice = {number: came[one] for number, one in ids.items() if len(came[one]) > 1}
    open_to_smtp = [
        number
        for number, moments in twice.items()
        if f"bench:{number}" in house.held and between(moments, house.killed["worker"])
    ]
    others = set(came) - set(ids.values())
    late = [min(came[one]) - due[number] for number, one in ids.items() if one in came]
    report.most(f"{len(due)} messages: lost", len(lost), 0)
    report.most("doubled, not explained by a kill after acceptance", len(twice) - len(open_to_smtp), 0)
    report.most("accepted under another Message-ID", len(others), 0)
    report.most("accepted, but not marked as sent", Delivery.objects.exclude(state=DeliveryState.SENT).count(), 0)
    report.least("workers killed", len(house.killed["worker"]), min(9, KILLS["worker"]))
    kills = ", ".join(f"{len(moments)} × {what}" for what, moments in house.killed.items())
    table(f"Killed: {kills}; requests asked again: {again}", ["messages", "lost", "doubled", "other ids"], [
        [len(due), len(lost), len(twice), len(others)]
    ])  # fmt: skip
    heads = ["half of them", "95 of 100", "99 of 100", "the last"]
    table("Late, in seconds", heads, [[percentile(late, share) for share in (0.5, 0.95, 0.99, 1)]])


def between(moments: Sequence[float], kills: Sequence[float]) -> bool:
    """Was a worker killed between one acceptance and the next, of each pair?"""
    pairs = zip(sorted(moments), sorted(moments)[1:], strict=False)
    return all(any(first - 1 <= kill <= second for kill in kills) for first, second in pairs)


def book() -> dict[str, list[float]]:
    """What was accepted: Message-ID → the moments."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in BOOK.read_text().splitlines():
        moment, message_id = line.split(" ", 1)
        found[message_id].append(float(moment))
    return found


# ── sending ────────────────────────────────────────────────────────────────────────────────────────
def rates(number: int, rounds: int, report: Report) -> None:
    """Messages a second of one worker as the compose file starts it, rows written and marked; in turn with the plain
    way, which gets just such a worker.
    """
    ours, plain = (worker(app, *more, concurrency=PROCESSES) for app, *more in RIVALS)
    for program in (ours, plain):
        program.start()
    time.sleep(1)
    found = []
    for nr in range(rounds + 1):  # the first is for warming up
        found.append((send_plainly(f"plain{nr}", number // 8), send_ours(f"ours{nr}", number)))
    found = found[1:]
    for program in (ours, plain):
        program.stop()
    per_second = [statistics.median(pair[which] for pair in found) for which in (0, 1)]
    ratio = statistics.median(mine / theirs for theirs, mine in found)
    table(f"One worker of {PROCESSES} processes, messages a second", ["", "median", "by round"], [
        [name, rate, " ".join(f"{pair[which]:.0f}" for pair in found)]
        for which, (name, rate) in enumerate(zip(("a task and a connection per mail", "ours"), per_second, strict=True))
    ])  # fmt: skip
    report.least("one worker ÷ one task and one connection per mail", ratio, 10, "×")


def rows(name: str, number: int) -> list[int]:
    """Planned for tomorrow, so that nothing begins by itself."""
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    plan_all(
        Plan("bench_note", f"{name}:{nr}", tomorrow, tomorrow, email=f"{nr}@bench.example") for nr in range(number)
    )
    return list(Delivery.objects.filter(key__startswith=f"{name}:").values_list("pk", flat=True))


def send_ours(name: str, number: int) -> float:
    """From a full table to the last row that is marked."""
    Delivery.objects.filter(pk__in=rows(name, number)).update(due_at=timezone.now())
    began = time.monotonic()
    _worker.app.send_task(DRAIN)  # surely, where the bell only tries
    return number / wait_for(name, began)


def send_plainly(name: str, number: int) -> float:
    pks = rows(name, number)
    began = time.monotonic()
    for pk in pks:
        _naive.send_one.delay(pk)
    return number / wait_for(name, began)


def wait_for(name: str, began: float) -> float:
    unsent = Delivery.objects.filter(key__startswith=f"{name}:").exclude(state=DeliveryState.SENT)
    until(lambda: not unsent.exists(), f"{name}: not everything was sent", 300, pause=0.05)
    return time.monotonic() - began


def run(short: bool) -> int:
    report = Report("Delivery")
    broker.start()
    call_command("migrate", verbosity=0, interactive=False)
    sink = Program([sys.executable, "-m", "bench._sink", str(sink_port), str(BOOK)], log=folder() / "sink.log")
    sink.start()
    try:
        rates(200 if short else 2000, 1 if short else ROUNDS, report)
        BOOK.write_text("")
        Delivery.objects.all().delete()
        share = 10 if short else 1
        killing(MESSAGES // share, SPREAD / (2 if short else 1), KILLS, report)
    finally:
        sink.stop()
        broker.stop()
    return report.end()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="dev.py bench delivery")
    parser.add_argument("--short", action="store_true", help="a tenth of the messages")
    sys.exit(run(parser.parse_args().short))
