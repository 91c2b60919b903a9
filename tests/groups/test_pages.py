"""Every page of this app is drawn, in both languages, for who belongs there."""

import pytest
from django.urls import reverse

from groups.models import GroupRequest

AT = "2026-01-01T12:00Z"

OF_A_GROUP = [
    "group_people",
    "invite",
    "leave_group",
    "archive_group",
    "agreement",
    "write_agreement",
    "handover",
    "group_mirror",
]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", OF_A_GROUP)
def test_a_page_of_the_group_is_drawn(client_of, anna, group, agreement, name, language):
    anna.language = language
    anna.save(update_fields=["language"])
    answer = client_of(anna).get(reverse(name, args=[group.pk]))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert group.name in answer.text


@pytest.mark.parametrize("name", OF_A_GROUP)
def test_nobody_else_gets_in(client, client_of, eva, femke, coen, group, agreement, name):
    address = reverse(name, args=[group.pk])
    for stranger in (eva, femke, coen):
        answer = client_of(stranger).get(address)
        assert answer.status_code == 404
        assert group.name not in answer.text
        assert agreement.goal not in answer.text
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OF_A_GROUP)
def test_who_left_gets_in_no_more(client_of, chris, group, name):
    browser = client_of(chris)
    group.memberships.filter(user=chris).update(until="2026-01-01T12:00Z")
    assert browser.get(reverse(name, args=[group.pk])).status_code == 404


@pytest.mark.parametrize("name", ["me", "found_group", "requests", "coordinator"])
def test_pages_behind_the_login_ask_for_it(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["request_group", "request_sent", "request_confirmed", "invitation_open"])
def test_public_pages_are_drawn(client, organisation, name):
    assert client.get(reverse(name)).status_code in (200, 404)


def test_requests_are_for_the_intake_organisation(client_of, anna, coen, bas, femke, organisation):
    asked = GroupRequest.objects.create(
        organisation=organisation,
        name="Ria",
        email="ria@example.org",
        purpose="change",
        confirmed_at="2026-01-01T12:00Z",
    )
    for name, args in [("requests", []), ("group_request", [asked.pk])]:
        for user, status in [(anna, 200), (coen, 200), (bas, 403), (femke, 403)]:
            assert client_of(user).get(reverse(name, args=args)).status_code == status
