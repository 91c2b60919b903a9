"""May this person do this in the room. Pure yes and no; the moment is `flow`'s affair, the words are `actions`'."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from groups.models import Membership
from groups.permissions import can_schedule, runs_group
from methods.rules import JOINS_IN, Role
from sessions.models import CaseSession, Seat, Step, Treatment

AFTER_HARVEST = frozenset({Step.Kind.REVIEW, Step.Kind.CLOSING})


def leads(user_id: UUID, session: CaseSession) -> bool:
    """Holds the leader token."""
    return session.leader_id is not None and session.leader_id == user_id


def brings(user_id: UUID, treatment: Treatment | None) -> bool:
    """Is the case-giver of the case on the table."""
    return treatment is not None and treatment.case.owner_id == user_id


def on_table(step: Step | None) -> Treatment | None:
    """The case that is being treated in this step. After its harvest nobody brings in: all are members again.

    (Field guide 2.2 and 2.3: the review is the group's, and facilitating is for any member.)
    """
    return None if step is None or step.kind in AFTER_HARVEST else step.treatment


def may_lead(user_id: UUID, session: CaseSession) -> bool:
    """Anyone but who brings the case, as long as it is treated: nobody guards the steps of their own story."""
    return not brings(user_id, on_table(session.step))


def role_of(user_id: UUID, session: CaseSession, treatment: Treatment | None, *, seat_role: str, people: int) -> Role:
    """Who somebody is in this case. The case-giver's role goes before all others."""
    if brings(user_id, treatment):
        return Role.CASE_GIVER
    if leads(user_id, session):
        return Role.PEER if people <= JOINS_IN else Role.LEADER
    return Role.OBSERVER if seat_role == "observer" else Role.PEER


def can_begin(user_id: UUID, session: CaseSession, *, coach: bool, missing: bool = False) -> bool:
    """The planned leader and the coach may begin; without a planned leader, and when it is time and they are `missing`,
    everyone at the table may."""
    return coach or missing or session.leads_id in (None, user_id)


def can_move(user_id: UUID, session: CaseSession) -> bool:
    """Move the pointer and the turns."""
    return leads(user_id, session)


def can_time(user_id: UUID, session: CaseSession, seat_role: str) -> bool:
    """Pause the clock and give time: who leads, and who keeps the time today, unless it is their own story."""
    keeps = seat_role == Seat.Role.TIMEKEEPER and not brings(user_id, on_table(session.step))
    return keeps or leads(user_id, session)


def can_end_calm(user_id: UUID, session: CaseSession) -> bool:
    """After a stop the leader, who asked the group; a rest that was taken is anyone's to end."""
    return leads(user_id, session) or session.rest_until is not None


def can_end_turn(user_id: UUID, session: CaseSession, turn_user_id: UUID) -> bool:
    """One's own turn; the leader everyone's."""
    return user_id == turn_user_id or leads(user_id, session)


def can_choose_method(user_id: UUID, session: CaseSession, treatment: Treatment) -> bool:
    """The case-giver and the leader choose together; either may press."""
    return leads(user_id, session) or brings(user_id, treatment)


def fit_asked_of(user_id: UUID, session: CaseSession, owner_id: UUID) -> str:
    """As whom this person says whether a method fitted: as case-giver, as who leads now, or (empty) not at all."""
    if user_id == owner_id:
        return "case_giver"
    return "leader" if leads(user_id, session) else ""


def can_word_question(user_id: UUID, session: CaseSession, treatment: Treatment, seat_role: str) -> bool:
    """The case-giver's own words; who leads and the scribe may type them in when told."""
    return leads(user_id, session) or brings(user_id, treatment) or seat_role == Seat.Role.SCRIBE


# ── planning ───────────────────────────────────────────────────────────────────────────────────────
def can_plan(membership: Membership, members: Iterable[Membership]) -> bool:
    """Put dates in the calendar: the coach always, members too once the group does things together."""
    return can_schedule(membership) and runs_group(membership, members)


def can_change_plan(membership: Membership, session: CaseSession, members: Iterable[Membership]) -> bool:
    """Move or cancel: who may plan, and who hosts or leads this one. Deciding with too few is theirs as well."""
    carries = membership.user_id in (session.host_id, session.leads_id)
    return can_schedule(membership) and (carries or can_plan(membership, members))
