"""A group begins: by a coach, or by a coordinator who asks a coach."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, GroupRequest, Membership, OrganisationRole, StageChange
from intervisie.common.delivery import drain
from intervisie.common.models import AuditEvent
from intervisie.common.refusals import NotYours, Refusal


def facts(organisation, founder, **changes):
    return {
        "once": uuid.uuid4(),
        "organisation": organisation.pk,
        "coach": founder.pk,
        "name": "Leergroep West",
        "about": "",
        "purpose": "culture",
        "language": "nl",
        "zone": "Europe/Amsterdam",
        "rhythm_weeks": 5,
        "quorum": 4,
        "independent": "no",
    } | changes


def test_a_coach_founds_a_group_and_coaches_it(client_of, anna, organisation):
    answer = client_of(anna).post(reverse("found_group"), facts(organisation, anna))
    group = Group.objects.get(name="Leergroep West")
    assert answer.url == reverse("invite", args=[group.pk])
    assert [(one.user, one.role) for one in group.memberships.all()] == [(anna, "coach")]
    assert StageChange.objects.get(group=group).stage == group.stage == 0
    assert AuditEvent.objects.get(verb="group.found").actor == anna


def test_a_coordinator_asks_a_coach_and_stays_outside(client_of, coen, anna, organisation):
    answer = client_of(coen).post(reverse("found_group"), facts(organisation, anna))
    assert answer.url == reverse("coordinator")
    group = Group.objects.get(name="Leergroep West")
    assert not group.memberships.filter(user=coen).exists()
    assert client_of(coen).get(reverse("group_people", args=[group.pk])).status_code == 404
    drain()
    assert mail.outbox[0].to == [anna.email]
    assert reverse("invite", args=[group.pk]) in mail.outbox[0].body


def test_a_coordinator_cannot_be_the_coach(client_of, coen, anna, organisation):
    OrganisationRole.objects.create(organisation=organisation, user=coen, role="coach")
    answer = client_of(coen).post(reverse("found_group"), facts(organisation, coen))
    assert answer.status_code == 422
    with pytest.raises(Refusal, match="coördineert"):
        actions.found_group(
            by=coen, once=uuid.uuid4(), organisation=organisation, coach=coen, name="x", purpose="change"
        )
    assert not Membership.objects.filter(user=coen).exists()


def test_pressed_twice_is_one_group(client_of, anna, organisation):
    data = facts(organisation, anna)
    browser = client_of(anna)
    first, second = (browser.post(reverse("found_group"), data) for _press in range(2))
    assert first.url == second.url
    assert Group.objects.filter(name="Leergroep West").count() == 1


def test_the_id_of_somebody_elses_group_opens_nothing(anna, organisation, foreign_group):
    with pytest.raises(NotYours):
        actions.found_group(
            by=anna, once=foreign_group.pk, organisation=organisation, coach=anna, name="Nieuw", purpose="change"
        )


def test_who_has_no_role_founds_nothing(client, client_of, bas, organisation, anna):
    assert client_of(bas).post(reverse("found_group"), facts(organisation, anna)).status_code == 403
    assert client.post(reverse("found_group"), facts(organisation, anna)).status_code == 302
    assert not Group.objects.filter(name="Leergroep West").exists()


def test_another_organisation_cannot_be_chosen(client_of, anna, cast):
    answer = client_of(anna).post(reverse("found_group"), facts(cast.school, anna))
    assert answer.status_code == 422
    assert not Group.objects.filter(name="Leergroep West").exists()


@pytest.mark.parametrize(
    "change",
    [{"independent": "yes"}, {"independent": ""}, {"zone": "Mars/Olympus"}, {"name": ""}, {"name": "x" * 81},
     {"name": "jeugdzorg NOORD"}, {"quorum": 2}, {"quorum": 13}, {"rhythm_weeks": 0}, {"purpose": "x"},
     {"language": "de"}, {"once": "geen"}, {"coach": "geen"}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_of, anna, organisation, change):
    answer = client_of(anna).post(reverse("found_group"), facts(organisation, anna, about="Zes mensen", **change))
    assert answer.status_code == 422
    assert "Zes mensen" in answer.text
    assert Group.objects.count() == 3


def test_the_page_says_why_dependence_is_no_good(client_of, anna, organisation):
    answer = client_of(anna).post(reverse("found_group"), facts(organisation, anna, independent="yes"))
    assert "Wie over je werk beslist" in answer.text


def test_an_organisation_of_secrets_begins_oral(client_of, anna, organisation):
    organisation.oral_only = True
    organisation.save(update_fields=["oral_only"])
    form = client_of(anna).get(reverse("found_group")).context["form"]
    assert form["oral_only"].value() is True


# ── from a request ─────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def asked(organisation):
    return GroupRequest.objects.create(
        organisation=organisation, name="Ria", email="ria@x.nl", purpose="education", confirmed_at=timezone.now()
    )


def test_a_request_fills_in_the_form_and_is_closed_by_the_group(client_of, anna, organisation, asked):
    browser, address = client_of(anna), f"{reverse('found_group')}?aanvraag={asked.pk}"
    assert browser.get(address).context["form"]["purpose"].value() == "education"
    browser.post(address, facts(organisation, anna))
    asked.refresh_from_db()
    assert asked.group.name == "Leergroep West"
    assert browser.get(reverse("invite", args=[asked.group_id])).context["form"]["addresses"].value() == "ria@x.nl"


def test_a_request_gives_one_group(client_of, anna, organisation, asked):
    browser, address = client_of(anna), f"{reverse('found_group')}?aanvraag={asked.pk}"
    browser.post(address, facts(organisation, anna))
    with pytest.raises(Refusal):
        actions.found_group(
            by=anna, once=uuid.uuid4(), organisation=organisation, coach=anna, request_id=asked.pk, name="B",
            purpose="change",
        )  # fmt: skip
    assert not Group.objects.filter(name="B").exists()


@pytest.mark.parametrize("text", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_request_that_is_not_there_is_no_obstacle(client_of, anna, organisation, text):
    assert client_of(anna).get(f"{reverse('found_group')}?aanvraag={text}").status_code == 200
