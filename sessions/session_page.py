"""What stands on the page of one session, before and after it: fetched in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from groups.models import Membership, User
from groups.people import members_of
from intervisie.common.prepared import prepared
from intervisie.common.words import nth
from sessions import visibility
from sessions.attendance import Attendance
from sessions.board_page import boards_open_to
from sessions.doors import find_session
from sessions.models import Case, CaseSession, PlanChange, Rsvp, Treatment
from sessions.models.session import LOBBY_OPENS
from sessions.permissions import can_change_plan
from sessions.tables import harvest_of

WARN = timedelta(days=3)  # from then on, too few who said yes is said to who carries the session


@dataclass(frozen=True)
class SessionPage:
    """Everything the page shows, already fetched."""

    session: CaseSession
    me: Membership
    members: Sequence[Membership]
    attendance: Attendance
    now: datetime
    cases: Sequence[Case] = ()  # of this group: on the shelf, and one's own drafts
    change: PlanChange | None = None  # the last
    treatments: Sequence[Treatment] = ()
    harvest: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return title_of(self.session)

    @property
    def answer(self) -> str:
        return self.attendance.answer_of(self.me.user_id)

    @property
    def reason(self) -> str:
        found = self.attendance.answers.get(self.me.user_id)
        return found.reason if found else ""

    @property
    def is_planned(self) -> bool:
        return self.session.state == CaseSession.State.PLANNED

    @property
    def asks(self) -> bool:
        """May one still say whether one comes?"""
        return self.is_planned and self.session.ends_at > self.now

    @property
    def missed(self) -> bool:
        """Planned, over, and never opened."""
        return self.is_planned and self.session.ends_at <= self.now

    @property
    def open_now(self) -> bool:
        return self.session.lobby_open(self.now)

    @property
    def opens_at(self) -> datetime:
        return self.session.starts_at - LOBBY_OPENS

    @property
    def may_change(self) -> bool:
        return self.is_planned and can_change_plan(self.me, self.session, self.members)

    @property
    def carries(self) -> bool:
        """Hosts or leads it: reads the reasons, and hears when too few come."""
        return self.me.user_id in (self.session.host_id, self.session.leads_id)

    @property
    def too_few(self) -> bool:
        near = self.session.starts_at - self.now < WARN
        few = self.attendance.out_of_reach or (near and self.attendance.short)
        return self.asks and few and (self.carries or self.me.role == Membership.Role.COACH)

    @cached_property
    def who(self) -> list[tuple[str, list[Any]]]:
        """Who gave which answer, in words; only the answers that somebody gave."""
        kinds = [
            (_("Komt"), Rsvp.Answer.YES.value),
            (_("Weet nog niet"), Rsvp.Answer.MAYBE.value),
            (_("Kan niet"), Rsvp.Answer.NO.value),
            (_("Zei nog niets"), ""),
        ]
        found = [(words, self.attendance.said(code)) for words, code in kinds]
        return [(words, people) for words, people in found if people]

    @cached_property
    def reasons(self) -> list[tuple[Any, str]]:
        """Why somebody cannot: for who hosts or leads alone, and only where it was said."""
        if not self.carries:
            return []
        said = [(m.user, self.attendance.answers.get(m.user_id)) for m in self.members]
        return [(user, rsvp.get_reason_display()) for user, rsvp in said if rsvp and rsvp.reason]

    @property
    def mine(self) -> Case | None:
        """My case for this session; or else a draft that is not meant for another."""
        own = [case for case in self.cases if case.owner_id == self.me.user_id]
        for_this = [case for case in own if case.meant_for_id == self.session.pk]
        loose = [case for case in own if case.meant_for is None or case.meant_for.ends_at < self.now]
        return next(iter(for_this + loose), None)

    @property
    def offered(self) -> list[Case]:
        """What others bring, as they said themselves."""
        shared = [c for c in self.cases if c.state == Case.State.SHARED and c.meant_for_id == self.session.pk]
        return [case for case in shared if case.owner_id != self.me.user_id]

    @property
    def waiting(self) -> int:
        return sum(case.state == Case.State.SHARED for case in self.cases)


def gather(user: Any, pk: UUID, now: datetime) -> SessionPage:
    """At most six queries; Http404 for whoever does not belong."""
    session = find_session(user, pk)
    members = members_of(session.group)
    me = next(member for member in members if member.user_id == user.pk)
    me.group = session.group
    page = SessionPage(session, me, members, Attendance.of(session, members, _answers(session)), now)
    if session.state == CaseSession.State.CLOSED:
        return replace(page, treatments=_treatments(session, user), harvest=harvest_of(session, user))
    return replace(page, cases=_cases(session, user), change=_last_change(session))


def _cases(session: CaseSession, user: Any) -> list[Case]:
    return _case_rows(user, session.group_id)


@prepared
def _case_rows(user: User, group_id: UUID) -> QuerySet[Case]:
    mine = Q(owner=user, state=Case.State.DRAFT)
    shelf = Q(state=Case.State.SHARED)
    rows = Case.objects.filter(mine | shelf, group=group_id).select_related("key", "owner", "meant_for")
    return rows.order_by("-state", "shared_at", "-updated_at")


def _last_change(session: CaseSession) -> PlanChange | None:
    return next(iter(_changes(session)), None)


@prepared
def _changes(session: CaseSession) -> QuerySet[PlanChange]:
    return PlanChange.objects.filter(session=session).select_related("by").order_by("-at")[:1]


@prepared
def _answers(session: CaseSession) -> QuerySet[Rsvp]:
    return Rsvp.objects.filter(session=session)


def _treatments(session: CaseSession, user: Any) -> list[Treatment]:
    """Each with `.question`, as this person may read it."""
    rows = session.treatments.select_related("case__owner", "case__key", "key").order_by("created_at")
    treatments = list(rows.annotate(board=Exists(boards_open_to(user).filter(pk=OuterRef("pk")))))
    for treatment in treatments:
        viewer = visibility.Viewer(user.pk, is_case_giver=treatment.case.owner_id == user.pk)
        treatment.question = visibility.question_for(viewer, treatment)  # type: ignore[attr-defined]
    return treatments


def title_of(session: CaseSession) -> str:
    """Zesde bijeenkomst"""
    return _("%(nth)s bijeenkomst") % {"nth": capfirst(nth(session.number))}
