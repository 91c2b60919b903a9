"""Putting dates in the calendar, moving them, cancelling them, saying whether one comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.actions.ledger import write_facts
from groups.models import Group, GroupFact, Membership
from groups.people import members_of
from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, Refusal
from intervisie.common.returning import Statement, at_once, deleting, updating
from sessions.actions import notices
from sessions.dates import FURTHEST, MOST_DATES
from sessions.models import CalendarFeed, Case, CaseSession, PlanChange, Rsvp

State = CaseSession.State
SOON = timedelta(days=8)  # messages of sessions further away are planned by the sweep
NEWCOMER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Where:
    """What is told to people beside the moment."""

    minutes: int
    medium: str
    place: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """Who carries the session, and with how many it goes on. Changing this is told to nobody by mail."""

    host_id: UUID | None
    leads_id: UUID | None
    quorum: int


# ── schedule ───────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def schedule(group: Group, *, by: Any, starts: Iterable[datetime], where: Where, who: Who) -> list[CaseSession]:
    """Plan a session at each of these instants and invite everybody. Numbers go on from the last of the group.

    What stands at exactly that instant already is not planned twice: pressing twice makes one series. Raises Refusal
    for the past and for an empty list, NotNow for a closed group or when everything stood there already.
    """
    now = timezone.now()
    wanted = sorted(set(starts))
    _sensible(wanted, now)
    held = Group.objects.select_for_update().get(pk=group.pk)  # two planners: the second waits and counts on
    if held.archived_at:
        raise NotNow(_("Deze groep is afgesloten. Er komen geen data meer bij."))
    standing = CaseSession.objects.filter(group=group, starts_at__in=wanted).exclude(state=State.CANCELLED)
    taken = set(standing.values_list("starts_at", flat=True))
    fresh = [moment for moment in wanted if moment not in taken]
    if not fresh:
        raise NotNow(_("Dit stond er al. Er is niets dubbel gepland."))
    return _write_plan(group, fresh, by, where, who, now)


def _write_plan(group, moments, by, where, who, now) -> list[CaseSession]:
    members = members_of(group)
    _of_the_group(who, members)
    last = CaseSession.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    sessions = CaseSession.objects.bulk_create(
        CaseSession(group=group, number=number, starts_at=moment, by=by, **asdict(where), **asdict(who))
        for number, moment in enumerate(moments, start=last + 1)
    )
    write_facts(group, [(GroupFact.Kind.PLANNED, session.pk, session.starts_at) for session in sessions])
    if len(sessions) == 1:
        notices.invite(sessions[0], members, now)
    else:
        notices.tell_dates(sessions, members, now, key=str(sessions[0].pk))
    notices.remind_of_new((session for session in sessions if session.starts_at - now < SOON), members, now)
    return sessions


def _sensible(wanted: Sequence[datetime], now: datetime) -> None:
    if not wanted:
        raise Refusal(_("Er is geen datum overgebleven. Kies er minstens één."))
    if len(wanted) > MOST_DATES:
        raise Refusal(_("Plan niet verder dan %(most)s keer vooruit.") % {"most": MOST_DATES})
    if wanted[0] <= now:
        raise Refusal(_("Een van deze momenten is al geweest."))
    if wanted[-1] > now + FURTHEST:
        raise Refusal(_("Dit is verder dan twee jaar vooruit. Kies een datum dichterbij."))


def _of_the_group(who: Who, members: Iterable[Membership]) -> None:
    """Whoever hosts and leads belongs to the group: the form of the room names them by id."""
    if {who.host_id, who.leads_id} - {None, *(member.user_id for member in members)}:
        raise Refusal(_("Kies iemand uit de groep."))


# ── reschedule, cancel ─────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def reschedule(
    session_id: UUID,
    *,
    by: Any,
    seen_sequence: int,
    starts_at: datetime,
    where: Where,
    who: Who,
    members: Sequence[Membership] | None = None,
) -> CaseSession:
    """Another moment, place or link: one mail with old and new. At another moment everybody is asked again.

    `members` are who hears of it, where the caller has them at hand already. Only who hosts, leads or how many are
    needed: changed quietly. Raises NotNow when somebody was earlier, when the session has begun, or when another of the
    group stands at that moment.
    """
    session = _planned(session_id, seen_sequence)
    replan(session, by=by, starts_at=starts_at, where=where, who=who, members=members)
    return session


def replan(session: CaseSession, *, by: Any, starts_at: datetime, where: Where, who: Who, members: Any = None) -> None:
    """The same for a row that is held already, inside the transaction that found it to be as the person saw it."""
    now = timezone.now()
    members = members_of(session.group) if members is None else members
    _of_the_group(who, members)
    moved = starts_at != session.starts_at
    if moved:
        _sensible([starts_at], now)
    if moved or asdict(where) != {name: getattr(session, name) for name in asdict(where)}:
        change = _as_it_was(session, PlanChange.Kind.MOVED, by, now)
        change.save(force_insert=True)
        unsaid = [deleting(session.rsvps.all())] if moved else []  # they said it about another moment
        _move(session, *unsaid, starts_at=starts_at, sequence=session.sequence + 1, **asdict(where), **asdict(who))
        _after_move(session, change, moved, members, now)
    else:
        _move(session, **asdict(who))
    poke(session.topic, "people", "plan")


def _move(session: CaseSession, *also: Statement, **changed: Any) -> None:
    try:
        with transaction.atomic():
            at_once(updating(CaseSession.objects.filter(pk=session.pk), **changed), *also)
    except IntegrityError:
        raise NotNow(_("Op dat moment staat al een andere bijeenkomst van deze groep.")) from None
    for name, value in changed.items():
        setattr(session, name, value)


def _after_move(session: CaseSession, change: PlanChange, moved: bool, members: Sequence[Membership], now: datetime):
    if moved:
        kinds = (GroupFact.Kind.MOVED, GroupFact.Kind.PLANNED)
        write_facts(session.group, [(kind, session.pk, session.starts_at) for kind in kinds])
    notices.tell_change(session, change, members, now)


@transaction.atomic
def cancel(
    session_id: UUID, *, by: Any, seen_sequence: int, members: Sequence[Membership] | None = None
) -> CaseSession:
    """It is off. Everybody is told once; cases that were meant for it wait on for another date."""
    now = timezone.now()
    session = _planned(session_id, seen_sequence)
    _take_off([session], by, now)
    notices.tell_cancelled(session, members_of(session.group) if members is None else members, now)
    return session


@transaction.atomic
def call_off(group: Group, *, by: Any, members: Sequence[Membership] | None = None) -> list[CaseSession]:
    """The group closes: everything that was still to come is off. Everybody is told in one mail, however many dates."""
    now = timezone.now()
    planned = CaseSession.objects.select_for_update().filter(group=group, state=State.PLANNED).order_by("starts_at")
    coming = [session for session in planned if session.ends_at > now]
    for session in coming:
        session.group = group
    if coming:
        _take_off(coming, by, now)
        notices.tell_all_cancelled(coming, members_of(group) if members is None else members, now)
    else:
        notices.fall_silent(group.pk)
    return coming


def _take_off(sessions: Sequence[CaseSession], by: Any, now: datetime) -> None:
    """Three queries, however many; all of one group."""
    ids = [session.pk for session in sessions]
    PlanChange.objects.bulk_create(_as_it_was(session, PlanChange.Kind.CANCELLED, by, now) for session in sessions)
    at_once(
        updating(CaseSession.objects.filter(pk__in=ids), state=State.CANCELLED, sequence=F("sequence") + 1),
        updating(Case.objects.filter(meant_for__in=ids), meant_for=None),
    )
    entries = [(GroupFact.Kind.CANCELLED, session.pk, session.starts_at) for session in sessions]
    write_facts(sessions[0].group, entries)
    for session in sessions:
        session.state, session.sequence = State.CANCELLED, session.sequence + 1
        poke(session.topic, "people", "plan")


def _planned(session_id: UUID, seen_sequence: int) -> CaseSession:
    """The row, locked, if it still can be changed and still is as the person saw it."""
    rows = CaseSession.objects.select_related("group__organisation").select_for_update(of=("self",))
    session = rows.get(pk=session_id)
    if session.state == State.CANCELLED:
        raise NotNow(_("Deze bijeenkomst was al afgezegd."))
    if session.state != State.PLANNED:
        raise NotNow(_("Deze bijeenkomst is al begonnen. Een datum verandert dan niet meer."))
    if session.sequence != seen_sequence:
        raise NotNow(changed_meanwhile())
    return session


def changed_meanwhile() -> str:
    return _("Iemand anders heeft deze bijeenkomst intussen veranderd. Kijk eerst hoe het nu staat.")


def _as_it_was(session: CaseSession, kind: str, by: Any, now: datetime) -> PlanChange:
    """What had been agreed, as it was before this; not kept yet."""
    fields = ("starts_at", "minutes", "medium", "place", "link")
    return PlanChange(session=session, kind=kind, by=by, at=now, **{name: getattr(session, name) for name in fields})


# ── saying whether one comes ───────────────────────────────────────────────────────────────────────
@transaction.atomic
def answer(session_id: UUID, *, by: Any, says: str, reason: str = "") -> Rsvp:
    """Come, cannot or not sure; may be changed until it begins. A reason is a class, kept only with *cannot*.

    `by` is whose answer it is: from the page, or from the signed link in their own mail.
    """
    if says not in Rsvp.Answer.values or reason not in Rsvp.Reason.values:
        raise Refusal(_("Kies een van de drie antwoorden."))
    session = CaseSession.objects.select_for_update(of=("self",)).get(pk=session_id)
    if session.state == State.CANCELLED:
        raise NotNow(_("Deze bijeenkomst gaat niet door."))
    if session.state != State.PLANNED or session.ends_at <= timezone.now():
        raise NotNow(_("Deze bijeenkomst is al begonnen of geweest."))
    kept = Rsvp(session=session, user=by, answer=says, at=timezone.now())
    kept.reason = reason if says == Rsvp.Answer.NO else ""
    Rsvp.objects.bulk_create(
        [kept], update_conflicts=True, unique_fields=["session", "user"], update_fields=["answer", "reason", "at"]
    )
    poke(session.topic, "people")
    return kept


# ── the personal calendar feed ─────────────────────────────────────────────────────────────────────
@transaction.atomic
def open_feed(*, by: Any) -> CalendarFeed:
    """The feed of this person; made at the first request, the same ever after until renewed or stopped."""
    feed, _made = CalendarFeed.objects.get_or_create(user=by)
    return feed


@transaction.atomic
def stop_feed(*, by: Any) -> None:
    """Every address of this feed is dead from now on; a next one gets another. Nothing to stop: fine."""
    CalendarFeed.objects.filter(user=by).delete()


# ── the sweep ──────────────────────────────────────────────────────────────────────────────────────
def plan_reminders(now: datetime | None = None) -> int:
    """For every session of the coming days its reminders and early warning; for who joined lately, the dates.

    May run twice or late: keys make each message one. Returns how many sessions it looked at.
    """
    now = now or timezone.now()
    near = CaseSession.objects.filter(state=State.PLANNED, starts_at__gt=now, starts_at__lte=now + SOON)
    sessions = list(near.filter(group__archived_at=None).with_changed().select_related("group"))
    for session in sessions:
        members = members_of(session.group)
        notices.remind(session, members, told_at=session.changed_at)
        notices.warn(session, members)
    _dates_for_newcomers(now)
    return len(sessions)


def _dates_for_newcomers(now: datetime) -> None:
    """Who joined after dates were planned gets them in one mail."""
    lately = Membership.objects.current().filter(since__gt=now - NEWCOMER, group__archived_at=None)
    for member in lately.select_related("user", "group"):
        coming = CaseSession.objects.filter(group=member.group, state=State.PLANNED, starts_at__gt=now)
        dates = list(coming.filter(created_at__lt=member.since).order_by("starts_at")[:MOST_DATES])
        if dates:
            notices.tell_dates(dates, [member], now, key=f"membership:{member.pk}")
