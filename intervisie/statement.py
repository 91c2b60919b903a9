"""What the public statements say that is not prose: how long things are kept, and who answers for it.

Every figure is read where it is decided. A page that types one itself would one day say something else.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q

from feedback.actions import pulse
from groups import retention as names
from groups.models import Organisation
from intervisie.common.delivery import rows
from sessions import retention as texts

DAY = 86_400  # seconds


def kept(organisations: list[Organisation]) -> dict[str, int]:
    """How long each thing is kept: days, but years for `attendance` and `register`.

    `ceiling` and `attendance` are those of these organisations.
    """
    return {
        "look_back": texts.FOLLOW_UP.days,
        "after_look_back": texts.AFTER.days,
        "ceiling": ceiling(organisations),
        "session": (texts.FOLLOW_UP + texts.AFTER).days,
        "backups": texts.BACKUPS_DAYS,
        "reasons": texts.REASONS.days,
        "pulse": pulse.OPEN_FOR.days,
        "attendance": attendance(organisations),
        "register": names.REGISTERED // names.YEAR,
        "audit": settings.AUDIT_DAYS,
        "invitation": names.INVITATION.days,
        "unconfirmed": names.UNCONFIRMED.days,
        "handled": names.HANDLED.days,
        "unanswered": names.UNANSWERED.days,
        "messages": rows.KEEP.days,
        "login": settings.SESSION_COOKIE_AGE // DAY,
    }


def ceiling(organisations: list[Organisation]) -> int:
    """After so many days a case text is gone, come what may: the longest of these organisations, else the default."""
    default = Organisation._meta.get_field("case_days").default
    return max((one.case_days for one in organisations), default=default)


def attendance(organisations: list[Organisation]) -> int:
    """For so many years is kept who came, in a group that is not there for a register: the longest of these."""
    asked_for = any(one.attendance_for_register for one in organisations)
    return (names.REGISTERED if asked_for else names.ATTENDANCE) // names.YEAR


def answerable(user: Any) -> list[Organisation]:
    """Who decides what the data of this person are for: their organisations; for a visitor the one that takes requests.

    One query.
    """
    if not user.is_authenticated:
        return list(Organisation.objects.filter(is_intake=True))
    member = Q(groups__memberships__user=user, groups__memberships__until__isnull=True)
    return list(Organisation.objects.filter(member | Q(roles__user=user)).distinct().order_by("name"))
