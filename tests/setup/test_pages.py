"""Pages on a bounded pool of threads: what arrives, what leaves, and what happens when everything is taken."""

import asyncio
import threading
import time

import pytest

from intervisie import pages
from intervisie.asgi import Application, behind_proxies
from intervisie.common.aside import step_aside
from intervisie.pages import Pages, environ


def scope(path="/", *, headers=(), query=b"", method="GET", **more):
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": list(headers),
        "http_version": "1.1",
        "server": ("testserver", 80),
        "client": ("203.0.113.9", 4000),
        "scheme": "http",
        **more,
    }


async def ask(application, scope, *body):
    """One request; the answer as (status, headers, content)."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in body[:-1]]
    messages.append({"type": "http.request", "body": body[-1] if body else b"", "more_body": False})
    answer = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        answer.append(message)

    await application(scope, receive, send)
    content = b"".join(message.get("body", b"") for message in answer)
    return answer[0]["status"], dict(answer[0]["headers"]), content


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(), f"|{environ['CONTENT_LENGTH']}".encode()]


def stuck_until(released):
    """An application that answers when this event came."""

    def stuck(environ, start_response):
        released.wait(10)
        return echo(environ, start_response)

    return stuck


@pytest.fixture
def small():
    """Two threads; closed after the test."""
    made = []

    def make(application, threads=2):
        made.append(Pages(application, threads=threads))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_request_in_pieces_arrives_whole(small):
    assert asyncio.run(ask(small(echo), scope(method="POST"), b"een ", b"twee")) == (
        200,
        {b"content-type": b"text/plain"},
        b"een twee|8",
    )


def test_what_is_too_large_arrives_as_its_size_only(small, monkeypatch):
    monkeypatch.setattr(pages, "LARGEST_BODY", 10)
    status, _, content = asyncio.run(ask(small(echo), scope(method="POST"), b"x" * 8, b"x" * 8))
    assert (status, content) == (200, b"|16")


def test_a_slow_sender_holds_no_thread(small, monkeypatch):
    monkeypatch.setattr(pages, "BODY_SECONDS", 0.3)
    served = small(echo, threads=1)

    async def scene():
        async def never():
            await asyncio.sleep(60)

        told = []

        async def send(message):
            told.append(message)

        slow = asyncio.create_task(served(scope(method="POST"), never, send))
        await asyncio.sleep(0.05)
        quick = await asyncio.wait_for(ask(served, scope()), 0.2)
        await slow
        return quick[0], told[0]["status"]

    assert asyncio.run(scene()) == (200, 408)


def test_when_every_thread_is_taken_for_too_long_we_ask_to_come_back(small, monkeypatch):
    monkeypatch.setattr(pages, "WAIT_SECONDS", 0.2)
    released = threading.Event()

    served = small(stuck_until(released), threads=1)

    async def scene():
        first = asyncio.create_task(ask(served, scope()))
        await asyncio.sleep(0.05)
        second = await ask(served, scope())
        released.set()
        return second, await first

    (status, headers, _), first = asyncio.run(scene())
    assert (status, headers[b"retry-after"], headers[b"cache-control"]) == (503, b"2", b"no-store")
    assert first[0] == 200


def test_a_queue_that_is_full_answers_at_once(small, monkeypatch):
    monkeypatch.setattr(pages, "WAITING_PER_THREAD", 0)
    status, headers, _ = asyncio.run(ask(small(echo), scope()))
    assert (status, headers[b"retry-after"]) == (503, b"2")


def test_never_more_at_once_than_there_are_threads(small):
    running, most, lock = 0, 0, threading.Lock()

    def counting(environ, start_response):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return echo(environ, start_response)

    served = small(counting)

    async def scene():
        return await asyncio.gather(*(ask(served, scope()) for _ in range(12)))

    assert [answer[0] for answer in asyncio.run(scene())] == [200] * 12
    assert most == 2


def test_of_the_threads_a_few_compute_at_once_and_who_takes_long_steps_aside(small, monkeypatch):
    monkeypatch.setattr(pages, "A_MOMENT", 0.3)
    monkeypatch.setattr(pages, "AT_ONCE", 2)
    released, running, most, lock = threading.Event(), 0, 0, threading.Lock()

    def working(environ, start_response):
        nonlocal running, most
        if environ["PATH_INFO"] == "/lang/":
            released.wait(10)
            return echo(environ, start_response)
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return echo(environ, start_response)

    served = small(working, threads=8)

    async def scene():
        long = [asyncio.create_task(ask(served, scope("/lang/"))) for _ in range(4)]
        await asyncio.sleep(0.05)
        began = time.monotonic()
        quick = await asyncio.gather(*(ask(served, scope()) for _ in range(12)))
        took = time.monotonic() - began
        released.set()
        return [answer[0] for answer in [*quick, *await asyncio.gather(*long)]], took

    statuses, took = asyncio.run(scene())
    assert statuses == [200] * 16
    assert most == pages.AT_ONCE
    assert took > 0.2  # behind the long ones, until those stepped aside


def test_who_waits_for_the_disk_steps_aside_for_the_next(small, monkeypatch):
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    monkeypatch.setattr(pages, "A_MOMENT", 20)
    written = threading.Event()

    def writing(environ, start_response):
        if environ["PATH_INFO"] == "/schrijf/":
            step_aside()
            step_aside()  # a second commit: the turn is gone, and gone once
            assert written.wait(10)
        return echo(environ, start_response)

    served = small(writing, threads=8)

    async def scene():
        first = asyncio.create_task(ask(served, scope("/schrijf/")))
        quick = await asyncio.wait_for(asyncio.gather(*(ask(served, scope()) for _ in range(3))), 5)
        written.set()
        return [answer[0] for answer in [*quick, await first]], served.turns.left

    assert asyncio.run(scene()) == ([200] * 4, 1)


def test_what_nobody_waits_for_lets_the_others_go_first(small, monkeypatch):
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    order = []

    def noting(environ, start_response):
        order.append(environ["PATH_INFO"])
        time.sleep(0.02)
        return echo(environ, start_response)

    served = small(noting, threads=4)

    async def scene():
        asked = [("/eerst/", ()), ("/a/", [(b"x-calm", b"1")]), ("/b/", ()), ("/c/", [(b"x-calm", b"1")]), ("/d/", ())]
        await asyncio.gather(*(ask(served, scope(path, headers=headers)) for path, headers in asked))

    asyncio.run(scene())
    assert order == ["/eerst/", "/b/", "/d/", "/a/", "/c/"]


def test_what_nobody_waits_for_waits_two_seconds_longer_and_not_for_ever():
    async def scene():
        turns, order = pages.Turns(1), []
        await turns.take(calm=False)

        async def wanting(name, *, calm):
            await turns.take(calm=calm)
            order.append(name)
            turns.give_back()

        waiting = [asyncio.create_task(wanting("calm", calm=True))]
        await asyncio.sleep(0.05)
        waiting.append(asyncio.create_task(wanting("soon", calm=False)))
        await asyncio.sleep(0.1)
        waiting.append(asyncio.create_task(wanting("late", calm=False)))
        await asyncio.sleep(0)
        turns.give_back()
        await asyncio.gather(*waiting)
        return order

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "CALM_WAITS", 0.1)
        assert asyncio.run(scene()) == ["soon", "calm", "late"]


def test_who_leaves_in_the_moment_in_which_a_turn_comes_gives_it_on():
    async def scene():
        turns = pages.Turns(1)
        await turns.take(calm=False)
        leaving = [asyncio.create_task(turns.take(calm=False)) for _ in range(3)]
        await asyncio.sleep(0)
        leaving[1].cancel()
        turns.give_back()  # to the first, that leaves before it hears of it
        leaving[0].cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return [one.cancelled() for one in leaving], turns.left, turns.give_back(), turns.left

    assert asyncio.run(scene()) == ([True, True, False], 0, None, 1)


def test_a_request_that_found_no_thread_gives_its_turn_back(small, monkeypatch):
    monkeypatch.setattr(pages, "WAIT_SECONDS", 0.1)
    monkeypatch.setattr(pages, "A_MOMENT", 0.02)
    released = threading.Event()

    served = small(stuck_until(released), threads=1)

    async def scene():
        first = asyncio.create_task(ask(served, scope()))
        await asyncio.sleep(0.05)
        refused = await asyncio.gather(*(ask(served, scope()) for _ in range(2 * pages.AT_ONCE)))
        released.set()
        await first
        return [answer[0] for answer in refused], (await asyncio.wait_for(ask(served, scope()), 5))[0]

    assert asyncio.run(scene()) == ([503] * 2 * pages.AT_ONCE, 200)


def test_the_answer_is_closed_as_wsgi_wants(small):
    closed = []

    class Answer(list):
        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("204 No Content", [])
        return Answer()

    asyncio.run(ask(small(application), scope()))
    assert closed == [True]


# ── what arrives ───────────────────────────────────────────────────────────────────────────────────
def test_addresses_and_headers_as_wsgi_knows_them():
    sent = [(b"host", b"a.example"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"content-type", b"text/plain")]
    values = environ(scope("/groep/é/", query=b"q=caf\xe9%20x", headers=sent), b"")
    assert values["PATH_INFO"].encode("latin1").decode() == "/groep/é/"
    assert values["QUERY_STRING"] == "q=caf%E9%20x"
    assert values["HTTP_COOKIE"] == "a=1; b=2"
    assert values["CONTENT_TYPE"] == "text/plain"


def test_a_header_with_an_underscore_cannot_pose_as_another():
    values = environ(scope(headers=[(b"x_forwarded_for", b"1.2.3.4"), (b"x-real", b"yes")]), b"")
    assert "HTTP_X_FORWARDED_FOR" not in values
    assert values["HTTP_X_REAL"] == "yes"


# ── who asks ───────────────────────────────────────────────────────────────────────────────────────
FORWARDED = [(b"x-forwarded-for", b"6.6.6.6, 198.51.100.7, 10.0.0.2"), (b"x-forwarded-proto", b"https")]


def test_without_proxies_nobody_is_believed():
    seen = behind_proxies(scope(headers=FORWARDED), 0)
    assert seen["client"][0] == "203.0.113.9"
    assert seen["headers"] == []


@pytest.mark.parametrize(("proxies", "address"), [(1, "10.0.0.2"), (2, "198.51.100.7"), (3, "6.6.6.6")])
def test_with_proxies_as_many_as_there_are(proxies, address):
    assert behind_proxies(scope(headers=FORWARDED), proxies)["client"][0] == address


def test_fewer_hops_than_proxies_means_somebody_came_around_them():
    assert behind_proxies(scope(headers=FORWARDED), 9)["client"][0] == "203.0.113.9"


def test_streams_and_pages_go_their_ways():
    went = []

    def to(name):
        async def application(scope, receive, send):
            went.append((name, scope["path"]))

        return application

    application = Application(to("pages"), to("live"))
    for path in ("/live/session/x/", "/live", "/livestock/", "/"):
        asyncio.run(application(scope(path), None, None))
    assert went == [("live", "/live/session/x/"), ("pages", "/live"), ("pages", "/livestock/"), ("pages", "/")]
