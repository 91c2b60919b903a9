"""One house for all tests of faults: it is opened once, each test starts the programs it needs and breaks what it
wants, and everything is there again for the next."""

import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from tests.common.post import note, post  # noqa: F401 (fixtures)
from tests.faults.house import House, until
from tests.faults.people import Ear, Visitor


@pytest.fixture(scope="session")
def opened():
    folder = Path(tempfile.mkdtemp(prefix="intervisie-house-"))
    house = House(folder, settings.FRONT_DIR)
    try:
        house.cast = house.open()
        yield house
    finally:
        house.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(opened):
    """With servers and without programs."""
    opened.used += 1
    opened.cast["session"] = opened.cast["rooms"][opened.used % len(opened.cast["rooms"])]
    yield opened
    print(opened.deliveries() if opened.postgres.program else "no database")
    for program in opened.programs:  # shown only when the test has failed
        print(f"── {program.name}\n{program.said()[-3000:]}")
    opened.stop_all()
    opened.post.mails.clear()
    opened.post.answers.clear()
    for server in (opened.postgres, opened.valkey):
        if not server.program:
            server.start()
    if opened.post.door is None:
        opened.post.open()
    opened.ask("DELETE FROM common_delivery")


@pytest.fixture
def visit(house):
    """`visit(web, "bas")`: Bas's browser at this web process, which answers by now."""

    def browser(web, who=""):
        visitor = Visitor(web.port, house.cast.get(who, ""))
        until(lambda: visitor.get("/health/live/").status == 200 or not web.alive(), what="for the web process")
        assert web.alive(), web.said()
        return visitor

    return browser


@pytest.fixture
def listen(house):
    """`listen(visitor)`: the stream of the room, once it has said hello."""
    ears = []

    def ear(visitor):
        ears.append(Ear(visitor, f"/bijeenkomst/{house.cast['session']}/kamer/"))
        until(lambda: "hello" in ears[-1].names(), what="for the stream")
        return ears[-1]

    yield ear
    for one in ears:
        one.close()
