"""Looking back on one's own step from the page of today."""

import uuid

import pytest
from django.urls import reverse

from sessions.actions import harvest
from sessions.models import Commitment

from .table import a_session, begin, in_method

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(group, anna, bas, chris):
    session = begin(a_session(group), anna, bas, chris)
    return harvest.commit(session, by=bas, kind="step", text="Ik bel maandag.", commitment_id=uuid.uuid4(), share=True)


def test_a_step_belongs_to_a_case_only_for_who_brought_it(group, anna, bas, chris):
    session = in_method(a_session(group), anna, bas, "five_step", chris)
    for person, case in ((bas, session.step.treatment), (chris, None)):
        made = harvest.commit(session, by=person, kind="step", text="Ik bel maandag.", commitment_id=uuid.uuid4())
        assert made.treatment == case


def url(step):
    return reverse("look_back", kwargs={"pk": step.pk})


@pytest.mark.parametrize("outcome", ["done", "partly", "not", "dropped"])
def test_all_four_answers_are_one_press(client_of, bas, step, outcome):
    for _press in range(2):
        assert client_of(bas).post(url(step), {"outcome": outcome}).status_code == 302
    step.refresh_from_db()
    assert step.outcome == outcome
    assert step.outcome_at is not None


@pytest.mark.parametrize("who", ["anna", "chris", "coen", "eva", "femke"])
def test_a_step_of_somebody_else_is_not_there_even_when_shared(who, request, client_of, step):
    assert client_of(request.getfixturevalue(who)).post(url(step), {"outcome": "done"}).status_code == 404
    assert Commitment.objects.get().outcome == ""


def test_nobody_is_asked_to_log_in(client, step):
    assert client.post(url(step), {"outcome": "done"}).status_code == 302
    assert Commitment.objects.get().outcome == ""


def test_an_unknown_answer_changes_nothing(client_of, bas, step):
    assert client_of(bas).post(url(step), {"outcome": "geweldig"}).status_code == 400
    assert Commitment.objects.get().outcome == ""


def test_it_is_a_press_and_no_link(client_of, bas, step):
    assert client_of(bas).get(url(step)).status_code == 405
