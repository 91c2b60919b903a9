"""Rooms as they are on an evening: how soon every screen is drawn anew, what a room costs, and how many fit."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

from bench import _data
from bench._place import folder, free_port
from bench._process import Web
from bench._report import Report, percentile, table
from groups.models import User
from intervisie.dev.environment import ROOT
from methods.actions import load_methods, read_library
from sessions.actions import choosing, pointer
from sessions.keys import new_case_key
from sessions.models import Case, CaseSession, Step

SEATS = 8
UP, DOWN = (75, 100, 150, 200, 300), (40, 30, 20, 10)
BOUND = 300.0  # ms from the press to the last screen of the room, p95
FLAT = 1.5  # times what a room costs among few
METHOD, PHASE = "gedachtenwolk", "fill"
Room = tuple[CaseSession, list[User]]


def at_work(number: int) -> list[Room]:
    """So many rooms of eight, at the phase in which thoughts are written in silence."""
    made = _data.rooms(number, SEATS)
    for session, people in made:
        leader, giver = people[0], people[1]
        case = Case.objects.create(
            owner=giver, group=session.group, key=new_case_key(), state="shared", question="Hoe?"
        )
        _go_to(session, kind=Step.Kind.CASE_CHOICE)
        choosing.choose_case(_fresh(session), by=leader, case_id=case.pk)
        _go_to(session, kind=Step.Kind.METHOD_CHOICE)
        choosing.choose_method(_fresh(session), by=leader, slug=METHOD)
        _go_to(session, phase=PHASE)
    return made


def _go_to(session: CaseSession, *, kind: str = "", phase: str = "") -> None:
    for _step in range(40):
        now = _fresh(session)
        if now.step and (now.step.kind == kind or now.step.doc.id == phase):
            return
        pointer.advance(now, by=now.leader, seen_version=now.version)


def _fresh(session: CaseSession) -> CaseSession:
    return CaseSession.objects.select_related("group__organisation", "leader", "step__treatment__case__owner").get(
        pk=session.pk
    )


def evening(rooms: Sequence[Room], web: Web, seconds: float) -> dict[str, Any]:
    """Everybody in, and so many seconds of it: what the pages saw, and the processor time of the server."""
    token = _get_new_csrf_string()
    order = {"port": web.port, "token": token, "csrf": f"{settings.CSRF_COOKIE_NAME}={token}", "seconds": seconds}
    order["rooms"] = [
        {"pk": str(session.pk), "cookies": [f"{settings.SESSION_COOKIE_NAME}={key}" for key in _data.log_in(people)]}
        for session, people in rooms
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "bench._table"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        before = web.cpu()
        told: dict[str, Any] = json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
    return told | {"cpu": (web.cpu() - before) / seconds * 60 / len(rooms)}


@dataclass(frozen=True)
class Look:
    """What was seen of so many rooms."""

    rooms: int
    waits: list[float]  # ms until the last screen of a room followed, for each change in which all did
    missed: int  # screens that never followed
    cpu: float  # seconds of the web server, per room and minute
    pulls: float  # per room and minute
    bodies: float  # the share of them that brought something
    failed: list[str]

    @property
    def p95(self) -> float:
        return percentile(self.waits, 0.95)

    @property
    def too_slow(self) -> bool:
        """Also when nothing arrived at all."""
        return not self.p95 <= BOUND or self.missed > 0

    def row(self) -> list[object]:
        return [
            self.rooms, len(self.waits), percentile(self.waits, 0.5), self.p95, self.missed, len(self.failed),
            self.cpu, self.pulls, self.bodies,
        ]  # fmt: skip


HEADS = ["rooms of 8", "changes", "p50 ms", "p95 ms", "missed", "failed", "CPU s/room·min", "pulls/room·min", "a body"]


def look(number: int, seconds: float) -> Look:
    """A server as in production, so many rooms, so long."""
    port = free_port()
    command = [sys.executable, "-m", "intervisie.serve", "--port", str(port), "--processes", "2"]
    web = Web(port, log=folder() / "web.log", command=command)
    web.start()
    try:
        found = evening(at_work(number), web, seconds)
    finally:
        web.stop()
    pulls = sum(found["pulls"].values())
    waits = [max(each) for each in found["changes"] if len(each) == SEATS]
    missed = sum(SEATS - len(each) for each in found["changes"])
    per = number * seconds / 60
    seen = Look(number, waits, missed, found["cpu"], pulls / per, found["bodies"] / max(1, pulls), found["failed"])
    _tell(seen, found)
    return seen


def _tell(seen: Look, found: dict[str, Any]) -> None:
    pulls = ", ".join(f"{of} {count}" for of, count in sorted(found["pulls"].items()))
    print(f"  {seen.rooms} rooms: p95 {seen.p95:.0f} ms; pulls {pulls}; {found['pressed']} presses", flush=True)
    if seen.failed:
        print(f"  {len(seen.failed)} failed, such as {seen.failed[0][:200]}", flush=True)


def where(looks: Sequence[Look]) -> str:
    """Between which numbers, in words."""
    passed = min((one.rooms for one in looks if one.too_slow), default=0)
    if not passed:
        return f"more than {looks[-1].rooms}"
    held = max((one.rooms for one in looks if one.rooms < passed), default=0)
    return f"more than {held} and at most {passed}" if held else f"fewer than {passed}"


def measure(report: Report, number: tuple[int, int], *, short: bool) -> None:
    """Few rooms and many (`number`); and, unless `short`, from there on to where it is too many, or down to where it is
    not any more."""
    load_methods([doc for doc in read_library() if doc.id == METHOD])
    seconds = 30.0 if short else 75.0
    few, many = (look(rooms, seconds) for rooms in number)
    looks = [few, many]
    for rooms in () if short else DOWN if many.too_slow else UP:
        looks.append(look(rooms, seconds))
        if looks[-1].too_slow != many.too_slow:
            break
    looks.sort(key=lambda one: one.rooms)
    table("A change of phase until the last screen of the room is drawn anew", HEADS, [one.row() for one in looks])
    print(f"\np95 passes {BOUND:.0f} ms at {where(looks)} rooms of {SEATS}.", flush=True)
    report.most(f"{many.rooms} rooms of {SEATS}: p95 until the last screen", many.p95, BOUND, " ms")
    report.most(f"{many.rooms} rooms: screens that never followed", many.missed, 0)
    report.most(f"{many.rooms} rooms: requests that failed", len(many.failed), 0)
    report.most(f"CPU of a room among {many.rooms} ÷ among {few.rooms}", many.cpu / few.cpu, FLAT, "×")
