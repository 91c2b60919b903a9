"""Which messages follow from a plan: rows written in the transaction of their cause.

What somebody does goes out at once: an invitation, a change, a cancellation. What nobody asked for (reminders, the
early warning) leaves by day in the group's zone, and never after the start. Keys carry the sequence of the plan, so a
moved session is announced and reminded anew and an unmoved one never twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from groups.models import Membership
from intervisie.common.delivery import Plan, drop, plan_all
from intervisie.common.models import Delivery
from sessions.dates import REMIND_DAYS, WARN_DAYS, Window, daytime
from sessions.emails.names import CANCELLED, CHANGED, DATES, DATES_OFF, INVITATION, QUORUM, REMINDER
from sessions.models import CaseSession, PlanChange

KNOWN_FOR = timedelta(days=2)  # how long the news that something was cancelled stays news
BACK_FROM = ("left", "archived")  # who came back, and a group that goes on, are reminded of what still stands


def invite(session: CaseSession, members: Iterable[Membership], now: datetime) -> None:
    """One mail each, with the calendar entry."""
    plan_all(_about(session, INVITATION, m.user, Window(now, session.starts_at)) for m in members)


def tell_dates(sessions: Sequence[CaseSession], members: Iterable[Membership], now: datetime, *, key: str) -> None:
    """One mail each for several dates together; ten mails at once nobody reads."""
    first, last = sessions[0], sessions[-1]
    facts = {"sessions": [session.pk for session in sessions]}
    plan_all(
        Plan(
            kind=DATES,
            key=f"{DATES}:{key}:{member.user_id}",
            user=member.user,
            about=first.group_id,
            due_at=now,
            expires_at=last.starts_at,
            facts=facts,
        )
        for member in members
    )


def tell_change(session: CaseSession, change: PlanChange, members: Sequence[Membership], now: datetime) -> None:
    """Old and new in one mail. Who was not told of an earlier plan hears only the difference with what they know."""
    untold = _untold(session)
    drop(about=session.pk, why="moved")
    plans = []
    for member in members:
        kind, since = untold.get(member.user_id, (CHANGED, change.pk))
        facts: dict[str, Any] = {} if kind == INVITATION else {"since": since}
        plans.append(_about(session, kind, member.user, Window(now, session.starts_at), **facts))
    plan_all([*plans, *_reminders(session, members, told_at=now)])


def tell_cancelled(session: CaseSession, members: Iterable[Membership], now: datetime) -> None:
    """Who never heard of the session does not hear that it is off."""
    untold = _untold(session)
    drop(about=session.pk, why="cancelled")
    until = Window(now, max(session.starts_at, now) + KNOWN_FOR)
    told = [m for m in members if untold.get(m.user_id, ("", 0))[0] != INVITATION]
    plan_all(_about(session, CANCELLED, m.user, until) for m in told)


def tell_all_cancelled(sessions: Sequence[CaseSession], members: Iterable[Membership], now: datetime) -> None:
    """The same of all that was to come in a group that closes: one mail each, however many dates. `sessions`: soonest
    first."""
    untold = _unheard(sessions)
    fall_silent(sessions[0].group_id, *(session.pk for session in sessions))  # until then it tells who never heard
    plans = []
    for member in members:
        told = [session for session in sessions if (member.user_id, session.pk) not in untold]
        if told:
            plans.append(_off(told, member.user, Window(now, max(told[-1].starts_at, now) + KNOWN_FOR)))
    plan_all(plans)


def fall_silent(*about: UUID) -> None:
    """Of a group that closes: nothing that waits is sent any more."""
    drop(about=list(about), why="archived")


def _off(sessions: Sequence[CaseSession], user: Any, until: Window) -> Plan:
    first = sessions[0]
    if len(sessions) == 1:
        return _about(first, CANCELLED, user, until)
    return _about(first, DATES_OFF, user, until, sessions=[session.pk for session in sessions])


def remind(session: CaseSession, members: Iterable[Membership], *, told_at: datetime) -> None:
    """The reminders three days and one day before. Two queries.

    Who was told the plan (`told_at`) on that very morning or later is not reminded of it the same day.
    """
    plan_all(_reminders(session, members, told_at=told_at), back_from=BACK_FROM)


def remind_of_new(sessions: Iterable[CaseSession], members: Sequence[Membership], now: datetime) -> None:
    """The same for what is planned just now. One query, however many."""
    plan_all([row for session in sessions for row in _reminders(session, members, told_at=now)])


def _reminders(session: CaseSession, members: Iterable[Membership], *, told_at: datetime) -> list[Plan]:
    windows = {days: daytime(days, session.starts_at, session.group.tz) for days in REMIND_DAYS}
    return [
        _about(session, REMINDER, member.user, window, name=str(days), days=days)
        for days, window in windows.items()
        if window.due_at > told_at and window.expires_at > timezone.now()
        for member in members
    ]


def retime(sessions: Sequence[CaseSession]) -> None:
    """What waits about these sessions leaves by day on the clock of their group as it is now. Two queries.

    A message is planned once for ever by its key, so the rows that wait are set to new hours; what left, has left.
    """
    known = {session.pk: session for session in sessions}
    waiting = Delivery.objects.open().filter(about__in=list(known), kind__in=[REMINDER, QUORUM], state="due")
    rows = list(waiting)
    for row in rows:
        session = known[row.about]
        window = daytime(row.facts.get("days", WARN_DAYS), session.starts_at, session.group.tz)
        row.due_at, row.expires_at = window.due_at, window.expires_at
    Delivery.objects.bulk_update(rows, ["due_at", "expires_at"])


def warn(session: CaseSession, members: Iterable[Membership]) -> None:
    """Two days before: whoever leads and hosts hears when too few come; the coach where nobody does. Two queries."""
    window = daytime(WARN_DAYS, session.starts_at, session.group.tz)
    carry = [m for m in members if m.user_id in (session.leads_id, session.host_id)]
    carry = carry or [m for m in members if m.role == Membership.Role.COACH]
    plans = [_about(session, QUORUM, m.user, window) for m in carry if window.expires_at > timezone.now()]
    plan_all(plans, back_from=BACK_FROM)


def _about(session: CaseSession, kind: str, user: Any, when: Window, *, name: str = "", **facts: Any) -> Plan:
    return Plan(
        kind=kind,
        key=":".join(filter(None, [kind, name, str(session.pk), str(session.sequence), str(user.pk)])),
        user=user,
        about=session.pk,
        due_at=when.due_at,
        expires_at=when.expires_at,
        facts={"sequence": session.sequence, **facts},
    )


def _unheard(sessions: Sequence[CaseSession]) -> set[tuple[UUID, UUID]]:
    """(person, session) of every date that is in a mail which has not been sent yet: alone, or with others."""
    ids = {session.pk for session in sessions}
    waiting = Delivery.objects.open().filter(state="due", kind__in=[INVITATION, DATES])
    found = waiting.filter(about__in=[*ids, sessions[0].group_id]).values_list("user_id", "about", "facts")
    return {
        (user_id, pk)
        for user_id, about, facts in found
        for pk in ([about] if about in ids else map(UUID, facts.get("sessions", [])))
    }


def _untold(session: CaseSession) -> dict[UUID, tuple[str, int]]:
    """What each person has not been told yet: the invitation, or every change since this one."""
    waiting = Delivery.objects.open().filter(about=session.pk, kind__in=[INVITATION, CHANGED])
    return {row.user_id: (row.kind, row.facts.get("since", 0)) for row in waiting if row.user_id and row.state == "due"}
