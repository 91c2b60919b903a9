"""What the pages inside weigh on a phone that has never been here: the page with everything it loads."""

from datetime import timedelta

import pytest

from methods.actions import load_methods
from tests.methods.facts import shipped
from tests.sessions.table import a_case, a_session, in_method, write

MOST = 200_000  # bytes over the wire, as the bar says


@pytest.fixture
def places(group, agreement, anna, bas, chris, dana):
    """Each page with something on it."""
    load_methods(shipped())
    live = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    write(live, bas, "Ik moet het antwoord weten.", kind="thought")
    a_case(dana, group, pitch="Ik zeg ja voor ik nadenk.")
    planned = a_session(group, number=2, starts_in=timedelta(days=9), host=chris, leads=anna)
    return {
        "home": "/vandaag/",
        "group": f"/groep/{group.pk}/",
        "session": f"/bijeenkomst/{planned.pk}/",
        "room": f"/bijeenkomst/{live.pk}/kamer/",
        "library": "/werkvormen/",
    }


@pytest.mark.parametrize("name", ["home", "group", "session", "room", "library"])
def test_a_first_visit_inside_is_light(open_page, bas, places, name):
    page = open_page(bas, width=390, height=844)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    loaded, asked = [], []
    session.on("Network.loadingFinished", lambda done: loaded.append(done["encodedDataLength"]))
    session.on("Network.requestWillBeSent", lambda sent: asked.append(sent["request"]["url"]))
    page.goto(places[name])
    page.wait_for_load_state("load")
    page.wait_for_timeout(1500)  # what is pulled after it, too; the room's stream stays open and so is never idle
    assert len(loaded) >= 3, asked
    assert sum(loaded) <= MOST, f"{name}: {sum(loaded)} bytes in {len(loaded)} answers: {asked}"
