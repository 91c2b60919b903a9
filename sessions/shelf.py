"""What lies on the shelf of a group, for one member: fetched in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from groups.models import MemberFact, Membership
from groups.people import find_membership, members_of
from sessions.cards import CaseCard, card_of
from sessions.models import Case, CaseSession, Dot, Treatment


@dataclass(frozen=True)
class Shelf:
    """The cards, one's own dots, and who brought when: facts side by side, no order of merit."""

    me: Membership
    session: CaseSession | None  # for which the dots are
    cards: Sequence[CaseCard]
    mine: frozenset[UUID]  # cases that have one's own dot
    counts: dict[UUID, int] | None  # None while dots are blind
    turns: Sequence[tuple[Any, datetime | None]]
    came_later: bool = False  # cases were brought before this person joined; no more is told of them

    @property
    def group(self) -> Any:
        return self.me.group

    @property
    def left(self) -> int:
        return max(0, 2 - len(self.mine))

    @property
    def gives(self) -> bool:
        """May dots be given now?"""
        return self.session is not None and self.counts is None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each card with whether it is one's own, one's dot on it, and how many once that may be seen."""
        return [
            {
                "card": card,
                "own": card.owner.pk == self.me.user_id,
                "dotted": card.id in self.mine,
                "count": None if self.counts is None else self.counts.get(card.id, 0),
            }
            for card in self.cards
        ]


def gather(user: Any, pk: UUID, now: datetime, *, turns: bool = True) -> Shelf:
    """Six queries, four without who brought when; Http404 for whoever does not belong."""
    me = find_membership(user, pk)
    chosen = Treatment.objects.filter(session=OuterRef("pk"))
    session = CaseSession.objects.filter(group=me.group).coming(now).annotate(chosen=Exists(chosen)).first()
    dots = list(Dot.objects.filter(session=session).values_list("case_id", "user_id")) if session else []
    here = Membership.objects.current().filter(group=me.group).values("user")
    waiting = Case.objects.filter(group=me.group, owner__in=here).on_shelf().select_related("key", "owner")
    return Shelf(
        me=me,
        session=session,
        cards=[card_of(case) for case in waiting],
        mine=frozenset(case_id for case_id, user_id in dots if user_id == user.pk),
        counts=dict(Counter(case_id for case_id, _user in dots)) if session and session.chosen else None,
        **(_turns(me) if turns else {"turns": ()}),
    )


def _turns(me: Membership) -> dict[str, Any]:
    """When each member last brought a case here, in the order of names; nothing from before one joined."""
    facts = MemberFact.objects.filter(group=me.group, kind=MemberFact.Kind.BROUGHT).order_by("at")
    brought = list(facts.values_list("user_id", "at"))
    last = {user_id: at for user_id, at in brought if at >= me.since or user_id == me.user_id}
    turns = [(m.user, last.get(m.user_id)) for m in members_of(me.group) if m.role == Membership.Role.MEMBER]
    return {"turns": turns, "came_later": any(at < me.since for user_id, at in brought if user_id != me.user_id)}
