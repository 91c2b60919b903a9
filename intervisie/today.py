"""What stands on somebody's page of today: gathered from every app, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from feedback.models import FollowUp, Pulse
from groups.models import Agreement, AgreementSignature, Group, Membership, User
from intervisie.common.prepared import prepared
from sessions.models import Case, CaseSession, Commitment, Rsvp
from sessions.visibility import case_chip

DUE_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Today:
    """Everything the page shows, already fetched."""

    memberships: Sequence[Membership]
    sessions: Sequence[CaseSession]
    cases: Sequence[Case]
    commitments: Sequence[Commitment]
    now: datetime
    pulses: Sequence[Pulse] = ()
    follow_ups: Sequence[FollowUp] = ()

    @property
    def next(self) -> CaseSession | None:
        return self.sessions[0] if self.sessions else None

    @property
    def later(self) -> Sequence[CaseSession]:
        return self.sessions[1:4]

    @property
    def unsigned(self) -> Sequence[Membership]:
        """Memberships whose written agreement still waits for this person's promise."""
        return [m for m in self.memberships if m.waits]  # type: ignore[attr-defined]

    @property
    def belongs(self) -> list[Membership]:
        """Where this person can bring a case: as a member; a coach leads and brings none."""
        return [m for m in self.memberships if m.role == Membership.Role.MEMBER]

    @property
    def case(self) -> Case | None:
        """The case to go on with: the newest draft, or else the one waiting on the shelf."""
        drafts = [c for c in self.cases if c.state == Case.State.DRAFT]
        return (drafts or list(self.cases) or [None])[0]


def gather(user: Any, now: datetime) -> Today:
    """Four queries, whatever the number of groups."""
    return Today(
        memberships=_memberships(user),
        sessions=_sessions(user, now),
        cases=_cases(user),
        commitments=_commitments(user, now),
        now=now,
    )


def _memberships(user: Any) -> list[Membership]:
    rows = _membership_rows(user)
    for row in rows:
        row.waits = bool(row.agreement and not row.spoken and not row.signed)  # type: ignore[attr-defined]
    return rows


@prepared
def _membership_rows(user: User) -> QuerySet[Membership]:
    newest = Agreement.objects.filter(group=OuterRef("group")).order_by("-version")
    signed = AgreementSignature.objects.filter(user=user, agreement=OuterRef("agreement"))
    return (
        Membership.objects.current()
        .filter(user=user, group__archived_at__isnull=True)
        .select_related("group")
        .annotate(agreement=Subquery(newest.values("pk")[:1]), spoken=Subquery(newest.values("spoken")[:1]))
        .annotate(signed=Subquery(signed.values("pk")[:1]))
        .order_by("since")
    )


def _groups(user: User) -> QuerySet[Any]:
    return Group.objects.visible_to(user).alive().values("pk")


def _sessions(user: Any, now: datetime) -> list[CaseSession]:
    rows = _session_rows(user, now)
    for row in rows:
        row.open_now = row.lobby_open(now)  # type: ignore[attr-defined]
    return rows


@prepared
def _session_rows(user: User, now: datetime) -> QuerySet[CaseSession]:
    mine = Rsvp.objects.filter(session=OuterRef("pk"), user=user)
    return (
        CaseSession.objects.filter(group__in=_groups(user))
        .coming(now)
        .select_related("group", "host", "leads")
        .annotate(my_answer=Coalesce(Subquery(mine.values("answer")[:1]), Value("")))
        .with_coming()[:4]
    )


def _cases(user: Any) -> list[Case]:
    rows = _case_rows(user)
    for row in rows:
        row.chip = case_chip(row.state)  # type: ignore[attr-defined]
    return rows


@prepared
def _case_rows(user: User) -> QuerySet[Case]:
    open_states = [Case.State.DRAFT, Case.State.SHARED]
    mine = Case.objects.filter(owner=user, group__in=_groups(user), state__in=open_states)
    return mine.select_related("key").order_by("-updated_at")[:5]


def _commitments(user: Any, now: datetime) -> list[Commitment]:
    """Open steps and observations, those to look back on first."""
    rows = _commitment_rows(user)
    for row in rows:
        today = now.astimezone(row.session.group.tz).date()
        row.is_due = bool(row.due_on and row.due_on <= today)  # type: ignore[attr-defined]
    return rows


@prepared
def _commitment_rows(user: User) -> QuerySet[Commitment]:
    mine = Commitment.objects.open().filter(owner=user)
    soonest = mine.order_by(F("due_on").asc(nulls_last=True), "created_at")
    return soonest.select_related("key", "session__group", "buddy")[:6]
