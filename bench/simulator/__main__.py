"""Every method of the library and every module in its shell, for 3, 6 and 10 people, against the real server."""

from __future__ import annotations

import argparse
import http.client
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.parse import urlencode

from bench._place import as_in_production, folder, free_port
from bench._process import Web

as_in_production()

from django.db import connections  # noqa: E402 (Django must be set up first)

from bench import _data  # noqa: E402
from bench._browser import FORM, Browser  # noqa: E402
from bench._machine import describe  # noqa: E402
from bench.simulator.evening import Evening  # noqa: E402
from bench.simulator.person import Answer, Door, Refused  # noqa: E402
from methods.actions import load_methods, read_library  # noqa: E402
from methods.codes import Form  # noqa: E402
from methods.format import MethodDoc  # noqa: E402

PEOPLE = (3, 6, 10)
AT_ONCE = 4


class Run(NamedTuple):
    method: str
    module: str  # or ""
    people: int
    made_for: bool  # as many people as the method, and the module, say

    def __str__(self) -> str:
        return f"{self.method}{f' with {self.module}' if self.module else ''}, {self.people} people"


class OverWire(Browser):
    """A door of `person.py` over HTTP, which takes every answer as it comes."""

    def get(self, path: str) -> Answer:  # type: ignore[override]
        return self.ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str], *, script: bool) -> Answer:  # type: ignore[override]
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token})
        return self.ask("POST", path, body, FORM | ({"HX-Request": "true"} if script else {}))

    def ask(self, method: str, path: str, body: str | None, more: dict[str, str]) -> Answer:
        try:
            return self.once(method, path, body, more)
        except (http.client.RemoteDisconnected, ConnectionError):  # the server ends a line on which nobody asks
            self.line.close()
            return self.once(method, path, body, more)

    def once(self, method: str, path: str, body: str | None, more: dict[str, str]) -> Answer:
        self.line.request(method, path, body, self.headers | more)
        answer = self.line.getresponse()
        return Answer(answer.status, answer.read().decode())


def runs(docs: Sequence[MethodDoc], only: Sequence[str], people: Sequence[int]) -> Iterator[Run]:
    """A shell is played with each module; a module only in a shell. Also with more or fewer people than a method is
    made for, because a group may choose it all the same."""
    modules = [doc for doc in docs if doc.form == Form.MODULE]
    for doc in docs:
        insides = modules if doc.form == Form.SHELL else [None]
        for inside in insides if doc.form != Form.MODULE else ():
            names = {doc.id, inside.id if inside else doc.id}
            if not only or names & set(only):
                for many in people:
                    fits = all(one.seats(many) for one in (doc, inside) if one)
                    yield Run(doc.id, inside.id if inside else "", many, fits)


def play(run: Run, port: int) -> str:
    """Nothing, or what did not hold."""

    def doors(users: Sequence[Any]) -> list[Door]:
        return [OverWire(port, key) for key in _data.log_in(users)]

    try:
        Evening(run.method, run.people, doors, run.module).play()
    except Refused as refused:
        return str(refused)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connections.close_all()
    return ""


def main(only: Sequence[str], people: Sequence[int]) -> int:
    print(f"\nSimulator\n{describe()}", flush=True)
    _data.call_command("migrate", verbosity=0, interactive=False)
    docs = read_library()
    load_methods(docs)
    web = Web(free_port(), log=folder() / "web.log")
    web.start()
    todo, began = list(runs(docs, only, people)), time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = zip(todo, threads.map(lambda run: play(run, web.port), todo), strict=True)
        failed = [tell(run, told) for run, told in found if told]
    web.stop()
    told_of(todo, time.monotonic() - began)
    played = {name for run in todo for name in (run.method, run.module) if name}
    print(f"methods {len(played)}, runs {len(todo)}, failed {len(failed)}", flush=True)
    return 1 if failed or not todo else 0


def tell(run: Run, told: str) -> Run:
    print(f"{run}: {told}", flush=True)
    return run


def told_of(todo: Sequence[Run], seconds: float) -> None:
    beyond = sum(not run.made_for for run in todo)
    print(f"{seconds:.0f} s; {beyond} runs with fewer or more people than the method is made for", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="dev.py bench simulator")
    parser.add_argument("--only", nargs="*", default=[], help="methods or modules, by their ids")
    parser.add_argument("--people", type=int, nargs="*", default=list(PEOPLE))
    options = parser.parse_args()
    sys.exit(main(options.only, options.people))
