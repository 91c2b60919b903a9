"""Taking a seat while the others are at it: who comes late speaks last, and only where they speak at all."""

import pytest
from django.urls import reverse

from sessions.actions import people, pointer
from sessions.models import Seat, Step
from tests.sessions.table import a_session, begin, fresh, go_to, in_method
from tests.sessions.test_room_presses import press

pytestmark = pytest.mark.django_db


def turns(session):
    return [turn.user.first_name for turn in fresh(session).step.turns.select_related("user").order_by("place")]


def test_who_comes_late_is_last_in_the_round(group, anna, bas, chris, dana):
    session = go_to(begin(a_session(group, leads=anna), anna, bas, chris), anna, kind=Step.Kind.CHECK_IN)
    before = turns(session)
    pointer.sit(session, by=dana)
    assert turns(session) == [*before, "Dana"]


def test_in_a_round_of_those_who_ask_a_peer_joins_and_the_case_giver_does_not(group, anna, bas, chris, dana, eva):
    """Bas is called away and back while the others ask: in the round of questions he answers, and has no turn."""
    group.memberships.create(user=eva)
    session = in_method(a_session(group), anna, bas, "gossip", chris, dana, phase="explore")
    assert turns(session) == ["Chris", "Dana"]
    people.leave_seat(fresh(session), by=bas)
    pointer.sit(fresh(session), by=bas)
    assert turns(session) == ["Chris", "Dana"]
    pointer.sit(fresh(session), by=eva)
    assert turns(session) == ["Chris", "Dana", "Eva"]


def test_in_a_round_of_peers_nobody_joins_who_only_listens(group, anna, bas, chris, dana):
    session = in_method(a_session(group), anna, bas, "five_step", chris, dana, phase="advice")
    assert "Bas" not in turns(session)
    Seat.objects.filter(session=session, user=bas).delete()
    pointer.sit(fresh(session), by=bas)
    assert "Bas" not in turns(session)


def test_who_leads_and_comes_back_has_no_turn_among_the_peers(group, anna, bas, chris, dana, eva):
    """With five at the table the leader stays out of the content, also after having been away."""
    group.memberships.create(user=eva)
    session = in_method(a_session(group), anna, bas, "five_step", chris, dana, eva, phase="advice")
    before = turns(session)
    Seat.objects.filter(session=session, user=anna).delete()
    pointer.sit(fresh(session), by=anna)
    assert turns(session) == before


def test_who_left_before_the_round_and_comes_back_in_it_is_last_too(group, anna, bas, chris, dana):
    session = begin(a_session(group, leads=anna), anna, bas, chris, dana)
    people.leave_seat(session, by=bas)
    session = go_to(session, anna, kind=Step.Kind.CHECK_IN)
    assert "Bas" not in turns(session)
    pointer.sit(session, by=bas)
    pointer.sit(fresh(session), by=bas)
    assert turns(session)[-1] == "Bas" and turns(session).count("Bas") == 1


def test_who_passed_by_leaving_is_not_called_again(group, anna, bas, chris, dana):
    session = go_to(begin(a_session(group, leads=anna), anna, bas, chris, dana), anna, kind=Step.Kind.CHECK_IN)
    people.leave_seat(session, by=bas)
    pointer.sit(fresh(session), by=bas)
    assert session.step.turns.get(user=bas).state == "passed"


def test_outside_a_round_a_seat_brings_no_turn(group, anna, bas, dana, client_of):
    session = begin(a_session(group, leads=anna), anna, bas)
    assert press(client_of(dana), session, "room_sit", htmx=False).url == reverse("room", args=[session.pk])
    assert turns(session) == []
