"""The page of a group: for who belongs to it, and for nobody else."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.actions import pointer
from sessions.models import Case, Step

from .sessions.table import a_case, a_session, fresh, go_to, in_method

pytestmark = pytest.mark.django_db


def url(group):
    return reverse("group", kwargs={"pk": group.pk})


def test_a_member_sees_who_when_and_where_we_stand(client_of, bas, group, agreement):
    a_session(group, starts_in=datetime.timedelta(days=3), leads=bas)
    page = client_of(bas).get(url(group)).content.decode()
    for said in ("Jeugdzorg Noord", "Anna Verbeek", "Dana Yılmaz", "Voordoen", "Wat hier gezegd wordt, blijft hier."):
        assert said in page


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_a_stranger_and_the_coordinator_find_nothing(who, request, client_of, group):
    assert client_of(request.getfixturevalue(who)).get(url(group)).status_code == 404


def test_nobody_is_asked_to_log_in(client, group):
    assert client.get(url(group)).status_code == 302


def test_who_left_finds_nothing(client_of, chris, group):
    group.memberships.filter(user=chris).update(until=timezone.now())
    assert client_of(chris).get(url(group)).status_code == 404


def held(group, anna, bas, chris):
    session = in_method(a_session(group), anna, bas, "five_step", chris)
    session = go_to(session, anna, kind=Step.Kind.CLOSING)
    pointer.close(session, by=anna, seen_version=session.version)
    return fresh(session)


def test_what_was_held_shows_the_method_and_who_brought_never_the_case(client_of, dana, anna, bas, chris, group):
    held(group, anna, bas, chris)
    question = Case.objects.get().question
    page = client_of(dana).get(url(group)).content.decode()
    assert "Vijfstappenmethode" in page
    assert "Casus van Bas" in page
    assert question not in page


def test_a_newcomer_sees_nothing_from_before_they_joined(client_of, dana, anna, bas, chris, group):
    held(group, anna, bas, chris)
    group.memberships.filter(user=dana).update(since=timezone.now())
    page = client_of(dana).get(url(group)).content.decode()
    assert "Vijfstappenmethode" not in page


def test_leaving_takes_ones_cases_along_and_gives_up_the_seat(client_of, bas, anna, chris, group):
    session = in_method(a_session(group), anna, bas, "five_step", chris)
    shelved = a_case(bas, group)
    client_of(bas).post(reverse("leave_group", kwargs={"pk": group.pk}), {"sure": "on"})
    shelved.refresh_from_db()
    assert shelved.state == Case.State.WITHDRAWN
    assert Case.objects.get(pk=shelved.pk).question == ""
    assert not session.seats.filter(user=bas, left_at__isnull=True).exists()
    assert fresh(session).step.treatment.case.state == Case.State.WITHDRAWN


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_with_one_and_with_three(count, client_of, bas, group, agreement, django_assert_num_queries):
    for nr in range(count):
        a_session(group, number=10 + nr, starts_in=datetime.timedelta(days=3 + nr))
        a_session(group, number=20 + nr, state="closed", ended_at=timezone.now())
    client = client_of(bas)
    with django_assert_num_queries(8):
        client.get(url(group))
