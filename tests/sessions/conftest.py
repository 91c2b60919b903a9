"""A planned session and somebody's draft: what tests of planning and cases begin with."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sessions.actions import cases
from sessions.actions.planning import Where, Who, schedule

ZONE = ZoneInfo("Europe/Amsterdam")


def in_days(days, at=time(13, 30)):
    """So many days from now at this wall time in the group's zone."""
    day = datetime.now(ZONE).date() + timedelta(days=days)
    return datetime.combine(day, at, tzinfo=ZONE)


@pytest.fixture
def where():
    return Where(minutes=120, medium="room", place="Tuinkamer, Leek")


@pytest.fixture
def who(anna, chris):
    return Who(host_id=chris.pk, leads_id=anna.pk, quorum=2)


@pytest.fixture
def planned(group, anna, where, who):
    """Eleven days from now at half past one: Chris hosts, Anna leads, two are enough. Everybody is invited."""
    return schedule(group, by=anna, starts=[in_days(11)], where=where, who=who)[0]


@pytest.fixture
def draft(group, bas):
    """Bas prepares; nobody else sees it."""
    case = cases.begin(group, by=bas)
    texts = {
        "question": "Hoe kan ik eerder nee zeggen?",
        "pitch": "Ik zeg ja voor ik nadenk.",
        "story": "Gisteren zei ik ja tegen een extra dienst.",
    }
    answers = {"want": "PAT", "advice": "no", "rather_not": ["role_play"], "load": 9, "influence": 2, "current": 8}
    return cases.write(case.pk, by=bas, texts=texts, intake=((), answers))
