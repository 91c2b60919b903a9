"""Vandaag: what is mine, and nothing of anybody else."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Agreement
from sessions.actions import harvest, pointer
from sessions.keys import new_case_key
from sessions.models import Case

from .sessions.table import a_session, begin

pytestmark = pytest.mark.django_db
SECRET = "Ik durf het niet te zeggen waar Anna bij is."


def commit(session, by, text, *, due=None, share=False):
    return harvest.commit(session, by=by, kind="step", text=text, commitment_id=uuid.uuid4(), due_on=due, share=share)


def draft(owner, group, text):
    return Case.objects.create(owner=owner, group=group, key=new_case_key(), question=text)


def test_nobody_is_asked_to_log_in(client):
    answer = client.get(reverse("home"))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


def test_it_shows_the_next_meeting_and_asks_whether_one_comes(client_of, bas, group):
    a_session(group, starts_in=datetime.timedelta(days=3), place="Tuinkamer")
    page = client_of(bas).get(reverse("home")).content.decode()
    assert "Tuinkamer" in page
    assert "Ik kom" in page


def test_when_the_door_is_open_it_leads_to_the_room(client_of, bas, group):
    session = a_session(group)
    page = client_of(bas).get(reverse("home")).content.decode()
    assert reverse("room", kwargs={"pk": session.pk}) in page


def test_own_case_and_own_step_and_those_of_nobody_else(client_of, bas, chris, anna, group):
    session = begin(a_session(group), anna, bas, chris)
    draft(bas, group, "Hoe kan ik eerder nee zeggen?")
    commit(session, bas, "Ik bel maandag terug.")
    draft(chris, group, SECRET)
    commit(session, chris, SECRET, share=True)
    page = client_of(bas).get(reverse("home")).content.decode()
    assert "Hoe kan ik eerder nee zeggen?" in page
    assert "Ik bel maandag terug." in page
    assert SECRET not in page


def test_who_only_leads_a_group_is_not_asked_for_a_case(client_of, anna, bas):
    assert "my-case" in client_of(bas).get(reverse("home")).content.decode()
    assert "my-case" not in client_of(anna).get(reverse("home")).content.decode()


def test_a_step_is_looked_back_on_when_its_day_has_come(client_of, bas, anna, group):
    session = begin(a_session(group), anna, bas)
    commit(session, bas, "Ik bel maandag terug.", due=timezone.localdate())
    page = client_of(bas).get(reverse("home")).content.decode()
    assert "Niet meer nodig" in page


def test_an_agreement_that_waits_is_said_first(client_of, bas, group, anna):
    Agreement.objects.create(group=group, version=1, by=anna)
    page = client_of(bas).get(reverse("home")).content.decode()
    assert reverse("agreement", kwargs={"pk": group.pk}) in page


def test_a_coordinator_finds_the_way_to_figures_and_no_content(client_of, coen, bas, group, anna):
    session = begin(a_session(group), anna, bas)
    commit(session, bas, SECRET, share=True)
    page = client_of(coen).get(reverse("home")).content.decode()
    assert reverse("coordinator") in page
    assert SECRET not in page


def test_who_belongs_nowhere_is_told_what_to_do(client_of, django_user_model):
    page = client_of(django_user_model.objects.create_user("nieuw@example.org")).get(reverse("home")).content.decode()
    assert "uitnodiging" in page


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_with_one_and_with_three(count, client_of, bas, anna, group, django_assert_num_queries):
    session = begin(a_session(group), anna, bas)
    pointer.close(session, by=anna, seen_version=session.version)
    for nr in range(count):
        a_session(group, number=10 + nr, starts_in=datetime.timedelta(days=3 + nr))
        draft(bas, group, "Hoe kan ik beginnen?")
        commit(session, bas, "Eén stap.")
    client = client_of(bas)
    client.get(reverse("home"))  # the first visit writes down whether one coordinates
    with django_assert_num_queries(8):
        client.get(reverse("home"))
