"""What this evening allows: what the match is told of the group, of who leads, of the time. Only what is known.

Beside the library, in its one query: the facts are worked out once by the database, however many methods there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.maturity import maturity_of
from groups.models import GroupFact, MemberFact, Membership
from intervisie.common.words import number
from methods.codes import Medium
from methods.format import MethodDoc
from methods.models import Method
from methods.reading import read_all
from methods.recommend import Circumstances
from sessions.models import CaseSession, Seat, Step, Treatment
from sessions.room import Room

RECENT = 2  # how many sessions back a method counts as just done
ANYONE, PRACTISED, COACH = 1, 2, 3  # as in the method format
PARTS = 2  # sessions of which somebody led a part: as good as one whole


@dataclass(frozen=True, slots=True)
class Offered:
    """What this group may choose from tonight, what the evening allows, and what it did before (by slug)."""

    docs: list[MethodDoc]
    evening: Circumstances
    used: set[str]


def library(room: Room) -> Offered:
    """One query, and documents that this process has read before are not brought again."""
    beside = _beside(room)
    asked = Method.objects.whole_in(room.session.group).annotate(recent=_recent(room), used=_used(room), **beside)
    rows = read_all(asked, "recent", "used", *beside)
    facts = SimpleNamespace(**rows[0][1]) if rows else None
    recent = [doc.id for doc, row in rows if row["recent"]]
    used = {doc.id for doc, row in rows if row["used"]}
    return Offered([doc for doc, _row in rows], circumstances(room, facts, recent), used)


def circumstances(room: Room, facts: Any, recent: Sequence[str]) -> Circumstances:
    return Circumstances(
        minutes=max(0, minutes_for_case(room)),
        people=len(room.people),
        medium=Medium(room.session.medium),
        maturity=maturity_of(room.session.group.maturity, facts.held if facts else 0),
        facilitator_level=_level(facts) if facts else ANYONE,
        recent=tuple(recent),
        everyone_gets_a_turn=bool(room.step and room.step.facts.get("everyone")),
        calm_please=bool(facts and facts.calm),
    )


# ── facts ──────────────────────────────────────────────────────────────────────────────────────────
def _recent(room: Room) -> Exists:
    held = CaseSession.objects.filter(group=room.session.group_id, state="closed").order_by("-starts_at")
    return Exists(
        Treatment.objects.done().filter(session__in=Subquery(held.values("pk")[:RECENT]), method_slug=OuterRef("slug"))
    )


def _used(room: Room) -> Exists:
    """What this group ever did with a method, this case not counted."""
    done = Treatment.objects.done()
    others = done.exclude(pk=room.treatment.pk) if room.treatment else done
    return Exists(others.filter(session__group=room.session.group_id, method_slug=OuterRef("slug")))


def _beside(room: Room) -> dict[str, Any]:
    """`held`: sessions so far. Of who leads now: do they coach this group (`coach_leads`), how often did they lead a
    whole session or a part of one here (`led`, `led_parts`). At the table: does a coach sit there (`coach_here`),
    and would anybody rather have nothing confronting (`calm`): whoever it is, and told to nobody."""
    session, leader = room.session, room.session.leader_id
    seats = Seat.objects.filter(session=session.pk, left_at__isnull=True)
    coaches = Membership.objects.current().filter(group=session.group_id, role=Membership.Role.COACH)
    led = MemberFact.objects.filter(group=session.group_id, user=leader)
    return {
        "held": _count(GroupFact.objects.filter(group=session.group_id, kind=GroupFact.Kind.HELD)),
        "coach_leads": Exists(coaches.filter(user=leader)),
        "coach_here": Exists(coaches.filter(user__in=seats.values("user"))),
        "calm": Exists(seats.filter(calm_please=True)),
        "led": _count(led.filter(kind=MemberFact.Kind.LED)),
        "led_parts": _count(led.filter(kind=MemberFact.Kind.LED_PART)),
    }


def _count(rows: QuerySet[Any]) -> Subquery:
    counted = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(n=counted).values("n"))


# ── who leads ──────────────────────────────────────────────────────────────────────────────────────
def _level(facts: Any) -> int:
    practised = bool(facts.led or facts.led_parts >= PARTS)
    return facilitator_level(coach_leads=facts.coach_leads, coach_here=facts.coach_here, practised=practised)


def facilitator_level(*, coach_leads: bool, coach_here: bool, practised: bool) -> int:
    """Of who leads now: a coach of the group is trained; a member has led here before, or has a coach at the table."""
    if coach_leads:
        return COACH
    return PRACTISED if practised or coach_here else ANYONE


# ── the time ───────────────────────────────────────────────────────────────────────────────────────
def minutes_for_case(room: Room) -> int:
    """What is left for the case: until the planned end, without what closes the session (harvest, review, closing).

    Negative when that is more than there is.
    """
    here = room.step.position if room.step else 0
    kept = sum(s.minutes for s in room.steps if s.position > here and s.kind != Step.Kind.PHASE and not s.skipped)
    return int((room.session.ends_at - room.now).total_seconds() // 60) - kept


def in_a_hurry(docs: Sequence[MethodDoc], evening: Circumstances) -> str:
    """Said when no method fits into what is left any more; else ""."""
    if evening.minutes >= min((doc.minutes_for(evening.people) for doc in docs), default=0):
        return ""
    more = _("Spreek samen af dat het uitloopt, of bewaar de casus voor een volgende keer.")
    none = _("Tot het geplande einde is er geen tijd meer voor de casus.")
    left = ngettext(
        "Tot het geplande einde is er nog %(count)s minuut voor de casus, en zo kort is geen werkvorm.",
        "Tot het geplande einde is er nog %(count)s minuten voor de casus, en zo kort is geen werkvorm.",
        evening.minutes,
    )
    return f"{left % {'count': number(evening.minutes)} if evening.minutes else none} {more}"
