"""At seven and twenty-one days the case-giver is asked what came of the step; nobody else, and not after a stop."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from feedback import actions, tasks
from feedback.actions.follow_up import in_daytime
from feedback.models import FollowUp
from intervisie.common.models import Delivery
from sessions.models import Case, CaseSession
from tests.feedback.evening import a_step, an_evening

WEEK = timedelta(days=7, hours=1)
THREE_WEEKS = timedelta(days=21, hours=1)


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return an_evening(group, anna, bas, chris, dana, brings=bas, ago=WEEK)


@pytest.fixture
def step(session, bas):
    return a_step(session, bas)


@pytest.mark.django_db
class TestAsked:
    def test_at_seven_days(self, step, bas):
        assert tasks.open_follow_ups() == 1
        asked = FollowUp.objects.get()
        assert (asked.commitment, asked.day, asked.answer) == (step, 7, "")
        mail = Delivery.objects.get(kind="follow_up")
        assert (mail.user, mail.about, mail.facts) == (bas, step.session_id, {"day": 7})

    def test_at_twenty_one_days(self, step, session):
        CaseSession.objects.filter(pk=session.pk).update(ended_at=timezone.now() - THREE_WEEKS)
        assert tasks.open_follow_ups() == 1
        assert FollowUp.objects.get().day == 21

    def test_about_an_observation_too(self, session, bas):
        a_step(session, bas, kind="observation")
        assert tasks.open_follow_ups() == 1

    def test_again_at_twenty_one_days_when_it_was_not_yet_done(self, step, session):
        tasks.open_follow_ups()
        FollowUp.objects.update(answer="not_yet", answered_at=timezone.now())
        CaseSession.objects.filter(pk=session.pk).update(ended_at=timezone.now() - THREE_WEEKS)
        assert tasks.open_follow_ups() == 1

    def test_one_message_for_all_steps_of_an_evening(self, session, bas):
        for text in ("Ik tel tot drie.", "Ik vraag het eerst.", "Ik bel Rachid."):
            a_step(session, bas, text)
        assert tasks.open_follow_ups() == 3
        assert Delivery.objects.filter(kind="follow_up").count() == 1

    def test_once(self, step):
        assert (tasks.open_follow_ups(), tasks.open_follow_ups()) == (1, 0)
        assert actions.ask_follow_up(step.pk, 7) is None
        assert FollowUp.objects.count() == 1


@pytest.mark.django_db
class TestNotAsked:
    @pytest.fixture(autouse=True)
    def nothing_is_asked(self, step):
        yield
        assert tasks.open_follow_ups() == 0
        assert actions.ask_follow_up(step.pk, 7) is None
        assert not FollowUp.objects.exists()
        assert not Delivery.objects.filter(kind="follow_up").exists()

    @pytest.mark.parametrize("days", [0, 6, 12.5, 20, 27])
    def test_on_other_days(self, session, days):
        CaseSession.objects.filter(pk=session.pk).update(ended_at=timezone.now() - timedelta(days=days))

    @pytest.mark.parametrize("outcome", ["done", "partly", "not", "dropped"])
    def test_of_a_step_that_has_an_outcome(self, step, outcome):
        type(step).objects.update(outcome=outcome, outcome_at=timezone.now())

    def test_of_what_somebody_only_takes_along(self, step):
        type(step).objects.update(kind="takeaway")

    def test_of_somebody_who_brought_no_case(self, step, chris):
        type(step).objects.update(owner=chris)

    def test_after_a_stop(self, session):
        CaseSession.objects.filter(pk=session.pk).update(calmed=True)

    def test_of_a_case_that_was_taken_back(self, session):
        Case.objects.update(state=Case.State.WITHDRAWN)

    def test_of_who_left_the_group(self, group, bas):
        group.memberships.filter(user=bas).update(until=timezone.now())

    def test_in_a_group_that_was_archived(self, group):
        type(group).objects.filter(pk=group.pk).update(archived_at=timezone.now())

    def test_before_the_session_is_closed(self, session):
        CaseSession.objects.filter(pk=session.pk).update(state="running")


@pytest.mark.django_db
def test_who_did_it_differently_is_not_asked_a_second_time(step, session):
    tasks.open_follow_ups()
    FollowUp.objects.update(answer="different", answered_at=timezone.now())
    CaseSession.objects.filter(pk=session.pk).update(ended_at=timezone.now() - THREE_WEEKS)
    assert tasks.open_follow_ups() == 0


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_ask_once(group, anna, bas, chris):
    session = an_evening(group, anna, bas, chris, brings=bas, ago=WEEK)
    for text in ("Ik tel tot drie.", "Ik vraag het eerst."):
        a_step(session, bas, text)
    gate, asked = threading.Barrier(4), []

    def worker():
        gate.wait()
        asked.append(tasks.open_follow_ups())
        connections.close_all()

    threads = [threading.Thread(target=worker) for _number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(asked) == FollowUp.objects.count() == 2
    assert Delivery.objects.filter(kind="follow_up").count() == 1


# ── the hour ──
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Tokyo", "UTC"]),
)
def test_messages_arrive_between_nine_and_nine_and_within_twelve_hours(moment, zone):
    zone = ZoneInfo(zone)
    due = in_daytime(moment, zone)
    assert 9 <= due.astimezone(zone).hour < 21
    assert timedelta(0) <= due - moment <= timedelta(hours=13)  # one night a year has an hour more
    assert due == moment or (due.astimezone(zone).hour, due.astimezone(zone).minute) == (9, 0)
