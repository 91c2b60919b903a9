"""GET /live/…: who may listen, what they hear, how it ends."""

import asyncio
import time
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from groups.models import Membership, User
from intervisie.common.live import kick, poke_count, presence, versions
from intervisie.common.live.hub import ROOM, Mailbox, Pace
from intervisie.common.live.token import Ticket
from tests.common.listening import CALM, QUICK, Browser, cookie, elsewhere, live, members, opened, poked

pytestmark = pytest.mark.django_db(transaction=True)


def played(scene):
    return asyncio.run(asyncio.wait_for(scene, 30))


@pytest.fixture
def bas_here(bas, group):
    return Browser(bas, group)


@pytest.fixture
def chris_here(chris, group):
    return Browser(chris, group)


# ── what is heard ──
def test_first_all_versions_then_what_changes(bas_here):
    async def scene():
        await poked(bas_here.topic, "step")
        async with live() as app:
            heard = await opened(app, bas_here)
            name, known = heard.events[0]
            assert (name, set(known) >= {"step"}) == ("hello", True)
            await poked(bas_here.topic, "step", "people")
            await heard.until(lambda one: {"step", "people"} <= set(one.hints()))
            assert heard.hints()["step"] == known["step"] + 1
            assert versions(bas_here.topic)["step"] == known["step"] + 1

    played(scene())


def test_a_count_is_told_at_most_once_in_a_while_and_the_last_one_always(bas_here):
    async def scene():
        async with live(pace=Pace(beat=60, count=0.4)) as app:
            heard = await opened(app, bas_here)
            for _nr in range(5):
                await elsewhere(poke_count, bas_here.topic, "tally")
            last = versions(bas_here.topic)["tally"]
            await heard.until(lambda one: one.hints().get("tally") == last)
            told = [data["tally"] for name, data in heard.events if name == "hint" and "tally" in data]
            assert told == [last - 4, last]  # the first at once, the others together

    played(scene())


def test_other_topics_are_not_heard(bas_here, eva, other_group):
    eva_here = Browser(eva, other_group)

    async def scene():
        async with live() as app:
            bas, eva = await opened(app, bas_here), await opened(app, eva_here)
            await poked(bas_here.topic, "step")
            await bas.until(lambda one: "step" in one.hints())
            assert "step" not in eva.hints()

    played(scene())


def test_two_processes_both_hear(bas_here, chris_here):
    async def scene():
        async with live() as one, live() as two:
            here, there = await opened(one, bas_here), await opened(two, chris_here)
            await poked(bas_here.topic, "step")
            await here.until(lambda heard: "step" in heard.hints())
            await there.until(lambda heard: "step" in heard.hints())

    played(scene())


def test_nothing_but_names_and_numbers_travels(bas_here):
    async def scene():
        async with live(pace=QUICK) as app:
            heard = await opened(app, bas_here)
            await poked(bas_here.topic, "step")
            await heard.until(lambda one: one.beats >= 1)
            for name, data in heard.events:
                assert name in {"hello", "hint", "resync", "token"}
                assert name == "token" or data is None or all(isinstance(value, int) for value in data.values())

    played(scene())


# ── the door ──
def status(browser, **more):
    async def scene():
        async with live() as app:
            heard = app.listen(browser, **more)
            await heard.until(lambda one: one.ended or one.events)
            return heard

    return played(scene())


def test_a_member_enters_with_every_header_a_private_answer_needs(bas_here):
    heard = status(bas_here)
    assert heard.status == 200
    assert heard.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert heard.headers["cache-control"] == "no-store, no-transform"
    assert heard.headers["x-content-type-options"] == "nosniff"
    assert heard.headers["content-security-policy"].startswith("default-src 'none'")
    assert heard.headers["cross-origin-resource-policy"] == "same-origin"
    assert heard.headers["x-accel-buffering"] == "no"


def test_who_is_not_in_the_group_is_refused_even_with_a_token(eva, group):
    assert status(Browser(eva, group)).status == 403


def test_without_the_cookie_the_token_opens_nothing(bas_here):
    assert status(bas_here, headers={"cookie": None}).status == 403


def test_the_token_belongs_to_its_own_browser_session(bas_here, chris_here):
    assert status(bas_here, headers={"cookie": cookie(chris_here.session_key)}).status == 403


def test_a_second_session_of_the_same_person_needs_a_token_of_its_own(bas, group, bas_here):
    again = Browser(bas, group)
    assert status(bas_here, headers={"cookie": cookie(again.session_key)}).status == 403


def test_after_logging_out_the_token_is_worth_nothing(bas_here):
    Session.objects.filter(session_key=bas_here.session_key).delete()
    assert status(bas_here).status == 403


def test_an_expired_browser_session_does_not_enter(bas_here):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert status(bas_here).status == 403


def test_a_token_is_good_for_a_minute(bas_here):
    with time_machine.travel(time.time() - 62):
        old = bas_here.address()
    with time_machine.travel(time.time() - 50):
        fresh = bas_here.address()
    assert status(bas_here, url=old).status == 403
    assert status(bas_here, url=fresh).status == 200


@pytest.mark.parametrize("query", ["", "?token=", "?token=x", "?token=%00", "?token=a:b:c", "?" + "a=1&" * 20, "?\xff"])
def test_without_a_proper_token_it_is_403(bas_here, query):
    assert status(bas_here, url=bas_here.url.partition("?")[0] + query).status == 403


def test_a_tampered_token_is_403(bas_here):
    assert status(bas_here, url=bas_here.url[:-1] + ("A" if bas_here.url[-1] != "A" else "B")).status == 403


def test_a_token_for_another_topic_is_403(bas_here, other_group):
    token = bas_here.url.partition("?")[2]
    assert status(bas_here, url=f"/live/group/{other_group.pk}/?{token}").status == 403


@pytest.mark.parametrize(
    "path", ["/live/", "/live/group/", "/live/group/x/", "/live/other/{pk}/", "/live/group/{pk}/x/"]
)
def test_any_other_address_is_404(bas_here, group, path):
    assert status(bas_here, url=path.format(pk=group.pk)).status == 404


def test_only_get(bas_here):
    heard = status(bas_here, method="POST")
    assert (heard.status, heard.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("host", ["evil.example", "", "localhost:8000@evil.example", None])
def test_an_unknown_host_is_400(bas_here, host):
    assert status(bas_here, headers={"host": host}).status == 400


def test_another_site_cannot_open_it(bas_here):
    assert status(bas_here, headers={"sec-fetch-site": "cross-site"}).status == 403


@pytest.mark.parametrize(
    "cookie", ["sessionid=\x00", 'sessionid="', "sessionid=" + "a" * 5000, "; ;=;", "sessionid='; DROP"]
)
def test_strange_cookies_are_403(bas_here, cookie):
    assert status(bas_here, headers={"cookie": cookie}).status == 403


def test_one_person_cannot_open_streams_without_end(bas_here):
    async def scene():
        async with live() as app:
            streams = [await opened(app, bas_here) for _number in range(21)]
            assert [one.status for one in streams] == [200] * 20 + [429]

    played(scene())


def test_who_comes_back_together_is_asked_and_told_together(group):
    """After a restart every page of the house comes at once."""
    people = User.objects.bulk_create(User(email=f"p{number}@example.org") for number in range(20))
    Membership.objects.bulk_create(Membership(group=group, user=user, since=timezone.now()) for user in people)
    browsers, asked = [Browser(user, group) for user in people], []

    def rights(group_id, user_ids):
        asked.append(set(user_ids))
        return members(group_id, user_ids)

    async def scene():
        async with live(rights=rights) as app:
            streams = await asyncio.gather(*(opened(app, browser) for browser in browsers))
            assert {one.status for one in streams} == {200}
            assert set().union(*asked) == {str(user.pk) for user in people}
            assert len(asked) <= 3
            for one in streams:
                await one.until(lambda heard: "presence" in heard.hints())
            await asyncio.sleep(0.2)
            first = min(one.hints()["presence"] for one in streams)
            assert max(one.hints()["presence"] for one in streams) - first <= 3

    played(scene())


def test_a_stranger_among_many_stays_outside(bas_here, chris_here, eva, group):
    eva_here = Browser(eva, group)

    async def scene():
        async with live() as app:
            came = [app.listen(browser) for browser in [bas_here, eva_here, chris_here]]
            for one in came:
                await one.until(lambda heard: heard.ended or "hello" in heard.names())
            assert [one.status for one in came] == [200, 403, 200]

    played(scene())


def test_a_database_that_is_away_is_told_to_all_who_knock(bas_here, chris_here):
    def rights(group_id, user_ids):
        raise RuntimeError("away")

    async def scene():
        async with live(rights=rights) as app:
            came = [app.listen(browser) for browser in [bas_here, chris_here]]
            for one in came:
                await one.until(lambda heard: heard.ended)
            assert [one.status for one in came] == [503, 503]

    played(scene())


# ── how it ends ──
def test_a_kick_ends_the_streams_of_that_person_only(bas_here, chris_here):
    async def scene():
        async with live() as app:
            bas, chris = await opened(app, bas_here), await opened(app, chris_here)
            await elsewhere(kick, bas_here.topic, bas_here.user.pk)
            await bas.until(lambda one: one.ended)
            assert bas.names()[-1] == "gone"
            await poked(bas_here.topic, "step")
            await chris.until(lambda one: "step" in one.hints())

    played(scene())


def test_a_kick_of_the_topic_ends_all(bas_here, chris_here):
    async def scene():
        async with live() as app:
            streams = [await opened(app, bas_here), await opened(app, chris_here)]
            await elsewhere(kick, bas_here.topic)
            for one in streams:
                await one.until(lambda heard: heard.ended)

    played(scene())


def test_a_kick_everywhere_can_mean_one_browser_session(bas, group, bas_here):
    phone = Browser(bas, group)

    async def scene():
        async with live() as app:
            laptop, other = await opened(app, bas_here), await opened(app, phone)
            await elsewhere(kick, "*", bas.pk, session_key=bas_here.session_key)
            await laptop.until(lambda one: one.ended)
            assert not other.ended

    played(scene())


def test_who_is_removed_hears_nothing_after_the_next_heartbeat(bas_here, chris_here):
    async def scene():
        async with live(pace=QUICK) as app:
            bas, chris = await opened(app, bas_here), await opened(app, chris_here)
            removed = Membership.objects.filter(user=bas_here.user)
            await elsewhere(removed.update, until=timezone.now())
            await bas.until(lambda one: one.ended)
            assert bas.names()[-1] == "gone"
            assert not chris.ended

    played(scene())


def test_who_logs_out_hears_nothing_after_the_next_heartbeat(bas_here, chris_here):
    async def scene():
        async with live(pace=QUICK) as app:
            bas, chris = await opened(app, bas_here), await opened(app, chris_here)
            await elsewhere(bas_here.client.logout)
            await bas.until(lambda one: one.ended)
            assert not chris.ended

    played(scene())


def test_heartbeats_ask_once_per_room_for_all_who_are_there(bas_here, chris_here, eva, other_group):
    asked = []

    def rights(group_id, user_ids):
        asked.append((group_id, set(user_ids)))
        return members(group_id, user_ids)

    async def scene():
        async with live(pace=Pace(beat=0.8), rights=rights) as app:
            streams = [await opened(app, browser) for browser in [bas_here, bas_here, chris_here, eva_here]]
            asked.clear()
            for one in streams:
                await one.until(lambda heard: heard.beats >= 1)
            await asyncio.sleep(0.4)  # half-way to the next
            assert len(asked) == 2
            assert {str(bas_here.user.pk), str(chris_here.user.pk)} in [users for _group, users in asked]

    eva_here = Browser(eva, other_group)
    played(scene())


def test_a_database_that_fails_for_a_moment_ends_no_stream(bas_here):
    failing = []

    def rights(group_id, user_ids):
        if failing:
            raise RuntimeError("away")
        return members(group_id, user_ids)

    async def scene():
        async with live(pace=QUICK, rights=rights) as app:
            heard = await opened(app, bas_here)
            failing.append(True)
            beats = heard.beats
            await heard.until(lambda one: one.beats >= beats + 2)
            assert not heard.ended
            late = app.listen(bas_here)
            await late.until(lambda one: one.ended)
            assert late.status == 503

    played(scene())


def test_a_stream_lives_its_time_and_ends_without_a_word(bas_here):
    async def scene():
        async with live(pace=Pace(beat=60, life=0.3)) as app:
            heard = await opened(app, bas_here)
            await heard.until(lambda one: one.ended)
            assert "gone" not in heard.names()

    played(scene())


def test_the_page_always_holds_a_token_to_come_back_with(bas_here):
    async def scene():
        async with live(pace=QUICK) as app:
            heard = await opened(app, bas_here)
            await heard.until(lambda one: "token" in one.names())
            token = dict(heard.events)["token"]
            again = await opened(app, bas_here, url=f"{bas_here.url.partition('?')[0]}?token={token}")
            assert again.status == 200

    played(scene())


def test_closing_ends_forty_streams_at_once_and_cleanly(bas_here, chris_here):
    async def scene():
        async with live() as app:
            streams = [await opened(app, browser) for browser in [bas_here, chris_here] * 20]
            began = time.monotonic()
            app.close()
            for one in streams:
                await one.until(lambda heard: heard.ended)
            await asyncio.gather(*(one.task for one in streams))
            assert time.monotonic() - began < 0.5
            late = app.listen(bas_here)
            await late.until(lambda one: one.ended)
            assert (late.status, late.headers["retry-after"]) == (503, "2")

    played(scene())


def test_hanging_up_leaves_nothing_behind(bas_here):
    async def scene():
        async with live() as app:
            for _number in range(5):
                heard = await opened(app, bas_here)
                await heard.hang_up()
            assert not app.hub.boxes

    played(scene())


# ── weight ──
def test_a_hundred_streams_hold_no_database_connection(group):
    people = User.objects.bulk_create(User(email=f"p{number}@example.org") for number in range(25))
    Membership.objects.bulk_create(Membership(group=group, user=user, since=timezone.now()) for user in people)
    browsers = [Browser(user, group) for user in people]

    async def scene():
        async with live(pace=QUICK) as app:
            streams = await asyncio.gather(*(opened(app, browser) for browser in browsers * 4))
            assert {one.status for one in streams} == {200}
            for one in streams:
                await one.until(lambda heard: heard.beats >= 1, seconds=10)
            app.hub.pace = CALM
            await asyncio.sleep(0.3)
            counted = await asyncio.to_thread(connections_of_others)
            await poked(browsers[0].topic, "step")
            for one in streams:
                await one.until(lambda heard: "step" in heard.hints())
            return counted

    before = connections_of_others()
    assert played(scene()) <= before + 1  # the one that counts


def connections_of_others():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        count = cursor.fetchone()[0]
    if not connection.in_atomic_block:
        connection.close()
    return count


def test_a_browser_that_takes_nothing_costs_one_entry_per_name(bas_here):
    async def scene():
        async with live() as app:
            heard = await opened(app, bas_here)
            heard.deaf.clear()
            for _number in range(200):
                await poked(bas_here.topic, "step")
            await asyncio.sleep(0.1)
            [box] = app.hub.everybody()
            assert set(box.hints) <= {"step", "presence"}
            heard.deaf.set()
            latest = versions(bas_here.topic)["step"]
            await heard.until(lambda one: one.hints().get("step") == latest)

    played(scene())


def test_too_many_names_become_a_resync():
    async def scene():
        box = Mailbox(Ticket("group:1", "1", ""), "")
        box.hint({f"name{number}": 1 for number in range(ROOM)})
        assert not box.resync
        box.hint({"one more": 1})
        assert box.take() == ({}, True, False)

    played(scene())


# ── presence ──
def test_presence_is_who_has_it_open(bas_here, chris_here):
    async def scene():
        async with live(pace=QUICK) as app:
            bas, chris = await opened(app, bas_here), await opened(app, chris_here)
            await bas.until(lambda one: "presence" in one.hints())
            await asyncio.sleep(0.1)
            assert await elsewhere(presence, bas_here.topic) == {bas_here.user.pk, chris_here.user.pk}
            told = bas.hints()["presence"]
            await chris.hang_up()
            await bas.until(lambda one: one.hints()["presence"] > told)
            assert await elsewhere(presence, bas_here.topic) == {bas_here.user.pk}

    played(scene())


def test_a_reload_is_no_departure(bas_here, chris_here):
    async def scene():
        async with live(pace=Pace(beat=1)) as app:
            bas, chris = await opened(app, bas_here), await opened(app, chris_here)
            await asyncio.sleep(0.2)
            told = bas.hints().get("presence")
            await chris.hang_up()
            await opened(app, chris_here)
            await asyncio.sleep(1.3)
            assert bas.hints().get("presence") == told

    played(scene())


def test_who_vanishes_with_the_server_is_gone_after_a_while(bas_here):
    async def scene():
        async with live(pace=QUICK) as app:
            await opened(app, bas_here)
            await asyncio.sleep(0.1)
            assert await elsewhere(presence, bas_here.topic)
            app.close()
        await asyncio.sleep(1.0)
        assert await elsewhere(presence, bas_here.topic) == set()

    played(scene())


def test_nobody_is_present_where_nobody_is():
    assert presence(f"group:{uuid.uuid4()}") == set()
