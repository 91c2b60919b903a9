"""What travels outside pages and database: the streams of the room, and every word Valkey gets to hear."""

import asyncio
from types import SimpleNamespace
from uuid import uuid4

import pytest

from groups.models import User
from sessions.stream import RIGHTS
from tests.attack.addresses import browser_of
from tests.attack.traces import everything_told_to_valkey
from tests.attack.words import content, words_in
from tests.attack.world import a_world
from tests.common.listening import Browser, live

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_of_what_is_said_or_planned_reaches_valkey():
    """Hints, bells, versions, counters: names, numbers and ids. Everything that made this world was told there."""
    with everything_told_to_valkey() as told:
        world = a_world()
        room = f"/bijeenkomst/{world.live.pk}/kamer/"
        card = {"step": world.live.step_id, "kind": "helping_thought", "card_id": uuid4(), "text": content("kaart")}
        dana = browser_of(world.dana)
        assert dana.post(f"{room}kaart/", card, headers={"HX-Request": "true"}).status_code == 204
        assert dana.get(room).status_code == 200
    heard = "\n".join(told)
    assert f"live:session:{world.live.pk}" in heard
    assert "intervisie.common.tasks.drain" in heard or "celery" in heard
    assert words_in(heard) == set()


def test_only_who_belongs_hears_a_room():
    world = a_world()
    world.staff = User.objects.create_superuser("baas@example.org", name="Baas")
    topic = SimpleNamespace(pk=world.live.pk)
    assert statuses(world, topic, "anna", "dana") == {"anna": 200, "dana": 200}
    outside = statuses(world, topic, "coen", "eva", "femke", "gijs", "staff")
    assert set(outside.values()) == {403}


def statuses(world, topic, *who):
    """What the stream answers to a page of theirs, with a ticket they should never have got."""
    browsers = {name: Listener(getattr(world, name), topic) for name in who}

    async def scene():
        async with live(rights=RIGHTS["session"]) as app:
            app.hub.rights = RIGHTS
            heard = {name: app.listen(browser) for name, browser in browsers.items()}
            for one in heard.values():
                await one.until(lambda stream: stream.ended or stream.events)
            return {name: one.status for name, one in heard.items()}

    return asyncio.run(asyncio.wait_for(scene(), 30))


class Listener(Browser):
    """A browser at the stream of a session."""

    def address(self):
        self.topic = self.topic.replace("group:", "session:")
        return super().address()
