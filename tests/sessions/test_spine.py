"""The steps every session has (field guide 2.2): all there in their order, and each may be left out, with a trace."""

import pytest
from django.urls import reverse

from methods.actions import load_methods
from sessions.actions import choosing
from sessions.models import RoomEvent, Step
from tests.methods.facts import first_six
from tests.sessions.table import a_case, a_session, begin, fresh, go_to
from tests.sessions.test_room_presses import press

ORDER = ["landing", "check_in", "look_back", "case_choice", "question", "method_choice", "harvest", "review", "closing"]


def skip(browser, session):
    return press(browser, session, "room_skip", version=session.version)


def test_they_are_all_there_in_their_order(group, anna, bas, chris):
    session = begin(a_session(group), anna, bas, chris)
    assert [step.kind for step in session.steps.all()] == ORDER


@pytest.mark.parametrize("kind", ORDER[:-1])
def test_each_may_be_left_out_and_that_is_kept(group, anna, bas, chris, client_of, kind):
    """The leader has a button for it, the rail says so to all, and who did it when is a fact."""
    session = begin(a_session(group), anna, bas, chris)
    for before in ORDER[: ORDER.index(kind)]:
        session = skipped(session, before, client_of(anna))
    leader = client_of(anna)
    assert reverse("room_skip", args=[session.pk]) in leader.get(reverse("room", args=[session.pk])).content.decode()
    assert skip(leader, session).status_code == 204
    left_out = session.steps.get(kind=kind)
    assert left_out.skipped
    assert left_out.left_at is not None
    assert RoomEvent.objects.filter(session=session, kind="skipped", by=anna).count() == ORDER.index(kind) + 1
    rail = client_of(chris).get(reverse("room", args=[session.pk])).content.decode()
    assert rail.count("overgeslagen") >= 1


def skipped(session, kind, leader):
    session = fresh(session)
    assert session.step.kind == kind
    assert skip(leader, session).status_code == 204
    return fresh(session)


def test_a_whole_session_can_be_no_more_than_its_end(group, anna, bas, chris, client_of):
    session = begin(a_session(group), anna, bas, chris)
    for kind in ORDER[:-1]:
        session = skipped(session, kind, client_of(anna))
    assert session.step.kind == Step.Kind.CLOSING
    assert skip(client_of(anna), session).status_code == 409
    assert press(client_of(anna), session, "room_close", version=session.version).status_code == 204


@pytest.mark.parametrize(("who", "status"), [("bas", 403), ("eva", 404), ("femke", 404), ("coen", 404)])
def test_nobody_else_leaves_a_step_out(group, cast, client_of, who, status):
    session = begin(a_session(group), cast.anna, cast.bas, cast.chris)
    assert skip(client_of(getattr(cast, who)), session).status_code == status


def test_a_case_that_was_chosen_is_not_passed_over(group, anna, bas, chris, client_of):
    """The button for it is gone once there is a case, a question or a method to go on with."""
    load_methods(first_six())
    session = go_to(begin(a_session(group), anna, bas, chris), anna, kind="case_choice")
    choosing.choose_case(session, by=anna, case_id=a_case(bas, group).pk)
    for kind in ("case_choice", "question"):
        session = go_to(session, anna, kind=kind)
        page = client_of(anna).get(reverse("room", args=[session.pk])).content.decode()
        assert reverse("room_skip", args=[session.pk]) not in page
