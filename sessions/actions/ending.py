"""What is deleted and written down when a step or a session is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from groups.actions import write_fact, write_member_facts
from groups.models import GroupFact, MemberFact, Membership
from intervisie.common.returning import Statement, at_once, deleting, updating
from methods.codes import Reveal
from sessions.allowed import REMOVING
from sessions.models import (
    Case,
    CaseSession,
    Contribution,
    LeadOffer,
    Mark,
    RoomEvent,
    Seat,
    Step,
    Treatment,
    Whisper,
)
from sessions.retention import text_until

MOVES = frozenset({RoomEvent.Kind.ADVANCED, RoomEvent.Kind.SKIPPED, RoomEvent.Kind.OPENED})
STEERS = MOVES | {RoomEvent.Kind.EXTENDED, RoomEvent.Kind.REPLANNED}  # what the group reads of its coach: steps, time


def forget_let_go(session: CaseSession, *, before: datetime | None) -> None:
    """Delete for everyone what the case-giver let go of. `before` spares steps that may still be taken back."""
    _forget(session, _let_go(session, before))


def forget_unopened(session: CaseSession) -> None:
    """Gifts and parked advice that the case-giver did not ask for disappear with the session."""
    _forget(session, _unopened(session.steps.select_related("treatment__case")))


def _forget(session: CaseSession, gone: Q) -> None:
    at_once(*_forgetting(session, gone))


def _forgetting(session: CaseSession, gone: Q) -> tuple[Statement, Statement]:
    """The cards, and then what was marked on them: before that, the marks say which cards go."""
    there = Contribution.objects.filter(pk=OuterRef("contribution"))
    return (
        deleting(Contribution.objects.filter(gone, step__session=session)),
        deleting(Mark.objects.filter(~Exists(there), step__session=session)),
    )


def _let_go(session: CaseSession, before: datetime | None) -> Q:
    marks = Mark.objects.filter(step__session=session, value__in=REMOVING)
    if before is not None:
        marks = marks.filter(step__left_at__lte=before)
    return Q(pk__in=marks.values("contribution"))


def _unopened(steps: Iterable[Step]) -> Q:
    gone = Q(parked=True) & ~Q(step__treatment__advice_opened=True)
    for step in steps:
        if step.doc.reveal == Reveal.WHEN_OPENED and "opened" not in step.facts:
            gone |= Q(step__treatment=step.treatment_id, step__phase__id__in=step.doc.shows) & ~Q(author=_owner(step))
    return gone


def _owner(step: Any) -> Any:
    return step.treatment.case.owner_id if step.treatment_id else None


def end_offers(session: CaseSession, **whose: Any) -> None:
    """An offer of the lead that nobody can answer well any more is over: those `to` somebody, `by` somebody, or all."""
    _unanswered(session, **whose).update(answered_at=timezone.now())


def _unanswered(session: CaseSession, **whose: Any) -> QuerySet[LeadOffer]:
    return LeadOffer.objects.filter(session=session, answered_at__isnull=True, **whose)


def wind_up(session: CaseSession, now: datetime) -> None:
    """Everything that follows from a session being over, in the transaction that closes it."""
    steps = list(session.steps.select_related("treatment__case"))
    at_once(
        updating(Step.objects.filter(pk=session.step_id), left_at=now, paused_at=None),
        *_forgetting(session, _let_go(session, None) | _unopened(steps)),
        updating(_unanswered(session), answered_at=now),
        deleting(Whisper.objects.filter(session=session)),
        updating(session.seats.all(), left_at=Coalesce("left_at", Value(now)), calm_please=False),
        updating(session.treatments.filter(ended_at__isnull=True), ended_at=now),
        _starting_retention(session, now),
    )
    _write_ledger(session, {step.treatment for step in steps if step.treatment})


def _starting_retention(session: CaseSession, now: datetime) -> Statement:
    """The text stays until thirty days after the last follow-up, within the organisation's ceiling."""
    until = text_until(since=now, treated_at=now, look_back=None, ceiling_days=session.group.organisation.case_days)
    ended = [Case.State.WITHDRAWN, Case.State.DRAFT]  # a draft: its owner took it back after stopping
    treated = Case.objects.filter(treatments__session=session).exclude(state__in=ended)
    return updating(treated, state=Case.State.TREATED, treated_at=now, text_until=until)


def _write_ledger(session: CaseSession, treatments: Collection[Treatment]) -> None:
    group, at, held = session.group, session.starts_at, _held(session)
    counts = {
        "present": len(held.seats),
        "invited": len(held.roles),
        "minutes": _minutes(session),
        "cases": len(treatments),
        "coach_moves": sum(kind in STEERS and by in held.coaches for kind, by in held.moves),
        **_coached(held),
    }
    write_fact(group, GroupFact.Kind.HELD, key=session.pk, at=at, **counts)
    did: list[tuple[Any, str]] = [(pk, MemberFact.Kind.CAME) for pk in held.seats]
    did += [(session.host_id, MemberFact.Kind.HOSTED)] if session.host_id else []
    did += [(treatment.case.owner_id, MemberFact.Kind.BROUGHT) for treatment in treatments]
    guided = held.seats & held.roles.keys() - held.coaches
    did += [(pk, kind) for pk, kind in _who_led(held.moves) if pk in guided]
    write_member_facts(group, did, key=session.pk, at=at)


# What the coach did, by the rungs of the field guide (3.2).
RUNGS = {
    RoomEvent.Kind.OPENED: "coach_lead",
    RoomEvent.Kind.LEAD_MOVED: "coach_lead",
    RoomEvent.Kind.COACH_PROMPT: "coach_prompt",
    RoomEvent.Kind.COACH_ASK: "coach_ask",
    RoomEvent.Kind.COACH_NOTE: "coach_note",
}


def _coached(held: Held) -> dict[str, int]:
    """How often a coach led, prompted, asked and noted."""
    done = Counter(RUNGS[RoomEvent.Kind(kind)] for kind, by in held.moves if kind in RUNGS and by in held.coaches)
    return {rung: done[rung] for rung in dict.fromkeys(RUNGS.values())}


@dataclass(frozen=True)
class Held:
    """Who was there and what was done, by id."""

    seats: frozenset[UUID]
    roles: Mapping[UUID, str]  # of everybody who belongs to the group today
    moves: Sequence[tuple[str, UUID | None]]

    @property
    def coaches(self) -> frozenset[UUID]:
        return frozenset(pk for pk, role in self.roles.items() if role == Membership.Role.COACH)


def _held(session: CaseSession) -> Held:
    """One query."""
    here = {"session": OuterRef("pk")}
    belongs = Membership.objects.current().filter(group=OuterRef("group"))
    rows = CaseSession.objects.filter(pk=session.pk).values_list(
        ArraySubquery(Seat.objects.filter(**here).values("user")),
        ArraySubquery(belongs.values(data=JSONObject(user="user_id", role="role"))),
        ArraySubquery(RoomEvent.objects.filter(**here).order_by("at").values(data=JSONObject(kind="kind", by="by_id"))),
    )
    seats, members, events = rows.get()
    return Held(
        seats=frozenset(seats),
        roles={UUID(one["user"]): one["role"] for one in members},
        moves=[(one["kind"], one["by"] and UUID(one["by"])) for one in events],
    )


def _minutes(session: CaseSession) -> int:
    began, ended = session.started_at or session.starts_at, session.ended_at or session.starts_at
    return round((ended - began).total_seconds() / 60)


def _who_led(moves: Iterable[tuple[str, Any]]) -> list[tuple[Any, str]]:
    """Led: moved every step. Led a part: moved some."""
    moved = Counter(by for kind, by in moves if kind in MOVES)
    return [
        (by, MemberFact.Kind.LED if count == moved.total() else MemberFact.Kind.LED_PART) for by, count in moved.items()
    ]
