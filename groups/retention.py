"""How long what names people is kept, in days. The page about privacy reads these figures; nothing is typed twice.

Source: registers look back over cycles of four or five years and draw samples after that, so where one asks for it
attendance stays six years and no longer. Elsewhere a year: that shares the turns fairly. The rest is our own judgement
of how long each thing is still of use.
"""

from datetime import datetime, timedelta

from django.db.models import Q

YEAR = timedelta(days=365)
UNCONFIRMED = timedelta(days=7)  # a request whose address nobody confirmed
HANDLED = timedelta(days=90)  # a request that was answered with a group or with no
UNANSWERED = YEAR  # a request that nobody answered
INVITATION = timedelta(days=90)  # after its link stopped working
ATTENDANCE = YEAR  # who came, led, brought, hosted
REGISTERED = 6 * YEAR  # the same, where a register of the profession asks for it


def long_over(now: datetime, *, at: str, group: str) -> Q:
    """Rows that name people after their time. `at` is the field of the moment, `group` the way to the group."""
    asked_for = Q(**{f"{group}__purpose": "register"}) | Q(**{f"{group}__organisation__attendance_for_register": True})
    return Q(**{f"{at}__lt": now - REGISTERED}) | (Q(**{f"{at}__lt": now - ATTENDANCE}) & ~asked_for)
