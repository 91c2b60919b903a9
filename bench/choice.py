"""What the choice of a method costs in the room: the page and a pull, with the library as it is and with 500 methods.

    make bench-choice                     # a minute

Beside a bare Django page on the same server, as in pages.py. What has been read of the library stays in the process,
so that a pull costs little more when there are many.
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace

from bench._place import as_in_production, folder

as_in_production()

from django.urls import reverse  # noqa: E402 (Django must be set up first)

from bench import _data  # noqa: E402
from bench._report import Report  # noqa: E402
from bench.pages import Bench, middle, rounds, show  # noqa: E402
from methods.actions import load_methods, read_library  # noqa: E402
from methods.codes import Form  # noqa: E402
from methods.format import MethodDoc  # noqa: E402
from methods.models import Method  # noqa: E402
from sessions.actions import choosing, pointer  # noqa: E402
from sessions.keys import new_case_key  # noqa: E402
from sessions.models import Case, CaseSession, Step  # noqa: E402

MANY = 500
MOST = {"page": 3.0, "pull": 2.0}  # times what it costs with the library as it is; the page lists all 500 by name
SHORT = "bas"


def at_the_choice() -> CaseSession:
    """Six at the table; the case is on it, and the method is to be chosen. Our person brings the case."""
    [(session, table)] = _data.rooms(1, _data.PEOPLE - 1)
    giver = _data.demo(SHORT)
    session.group.memberships.create(user=giver)
    session.seats.create(user=giver)
    intake = {"want": "PAT", "also": ["SR"], "focus": "thoughts", "frequency": "again", "advice": "no", "load": 4}
    case = Case.objects.create(owner=giver, group=session.group, key=new_case_key(), state="shared", intake=intake)
    _go_to(session, Step.Kind.CASE_CHOICE)
    choosing.choose_case(_fresh(session), by=table[0], case_id=case.pk)
    _go_to(session, Step.Kind.METHOD_CHOICE)
    return session


def _go_to(session: CaseSession, kind: str) -> None:
    for _step in session.steps.all():
        now = _fresh(session)
        if now.step and now.step.kind == kind:
            return
        pointer.advance(now, by=now.leader, seen_version=now.version)


def _fresh(session: CaseSession) -> CaseSession:
    return CaseSession.objects.select_related("group__organisation", "leader", "step__treatment").get(pk=session.pk)


def fill(number: int) -> None:
    """So many methods: ours again and again, under other ids."""
    load_methods(_others(read_library(), number - Method.objects.count()))


def _others(docs: list[MethodDoc], number: int) -> Iterable[MethodDoc]:
    whole = [doc for doc in docs if doc.form != Form.MODULE]
    return (replace(whole[nr % len(whole)], id=f"{whole[nr % len(whole)].id[:30]}_{nr}") for nr in range(number))


def run(short: bool) -> int:
    report = Report("The choice of a method")
    bench = Bench(folder(), 5 if short else 20)
    _data.make()
    session = at_the_choice()
    web = bench.serve()
    room = reverse("room", args=[session.pk])
    pull = reverse("room_part", args=[session.pk, "step"])
    pages = {"page": (SHORT, room), "pull": (SHORT, pull)}
    found = {}
    for number in (Method.objects.whole().count(), MANY):
        fill(number)
        costs, ratios = rounds(bench, web, pages)
        show(f"With {number} methods", costs, ratios)
        found[number] = ratios
    few, many = found.values()
    for name in pages:
        report.most(f"{name}: growth to {MANY} methods", middle(many, name) / middle(few, name), MOST[name], "×")
    web.stop()
    return report.end()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="dev.py bench choice")
    parser.add_argument("--short", action="store_true", help="fewer requests")
    sys.exit(run(parser.parse_args().short))
