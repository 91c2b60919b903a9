"""What is counted, where it is shown, and that nobody can be found in it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY

from intervisie import access, figures
from intervisie.access import AccessLog
from intervisie.common import metrics
from intervisie.common.delivery import drain, plan
from intervisie.common.models import DataKey
from tests.common.post import note, post  # noqa: F401 (fixtures)
from tests.sessions.table import a_case
from tests.setup.test_serve import ROOT, a_stream, get, served  # noqa: F401
from tests.technical import free_port

CANARY = "kanarie-adres-dat-iets-opent"


def counted(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


def samples(family):
    return {tuple(sample.labels.values()): sample.value for sample in family.samples}


# ── pages ──
def test_a_page_is_counted_by_its_route_and_its_end(db):
    labels = {"route": "/dev/mail/<str:key>/", "method": "GET", "status": "404"}
    before = counted("intervisie_requests_total", **labels)
    Client().get(f"/dev/mail/{CANARY}/?q={CANARY}", REMOTE_ADDR="127.0.0.1")
    Client().get(f"/{CANARY}/")
    assert counted("intervisie_requests_total", **labels) == before + 1
    every = [str(sample) for family in REGISTRY.collect() for sample in family.samples]
    assert any("intervisie_request_seconds" in sample for sample in every)
    assert not [sample for sample in every if CANARY in sample]


def test_nobody_can_make_figures_without_end(rf):
    request = rf.generic("KANARIE", "/x/")
    request.resolver_match = None
    AccessLog(lambda _: HttpResponse(status=404))(request)
    assert counted("intervisie_requests_total", route="/…", method="other", status="404") >= 1


@pytest.mark.parametrize("name", sorted(access.UNLOGGED))
def test_what_leaves_no_line_leaves_no_figure(rf, name):
    request = rf.post("/x/")
    request.resolver_match = SimpleNamespace(url_name=name, route=f"{CANARY}/{name}/")
    AccessLog(lambda _: HttpResponse())(request)
    assert not counted("intervisie_requests_total", route=f"/{CANARY}/{name}/", method="POST", status="200")


# ── messages ──
def test_a_message_is_counted_by_what_became_of_it(bas, note, post):  # noqa: F811
    before = {
        outcome: counted("intervisie_deliveries_total", kind="test_note", outcome=outcome)
        for outcome in ("sent", "dropped", "again", "no server")
    }

    def planned(number):
        now = timezone.now()
        plan("test_note", key=f"n:{number}", user=bas, due_at=now - timedelta(minutes=9), expires_at=now + timedelta(9))
        drain()

    planned(1)
    note.true = False
    planned(2)
    note.true = True
    post.refuse("bas@example.org", "451 later")
    planned(3)
    post.close()
    planned(4)
    for outcome, times in before.items():
        now = counted("intervisie_deliveries_total", kind="test_note", outcome=outcome)
        assert now == times + 1, outcome
    late = counted("intervisie_delivery_late_seconds_sum", kind="test_note")
    assert late >= 9 * 60


# ── the whole installation ──
def test_what_stands_in_rows(cast, agreement):
    now = timezone.now()
    for number, due in enumerate([timedelta(hours=1), -timedelta(seconds=5), -timedelta(minutes=9)]):
        plan("test_note", key=f"n:{number}", user=cast.bas, due_at=now + due, expires_at=now + timedelta(days=1))
    a_case(cast.bas, cast.noord, text_until=now - timedelta(hours=3))
    a_case(cast.chris, cast.noord, text_until=now + timedelta(hours=3))
    gone = a_case(cast.dana, cast.noord, text_until=now - timedelta(hours=3))
    gone.key.destroy()
    DataKey.objects.filter(pk=a_case(cast.dana, cast.noord).key_id).update(master="lost")
    told = {family.name: samples(family) for family in figures.rows()}
    assert told["intervisie_deliveries_open"] == {("waiting",): 1, ("due",): 2, ("late",): 1}
    assert 535 < told["intervisie_deliveries_oldest_seconds"][()] < 560
    assert told["intervisie_texts_overdue"] == {(): 1}
    assert told["intervisie_keys_unreadable"] == {(): 1}
    assert told["intervisie_database_connections"][("active",)] >= 1
    assert told["intervisie_database_connections_most"][()] >= 20


# ── shown on an address of its own ──
def look(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return answer.read().decode()


def value(port, line):
    found = [text.split()[-1] for text in look(port).splitlines() if text.startswith(line)]
    return float(found[0]) if found else 0.0


def until(true, seconds=15):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


STREAMS = 'intervisie_open_streams{kind="session"}'
NOWHERE = 'intervisie_requests_total{method="GET",route="/…",status="404"}'


def test_all_processes_together_also_after_one_fell(a_stream, cast):  # noqa: F811
    own = free_port()
    with served("--processes", "2", METRICS=f"127.0.0.1:{own}") as (process, port):
        for number in range(12):
            get(port, f"/{CANARY}-{number}/")
        streams = [a_stream(port, cast.bas) for _ in range(3)]
        assert (value(own, NOWHERE), value(own, STREAMS)) == (12, 3)
        assert value(own, 'intervisie_page_threads{state="all"}') == 16
        assert get(port, "/metrics")[0] == 404 == get(port, "/metrics/")[0]
        for child in children(process.pid):
            os.kill(child, signal.SIGKILL)
        until(lambda: get(port, "/health/live/")[0] == 200)
        until(lambda: value(own, STREAMS) == 0)
        until(lambda: value(own, 'intervisie_page_threads{state="all"}') == 16)
        assert value(own, NOWHERE) >= 12  # who takes the place goes on counting
        assert CANARY not in look(own)
        for there, _answer in streams:
            there.close()


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def test_without_an_address_nothing_is_shown(transactional_db):
    own = free_port()
    with served() as (_process, _port), pytest.raises(urllib.error.URLError):
        look(own)


LIFE = """
import sys
from pathlib import Path
from intervisie.common import metrics
from prometheus_client import CollectorRegistry
where = Path(sys.argv[1])
metrics.share(where, "first")
metrics.take("0_1")
metrics.TASK_SECONDS.labels("t", "success").observe(1)
metrics.STREAMS.labels("session").inc()
registry = CollectorRegistry()
(where / "gauge_livesum_0-2.db").touch()  # another one begins at this moment
metrics.Together(registry)
for name, labels in [
    ("intervisie_task_seconds_count", {"task": "t", "outcome": "success"}),
    ("intervisie_open_streams", {"kind": "session"}),
]:
    print(registry.get_sample_value(name, labels))
print(sorted(path.name for path in where.iterdir()))
"""


def test_a_place_keeps_its_count_and_loses_what_was_open(tmp_path):
    """Two lives at one place, each in a process of its own, as a worker's child and the one that replaces it."""
    told = [subprocess.check_output([sys.executable, "-c", LIFE, tmp_path], text=True, cwd=ROOT) for _ in range(2)]
    files = "['gauge_livesum_0-1.db', 'gauge_livesum_0-2.db', 'histogram_0-1.db']"
    assert [one.splitlines() for one in told] == [["1.0", "1.0", files], ["2.0", "1.0", files]]


def test_every_figure_begins_with_our_name_and_has_labels():
    ours = [metrics.REQUESTS, metrics.REQUEST_SECONDS, metrics.TURNED_AWAY, metrics.THREADS, metrics.STREAMS]
    ours += [metrics.DELIVERIES, metrics.DELIVERY_LATE, metrics.TASK_SECONDS]
    assert all(one._name.startswith("intervisie_") and one._labelnames for one in ours)
