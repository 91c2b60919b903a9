"""What the library costs when it has grown: its page with fifty methods and with five hundred, and an answer while
somebody types.

    make bench-library
    python3 dev.py bench library --short

The methods are those that are shipped, over and over, each with a name and words of its own. Every page is asked of the
whole application in this process (middleware, session, templates), so what is measured is the work of the server.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

from bench._place import as_in_production

as_in_production()

from django.core.management import call_command  # noqa: E402 (Django must be set up first)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench import _data  # noqa: E402
from bench._process import HOST, cpu_of  # noqa: E402
from bench._report import Report, table  # noqa: E402
from methods.actions import load_methods, read_library  # noqa: E402
from methods.codes import Form  # noqa: E402
from methods.format import MethodDoc  # noqa: E402
from methods.models import Method  # noqa: E402

FEW, MANY = 50, 500
QUESTIONS = (
    "kring",
    "gesprek stilte",
    "één vraag",
    "advies",
    "zzzz",
    "gedachten wolk bestaat niet",
    "a",
    "werkvorm 77",
)
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"tijd": "60", "mensen": "8"},
    {"voor": "STUCK", "advies": "none", "plek": "good", "ervaring": "2", "begeleider": "1"},
)


def many(docs: list[MethodDoc], number: int) -> Iterator[MethodDoc]:
    """The shipped methods, as often as it takes, under ids and names of their own."""
    for nr, doc in enumerate(islice(cycle(docs), number)):
        texts = {lang: replace(text, name=f"{text.name}, werkvorm {nr}") for lang, text in doc.texts.items()}
        yield replace(doc, id=f"bench_{nr}", texts=texts)


def fill(docs: list[MethodDoc], number: int) -> None:
    load_methods(many(docs, number))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def work(ask: Callable[[], object], rounds: int) -> float:
    """Milliseconds of processor time for one request, of this process and of PostgreSQL together: what else the machine
    does is not counted."""
    ask()
    before = _spent()
    for _round in range(rounds):
        ask()
    return (_spent() - before) / rounds * 1000


def _spent() -> float:
    assert connection.connection is not None
    return time.process_time() + cpu_of(connection.connection.info.backend_pid)


def queries(client: Client, **asked: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, **asked)
    return len(captured)


def page(client: Client, **asked: str) -> None:
    answer = client.get(reverse("methods"), asked, secure=True)
    assert answer.status_code == 200, answer.status_code


def part(client: Client, **asked: str) -> None:
    answer = client.get(reverse("methods"), asked, secure=True, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.status_code


def browser() -> Client:
    """Somebody who is logged in, as behind the proxy."""
    client = Client(SERVER_NAME=HOST, HTTP_X_FORWARDED_PROTO="https")
    client.force_login(_data.people(1)[0], backend="groups.backends.Backend")
    return client


def run(short: bool) -> int:
    report, rounds = Report("Library"), 20 if short else 100
    call_command("migrate", verbosity=0, interactive=False)
    docs, client = [doc for doc in read_library() if doc.form != Form.MODULE], browser()
    fill(docs, FEW)
    few = work(lambda: page(client), rounds)
    fill(docs, MANY)
    assert Method.objects.whole().count() == MANY
    many_ = work(lambda: page(client), rounds)
    asked = [{"zoek": words, **filters} for words in QUESTIONS for filters in FILTERS]
    answers = {_named(one): work(partial(part, client, **one), max(5, rounds // 5)) for one in asked}
    rows: list[list[object]] = [[f"page with {FEW} methods", few], [f"page with {MANY} methods", many_]]
    rows += [[f"answer to {name}", answers[name]] for name in sorted(answers, key=lambda name: -answers[name])[:5]]
    table("Processor time of one request, PostgreSQL included", ["", "ms"], rows)
    most = max(queries(client, **one) for one in [{}, *asked])
    report.most(f"page with {MANY}: queries, session and person included", most, 6)
    report.most(f"page with {MANY} ÷ page with {FEW}", many_ / few, 2, "×")
    report.most(f"an answer while typing at {MANY}, on average", statistics.mean(answers.values()), 50, " ms")
    report.most(f"the slowest of {len(asked)} questions at {MANY}", max(answers.values()), 50, " ms")
    return report.end()


def _named(question: dict[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in question.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="dev.py bench library")
    parser.add_argument("--short", action="store_true", help="fewer requests")
    sys.exit(run(parser.parse_args().short))
