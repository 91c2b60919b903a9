"""What a group has planned, from its ledger, and what its clock says of that. Instants stay; wall times move."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from .overview import MEETINGS, meetings


@dataclass(frozen=True)
class Moved:
    """One instant as two clocks on the wall say it."""

    before: datetime
    after: datetime

    @property
    def other_day(self) -> bool:
        return self.before.date() != self.after.date()


def coming(group, now: datetime) -> list[datetime]:
    """When the group meets next, as far as it is planned; what was called off is not. One query."""
    facts = group.facts.filter(kind__in=MEETINGS, at__gt=now).order_by("written_at")
    known = meetings(facts.values_list("kind", "key", "at", "counts"))
    return [one.at for one in known if not one.held and not one.cancelled]


def moved(moments: list[datetime], old: ZoneInfo, new: ZoneInfo) -> list[Moved]:
    """Those of which the clock says something else in the other zone."""
    both = [Moved(_wall(at, old), _wall(at, new)) for at in moments]
    return [one for one in both if one.before != one.after]


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)
