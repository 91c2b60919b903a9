"""Hints leave after the commit, once, and a Valkey that is away never breaks a deed."""

import asyncio
import json
import logging
import tempfile
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from redis import Redis

from intervisie.common.live import kick, pending, poke, presence, versions
from tests.common.listening import QUICK, Browser, OwnValkey, elsewhere, live, opened, poked


@pytest.fixture
def topic():
    return f"group:{uuid.uuid4()}"


@pytest.fixture
def channel(topic):
    """Everything published on the topic, as it was published."""
    with Redis.from_url(django_settings.REDIS_URL) as redis, redis.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe(f"live:{topic}")
        heard.get_message(timeout=1)

        def said():
            found = []
            while message := heard.get_message(timeout=0.1):
                found.append(json.loads(message["data"]))
            return found

        yield said


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_nothing_is_said_before_the_commit(self, topic, channel):
        with transaction.atomic():
            poke(topic, "step")
            assert channel() == []
        assert [set(said["hint"]) for said in channel()] == [{"step"}]

    def test_nothing_is_said_after_a_rollback(self, topic, channel):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            poke(topic, "step")
            raise ZeroDivisionError
        assert channel() == []
        poke(topic, "people")
        assert [set(said["hint"]) for said in channel()] == [{"people"}]

    def test_many_pokes_are_one_message(self, topic, channel):
        with transaction.atomic():
            for _number in range(20):
                poke(topic, "step")
                poke(topic, "people", "step")
            assert pending() == {topic: {"step", "people"}}
        assert [set(said["hint"]) for said in channel()] == [{"step", "people"}]

    def test_a_deed_inside_a_deed_is_one_message(self, topic, channel):
        with transaction.atomic():
            with transaction.atomic():
                poke(topic, "people")
            poke(topic, "step")
        assert [set(said["hint"]) for said in channel()] == [{"step", "people"}]

    def test_a_part_that_was_rolled_back_does_not_silence_the_rest(self, topic, channel):
        with transaction.atomic():
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                poke(topic, "people")
                raise ZeroDivisionError
            poke(topic, "step")
        assert [set(said["hint"]) for said in channel()] == [{"step"}]

    def test_outside_a_transaction_it_leaves_at_once(self, topic, channel):
        poke(topic, "step")
        assert len(channel()) == 1

    def test_a_kick_names_an_id_and_no_session_key(self, topic, channel):
        somebody = uuid.uuid4()
        with transaction.atomic():
            kick(topic, somebody, session_key="abc123")
            kick(topic, somebody, session_key="abc123")
        [said] = channel()
        assert said["kick"]["user"] == str(somebody)
        assert "abc123" not in json.dumps(said)

    def test_versions_rise_by_one(self, topic):
        poke(topic, "step")
        first = versions(topic)["step"]
        poke(topic, "step", "people")
        assert versions(topic)["step"] == first + 1
        assert set(versions(topic)) == {"step", "people"}

    def test_versions_do_not_stay_for_ever(self, topic):
        poke(topic, "step")
        with Redis.from_url(django_settings.REDIS_URL) as redis:
            assert 0 < redis.ttl(f"live:versions:{topic}") <= 2 * 24 * 3600


@pytest.fixture
def own_valkey():
    with tempfile.TemporaryDirectory(prefix="iv-", dir="/tmp") as folder:
        valkey = OwnValkey(Path(folder))
        valkey.start()
        yield valkey
        valkey.stop()


@pytest.mark.django_db(transaction=True)
def test_a_dead_valkey_breaks_no_deed_and_is_told_by_name_only(settings, own_valkey, topic, caplog):
    settings.REDIS_URL = own_valkey.url
    poke(topic, "step")
    own_valkey.stop()
    began = time.monotonic()
    with caplog.at_level(logging.WARNING):
        with transaction.atomic():
            poke(topic, "step")
            kick(topic)
        assert (versions(topic), presence(topic)) == ({}, set())
    assert time.monotonic() - began < 2
    assert "nobody was told: ConnectionError" in caplog.text
    assert topic not in caplog.text
    own_valkey.start()
    poke(topic, "step")
    assert set(versions(topic)) == {"step"}


@pytest.mark.django_db(transaction=True)
def test_a_valkey_that_restarts_is_survived_with_a_resync(settings, own_valkey, bas, chris, group):
    settings.REDIS_URL = own_valkey.url
    browsers = [Browser(bas, group), Browser(chris, group)]

    async def scene():
        async with live(pace=QUICK, url=own_valkey.url) as app:
            streams = [await opened(app, browser) for browser in browsers]
            for turn in range(3):
                resyncs = [one.names().count("resync") for one in streams]
                await asyncio.to_thread(own_valkey.stop)
                await poked(browsers[0].topic, "lost")
                await asyncio.to_thread(own_valkey.start)
                for one, before in zip(streams, resyncs, strict=True):
                    await one.until(lambda heard, before=before: heard.names().count("resync") > before)
                await poked(browsers[0].topic, f"step{turn}")
                for one in streams:
                    await one.until(lambda heard, turn=turn: f"step{turn}" in heard.hints())

    asyncio.run(asyncio.wait_for(scene(), 30))


@pytest.mark.django_db(transaction=True)
def test_without_valkey_a_stream_opens_and_says_that_it_knows_no_versions(settings, own_valkey, bas, group):
    settings.REDIS_URL = own_valkey.url
    own_valkey.stop()
    browser = Browser(bas, group)

    async def scene():
        async with live(pace=QUICK, url=own_valkey.url) as app:
            heard = await app.listen(browser).until(lambda one: one.events)
            assert heard.events[0] == ("hello", None)
            await asyncio.to_thread(own_valkey.start)
            await heard.until(lambda one: "resync" in one.names())
            assert await elsewhere(presence, browser.topic) <= {bas.pk}

    asyncio.run(asyncio.wait_for(scene(), 30))
