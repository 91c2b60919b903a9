"""The servers of `make run` and `make test`: found, started, shared, stopped, and never left behind."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from intervisie.dev import servers as module
from intervisie.dev.servers import ServerTrouble, servers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def alone(monkeypatch):
    """Without the servers this very test runs on."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def host(addresses):
    return addresses["DATABASE_URL"].split("@")[1].rpartition("/")[0].removeprefix("/")


def ask(addresses, query):
    with psycopg.connect(host=host(addresses), user="intervisie", dbname="intervisie") as connection:
        found = connection.execute(query)
        return found.fetchone()[0] if found.description else None


def test_start_answer_and_stop(alone, tmp_path):
    with servers(tmp_path, throwaway=True) as addresses:
        assert ask(addresses, "SHOW server_encoding") == "UTF8"
        assert Redis.from_url(addresses["REDIS_URL"]).ping()
    with pytest.raises(psycopg.OperationalError):
        ask(addresses, "SELECT 1")


def test_no_network_port_and_a_private_socket(alone, tmp_path):
    with servers(tmp_path, throwaway=True) as addresses:
        assert ask(addresses, "SHOW listen_addresses") == ""
        folder = Path(host(addresses))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert Redis.from_url(addresses["REDIS_URL"]).config_get("port") == {"port": "0"}


def test_data_survives_and_the_second_start_is_quick(alone, tmp_path):
    with servers(tmp_path) as addresses:
        ask(addresses, "CREATE TABLE kept AS SELECT 7 AS seven")
    started = time.monotonic()
    with servers(tmp_path) as addresses:
        assert time.monotonic() - started < 3
        assert ask(addresses, "SELECT seven FROM kept") == 7


def test_a_second_caller_shares_the_servers_of_the_first(alone, tmp_path):
    with servers(tmp_path, throwaway=True) as first, servers(tmp_path) as second:
        assert second == first
        assert ask(second, "SELECT 1") == 1


def test_the_environment_goes_first(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/x")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    with servers(tmp_path / "unused") as addresses:
        assert addresses == {"DATABASE_URL": "postgres://elsewhere/x", "REDIS_URL": "redis://elsewhere"}
    assert not (tmp_path / "unused").exists()


def test_one_given_address_starts_only_the_other(alone, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/x")
    with servers(tmp_path) as addresses:
        assert Redis.from_url(addresses["REDIS_URL"]).ping()
    assert not list(tmp_path.glob("pg*"))


def test_without_any_server_the_message_says_what_to_do(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    monkeypatch.setattr(module.Path, "glob", lambda self, pattern: [])
    with pytest.raises(ServerTrouble, match="set DATABASE_URL"):
        module._postgres_binaries()
    with pytest.raises(ServerTrouble, match="set REDIS_URL"):
        module._valkey_binary()


def test_a_server_that_does_not_start_shows_what_it_said(alone, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CARELESS", ["no_such_option=1"])
    with pytest.raises(ServerTrouble, match="no_such_option"), servers(tmp_path, throwaway=True):
        pass


HOLD = """
import sys, time
from pathlib import Path
from intervisie.dev.servers import servers
with servers(Path(sys.argv[1]), throwaway=True):
    print("open", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tie a child's life to its parent's")
def test_nothing_stays_behind_when_the_parent_is_killed(alone, tmp_path):
    parent = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout.readline() == b"open\n"
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    assert len(children) == 2
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    until = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{child}") for child in children):
        assert time.monotonic() < until, "a server outlives who started it"
        time.sleep(0.05)
    with servers(tmp_path, throwaway=True) as addresses:
        assert ask(addresses, "SELECT 1") == 1
