"""Nothing people wrote, and no address that opens something, reaches a log. `canary` is what must not appear."""

import json
import logging
import re
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core import signing
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from groups.tokens import invitation_token
from intervisie import logs
from intervisie.access import UNLOGGED, AccessLog
from sessions.links import rsvp_token

CANARY = "kanarie-tekst-over-een-casus"


@pytest.fixture
def production_log():
    """What a logger writes in production: a function from logging to the JSON line."""
    made = logs.configuration(development=False)["formatters"]["event"]
    formatter = logging.Formatter.__new__(made["()"])
    formatter.__init__(processors=made["processors"], foreign_pre_chain=made["foreign_pre_chain"])

    def write(name, level, message, *arguments, exc_info=None):
        record = logging.LogRecord(name, level, "x.py", 1, message, arguments, exc_info)
        return formatter.format(record)

    return write


def raised(do):
    try:
        do()
    except Exception as error:
        return type(error), error, error.__traceback__


def line_of(production_log, do):
    return production_log("django.request", logging.ERROR, "Internal Server Error: %s", "/x/", exc_info=raised(do))


def test_an_exception_keeps_type_and_place_but_not_what_it_says(production_log):
    def do():
        int(CANARY)

    line = line_of(production_log, do)
    assert CANARY not in line
    told = json.loads(line)
    assert told["error"] == "builtins.ValueError"
    assert any("test_logs.py" in place for place in told["at"])


def test_the_chain_of_causes_keeps_types_only(production_log):
    def do():
        try:
            {}[CANARY]
        except KeyError as error:
            raise RuntimeError(CANARY) from error

    line = line_of(production_log, do)
    assert CANARY not in line
    assert json.loads(line)["error"] == "builtins.RuntimeError from builtins.KeyError"


def test_the_failing_row_of_postgresql_stays_out(production_log, transactional_db):
    def do():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE t (x text CONSTRAINT only_short CHECK (length(x) < 3))")
            cursor.execute("INSERT INTO t VALUES (%s)", [CANARY])

    kind, error, trace = raised(do)
    assert issubclass(kind, DatabaseError)
    assert CANARY in str(error)  # PostgreSQL does say it: DETAIL: Failing row contains (…)
    line = production_log("django.request", logging.ERROR, "x", exc_info=(kind, error, trace))
    assert CANARY not in line
    assert "only_short" in line


@pytest.mark.parametrize(
    ("name", "message", "kept"),
    [
        ("django.request", f"Not Found: /antwoord/{CANARY}/", "Not Found"),
        ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: '{CANARY}'.", "Invalid HTTP_HOST header"),
        ("celery.app.trace", f"Task x[1] raised unexpected: ValueError('{CANARY}')", "Task x[1] raised unexpected"),
        ("celery.beat", f"Scheduler: Sending due task {CANARY}", "Scheduler"),
        ("uvicorn.error", f"Exception in ASGI application\n{CANARY}", "Exception in ASGI application"),
    ],
)
def test_what_others_say_is_cut_before_the_address(production_log, name, message, kept):
    line = production_log(name, logging.WARNING, message)
    assert CANARY not in line
    assert json.loads(line)["event"] == kept


# ── what opens something ──
def keyed_routes(patterns=None, before=""):
    """Every address of ours with a token in it, filled in with CANARY."""
    for pattern in patterns or get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from keyed_routes(pattern.url_patterns, route)
        elif "token>" in route:
            yield re.sub(r"<str:token>", CANARY, route)
        elif "(?P<key>" in route:
            yield f"account/password/reset/key/c9-{CANARY}/"


@pytest.mark.parametrize("address", sorted(keyed_routes()))
def test_no_address_that_opens_something_is_in_any_line(address):
    assert CANARY not in logs.scrub(f"Somebody asked /{address} and got nothing")


def test_there_are_such_addresses():
    assert len(set(keyed_routes())) >= 6


@pytest.mark.parametrize(
    "secret",
    [
        invitation_token("x", 1),
        rsvp_token(UUID("8f0b1f3e-9d5c-4d5c-8a3e-0d3c5c1f2a4b"), UUID("c02d77aa-53b6-4f6e-9c50-2f8a8c7be001"), 2),
        signing.dumps(["session:1", "x"], salt="s"),
        "q3v0zk1m8c5y7t2b9n4x6w0a1s3d5f7g",
    ],
    ids=["invitation", "answer by mail", "stream", "the key of a browser session"],  # the same in every lane
)
def test_a_token_is_taken_out_wherever_it_stands(secret):
    for line in (f"lost {secret}", f"/live/x/?token={secret}", f"{{'a': '{secret}'}}", f"https://x.nl/{secret}/y"):
        said = logs.scrub(line)
        assert secret not in said
        assert max(map(len, re.findall(r"[A-Za-z0-9_-]+", said))) < 20


@pytest.mark.parametrize(
    "line",
    [
        "GET /kom-je/<str:token>/ 404 3 ms",
        "delivery: session_reminder 8f0b1f3e-9d5c-4d5c-8a3e-0d3c5c1f2a4b failed: SMTPServerDisconnected",
        "Task intervisie.common.tasks.clean_deliveries[8f0b1f3e-9d5c-4d5c-8a3e-0d3c5c1f2a4b] succeeded",
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "nobody heard the bell: what now?",
    ],
)
def test_what_opens_nothing_stays_readable(line):
    assert logs.scrub(line) == line


def test_a_false_link_leaves_no_trace_in_any_handler(client, db, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    token = invitation_token("x", 1)
    for path in (f"/kom-je/{token}/", f"/uitnodiging/{token}/", f"/agenda/{token}.ics", f"/bestaat/{token}/?a={token}"):
        client.get(path, follow=True)
    assert "Not Found" in caplog.text
    assert token[:20] not in caplog.text + "".join(capsys.readouterr())


def test_a_line_is_json_with_time_level_and_name(production_log):
    told = json.loads(production_log("intervisie.x", logging.INFO, "it %s", "happened"))
    assert told["event"] == "it happened"
    assert (told["level"], told["logger"]) == ("info", "intervisie.x")
    assert told["timestamp"].endswith("Z")


def test_uvicorn_keeps_no_access_log_of_its_own():
    assert not logging.getLogger("uvicorn.access").isEnabledFor(logging.INFO)


def test_a_page_is_logged_by_its_route(caplog, db):
    caplog.set_level(logging.INFO, "intervisie.access")
    Client().get(f"/dev/mail/{CANARY}/", REMOTE_ADDR="127.0.0.1")
    assert CANARY not in caplog.messages[0]
    assert caplog.messages[0].startswith("GET /dev/mail/<str:key>/ 404")


def test_who_asks_for_the_health_leaves_no_line(caplog):
    caplog.set_level(logging.INFO, "intervisie.access")
    Client().get("/health/live/")
    assert not caplog.messages


def test_that_somebody_wanted_to_stop_leaves_no_line(caplog, rf):
    caplog.set_level(logging.INFO, "intervisie.access")
    request = rf.post("/x/")
    request.resolver_match = SimpleNamespace(url_name="room_stop", route="x/")
    AccessLog(lambda _: HttpResponse())(request)
    assert not caplog.messages


def test_what_leaves_no_line_are_addresses_that_exist():
    assert get_resolver().reverse_dict.keys() >= UNLOGGED
