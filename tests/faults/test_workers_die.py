"""Workers killed while they send, two clocks that ring at once: nothing lost, nothing double."""

import asyncio
from collections import Counter

import pytest

from tests.faults.house import until

LEASE_OVER = "UPDATE common_delivery SET lease_until = now() WHERE state = 'sending'"


@pytest.fixture
def slow(house):
    """The post office takes its time over every message."""

    async def handle_DATA(server, session, envelope):
        await asyncio.sleep(0.3)
        return await type(house.post).handle_DATA(house.post, server, session, envelope)

    house.post.handle_DATA = handle_DATA
    yield
    del house.post.handle_DATA


def lives(*programs):
    until(lambda: all((one.data / f"{one.name}.alive").exists() for one in programs), 60, "for signs of life")


def test_a_worker_killed_while_it_sends_is_replaced_by_another(house, slow):
    first, beat = house.worker(), house.beat()
    lives(first)
    house.stage("invitations", "3")
    until(lambda: len(house.post.mails) >= 2 and house.deliveries().get("sending"), 60, "for the first mails")
    first.kill()
    taken = house.deliveries()["sending"]
    lives(house.worker())
    until(lambda: house.deliveries().get("sent", 0) == 12 - taken, 60, "for the other worker")
    assert house.deliveries()["sending"] == taken  # nobody touches what is in other hands, as far as anybody knows
    house.ask(LEASE_OVER)  # as if the minute and a half had passed
    until(lambda: house.deliveries().get("sent") == 12, 30, "for the rest")
    times = Counter(mail["message-id"] for _to, mail in house.post.mails)
    assert len(times) == 12  # nothing lost
    assert sum(times.values()) - 12 <= taken <= 2  # doubled only what was in its hands, with the same Message-ID
    assert beat.alive()


def test_two_clocks_and_two_workers_send_each_message_once_and_stop_when_asked(house, slow):
    workers, beats = [house.worker(), house.worker()], [house.beat(), house.beat()]
    lives(*workers, *beats)
    house.stage("invitations", "3")
    until(lambda: len(house.post.mails) >= 4, 60, "for the first mails")
    assert workers[0].end(seconds=30) == 0  # it finishes what it holds
    assert house.deliveries().get("sending", 0) <= 2  # of the other
    until(lambda: house.deliveries().get("sent") == 12, 60, "for the mails")
    assert len({mail["message-id"] for _to, mail in house.post.mails}) == len(house.post.mails) == 12
    assert house.ask("SELECT count(*) - count(DISTINCT key) FROM common_delivery") == [(0,)]
    assert workers[1].end() == beats[0].end() == beats[1].end() == 0
