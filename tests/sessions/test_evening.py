"""What the room tells the match about the evening is so: for any group, also one that never touched a setting.

`shown` asks over HTTP what everybody reads; `truth` counts the same things apart, from the rows themselves.
"""

import re
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, Maturity, MemberFact, Membership, Stage
from methods.actions import load_methods, read_library
from methods.recommend import recommend
from sessions.actions import choosing, lead, people
from sessions.evening import facilitator_level, library
from sessions.intake import case_facts
from sessions.models import CaseSession, Step
from sessions.room import look
from tests.methods.test_recommend import CLAIMS, figures_are_true, said
from tests.sessions.table import a_case, a_session, begin, fresh, go_to

pytestmark = pytest.mark.django_db

INTAKES = [
    {},
    {"want": "PS", "also": ["REL"], "advice": "want", "clarity": "technical", "decision_on": "2031-01-01"},
    {"want": "SR", "also": ["PAT"], "focus": "thoughts", "frequency": "again", "advice": "no", "current": 9},
    {"want": "SR", "focus": "mirror", "load": 8, "rather_not": ["discussed"], "influence": 1, "tried": "everything"},
    {"want": "FB"},
]


@pytest.fixture(autouse=True)
def methods(db):
    load_methods(read_library())


@pytest.fixture
def eva_too(group, eva):
    """Five at the table, so that every method has its number."""
    group.memberships.create(user=eva, since=timezone.now() - timedelta(days=200))
    return eva


def met(group, times):
    for nr in range(times):
        at = timezone.now() - timedelta(days=20 + nr)
        actions.write_fact(group, "held", key=uuid4(), at=at, present=5, invited=5)


def led(group, user, kind=MemberFact.Kind.LED, times=1):
    for nr in range(times):
        at = timezone.now() - timedelta(days=20 + nr)
        actions.write_member_fact(group, user, kind, key=uuid4(), at=at)


def choosing_method(group, leader, giver, *others, intake=None, **fields):
    """At the choice of a method, with this case on the table."""
    session = begin(a_session(Group.objects.get(pk=group.pk), leads=leader, **fields), leader, giver, *others)
    session = go_to(session, leader, kind=Step.Kind.CASE_CHOICE)
    choosing.choose_case(session, by=leader, case_id=a_case(giver, group, intake=intake or {}).pk)
    return go_to(session, leader, kind=Step.Kind.METHOD_CHOICE)


def shown(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def evening_of(session, user):
    return library(look(user, session.pk)).evening


# ── every stage, with a group that touched nothing ─────────────────────────────────────────────────
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("sessions", [0, 2, 3, 20])
def test_an_untouched_group_reads_only_what_is_so(group, cast, eva_too, client_of, stage, sessions):
    """A member leads who led before, and the coach is there as long as the stage says so."""
    Group.objects.filter(pk=group.pk).update(stage=stage)
    met(group, sessions)
    leader = cast.dana if stage >= Stage.SHADOWED else cast.anna
    led(group, cast.dana, times=2)
    others = [cast.chris, eva_too] + ([] if stage >= Stage.SELF_LED else [cast.anna, cast.dana])
    session = choosing_method(group, leader, cast.bas, *[one for one in others if one != leader], intake=INTAKES[3])
    for user in (cast.bas, cast.chris):
        page = shown(client_of(user), session)
        assert "langer met elkaar werkt" not in page
        if sessions >= 3:
            assert "een groep die begint" not in page
            assert "Een goede eerste werkvorm" not in page
        assert "vraagt iemand die al eerder leidde" not in page  # the coach leads, or a member who did
    assert evening_of(session, cast.bas).maturity == (Maturity.STEADY if sessions >= 3 else Maturity.NEW)


@pytest.mark.parametrize("stage", Stage)
def test_at_every_stage_a_group_that_says_it_trusts_may_be_offered_gossip(group, cast, eva_too, client_of, stage):
    """Whoever leads: the coach, or a member who has led before."""
    Group.objects.filter(pk=group.pk).update(stage=stage)
    actions.change_maturity(group, Maturity.TRUSTING, by=cast.bas, seen_word=0)
    led(group, cast.dana)
    leader, other = (cast.dana, cast.anna) if stage >= Stage.SHADOWED else (cast.anna, cast.dana)
    want = {"want": "SR", "focus": "mirror"}
    session = choosing_method(group, leader, cast.bas, cast.chris, eva_too, other, intake=want)
    assert 'id="match-gossip"' in shown(client_of(cast.chris), session)


def test_who_did_not_say_so_is_told_what_it_takes_and_not_how_long(group, cast, eva_too, client_of):
    met(group, 20)
    led(group, cast.dana)
    want = {"want": "SR", "focus": "mirror"}
    session = choosing_method(group, cast.dana, cast.bas, cast.chris, eva_too, cast.anna, intake=want)
    page = shown(client_of(cast.chris), session)
    told = page.split('id="why-not"')[1].split("</section>")[0]
    assert "een groep die van zichzelf zegt: we kennen en vertrouwen elkaar" in told
    assert reverse("handover", args=[group.pk]) in told


# ── who leads ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("coach_leads", "coach_here", "practised", "level"),
    [
        (True, True, False, 3),
        (True, True, True, 3),
        (False, True, False, 2),
        (False, False, True, 2),
        (False, True, True, 2),
        (False, False, False, 1),
    ],
)
def test_the_level_is_of_who_leads_now(coach_leads, coach_here, practised, level):
    assert facilitator_level(coach_leads=coach_leads, coach_here=coach_here, practised=practised) == level


def test_the_level_moves_with_the_lead(group, cast, eva_too):
    session = choosing_method(group, cast.anna, cast.bas, cast.chris, cast.dana, eva_too)
    assert evening_of(session, cast.bas).facilitator_level == 3
    lead.take_lead(session, by=cast.dana)
    assert evening_of(session, cast.bas).facilitator_level == 2  # she never led, but the coach sits there
    people.leave_seat(fresh(session), by=cast.anna)
    assert evening_of(session, cast.bas).facilitator_level == 1
    led(group, cast.dana, MemberFact.Kind.LED_PART)
    assert evening_of(session, cast.bas).facilitator_level == 1  # a part, once, is no practice yet
    led(group, cast.dana, MemberFact.Kind.LED_PART)
    assert evening_of(session, cast.bas).facilitator_level == 2
    MemberFact.objects.all().delete()
    led(group, cast.dana)
    assert evening_of(session, cast.bas).facilitator_level == 2


def test_what_was_led_elsewhere_or_by_another_counts_for_nobody_here(group, other_group, cast, eva_too):
    led(group, cast.chris)
    led(other_group, cast.dana)
    Membership.objects.create(group=other_group, user=cast.chris, role="coach")
    session = choosing_method(group, cast.dana, cast.bas, cast.chris, eva_too)
    assert evening_of(session, cast.bas).facilitator_level == 1


def test_a_coach_of_yesterday_is_none_today(group, cast, eva_too):
    session = choosing_method(group, cast.dana, cast.bas, cast.chris, eva_too, cast.anna)
    Membership.objects.filter(user=cast.anna).update(until=timezone.now())
    assert evening_of(session, cast.bas).facilitator_level == 1


def test_when_nobody_leads_nobody_is_practised(group, cast, eva_too):
    led(group, cast.dana)
    session = choosing_method(group, cast.dana, cast.bas, cast.chris, eva_too)
    CaseSession.objects.filter(pk=session.pk).update(leader=None)
    assert evening_of(session, cast.bas).facilitator_level == 1


# ── the minutes ────────────────────────────────────────────────────────────────────────────────────
AFTER = 12 + 6 + 2  # harvest, review and closing of two hours


@pytest.mark.parametrize("left", [95, 62, 40, 27, 11])
def test_the_minutes_are_those_until_the_end_without_what_closes_it(
    group, cast, eva_too, client_of, time_machine, left
):
    session = choosing_method(group, cast.anna, cast.bas, cast.chris, eva_too, intake=INTAKES[1])
    time_machine.move_to(session.ends_at - timedelta(minutes=left + AFTER, seconds=-1), tick=False)
    assert evening_of(session, cast.bas).minutes == left - 1
    for user in (cast.bas, cast.chris):
        page = shown(client_of(user), session)
        numbers = re.findall(r"van (?:je|de) (\d+) minuten|en (?:je hebt er|er zijn er) (\d+)", page)
        assert {number for pair in numbers for number in pair if number} <= {str(left - 1)}


@pytest.mark.parametrize("left", [6, 1, 0, -1, -200])
def test_when_hardly_any_time_is_left_no_number_is_invented(group, cast, eva_too, client_of, time_machine, left):
    session = choosing_method(group, cast.anna, cast.bas, cast.chris, eva_too, intake=INTAKES[1])
    time_machine.move_to(session.ends_at - timedelta(minutes=left + AFTER), tick=False)
    assert evening_of(session, cast.bas).minutes == max(0, left)
    for user in (cast.bas, cast.chris):
        page = shown(client_of(user), session)
        assert "Tot het geplande einde is er" in page
        assert ("geen tijd meer voor de casus" in page) == (left <= 0)
        assert "daar is nu geen tijd meer voor" in page
        assert not re.search(r"je hebt er \d|er zijn er \d|van (je|de) \d+ minuten| 15 ", page.split('id="compose"')[1])


def test_the_plan_in_the_lobby_invents_no_minutes_either(group, cast, client_of):
    short = a_session(group, leads=cast.anna, minutes=30)
    client_of(cast.bas).post(reverse("room_sit", args=[short.pk]))
    page = client_of(cast.bas).get(reverse("room", args=[short.pk]))
    assert dict(page.context["screen"].plan)["De casus"] == 0
    assert "<span>De casus</span></li>" in page.content.decode()


# ── all of it together ─────────────────────────────────────────────────────────────────────────────
def truth(group, session):
    """Counted apart: the word of the group or its sessions, and who leads."""
    group = Group.objects.get(pk=group.pk)
    sessions = group.facts.filter(kind="held").count()
    coaches = set(group.memberships.filter(role="coach", until=None).values_list("user", flat=True))
    here = set(session.seats.filter(left_at=None).values_list("user", flat=True))
    mine = group.member_facts.filter(user=session.leader)
    practised = mine.filter(kind="led").exists() or mine.filter(kind="led_part").count() >= 2
    level = 3 if session.leader_id in coaches else 2 if practised or coaches & here else 1
    return (group.maturity or (2 if sessions >= 3 else 1), level, len(here))


COMBINED = list(product([None, 1, 3], [0, 3], ["anna", "dana"], [True, False]))


@pytest.mark.parametrize(("word", "sessions", "leader", "coach_stays"), COMBINED)
def test_every_reason_the_room_gives_is_a_true_statement(group, cast, eva_too, word, sessions, leader, coach_stays):
    leader, other = (cast.anna, cast.dana) if leader == "anna" else (cast.dana, cast.anna)
    met(group, sessions)
    if word:
        actions.change_maturity(group, Maturity(word), by=cast.bas, seen_word=0)
    session = choosing_method(group, leader, cast.bas, cast.chris, eva_too, other)
    if not coach_stays and leader != cast.anna:
        people.leave_seat(session, by=cast.anna)
    for intake in INTAKES:
        case_of(session, intake)
        room = look(cast.bas, session.pk)
        there = library(room)
        docs, evening = there.docs, there.evening
        assert (evening.maturity, evening.facilitator_level, evening.people) == truth(group, fresh(session))
        case = case_facts(intake)
        found = recommend(case, evening, docs)
        for doc, reason in [*said(found), *said(found.for_group)]:
            assert CLAIMS[reason.code](doc, case, evening), (doc.id, reason.code)
            assert figures_are_true(doc, reason, evening), (doc.id, reason.code, reason.values)


def case_of(session, intake):
    case = fresh(session).step.treatment.case
    case.intake = intake
    case.save(update_fields=["intake"])
