"""The server as a process of its own: it answers, keeps its connections, and stops at once with streams open."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from intervisie.common.live.token import Ticket, session_hash, sign
from intervisie.serve import doors, listen
from tests.sessions.table import a_session
from tests.technical import free_port, login_cookie

ROOT = Path(__file__).resolve().parents[2]
STREAMS = 40
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all wait at one socket")


def database_url() -> str:
    """The database of this test, for another process."""
    known = connection.settings_dict
    who = ":".join(quote(known[name], safe="") for name in ("USER", "PASSWORD") if known[name])
    if known["HOST"].startswith("/"):
        return f"postgres://{who}@/{known['HOST']}/{known['NAME']}"
    return f"postgres://{who}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"


@contextmanager
def served(*arguments, **environment):
    port = free_port()
    command = [sys.executable, "-m", "intervisie.serve", "--port", str(port), *arguments]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url(), "BASE_URL": f"http://localhost:{port}", **environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until = time.monotonic() + 60
        while get(port, "/health/live/")[0] != 200:
            assert time.monotonic() < until and process.poll() is None, process.communicate()[1]
            time.sleep(0.05)
        yield process, port
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stderr.close()


def get(port, path, **headers):
    there = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        there.request("GET", path, headers={"Host": f"localhost:{port}", **headers})
        answer = there.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        there.close()


def stops(process, sig=signal.SIGTERM) -> float:
    """Ask it to stop; how many seconds that took."""
    started = time.monotonic()
    process.send_signal(sig)
    process.wait(15)
    return time.monotonic() - started


@pytest.fixture
def a_stream(transactional_db, cast):
    """`a_stream(port, bas)` is an open stream of Bas: connection and answer."""
    session = a_session(cast.noord)
    cookies = {user.pk: login_cookie(user) for user in (cast.anna, cast.bas, cast.chris, cast.dana)}
    opened = ExitStack()

    def open_one(port, user):
        cookie = cookies[user.pk]
        ticket = Ticket(f"session:{session.pk}", str(user.pk), session_hash(cookie["value"]))
        there = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        opened.callback(there.close)
        headers = {"Host": f"localhost:{port}", "Cookie": f"{cookie['name']}={cookie['value']}"}
        there.request("GET", f"/live/session/{session.pk}/?token={sign(ticket)}", headers=headers)
        answer = there.getresponse()
        assert answer.status == 200
        opened.callback(answer.close)
        assert answer.readline().startswith(b"retry:")
        return there, answer

    with opened:
        yield open_one


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [connection.settings_dict["NAME"]])
        return cursor.fetchone()[0] - 1  # our own


def test_open_streams_hold_no_connection_and_end_cleanly_within_a_second(a_stream, cast):
    people = [cast.anna, cast.bas, cast.chris, cast.dana]
    with served() as (process, port):
        streams = [a_stream(port, people[number % 4]) for number in range(STREAMS)]
        held = connections()
        took = stops(process)
        rests = [answer.read() for _, answer in streams]  # IncompleteRead when it was cut off
        for there, _ in streams:
            there.close()
        told = process.stderr.read()
    assert held <= 3, f"{held} connections for {STREAMS} streams"
    assert took < 1, f"stopping took {took:.2f} s"
    assert len(rests) == STREAMS
    assert "Traceback" not in told


STRANGE = ["/%00", "/?q=%00", "/%ff%fe/", "/" + "x" * 5000, "/?q=%ff", "/..%2f..%2fetc/passwd", "//x//"]


def test_pages_keep_their_connections_survive_anything_and_log_no_address(transactional_db):
    with served(WEB_THREADS="3") as (process, port):
        for _ in range(40):
            assert get(port, "/health/ready/")[0] == 503  # no worker here
        assert connections() <= 3
        found = {path: get(port, path)[0] for path in STRANGE}
        assert all(400 <= status < 500 or status in (200, 301, 302) for status in found.values()), found
        assert get(port, "/health/live/", Host="evil.example")[0] == 400
        get(port, "/nergens/geheim-pad-123/?token=geheim-woord-456")
        get(port, "/dev/mail/geheim-789/?q=geheim-000")
        stops(process)
        told = process.stderr.read()
    assert "geheim" not in told
    assert re.search(r"GET /dev/mail/<str:key>/ 404", told)


def test_several_processes_one_falls_and_is_replaced(transactional_db):
    with served("--processes", "2") as (process, port):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        before = children.read_text().split()
        assert len(before) == 2
        os.kill(int(before[0]), signal.SIGKILL)
        until = time.monotonic() + 15
        while set(children.read_text().split()) in ({before[0], before[1]}, {before[1]}):
            assert time.monotonic() < until, "nobody took its place"
            time.sleep(0.1)
        assert get(port, "/health/live/")[0] == 200
        assert stops(process) < 5
        assert process.returncode == 0


@on_linux
def test_at_the_door_of_one_that_fell_young_nobody_waits(transactional_db):
    with served("--processes", "2") as (process, port):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        first, second = children.read_text().split()
        os.kill(int(first), signal.SIGKILL)
        until = time.monotonic() + 15
        while not (after := set(children.read_text().split()) - {first, second}):
            assert time.monotonic() < until, "nobody took its place"
            time.sleep(0.05)
        still = int(after.pop())
        os.kill(still, signal.SIGSTOP)  # the next does not answer either
        try:
            assert [get(port, "/health/live/")[0] for _visitor in range(16)] == [200] * 16
        finally:
            process.kill()
            os.kill(still, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells a process that its parent is gone")
def test_when_the_first_is_killed_the_others_go_and_the_port_is_free(transactional_db):
    with served("--processes", "2") as (process, port):
        members = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        assert len(members) == 2
        process.kill()
        process.wait()
        try:
            until = time.monotonic() + 15
            while left := [pid for pid in members if runs(pid)]:
                assert time.monotonic() < until, f"{len(left)} stay behind"
                time.sleep(0.05)
            listen("127.0.0.1", port).close()
        finally:
            for pid in filter(runs, members):
                os.kill(pid, signal.SIGKILL)


def runs(pid):
    """As a program: not ended, and not only waiting to be counted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


# ── where they listen ──────────────────────────────────────────────────────────────────────────────
@on_linux
def test_who_comes_at_one_moment_is_shared_out_among_the_processes():
    with ExitStack() as open_now:
        sockets = [open_now.enter_context(one) for one in doors("127.0.0.1", 0, 2)]
        address = sockets[0].getsockname()
        for _visitor in range(100):
            open_now.enter_context(socket.create_connection(address))
        assert [one.getsockname() for one in sockets] == [address] * 2
        came = [[open_now.enter_context(one) for one in taken(door)] for door in sockets]
        assert sum(map(len, came)) == 100
        assert min(map(len, came)) > 20  # fewer happens once in a thousand million times


def taken(door):
    """Everybody who waits at this door."""
    door.setblocking(False)
    while True:
        try:
            yield door.accept()[0]
        except BlockingIOError:
            return


@on_linux
@pytest.mark.parametrize("processes", [1, 2])
def test_a_port_on_which_others_listen_is_refused(processes):
    for others in (1, 2):
        with ExitStack() as open_now:
            there = [open_now.enter_context(one) for one in doors("127.0.0.1", 0, others)]
            with pytest.raises(OSError, match="in use"):
                doors("127.0.0.1", there[0].getsockname()[1], processes)
