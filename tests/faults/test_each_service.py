"""The services of the compose file that no other test starts: its backup, and the health checks of what is not ours.

Not seen by any test: `mail`, the catcher for development, whose image brings a program that no package does. The words
of `valkey-cli` go over the wire where that program is not installed, as it would send them.
"""

import json
import os
import shutil
import socket
import subprocess

import pytest

from intervisie.dev.servers import _postgres_binaries
from tests.faults import compose
from tests.faults.house import until

STARTED = {
    "web",
    "worker",
    "beat",
    "migrate",
    "postgres",
    "valkey",
}  # by the house and the tests beside this one
HERE = {"backup"}
IN_TEST_PROXY = {"proxy"}
NEVER = {"mail"}


def test_every_service_is_started_somewhere_but_one():
    assert set(compose.SERVICES) == STARTED | HERE | IN_TEST_PROXY | NEVER


@pytest.fixture
def places(tmp_path):
    """The folders of the compose file, and where they are here."""
    return {"/backups/main": str(tmp_path / "main"), "/backups/keys": str(tmp_path / "keys")}


def moved(words, places):
    return [places.get(word, word) for word in words]


def test_the_backup_service_makes_one_and_says_that_it_is_well(house, places, tmp_path):
    main, keys = tmp_path / "main", tmp_path / "keys"
    check, env = moved(compose.health("backup"), places), house.environment("backup")
    assert house.run_in(check, env) == 1
    backup = house.start("backup", moved(compose.command("backup"), places))
    until(lambda: list(main.glob("*/about.json")) or not backup.alive(), what="for the backup")
    assert backup.alive(), backup.said()
    [about] = main.glob("*/about.json")
    assert json.loads(about.read_text())["keys"] == house.ask("SELECT count(*) FROM common_datakey")[0][0]
    assert {path.name for path in about.parent.iterdir()} == {"about.json", "main.dump", "tombstones.json"}
    assert [path.name for path in keys.glob("*/*")] == ["keys.sealed"]
    assert main.stat().st_mode & 0o077 == keys.stat().st_mode & 0o077 == 0
    assert house.run_in(check, env) == 0
    backup.end(seconds=5)  # when asked to, not after a day


def test_without_a_database_it_goes_on_trying(house, places, tmp_path):
    house.postgres.crash()
    backup = house.start("backup", moved(compose.command("backup"), places))
    until(lambda: "backup: not made" in backup.said() or not backup.alive(), what="for the refusal")
    assert backup.alive(), backup.said()
    assert not list(tmp_path.glob("*/*/*"))


def test_the_health_check_of_the_database_says_well_and_away(house):
    words = compose.health("postgres")
    env = {**os.environ, "PATH": f"{_postgres_binaries()}:{os.environ['PATH']}"}
    env |= {"PGHOST": "127.0.0.1", "PGPORT": str(house.postgres.port)}
    if not shutil.which(words[0], path=env["PATH"]):
        pytest.skip(f"not installed: {words[0]}")
    assert house.run_in(words, env) == 0
    house.postgres.crash()
    assert house.run_in(words, env) != 0


def pinged(words, port):
    """0 when it answers, as the program says it; by the program where it is installed."""
    if shutil.which(words[0]):
        done = subprocess.run([words[0], "-p", str(port), *words[1:]], capture_output=True, text=True)
        return done.returncode
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as there:
            there.sendall(" ".join(words[1:]).encode() + b"\r\n")
            return 0 if there.recv(64) == b"+PONG\r\n" else 1
    except OSError:
        return 1


def test_the_health_check_of_the_broker_says_well_and_away(house):
    words = compose.health("valkey")
    assert words == ["valkey-cli", "ping"]
    assert pinged(words, house.valkey.port) == 0
    house.valkey.crash()
    assert pinged(words, house.valkey.port) == 1
