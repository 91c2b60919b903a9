"""What is deleted and written down when a step or a session is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from groups.actions import write_fact, write_member_facts
from groups.models import GroupFact, MemberFact, Membership
from methods.codes import Reveal
from sessions.models import Case, CaseSession, Contribution, LeadOffer, RoomEvent, Seat
from sessions.retention import text_until
from sessions.visibility import REMOVING


def forget_let_go(session: CaseSession, *, before: datetime | None) -> None:
    """Delete for everyone what the case-giver let go of. `before` spares steps that may still be taken back."""
    gone = Contribution.objects.filter(step__session=session, marks__value__in=REMOVING)
    if before is not None:
        gone = gone.filter(marks__step__left_at__lte=before)
    Contribution.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).delete()


def forget_unopened(session: CaseSession) -> None:
    """Gifts and parked advice that the case-giver did not ask for disappear with the session."""
    Contribution.objects.filter(step__session=session, parked=True).exclude(
        step__treatment__advice_opened=True
    ).delete()
    for step in session.steps.exclude(facts__has_key="opened"):
        if step.doc.reveal == Reveal.WHEN_OPENED:
            closed = Contribution.objects.filter(step__session=session, step__treatment=step.treatment_id)
            closed.filter(_written_in(step)).exclude(author=_owner(step)).delete()


def _written_in(step: Any) -> Q:
    return Q(step__phase__id__in=step.doc.shows)


def _owner(step: Any) -> Any:
    return step.treatment.case.owner_id if step.treatment_id else None


def end_offers(session: CaseSession, **whose: Any) -> None:
    """An offer of the lead that nobody can answer well any more is over: those `to` somebody, `by` somebody, or all."""
    LeadOffer.objects.filter(session=session, answered_at__isnull=True, **whose).update(answered_at=timezone.now())


def wind_up(session: CaseSession, now: datetime) -> None:
    """Everything that follows from a session being over, in the transaction that closes it."""
    forget_let_go(session, before=None)
    forget_unopened(session)
    end_offers(session)
    session.seats.filter(left_at__isnull=True).update(left_at=now)
    session.treatments.filter(ended_at__isnull=True).update(ended_at=now)
    _start_retention(session, now)
    _write_ledger(session)


def _start_retention(session: CaseSession, now: datetime) -> None:
    """The text stays until thirty days after the last follow-up, within the organisation's ceiling."""
    until = text_until(since=now, treated_at=now, look_back=None, ceiling_days=session.group.organisation.case_days)
    ended = [Case.State.WITHDRAWN, Case.State.DRAFT]  # a draft: its owner took it back after stopping
    treated = Case.objects.filter(treatments__session=session).exclude(state__in=ended)
    Case.objects.filter(pk__in=list(treated.values_list("pk", flat=True))).update(
        state=Case.State.TREATED, treated_at=now, text_until=until
    )


def _write_ledger(session: CaseSession) -> None:
    group, at = session.group, session.starts_at
    seats = list(session.seats.select_related("user"))
    write_fact(group, GroupFact.Kind.HELD, key=session.pk, at=at, **_counts(session, seats))
    did: list[tuple[Any, str]] = [(seat.user, MemberFact.Kind.CAME) for seat in seats]
    did += [(session.host, MemberFact.Kind.HOSTED)] if session.host else []
    treatments = session.treatments.select_related("case__owner")
    did += [(treatment.case.owner, MemberFact.Kind.BROUGHT) for treatment in treatments]
    did += _who_led(session)
    write_member_facts(group, did, key=session.pk, at=at)


def _counts(session: CaseSession, seats: list[Seat]) -> dict[str, int]:
    invited = Membership.objects.current().filter(group=session.group).count()
    coaches = Membership.objects.current().filter(group=session.group, role="coach").values("user")
    minutes = round(
        ((session.ended_at or session.starts_at) - (session.started_at or session.starts_at)).total_seconds() / 60
    )
    return {
        "present": len(seats),
        "invited": invited,
        "minutes": minutes,
        "cases": session.treatments.count(),
        "coach_moves": session.events.filter(by__in=coaches).count(),
    }


def _who_led(session: CaseSession) -> list[tuple[Any, str]]:
    """Led: moved every step. Led a part: moved some. A coach's leading is not counted as a member's."""
    moves = [RoomEvent.Kind.ADVANCED, RoomEvent.Kind.SKIPPED, RoomEvent.Kind.OPENED]
    members = Membership.objects.current().filter(group=session.group, role="member").values("user")
    total = session.events.filter(kind__in=moves).count()
    led = session.events.filter(kind__in=moves, by__in=members).values("by").annotate(n=Count("pk"))
    users = {seat.user_id: seat.user for seat in session.seats.select_related("user")}
    return [
        (users[row["by"]], MemberFact.Kind.LED if row["n"] == total else MemberFact.Kind.LED_PART)
        for row in led
        if row["by"] in users
    ]
