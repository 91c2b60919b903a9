"""What a coordinator may know of a group, computed from facts without content. Pure: no database, `now` passed in."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from intervisie.common import words

from .models import Group, Stage
from .models.ledger import GroupFact

SESSIONS_IN_A_BAND = 3
MONTHS_IN_A_STEP = 2
STEPS = 5
WEEKS_WITHOUT_A_DATE = 2  # a group that has just met need not have the next date the same evening
Kind = GroupFact.Kind
MEETINGS = (Kind.PLANNED, Kind.MOVED, Kind.CANCELLED, Kind.HELD)
USUALLY = {
    "nearly_all": gettext_lazy("bijna iedereen"),
    "most": gettext_lazy("de meesten"),
    "half": gettext_lazy("ongeveer de helft"),
    "fewer": gettext_lazy("minder dan de helft"),
    "unknown": gettext_lazy("nog te weinig"),
}


@dataclass
class Meeting:
    """One session as the ledger knows it: when, and what became of it."""

    at: datetime
    held: bool = False
    cancelled: bool = False
    present: int = 0
    invited: int = 0


@dataclass
class Row:
    """One line of the table: facts, and the words that say them."""

    group: Group
    coach: str
    people: int
    held: int
    planned: int
    attendance: str  # one of USUALLY
    next: date | None
    signals: list[str] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)  # of every session held; for the sum over all groups only

    @property
    def about(self) -> str:
        """Who guides, and with how many they are."""
        said = _said(get_language())
        people = said["one" if self.people == 1 else "more"] % {"n": self.people}
        return f"{self.coach or said['uncoached']}, {people}"

    @property
    def purpose(self) -> str:
        return _said(get_language())[self.group.purpose]

    @property
    def stage(self) -> str:
        return _said(get_language())[self.group.stage]

    @property
    def agenda(self) -> str:
        return _said(get_language())["agenda"] % {"held": self.held, "planned": self.planned}

    @property
    def next_day(self) -> str:
        return words.short_day(self.next) or _said(get_language())["none"]

    @property
    def usually(self) -> str:
        """How full it usually is, in words."""
        return _said(get_language())[self.attendance]


@lru_cache(maxsize=4)
def _said(_language: str | None) -> dict[Any, str]:
    """The words that fifty rows repeat, looked up once per language."""
    few = {
        "one": ngettext("één lid", "%(n)s leden", 1) % {"n": 1},
        "more": ngettext("één lid", "%(n)s leden", 2),
        "uncoached": _("Zonder begeleider"),
        "agenda": _("%(held)s van %(planned)s"),
        "none": _("geen"),
    }
    purposes = {value: capfirst(str(label)) for value, label in Group.Purpose.choices}
    labels = [*Stage.choices, *USUALLY.items()]
    return few | purposes | {value: str(label) for value, label in labels}


def meetings(facts) -> list[Meeting]:
    """(kind, key, at, counts) in the order they were written → sessions by date. The latest date of a session holds."""
    found: dict[object, Meeting] = {}
    for kind, key, at, counts in facts:
        if kind not in MEETINGS:
            continue
        meeting = found.setdefault(key, Meeting(at))
        if kind != Kind.CANCELLED:
            meeting.at = at
        meeting.cancelled = meeting.cancelled or kind == Kind.CANCELLED
        if kind == Kind.HELD:
            meeting.held, meeting.cancelled = True, False
            meeting.present, meeting.invited = counts.get("present", 0), counts.get("invited", 0)
    return sorted(found.values(), key=lambda meeting: meeting.at)


def row(group, facts, *, coach: str, people: int, agreed: bool, now: datetime) -> Row:
    """Everything a coordinator sees of one group."""
    known, zone = meetings(facts), ZoneInfo(group.zone)
    for one in known:
        one.at = one.at.astimezone(zone)
    year = now.astimezone(zone).year
    this_year = [one for one in known if one.at.year == year and not one.cancelled]
    coming = [one for one in known if one.at >= now and not one.held and not one.cancelled]
    return Row(
        group=group,
        coach=coach,
        people=people,
        held=sum(one.held for one in this_year),
        planned=len(this_year),
        attendance=attendance(known),
        next=coming[0].at.date() if coming else None,
        signals=signals(group, known, coach=coach, people=people, agreed=agreed, now=now),
        dates=[one.at.date() for one in known if one.held],
    )


def attendance(known) -> str:
    """How full it usually is, over the last three sessions together; never over fewer."""
    held = [one for one in known if one.held and one.invited][-SESSIONS_IN_A_BAND:]
    if len(held) < SESSIONS_IN_A_BAND:
        return "unknown"
    share = sum(one.present for one in held) / sum(one.invited for one in held)
    return "nearly_all" if share >= 0.85 else "most" if share >= 0.6 else "half" if share >= 0.4 else "fewer"


# ── signals ────────────────────────────────────────────────────────────────────────────────────────
def signals(group, known, *, coach, people, agreed, now) -> list[str]:
    """What a coordinator may want to ask about, in words; most pressing first. Nothing to say: an empty list."""
    found = [
        _dateless(group, known, now),
        _cancelled_twice(known, now),
        _too_small(people),
        "" if coach or group.stage >= Stage.SELF_LED else _("Heeft geen begeleider"),
        "" if agreed else _("Nog geen afspraken"),
    ]
    return [signal for signal in found if signal]


def _dateless(group, known, now) -> str:
    standing = [one.at for one in known if not one.cancelled]
    if any(at >= now for at in standing):
        return ""
    weeks = (now - max([group.created_at, *standing])).days // 7
    if weeks < WEEKS_WITHOUT_A_DATE:
        return ""
    return ngettext("Al %(weeks)s week geen datum", "Al %(weeks)s weken geen datum", weeks) % {
        "weeks": words.number(weeks)
    }


def _cancelled_twice(known, now) -> str:
    settled = [one for one in known if one.held or (one.cancelled and one.at < now + timedelta(days=14))]
    if len(settled) >= 2 and all(one.cancelled for one in settled[-2:]):
        return _("Twee keer achter elkaar afgezegd")
    return ""


def _too_small(people) -> str:
    if people >= Group.SMALLEST:
        return ""
    return [_("Nog niemand binnen"), _("Nog één lid"), _("Nog twee leden")][people]


# ── three figures ──────────────────────────────────────────────────────────────────────────────────
def held_per_step(rows, today: date) -> list[tuple[str, int]]:
    """Sessions held per two months, the last five steps: (name of the first month, number)."""
    this = _step(today)
    counted = Counter(_step(held) for one in rows for held in one.dates)
    return [(_month(step), counted[step]) for step in range(this - STEPS + 1, this + 1)]


def _step(day: date) -> int:
    return (day.year * 12 + day.month - 1) // MONTHS_IN_A_STEP


def _month(step: int) -> str:
    months = [
        _("jan"), _("feb"), _("mrt"), _("apr"), _("mei"), _("jun"), _("jul"), _("aug"), _("sep"), _("okt"), _("nov"),
        _("dec"),
    ]  # fmt: skip
    return months[step * MONTHS_IN_A_STEP % 12]


def groups_per_band(rows) -> list[tuple[str, int]]:
    """How many groups are how full, in words; only what occurs."""
    counted = Counter(one.attendance for one in rows)
    return [(str(words), counted[band]) for band, words in USUALLY.items() if counted[band]]


def groups_per_stage(rows) -> list[tuple[Stage, int]]:
    """How many groups are at each stage; only stages that occur."""
    counted = Counter(one.group.stage for one in rows)
    return [(stage, counted[stage]) for stage in Stage if counted[stage]]
