"""An update loses nothing: a database as the first version left it, with the whole demo in it, is brought to the newest
tables, and everything is still there and can be read."""

import json
import os
import subprocess
import sys

import pytest

from tests.setup.test_restore import ROOT, restored  # noqa: F401 (fixture)
from tests.setup.test_serve import database_url

# What a later version takes away or turns into something else on purpose: table → why. It needs a test of its own.
CHANGED = {"groups_group": "a maturity that stood there from the founding was nobody's word: test_what_nobody_said_…"}


@pytest.fixture
def told(restored):  # noqa: F811
    address = f"{database_url().rpartition('/')[0]}/{restored}"
    environment = {**os.environ, "DATABASE_URL": address, "INTERVISIE_DEVELOPMENT": "1"}
    command = [sys.executable, "-m", "tests.setup.upgrading"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_from_the_first_version_to_the_newest_with_everything_in_it(told):
    before, after = told["before"], told["after"]
    assert sum(found[0] for found in before.values()) > 500
    assert told["new"] >= told["old"] >= 5
    lost = {table: (before[table], after[table]) for table in before if before[table] != after[table]}
    assert lost.keys() == CHANGED.keys(), lost
    assert len(told["read"]) >= 3
    assert told["again"] == told["read"]


def test_what_nobody_said_of_a_group_is_not_said_after_an_update_and_what_was_said_stays(told):
    assert told["maturity"] == [3]
