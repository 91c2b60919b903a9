"""`dev.py run` and its kin, as somebody at a keyboard meets them."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from intervisie.dev import environment, main, run
from intervisie.dev.environment import Trouble

ROOT = Path(__file__).resolve().parents[2]
OWN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "BASE_URL", "INTERVISIE_FRONT")


@contextmanager
def running(data):
    """`run` in a process group of its own, from the first line to the welcome."""
    clean = {name: value for name, value in os.environ.items() if name not in OWN} | {"INTERVISIE_DATA": str(data)}
    command = [sys.executable, "dev.py", "run", "--port", "0", "--no-demo", "--no-browser"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=clean, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    told = []
    try:
        for line in process.stdout:
            told.append(line)
            if "Stop with Ctrl-C" in line:
                break
        yield process, "".join(told)
    finally:
        process.kill()
        process.communicate()


def descendants(pid):
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *descendants(child)]
    return found


def all_gone(pids, seconds=10):
    until = time.monotonic() + seconds
    while any(os.path.exists(f"/proc/{pid}") for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_opens_stops_opens_again_and_leaves_nothing_behind(tmp_path):
    with running(tmp_path) as (process, told):
        address = re.search(r"http://localhost:\d+", told)[0]
        with urllib.request.urlopen(f"{address}/") as page:  # noqa: S310 (our own address)
            assert page.status == 200
        assert f"{address}/dev/mail/" in told
        children = descendants(process.pid)
        assert len(children) >= 4  # PostgreSQL, Valkey, web, worker
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in rest
        assert all_gone(children)
    made = [*tmp_path.glob("pg*/PG_VERSION"), tmp_path / "keys.json", tmp_path / "methods.loaded"]
    kept = {path: path.stat().st_mtime_ns for path in made}
    assert len(kept) == 3
    started = time.monotonic()
    with running(tmp_path) as (process, told):
        assert "Stop with" in told
        # How long it takes depends on the machine: said here, and written in the README. What makes it short is held.
        print(f"second start: {time.monotonic() - started:.1f} s")
        assert {path: path.stat().st_mtime_ns for path in made} == kept  # nothing was made anew
        assert "Installing" not in told
        children = descendants(process.pid)
        process.kill()
        assert all_gone(children), "kill -9 left something running"


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path):
    first = environment.keys(tmp_path / "data")
    assert environment.keys(tmp_path / "data") == first
    assert len(first["SECRET_KEY"]) >= 50
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "keys.json").stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_refused_in_words():
    listener = run.socket.create_server(("127.0.0.1", 0))
    with listener, pytest.raises(Trouble, match="is taken"):
        run.refuse_taken(listener.getsockname()[1])


def test_without_a_command_it_explains_itself():
    done = subprocess.run([sys.executable, "dev.py"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert "dev.py run" in done.stdout
    assert subprocess.run([sys.executable, "dev.py", "nonsense"], cwd=ROOT, capture_output=True).returncode == 2


def test_everything_is_two_calls_and_a_path_is_one():
    plain, browser = main.calls(["-q"], lanes=2)
    assert "--ignore=tests/browser" in plain
    assert plain[-4:] == ["-n", "2", "--dist", "loadfile"]
    assert browser == ["-q", "tests/browser", "tests/journeys"]
    assert main.calls(["tests/setup", "-q"]) == [["tests/setup", "-q"]]


def test_tests_on_somebody_elses_redis_use_a_database_of_their_own(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://there:6379/0")
    assert main.apart({"REDIS_URL": "redis://there:6379/0"}) == {"REDIS_URL": "redis://there:6379/15"}
    assert main.apart({"REDIS_URL": "unix:///there.sock"}) == {"REDIS_URL": "unix:///there.sock?db=15"}
    monkeypatch.delenv("REDIS_URL")
    assert main.apart({"REDIS_URL": "unix:///x.sock"}) == {"REDIS_URL": "unix:///x.sock"}
