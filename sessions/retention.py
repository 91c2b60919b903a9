"""How long the text of a case is kept. Pure.

Source: the rule of the house, "story 30 days after follow-up": the later of day 21 and the look-back, and 30 days more;
never beyond the ceiling of the organisation. What is never treated goes at the ceiling. What was written around the
cases of a session goes by the same rule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

FOLLOW_UP = timedelta(days=21)
AFTER = timedelta(days=30)
BACKUPS_DAYS = 35  # by then it is gone from the backups as well
REASONS = timedelta(days=30)  # why somebody could not come, after the session; it may say that somebody was ill
WISHES = timedelta(days=1)  # what somebody rather not had, of an evening that never began; else gone at its end
LEFT_OPEN = timedelta(hours=12)  # after the planned end: then nobody comes back to close the room


def text_until(*, since: datetime, treated_at: datetime | None, look_back: date | None, ceiling_days: int) -> datetime:
    """From this instant on the text is gone. `since`: when the owner last worked on it; `look_back`: of the step."""
    ceiling = timedelta(days=ceiling_days)
    if treated_at is None:
        return since + ceiling
    followed, latest = treated_at + FOLLOW_UP, treated_at + ceiling
    if look_back is not None:
        looked_back = datetime.combine(look_back, time(23, 59), tzinfo=UTC)
        followed = min(max(followed, looked_back), latest)  # the ceiling first: beyond the year 9999 is no date
    return min(followed + AFTER, latest)
