"""The minutes of a method follow how many sit at the table: in the document, in the steps, in what the plan says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups.models import Membership, User
from methods.actions import load_methods
from methods.format import parse_phase
from sessions.actions import choosing
from sessions.models import Step
from sessions.room import look
from sessions.screen import Mode, Screen
from tests.cast import belongs, person
from tests.methods.facts import shipped
from tests.methods.test_format import ASK
from tests.sessions.table import a_case, a_session, begin, fresh, go_to

ROUND = {**ASK, "minutes": 12, "least": 8, "per_person": 1.5}


@pytest.mark.parametrize(
    ("changes", "people", "minutes"),
    [
        ({}, 6, 12),
        ({}, 8, 15),
        ({}, 5, 10),  # 10.5, and the even half
        ({}, 3, 8),  # never below the least
        ({}, 10, 18),
        ({"per_person": 0}, 3, 12),
        ({"per_person": 0}, 10, 12),
        ({"per_person": 0.5}, 4, 11),
    ],
)
def test_the_minutes_of_a_phase(changes, people, minutes):
    assert parse_phase({**ROUND, **changes}).minutes_for(people) == minutes


@pytest.fixture
def crowd(group):
    """Enough members for a large table."""
    people = [person(f"lid{number}", f"Lid {number}") for number in range(6)]
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(belongs(group, one) for one in people)
    return people


@pytest.mark.django_db
@pytest.mark.parametrize("people", [3, 4, 6, 9])
def test_laying_out_a_method_counts_who_sits(group, anna, bas, chris, dana, crowd, people):
    load_methods([doc for doc in shipped() if doc.id == "confirm_round"])
    session = begin(a_session(group, leads=anna), anna, bas, *[chris, dana, *crowd][: people - 2])
    session = go_to(session, anna, kind=Step.Kind.CASE_CHOICE)
    choosing.choose_case(session, by=anna, case_id=a_case(bas, group).pk)
    session = go_to(session, anna, kind=Step.Kind.METHOD_CHOICE)
    choosing.choose_method(session, by=anna, slug="confirm_round")
    steps = session.steps.filter(kind=Step.Kind.PHASE)
    doc = next(doc for doc in shipped() if doc.id == "confirm_round")
    assert [step.minutes for step in steps] == [phase.minutes_for(people) for phase in doc.phases]
    assert sum(step.minutes for step in steps) == doc.minutes_for(people)
    assert (people == 6) == (sum(step.minutes for step in steps) == doc.minutes)


@pytest.mark.django_db
def test_the_plan_line_follows(group, anna, bas, chris, dana, crowd):
    """Nine people need more than six, and the end that the leader reads says so."""
    doc = next(doc for doc in shipped() if doc.id == "confirm_round")
    ends = []
    for number, others in enumerate(([chris, dana, *crowd][:4], [chris, dana, *crowd][:7]), start=1):
        load_methods([doc])
        session = begin(
            a_session(group, number=number, leads=anna, starts_in=timedelta(minutes=number)), anna, bas, *others
        )
        session = go_to(session, anna, kind=Step.Kind.CASE_CHOICE)
        choosing.choose_case(session, by=anna, case_id=a_case(bas, group).pk)
        session = go_to(session, anna, kind=Step.Kind.METHOD_CHOICE)
        choosing.choose_method(session, by=anna, slug="confirm_round")
        room = look(anna, fresh(session).pk, now=timezone.now())
        ends.append(room.minutes_behind + number)  # the second begins a minute later
        assert "einde" in Screen(room, Mode.TABLE).plan_line
    assert ends[1] - ends[0] == doc.minutes_for(9) - doc.minutes_for(6)
