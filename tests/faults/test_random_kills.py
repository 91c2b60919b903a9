"""The short form of bench/delivery.py: workers, broker and web killed at random moments while messages go out."""

import asyncio
import random
import time
from collections import Counter

import pytest

from tests.faults.house import until
from tests.faults.test_workers_die import LEASE_OVER, lives

SESSIONS, EACH = 6, 4  # invitations: one for each of the four people of the group


@pytest.fixture
def unhurried(house):
    """A post office slow enough to be interrupted."""

    async def handle_DATA(server, session, envelope):
        await asyncio.sleep(0.15)
        return await type(house.post).handle_DATA(house.post, server, session, envelope)

    house.post.handle_DATA = handle_DATA
    yield
    del house.post.handle_DATA


def test_killed_at_random_nothing_is_lost_and_only_what_smtp_leaves_open_comes_twice(house, unhurried):
    chance, held = random.Random(), 0
    workers, web = [house.worker(), house.worker()], house.web()
    house.beat()
    lives(*workers)
    house.stage("invitations", str(SESSIONS))
    for victim in chance.sample(["worker", "worker", "worker", "broker", "web"], 5):
        time.sleep(chance.uniform(0.2, 0.8))
        if victim == "worker":
            workers.pop(0).kill()
            held += house.deliveries().get("sending", 0)
            workers.append(house.worker())
        elif victim == "broker":
            house.valkey.crash()
            time.sleep(0.3)
            house.valkey.start()
        else:
            web.kill()
            web = house.web()
    until(lambda: not waiting(house), 60, "for the messages nobody held")
    house.ask(LEASE_OVER)  # as if the minute and a half had passed
    until(lambda: not waiting(house) and house.deliveries().get("sent") == SESSIONS * EACH, 60, "for the others")
    times = Counter(mail["message-id"] for _to, mail in house.post.mails)
    assert len(times) == SESSIONS * EACH  # nothing lost, and nothing under a second name
    assert sum(times.values()) - len(times) <= held  # twice only what a dead worker had in its hands


def waiting(house):
    """Messages that are due and that nobody holds."""
    return house.ask(
        "SELECT 1 FROM common_delivery WHERE state IN ('due', 'sending') AND due_at <= now()"
        " AND (lease_until IS NULL OR lease_until <= now())"
    )
