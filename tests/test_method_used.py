"""How often the reader's groups did a method: for members of those groups, without a word of any case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from methods.actions import load_methods
from sessions.actions import pointer
from sessions.models import Case, CaseSession, Step
from tests.methods.facts import first_six

from .sessions.table import a_session, fresh, go_to, in_method

pytestmark = pytest.mark.django_db


def used(client, slug="five_step", **headers):
    return client.get(reverse("method_used", args=[slug]), headers=headers)


@pytest.fixture
def library():
    load_methods(first_six())


@pytest.fixture
def held(library, group, anna, bas, chris):
    """Once done with five steps, in a group of Anna, Bas, Chris and Dana."""
    session = in_method(a_session(group), anna, bas, "five_step", chris)
    session = go_to(session, anna, kind=Step.Kind.CLOSING)
    pointer.close(session, by=anna, seen_version=session.version)
    return fresh(session)


def test_a_member_reads_how_often_and_when_last(client_of, dana, held):
    page = used(client_of(dana)).content.decode()
    assert "<b>Jeugdzorg Noord</b> deed dit één keer, op " in page


def test_twice_is_counted_once_for_each(client_of, dana, anna, bas, chris, group, held):
    again = in_method(a_session(group, number=2), anna, bas, "five_step", chris)
    again = go_to(again, anna, kind=Step.Kind.CLOSING)
    pointer.close(again, by=anna, seen_version=again.version)
    assert "twee keer, het laatst op" in used(client_of(dana)).content.decode()


def test_another_method_was_not_done(client_of, dana, held):
    assert "Jullie deden dit nog niet." in used(client_of(dana), "gossip").content.decode()


def test_what_goes_on_now_is_not_told(client_of, dana, anna, bas, chris, group, library):
    in_method(a_session(group), anna, bas, "five_step", chris)
    assert "Jullie deden dit nog niet." in used(client_of(dana)).content.decode()


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_who_does_not_belong_learns_nothing(who, request, client_of, held):
    page = used(client_of(request.getfixturevalue(who))).content.decode()
    assert "Jeugdzorg Noord" not in page
    assert "Jullie deden dit nog niet." in page


def test_a_newcomer_and_who_left_learn_nothing_from_before(client_of, dana, chris, group, held):
    CaseSession.objects.update(ended_at=timezone.now() - timedelta(days=1))
    group.memberships.filter(user=dana).update(since=timezone.now())
    group.memberships.filter(user=chris).update(until=timezone.now())
    for person in (dana, chris):
        assert "Jullie deden dit nog niet." in used(client_of(person)).content.decode()


def test_nobody_is_asked_to_log_in(client, held):
    assert used(client).status_code == 302


def test_an_unknown_method_is_not_there(client_of, dana, held):
    assert used(client_of(dana), "nothing").status_code == 404


def test_only_to_be_read(client_of, dana, held):
    assert client_of(dana).post(reverse("method_used", args=["five_step"])).status_code == 405


def test_nothing_of_the_case_is_in_it(client_of, dana, held):
    page = used(client_of(dana)).content.decode()
    assert Case.objects.get().question not in page
    assert "Bas" not in page


def test_htmx_gets_the_part(client_of, dana, held):
    part = used(client_of(dana), **{"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="used"' in part


@pytest.mark.parametrize("groups", [1, 3])
def test_four_queries_however_many_groups(client_of, dana, held, groups, django_assert_num_queries, cast):
    for nr in range(groups - 1):
        other = type(held.group).objects.create(organisation=cast.organisation, name=f"Groep {nr}", purpose="change")
        other.memberships.create(user=dana, role="member", since=timezone.now())
    client = client_of(dana)
    with django_assert_num_queries(4):  # session, person, method, groups
        used(client)


def test_only_who_is_logged_in_is_offered_it(client, client_of, dana, library):
    address = reverse("method", args=["five_step"])
    assert "Deden jullie dit al eens?" in client_of(dana).get(address).content.decode()
    assert "Deden jullie dit al eens?" not in client.get(address).content.decode()
