"""What stands on the page of a group: gathered from every app, in a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from groups import agreements
from groups.maturity import time_to_ask
from groups.models import Agreement, Group, GroupFact, MaturityWord, MemberFact, Membership, User
from groups.people import members_of
from groups.permissions import can_change_group, can_change_maturity, can_schedule
from groups.policy import ORGANISATION_IN_SHORT
from intervisie.common import words
from intervisie.common.prepared import prepared
from sessions.models import CaseSession, Rsvp, Treatment
from sessions.retention import AFTER

PAST = 5


DEEDS = {
    MemberFact.Kind.LED: gettext_lazy("leidde op %(day)s"),
    MemberFact.Kind.LED_PART: gettext_lazy("leidde op %(day)s een deel"),
    MemberFact.Kind.HOSTED: gettext_lazy("ontving op %(day)s"),
}


@dataclass(frozen=True)
class Person:
    """Somebody of the group and one line about what they do for it."""

    user: Any
    line: str


@dataclass(frozen=True)
class GroupPage:
    """Everything the page shows, already fetched."""

    group: Group
    me: Membership
    members: Sequence[Membership]
    coming: Sequence[CaseSession]
    past: Sequence[CaseSession]
    agreement: Agreement | None
    done: dict[UUID, MemberFact]  # the latest thing somebody did for the group
    shelf: int
    held_since: int  # sessions since the group last said how far it is
    now: datetime
    text_days: int = AFTER.days  # so long a case text stays after the look-back
    organisation_sees: Promise = ORGANISATION_IN_SHORT

    @property
    def coach(self) -> Membership | None:
        return next((m for m in self.members if m.role == Membership.Role.COACH), None)

    @property
    def next(self) -> CaseSession | None:
        return self.coming[0] if self.coming else None

    @property
    def is_coach(self) -> bool:
        return self.me.role == Membership.Role.COACH

    @property
    def may_schedule(self) -> bool:
        return can_schedule(self.me)

    @property
    def may_change(self) -> bool:
        """The group itself: its name, its clock, its rhythm."""
        return can_change_group(self.me, self.members)

    @property
    def asks_maturity(self) -> bool:
        """Is it time to ask the group again what it can do together?"""
        return can_change_maturity(self.me) and time_to_ask(self.held_since)

    @property
    def people(self) -> list[Person]:
        """Who we are: the coach first, then by name, each with one line that is worth saying."""
        coach_first = sorted(self.members, key=lambda m: m.role != Membership.Role.COACH)
        return [Person(m.user, self._line(m)) for m in coach_first]

    def _line(self, membership: Membership) -> str:
        lines = [str(_("begeleider"))] if membership.role == Membership.Role.COACH else []
        if membership.user_id == self.me.user_id:
            lines.append(_("dat ben jij"))
        return ", ".join([*lines, *self._deeds(membership.user_id)])

    def _deeds(self, user_id: UUID) -> list[str]:
        """What somebody does next time, or else last did for the group."""
        if self.next and self.next.host_id == user_id:
            return [_("ontvangt de volgende keer")]
        if self.next and self.next.leads_id == user_id:
            return [_("begeleidt de volgende keer")]
        fact = self.done.get(user_id)
        return [DEEDS[fact.kind] % {"day": words.day(timezone.localtime(fact.at, self.group.tz))}] if fact else []

    @property
    def promise(self) -> str:
        """How the agreement on confidentiality begins."""
        return _opening(self.agreement.confidentiality) if self.agreement else ""

    @property
    def presence(self) -> str:
        """How the agreement on being there begins."""
        return _opening(self.agreement.attendance) if self.agreement else ""

    @property
    def unsigned(self) -> bool:
        return agreements.waits_for(self.agreement)


def gather(user: Any, pk: UUID, now: datetime) -> GroupPage:
    """Six queries; Http404 for whoever does not belong."""
    me = next(iter(_membership(user, pk)), None)
    if me is None:
        raise Http404
    members = members_of(me.group)
    coming, past = _coming(user, me, now), _past(me)
    return GroupPage(
        group=me.group,
        me=me,
        members=members,
        coming=coming,
        past=past,
        agreement=agreements.current(me.group, user),
        done=_did(me),
        shelf=me.on_shelf,  # type: ignore[attr-defined]
        held_since=me.held_since,  # type: ignore[attr-defined]
        now=now,
    )


@prepared
def _membership(user: User, pk: UUID) -> QuerySet[Membership]:
    shelf = Count("group__cases", filter=Q(group__cases__state="shared"))
    mine = Membership.objects.current().filter(user=user, group=pk)
    return mine.select_related("group__organisation").annotate(on_shelf=shelf, held_since=_held_since())


def _held_since() -> Subquery:
    """How many sessions were held since the group last said how far it is; since ever, if it never did."""
    words = MaturityWord.objects.filter(group=OuterRef("group"))
    held = GroupFact.objects.filter(group=OuterRef("group"), kind=GroupFact.Kind.HELD)
    later = words.filter(at__gte=OuterRef("at"))
    return Coalesce(Subquery(held.filter(~Exists(later)).order_by().annotate(n=_ROWS).values("n")), 0)


_ROWS = Func(F("pk"), function="COUNT", output_field=IntegerField())


def _coming(user: Any, me: Membership, now: datetime) -> list[CaseSession]:
    rows = _coming_rows(user, me.group, now)
    for row in rows:
        row.group = me.group
        row.open_now = row.lobby_open(now)
        row.title = title_of(row)
    return rows


@prepared
def _coming_rows(user: User, group: Group, now: datetime) -> QuerySet[CaseSession]:
    mine = Rsvp.objects.filter(session=OuterRef("pk"), user=user)
    return (
        CaseSession.objects.filter(group=group)
        .coming(now)
        .select_related("host", "leads")
        .annotate(
            my_answer=Coalesce(Subquery(mine.values("answer")[:1]), Value("")),
            come=Count("rsvps", filter=Q(rsvps__answer="yes"), distinct=True),
        )[:6]
    )


def _past(me: Membership) -> list[CaseSession]:
    """What was held since this person joined, with the method and who brought the case; never what it was about.

    Of what people took upon themselves only the shared steps are counted: those everybody reads on the page of that
    session anyway. A number with the others in it would tell whose they are as soon as there is one ("nothing is
    shared at the harvest without a press"), and a threshold would only hide that until the second.
    """
    rows = _past_rows(me.group, me.since, language=(get_language() or "nl")[:2])
    for row in rows:
        row.brought_by = (row.brought_by or "").split(" ")[0]  # type: ignore[attr-defined]
    return rows


@prepared
def _past_rows(group: Group, since: datetime, *, language: str) -> QuerySet[CaseSession]:
    first = Treatment.objects.filter(session=OuterRef("pk")).order_by("created_at")
    name = KT(f"method__{language}__name")
    steps = Q(commitments__kind__in=["step", "observation"], commitments__shared_at__isnull=False)
    return (
        CaseSession.objects.filter(group=group, state="closed", ended_at__gte=since)
        .annotate(
            method=Subquery(first.annotate(name=name).values("name")[:1]),
            brought_by=Subquery(first.values("case__owner__name")[:1]),
            intended=Count("commitments", filter=steps, distinct=True),
            looked_back=Count("commitments", filter=steps & ~Q(commitments__outcome=""), distinct=True),
        )
        .order_by(F("starts_at").desc())[:PAST]
    )


def _did(me: Membership) -> dict[UUID, MemberFact]:
    """For each member the latest of: led a session, led a part, hosted; nothing from before this person joined."""
    done: dict[UUID, MemberFact] = {}
    for fact in _deeds(me.group, me.since):
        done.setdefault(fact.user_id, fact)
    return done


@prepared
def _deeds(group: Group, since: datetime) -> QuerySet[MemberFact]:
    kinds = [MemberFact.Kind.LED, MemberFact.Kind.LED_PART, MemberFact.Kind.HOSTED]
    return MemberFact.objects.filter(group=group, kind__in=kinds, at__gte=since).order_by("-at")[:60]


def _opening(text: str, sentences: int = 2) -> str:
    """The first sentences of a text, whole."""
    return " ".join(re.split(r"(?<=[.!?])\s+", text.strip())[:sentences])


def title_of(session: CaseSession) -> str:
    """ "Zesde bijeenkomst": in words up to twelve, then as a number."""
    return _("%(nth)s bijeenkomst") % {"nth": words.nth(session.number).capitalize()}
