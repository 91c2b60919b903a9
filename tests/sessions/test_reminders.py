"""Reminders by role and the early warning: by day, before the start, never to who left or said no, never of a case."""

from datetime import time, timedelta

import pytest
from django.core import mail as outbox

from groups import actions
from groups.models import Group, Membership
from intervisie.common import delivery
from intervisie.common.delivery import drop
from intervisie.common.models import Delivery
from sessions.actions import cases
from sessions.actions.planning import Where, answer, cancel, plan_reminders, reschedule, schedule
from sessions.models import CaseSession
from sessions.openings import question_for
from sessions.tasks import plan_reminders as task

from .conftest import ZONE, in_days
from .table import a_case


@pytest.fixture
def three_days_before(planned, time_machine):
    """Invitations are out; it is nine in the morning, three days before."""
    delivery.drain()
    outbox.outbox.clear()
    at = planned.starts_at.astimezone(ZONE) - timedelta(days=3)
    time_machine.move_to(at.replace(hour=9, minute=1), tick=False)
    return at


def send():
    outbox.outbox.clear()
    plan_reminders()
    delivery.drain()
    return {one.to[0].split("@")[0]: one for one in outbox.outbox}


def whole(letter):
    return letter.subject + letter.body + "".join(str(content) for content, _kind in letter.alternatives)


# ── when ───────────────────────────────────────────────────────────────────────────────────────────
def test_three_days_and_one_day_before_at_nine(planned, time_machine):
    time_machine.move_to(planned.starts_at - timedelta(days=5))
    plan_reminders()
    rows = Delivery.objects.filter(kind="session_reminder", state="due")
    dues = {row.due_at.astimezone(ZONE) for row in rows}
    assert dues == {in_days_of(planned, 3), in_days_of(planned, 1)}
    assert all(row.expires_at.astimezone(ZONE).time() <= time(21) for row in rows)
    assert rows.count() == 8


def in_days_of(session, days):
    day = session.starts_at.astimezone(ZONE) - timedelta(days=days)
    return day.replace(hour=9, minute=0)


def test_sweeping_again_and_again_plans_nothing_more(planned, time_machine):
    time_machine.move_to(planned.starts_at - timedelta(days=4))
    plan_reminders()
    before = set(Delivery.objects.values_list("key", flat=True))
    for _time in range(3):
        task()
    assert set(Delivery.objects.values_list("key", flat=True)) == before


def test_everybody_once(three_days_before):
    assert set(send()) == {"anna", "bas", "chris", "dana"}
    assert send() == {}


def test_a_late_worker_reminds_nobody_at_night_or_after_the_start(planned, three_days_before, time_machine):
    plan_reminders()
    time_machine.move_to(three_days_before.replace(hour=21, minute=30))
    delivery.drain()
    assert outbox.outbox == []
    time_machine.move_to(planned.starts_at + timedelta(minutes=1))
    delivery.drain()
    assert outbox.outbox == []


def test_who_was_invited_that_morning_is_not_reminded_as_well(group, anna, where, who, time_machine):
    time_machine.move_to(in_days(0, time(12)))
    schedule(group, by=anna, starts=[in_days(1)], where=where, who=who)
    plan_reminders()
    assert not Delivery.objects.filter(kind="session_reminder").exists()


# ── to whom ────────────────────────────────────────────────────────────────────────────────────────
def test_not_to_who_said_no(planned, bas, three_days_before):
    answer(planned.pk, by=bas, says="no")
    assert "bas" not in send()


def test_who_changes_to_yes_is_reminded_after_all(planned, bas, three_days_before):
    answer(planned.pk, by=bas, says="no")
    answer(planned.pk, by=bas, says="yes")
    assert "bas" in send()


def test_who_comes_is_not_asked_again(planned, bas, three_days_before):
    answer(planned.pk, by=bas, says="yes")
    letters = send()
    assert "Je hebt gezegd dat je komt." in letters["bas"].body
    assert "Kom je?" in letters["dana"].body and "Kom je?" not in letters["bas"].body


def test_not_to_who_left(bas, three_days_before):
    plan_reminders()
    Membership.objects.filter(user=bas).update(until=in_days(0))
    assert set(send()) == {"anna", "chris", "dana"}


def test_not_of_what_was_moved_or_cancelled(planned, anna, where, who, three_days_before):
    plan_reminders()
    reschedule(
        planned.pk, by=anna, seen_sequence=0, starts_at=planned.starts_at + timedelta(days=9), where=where, who=who
    )
    assert all("verandering" in letter.body for letter in send().values())
    cancel(planned.pk, by=anna, seen_sequence=1)
    assert all("Gaat niet door" in letter.subject for letter in send().values())


@pytest.mark.parametrize("state", ["running", "closed"])
def test_not_of_what_began_early(state, three_days_before):
    plan_reminders()
    CaseSession.objects.update(state=state)
    assert send() == {}


def test_not_in_a_closed_group(three_days_before):
    plan_reminders()
    Group.objects.update(archived_at=in_days(0))
    assert send() == {}


# ── what it says, by role ──────────────────────────────────────────────────────────────────────────
def test_each_role_reads_its_own_preparation(planned, bas, draft, three_days_before):
    cases.share(draft.pk, by=bas, meant_for=planned)
    letters = {short: letter.body for short, letter in send().items()}
    assert "je vraag staat klaar in Intervisie" in letters["bas"]
    assert "Er ligt één casus op de plank." in letters["anna"]
    assert "Zorg dat de deur open is" in letters["chris"]
    assert "Een casus voorbereiden kost vijf minuten" in letters["dana"]
    for other in ("anna", "chris", "dana"):
        assert "je vraag staat klaar" not in letters[other]


def test_a_coach_who_only_looks_on_is_not_asked_for_a_case(planned, three_days_before):
    """As on their page of today: bringing a case is for members, whoever leads or hosts this time."""
    CaseSession.objects.update(leads=None, host=None)
    letters = send()
    assert "casus voorbereiden" not in letters["anna"].body
    assert "We zien elkaar hier" in letters["anna"].body
    assert "Een casus voorbereiden kost vijf minuten" in letters["bas"].body


def test_a_draft_is_mentioned_to_its_owner_alone(planned, bas, draft, group, three_days_before):
    cases.begin(group, by=bas)
    cases.share(draft.pk, by=bas, meant_for=planned)
    cases.take_back(draft.pk, by=bas)
    type(draft).objects.filter(pk=draft.pk).update(meant_for=planned)
    letters = send()
    assert "Alleen jij ziet hem nog" in letters["bas"].body
    assert not any("Alleen jij ziet hem nog" in whole(letters[short]) for short in ("anna", "chris", "dana"))


def test_no_word_of_any_case_in_any_mail(planned, bas, dana, group, draft, three_days_before):
    cases.share(draft.pk, by=bas, meant_for=planned)
    a_case(dana, group, question="Hoe kan ik Kees aanspreken op zijn gedrag?", pitch="Kees, alweer.")
    for letter in send().values():
        for secret in ("nee zeggen", "extra dienst", "Kees", "nadenk", "voor ik"):
            assert secret not in whole(letter)


def test_the_question_to_arrive_with_is_the_one_of_the_lobby(planned, three_days_before):
    asked = question_for(planned).text("nl")
    assert asked[1:] in send()["dana"].body


def test_in_the_persons_own_language(planned, dana, three_days_before):
    dana.language = "en"
    dana.save()
    letter = send()["dana"]
    assert "13:30" in letter.body or "half" in letter.body
    assert planned.starts_at.strftime("%B") in letter.subject


def test_an_apostrophe_stays_one_in_plain_text(planned, anna, who, three_days_before):
    there = Where(minutes=120, medium="room", place="Zaal 't Hof & Co")
    CaseSession.objects.update(place=there.place)
    letter = send()["dana"]
    assert "Zaal 't Hof & Co" in letter.body
    assert "Zaal 't Hof &amp; Co" in letter.alternatives[0].content


# ── the early warning ──────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def two_days_before(planned, time_machine):
    delivery.drain()
    at = planned.starts_at.astimezone(ZONE) - timedelta(days=2)
    time_machine.move_to(at.replace(hour=9, minute=1), tick=False)


def test_too_few_is_said_to_who_leads_and_hosts_alone(planned, bas, two_days_before):
    answer(planned.pk, by=bas, says="yes")
    letters = send()
    assert set(letters) == {"anna", "chris"}
    assert "Eén van de drie heeft gezegd te komen. Met twee gaat het door." in letters["anna"].body
    assert "Jij beslist" in letters["anna"].body
    assert CaseSession.objects.get().state == "planned"


def test_enough_is_said_to_nobody(planned, bas, chris, two_days_before):
    for member in (bas, chris):
        answer(planned.pk, by=member, says="yes")
    assert send() == {}


def test_without_leader_and_host_the_coach_hears(two_days_before):
    CaseSession.objects.update(leads=None, host=None)
    assert set(send()) == {"anna"}


# ── who joins later ────────────────────────────────────────────────────────────────────────────────
def test_who_joins_after_the_plan_gets_the_dates_once(planned, group, eva):
    delivery.drain()
    Membership.objects.create(group=group, user=eva)
    letters = send()
    assert set(letters) == {"eva"}
    assert "De data van Jeugdzorg Noord" in letters["eva"].subject
    assert send() == {}


# ── who left and came back ─────────────────────────────────────────────────────────────────────────
def test_who_left_and_came_back_is_reminded_after_all(group, planned, bas, time_machine):
    """Their reminders were dropped when they left; they come back with the person, and only once."""
    delivery.drain()
    time_machine.move_to(planned.starts_at - timedelta(days=5))
    plan_reminders()
    actions.leave(group.memberships.get(user=bas, until=None), by=bas)
    assert not Delivery.objects.filter(user=bas, kind="session_reminder", state="due").exists()
    group.memberships.create(user=bas)
    plan_reminders()
    assert Delivery.objects.filter(user=bas, kind="session_reminder", state="due").count() == 2
    time_machine.move_to(in_days_of(planned, 3) + timedelta(minutes=1))
    assert "bas" in send()
    assert "bas" not in send()


def test_who_was_reminded_before_they_left_is_not_reminded_again(group, bas, three_days_before):
    assert "bas" in send()
    actions.leave(group.memberships.get(user=bas, until=None), by=bas)
    group.memberships.create(user=bas, since=in_days(-5))
    assert "bas" not in send()


def test_the_early_warning_comes_back_as_well(group, planned, anna, two_days_before):
    plan_reminders()
    actions.leave(group.memberships.get(user=anna, until=None), by=anna)
    CaseSession.objects.update(leads=anna)
    group.memberships.create(user=anna, role="coach")
    assert "anna" in send()


def test_what_was_dropped_in_a_closed_group_is_due_again_in_one_that_goes_on(group, planned, anna, three_days_before):
    """Where its dates still stand, as those of a group closed by an earlier version do."""
    plan_reminders()
    drop(about=planned.pk, why="archived")
    assert set(send()) == {"anna", "bas", "chris", "dana"}


def test_what_was_dropped_for_another_reason_stays_so(planned, three_days_before):
    plan_reminders()
    drop(about=planned.pk, why="moved")
    assert send() == {}
