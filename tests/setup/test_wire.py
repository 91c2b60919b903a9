"""What comes off the wire: a head has an end, a refusal is clear, and nothing said after a body becomes a header."""

import asyncio
import re
import socket
import time
from types import SimpleNamespace

import pytest

from intervisie import serve
from intervisie.wire import LONGEST_HEAD, Protocol
from tests.setup.test_serve import get, served


@pytest.fixture(scope="module")
def port(django_db_setup):
    """A process that is really served; no page here asks a database."""
    with served(DATABASE_URL="postgres://nobody@127.0.0.1:1/none") as (_process, port):
        yield port


def said(port, *pieces, seconds=5.0):
    """What the server answers to these bytes until it ends the connection, or is silent for so long."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), seconds) as there:
        try:
            for piece in pieces:
                there.sendall(piece)
            while part := there.recv(65536):
                heard += part
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            pass
    return heard


def head(port, *lines):
    return "\r\n".join(["GET /health/live/ HTTP/1.1", f"Host: localhost:{port}", *lines, "", ""]).encode()


def statuses(heard):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", heard)]


LARGE = "x" * 100_000


@pytest.mark.parametrize(
    "line",
    [f"X-Large: {LARGE}", f"Cookie: sessionid={LARGE}", "\r\n".join(f"X-{nr}: {nr}" for nr in range(9000))],
    ids=["one", "cookie", "many"],
)
def test_a_head_of_100_kb_is_refused_in_words_and_the_server_goes_on(port, line):
    began = time.monotonic()
    heard = said(port, head(port, line))
    assert statuses(heard) == [431]
    assert b"connection: close" in heard
    assert time.monotonic() - began < 2
    assert heard.endswith(b"This is too long to read.")
    assert get(port, "/health/live/")[0] == 200


def test_an_address_of_100_kb_as_well(port):
    assert statuses(said(port, f"GET /{LARGE} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())) == [431]


@pytest.mark.parametrize("piece", [b"X-Without-End: " + b"x" * 8000, b"x" * 8000, b"X: y\r\n" * 1000])
def test_a_head_without_end_is_refused_while_it_comes(port, piece):
    begun = f"GET / HTTP/1.1\r\nHost: localhost:{port}\r\nX: ".encode()
    assert statuses(said(port, begun, *[piece] * 40)) == [431]
    assert get(port, "/health/live/")[0] == 200


def test_what_the_proxy_lets_through_is_read(port):
    assert statuses(said(port, head(port, "Connection: close", f"X-Large: {'x' * 30_000}"))) == [200]


def test_a_large_body_is_not_taken_for_a_head(port):
    """In one piece with its head, and the next request right behind it."""
    body = b"x" * 60_000
    post = f"POST /health/live/ HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {len(body)}\r\n\r\n"
    heard = said(port, post.encode() + body + head(port, "Connection: close"))
    assert statuses(heard) == [403, 200]


@pytest.mark.parametrize(
    "wrong",
    [
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 3\r\nContent-Length: 4",
        "Transfer-Encoding: chunked, identity",
        "Content-Length: +3",
        "X : y",
        "X: y\nSmuggled: z",
        " folded: y",
    ],
)
def test_where_a_request_ends_is_undisputed(port, wrong):
    """What two programs could read in two ways is answered once, with a refusal, and the connection ends."""
    hidden = b"0\r\n\r\n" + head(port, "Connection: close")
    heard = said(port, f"POST / HTTP/1.1\r\nHost: localhost:{port}\r\n{wrong}\r\n\r\n".encode() + hidden)
    assert statuses(heard) == [400]


# ── what the application is told ──
async def told(*pieces):
    """The requests as the application finds them, once everything was read."""
    found = []

    async def application(scope, receive, send):
        while (await receive()).get("more_body"):
            pass
        found.append(dict(scope["headers"]))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    config = serve.config(application)
    config.load()
    state = SimpleNamespace(connections=set(), tasks=set(), default_headers=[], total_requests=0)
    protocol = Protocol(config, state, {})
    protocol.connection_made(Wire())
    for piece in pieces:
        protocol.data_received(piece)
        await asyncio.sleep(0)
    for _ in range(10):
        await asyncio.sleep(0)
    if protocol.timeout_keep_alive_task:
        protocol.timeout_keep_alive_task.cancel()
    return found, protocol.transport.wrote


class Wire(asyncio.Transport):
    def __init__(self):
        super().__init__()
        self.wrote, self.closed = b"", False

    def write(self, data):
        self.wrote += data

    def close(self):
        self.closed = True

    def can_write_eof(self):
        return False

    def is_closing(self):
        return self.closed

    def pause_reading(self):
        pass

    def resume_reading(self):
        pass


def test_what_is_said_after_the_body_is_no_header():
    begun = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-Forwarded-Proto\r\n\r\n"
    rest = b"3\r\nabc\r\n0\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"
    found, _wrote = asyncio.run(told(begun, rest))
    assert len(found) == 1
    assert found[0].keys() == {b"host", b"transfer-encoding", b"trailer"}


def test_a_refusal_is_never_written_into_an_answer():
    """The first request is still being answered: then there is no word, only the end."""
    found, wrote = asyncio.run(
        told(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nX: " + b"x" * LONGEST_HEAD + b"\r\n\r\n")
    )
    assert b"431" not in wrote
    assert len(found) <= 1
