"""Opening, answering and closing a pulse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import results
from feedback.models import Direction, Pulse, PulseAnswer, PulseLine
from groups.actions import write_fact
from groups.models import GroupFact, User
from intervisie.common.delivery import Plan, plan_all
from intervisie.common.refusals import NotNow, NotYours
from sessions.keys import session_key
from sessions.models import CaseSession

OPEN_FOR = timedelta(days=3)
RECENT = timedelta(days=2)  # what ended longer ago is not asked about any more


# ── opening ────────────────────────────────────────────────────────────────────────────────────────
def to_open(now: datetime) -> Any:
    """Sessions that were held, are over since a short while, and have no pulse yet."""
    return CaseSession.objects.filter(
        state=CaseSession.State.CLOSED,
        started_at__isnull=False,
        ended_at__gt=now - RECENT,
        ended_at__lte=now,
        seats__isnull=False,
        pulse__isnull=True,
    ).distinct()


@transaction.atomic
def open_pulse(session_id: UUID) -> Pulse | None:
    """Ask those who were there how it was; with three people or fewer, propose a short talk instead.

    Again, or by two at once: the pulse that is there. None where there is nothing to ask about.
    """
    now = timezone.now()
    session = CaseSession.objects.select_for_update().filter(pk=session_id).first()  # a second opener waits here
    if session is None or not to_open(now).filter(pk=session_id).exists():
        return Pulse.objects.filter(session_id=session_id).first()
    people = _there(session)
    asked = results.is_asked(len(people))
    pulse = Pulse.objects.create(
        session=session,
        key=session_key(session),
        present=len(people),
        opened_at=now,
        closes_at=now + OPEN_FOR,
        closed_at=None if asked else _to_the_hour(now),
        answered=None if asked else 0,
    )
    _invite(pulse, people, "pulse" if asked else "pulse_talk")
    return pulse


def _there(session: CaseSession) -> list[User]:
    """Who took a seat and belongs to the group today, since before the end: whoever sees the page is counted."""
    belongs = session.group.memberships.current().filter(since__lte=session.ended_at)
    return list(User.objects.filter(seats__session=session, pk__in=belongs.values("user")).order_by("pk"))


def _invite(pulse: Pulse, people: Sequence[User], kind: str) -> None:
    """One message each, at once. None to who was there alone, and none after a stop: then it waits on the page only."""
    if len(people) < 2 or pulse.session.calmed:
        return
    plan_all(
        Plan(
            kind,
            key=f"{kind}:{pulse.pk}:{person.pk}",
            user=person,
            about=pulse.pk,
            due_at=pulse.opened_at,
            expires_at=pulse.closes_at,
        )
        for person in people
    )


# ── answering ──────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def answer_pulse(
    pulse: Pulse, *, by: Any, scores: Mapping[str, Any], next_time: str = "", direction: str | None = None
) -> None:
    """Keep what one person answered, in the place of what they answered before. Nothing at all: passed over.

    `direction` is for who brought a case: yes, partly, no, or "" to say nothing. No hint, no audit row, no time: all
    would tell who answered when.
    """
    held = _open(pulse)
    if not held.session.seats.filter(user=by).exists():
        raise NotYours(_("De peiling is voor wie erbij was."))
    answer = held.answers.filter(person=by).first() or PulseAnswer(pulse=held, person=by)
    answer.scores, answer.next_time = results.clean(scores), next_time.strip()
    answer.save()
    if direction is not None:
        _confirm(held, by, direction)


def _open(pulse: Pulse) -> Pulse:
    """The pulse, locked; a closing that comes at the same time waits, or went before."""
    rows = Pulse.objects.select_for_update(of=("self",)).select_related("key", "session")
    held = rows.open(timezone.now()).filter(pk=pulse.pk).first()
    if held is None:
        raise NotNow(_("De peiling is intussen gesloten. Wat je nu invulde, is niet meer meegeteld."))
    return held


def _confirm(pulse: Pulse, by: Any, answer: str) -> None:
    if answer and not pulse.brought_by(by):
        raise NotYours(_("Dit zegt alleen wie een casus inbracht."))
    Direction.objects.filter(pulse=pulse, person=by).delete()
    if answer:
        Direction.objects.create(pulse=pulse, person=by, answer=Direction.Answer(answer).value)


# ── closing ────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def close_pulse(pulse_id: UUID) -> bool:
    """Freeze what may be told, then delete every answer. True when this call closed it.

    Not due, already closed, or two at once: nothing happens.
    """
    now = timezone.now()
    rows = Pulse.objects.select_for_update(of=("self",)).select_related("key", "session__group")
    pulse = rows.filter(pk=pulse_id, closed_at__isnull=True).first()
    if pulse is None or not Pulse.objects.due(now).filter(pk=pulse_id).exists():
        return False
    said = [answer for answer in pulse.answers.all() if answer.scores or answer.next_time]
    pulse.result = results.distribute([answer.scores for answer in said], pulse.present)
    pulse.answered, pulse.closed_at = len(said), _to_the_hour(now)
    pulse.released_at = pulse.closed_at if pulse.result else None
    if pulse.result:
        _write_lines(pulse, [answer.next_time for answer in said if answer.next_time])
        _write_ledger(pulse)
    pulse.answers.all().delete()
    pulse.save(update_fields=["result", "answered", "closed_at", "released_at"])
    return True


def _write_lines(pulse: Pulse, lines: list[str]) -> None:
    """New rows, new random ids, random order: nothing leads back to the answer a sentence stood in."""
    SystemRandom().shuffle(lines)
    PulseLine.objects.bulk_create(PulseLine(pulse=pulse, text=line) for line in lines)


def _write_ledger(pulse: Pulse) -> None:
    """Two counts, dated by the session: when a pulse closed would tell when its last answer came."""
    session = pulse.session
    counts = {"present": pulse.present, "answered": pulse.answered}
    write_fact(session.group, GroupFact.Kind.PULSE_RELEASED, key=session.pk, at=session.starts_at, **counts)


def _to_the_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
