"""What a page costs: processor time of the web worker, beside that of a bare Django page on the same server.

    make bench-pages                     # about four minutes
    python3 dev.py bench pages --short   # a look

The bare page (bench/bare.py) is measured just before and after each page, in three interleaved rounds; what counts is
the median of the ratios. Then the house grows from ten to ten thousand groups, and at last other servers take over.
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench._place import as_in_production, folder, free_port

as_in_production()

from django.db import connection  # noqa: E402 (Django must be set up first)
from django.urls import reverse  # noqa: E402

from bench import _data  # noqa: E402
from bench._browser import Browser, together  # noqa: E402
from bench._process import Program, Web, cpu_of  # noqa: E402
from bench._report import Report, table  # noqa: E402
from groups.models import Group  # noqa: E402

ROUNDS = 3
CLIENTS = 4
BARE = "/bench/bare/"
LISTED = 50  # groups of one coordinator
FEW, MANY = 10, 10_000
MEBI = 2**20 / 1e6
LIMITS = {"home": 2.0, "group": 3.0, "session": 3.0, "coordinator": 4.0}
Ask = Callable[[Browser, int], object]


@dataclass(frozen=True)
class Cost:
    """Of one request: milliseconds of the web worker and of PostgreSQL, and how many went through in a second."""

    web: float
    database: float
    rate: float

    @property
    def all(self) -> float:
        return self.web + self.database


class Bench:
    def __init__(self, folder: Path, each: int) -> None:
        self.folder, self.each, self.port = folder, each, free_port()
        self.keys: dict[str, list[str]] = {}

    def serve(self, command: list[str] | None = None, **more: str) -> Web:
        web = Web(self.port, log=self.folder / "web.log", command=command or (), more=more)
        web.start()
        return web

    def browsers(self, short: str) -> list[Browser]:
        keys = self.keys.setdefault(short, _data.log_in([_data.demo(short)] * CLIENTS))
        return [Browser(self.port, key) for key in keys]

    def cost(self, web: Program, short: str, ask: Ask) -> Cost:
        browsers, number = self.browsers(short), CLIENTS * self.each
        together(browsers, ask, 2)  # connections and templates
        before, seconds_before = web.cpu(), database_seconds()
        took = together(browsers, ask, self.each)
        spent, asked = web.cpu() - before, database_seconds() - seconds_before
        return Cost(spent / number * 1000, asked / number * 1000, number / took)

    def get(self, web: Program, short: str, path: str) -> Cost:
        return self.cost(web, short, lambda browser, _number: browser.get(path))


def database_seconds() -> float:
    """Processor time of the connections to PostgreSQL so far (they are kept, so that their clocks go on)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> %s",
                       [connection.connection.info.backend_pid])  # fmt: skip
        return sum(cpu_of(pid) for (pid,) in cursor.fetchall())


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────
def addresses() -> dict[str, tuple[str, str]]:
    """Page → who asks for it, and where."""
    group = _data.demo_group()
    return {
        "home": ("bas", reverse("home")),
        "group": ("bas", reverse("group", args=[group.pk])),
        "session": ("bas", reverse("session", args=[_data.coming_session(group)])),
        "coordinator": ("coen", reverse("coordinator")),
    }


Ratios = dict[str, list[tuple[float, float]]]


def rounds(bench: Bench, web: Program, pages: dict[str, tuple[str, str]]) -> tuple[dict[str, list[Cost]], Ratios]:
    """Costs per page, and per round its ratio to the bare page before and after: (of the web worker, of everything)."""
    costs: dict[str, list[Cost]] = {name: [] for name in ["bare", *pages]}
    ratios: Ratios = {name: [] for name in pages}
    for _round in range(ROUNDS):
        before = bench.get(web, "bas", BARE)
        for name, (short, path) in pages.items():
            cost, after = bench.get(web, short, path), bench.get(web, "bas", BARE)
            ratios[name].append((2 * cost.web / (before.web + after.web), 2 * cost.all / (before.all + after.all)))
            costs[name].append(cost)
            costs["bare"].append(after)
            before = after
    return costs, ratios


def middle(ratios: Ratios, name: str, which: int = 0) -> float:
    return statistics.median(ratio[which] for ratio in ratios[name])


def show(title: str, costs: dict[str, list[Cost]], ratios: Ratios) -> None:
    rows = []
    for name, found in costs.items():
        web, database, rate = (
            statistics.median(getattr(one, part) for one in found) for part in ("web", "database", "rate")
        )
        said = [f"{ratio:.2f}" for ratio, _all in ratios.get(name, [])]
        rows.append([name, web, database, rate, " ".join(said), middle(ratios, name) if said else ""])
    table(title, ["page", "web ms", "PostgreSQL ms", "req/s", "÷ bare, by round", "median"], rows)


# ── a form ─────────────────────────────────────────────────────────────────────────────────────────
def forms(bench: Bench, web: Program, report: Report) -> None:
    """A group writes down its stage (form, permission, audit row) beside a bare form that writes a row."""
    groups = [_data.own_group(_data.demo("bas")) for _nr in range(CLIENTS)]
    places = dict(zip(bench_keys(bench), groups, strict=True))
    stages = {group.pk: group.stage for group in groups}

    def change(browser: Browser, _number: int) -> None:
        group = places[browser.session_key]
        seen = stages[group.pk]
        stages[group.pk] = (seen + 1) % 6
        browser.post(reverse("change_stage", args=[group.pk]), seen=seen, stage=stages[group.pk], together="on")

    def bare(browser: Browser, number: int) -> None:
        browser.post("/bench/bare/post/", word=f"bench {number}")

    found = [(bench.cost(web, "bas", bare), bench.cost(web, "bas", change)) for _round in range(ROUNDS)]
    rows = [
        [name, *(statistics.median(getattr(pair[nr], part) for pair in found) for part in ("web", "database", "rate"))]
        for nr, name in enumerate(("bare form", "stage of a group"))
    ]
    table("A form that writes", ["form", "web ms", "PostgreSQL ms", "req/s"], rows)
    report.least("form: its rate ÷ that of a bare form", statistics.median(b.rate / a.rate for a, b in found), 0.5)


def bench_keys(bench: Bench) -> list[str]:
    return [browser.session_key for browser in bench.browsers("bas")]


# ── servers ────────────────────────────────────────────────────────────────────────────────────────
def servers(bench: Bench, home: str) -> None:
    """The same two pages on other servers; each has one process and as many threads as ours."""
    guni = [sys.executable, "-m", "gunicorn", "-w", "1", "-k", "gthread", "--threads", "8", "--keep-alive", "20"]
    guni += ["-b", f"127.0.0.1:{bench.port}", "intervisie.wsgi:application"]
    plain = [sys.executable, "-m", "bench.asgi", str(bench.port)]
    choices = {
        "uvicorn, pages on threads (ours)": (None, {}),
        "uvicorn, plain ASGI, pool of connections": (plain, {"BENCH_CONNECTIONS": "pool"}),
        "uvicorn, plain ASGI": (plain, {"BENCH_CONNECTIONS": "anew"}),
        "gunicorn gthread": (guni, {}),
    }
    found: dict[str, list[tuple[Cost, Cost, float]]] = {name: [] for name in choices}
    for _round in range(ROUNDS):
        for name, (command, more) in choices.items():
            web = bench.serve(command, **more)
            found[name].append((bench.get(web, "bas", BARE), bench.get(web, "bas", home), web.memory()))
            web.stop()
    heads = ["server", "bare ms", "bare req/s", "home ms", "home req/s", "MB"]
    table("The choice of the server (one process, 8 threads; streams only with the first)", heads, [
        [name, *(statistics.median(values) for values in zip(*[
            (bare.web, bare.rate, page.web, page.rate, memory) for bare, page, memory in costs
        ], strict=True))]
        for name, costs in found.items()
    ])  # fmt: skip


# ── everything ─────────────────────────────────────────────────────────────────────────────────────
def run(short: bool) -> int:
    report = Report("Pages")
    bench = Bench(folder(), 10 if short else 40)
    _data.make()
    _data.fill(FEW)
    web = bench.serve()
    pages = addresses()
    first = rounds(bench, web, {name: page for name, page in pages.items() if name != "coordinator"})[1]
    _data.fill(LISTED, _data.demo_group().organisation)
    costs, ratios = rounds(bench, web, pages)
    show(f"Pages; the coordinator has {LISTED} groups", costs, ratios)
    for name, limit in LIMITS.items():
        report.most(f"{name}: processor time ÷ bare page", middle(ratios, name), limit)
    forms(bench, web, report)
    _data.fill(1000 if short else MANY)
    costs, last = rounds(bench, web, pages)
    show(f"The same with {Group.objects.count()} groups in the house", costs, last)
    for name in pages:
        growth = middle(last, name, 1) / middle(first if name in first else ratios, name, 1)
        report.most(f"{name}: growth of all processor time to {MANY} groups", growth, 1.25, "×")
    report.most("web worker: memory after all this, as ps counts", web.memory() / MEBI, 110, " MB")
    web.stop()
    servers(bench, pages["home"][1])
    return report.end()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="dev.py bench pages")
    parser.add_argument("--short", action="store_true", help="fewer requests, a thousand groups")
    sys.exit(run(parser.parse_args().short))
