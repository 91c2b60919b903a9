"""Leaving, ending somebody's membership, closing a group and going on with it."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.actions.leaving import DEEDS
from groups.models import Group
from intervisie.common.delivery import drain, plan
from intervisie.common.models import AuditEvent, Delivery
from intervisie.common.refusals import NotNow
from tests.sessions.table import a_session


def of(group, user):
    return group.memberships.get(user=user, until=None)


@pytest.fixture
def also(monkeypatch):
    """What the roof adds to a deed, watched."""
    called = []

    def left(memberships, *, by):
        called.extend(("leave", membership.user, by) for membership in memberships)
        return actions.Also()

    monkeypatch.setitem(DEEDS, "leave", [left])
    monkeypatch.setitem(DEEDS, "archive", [lambda group, *, by, members: called.append(("archive", group, by))])
    return called


# ── leaving ────────────────────────────────────────────────────────────────────────────────────────
def test_leaving_is_ones_own_choice(client_of, chris, group, also):
    browser, address = client_of(chris), reverse("leave_group", args=[group.pk])
    assert "Stop je met Jeugdzorg Noord?" in browser.get(address).text
    assert of(group, chris)  # looking at the page ends nothing
    assert browser.post(address).url == reverse("home")
    assert not group.memberships.filter(user=chris, until=None).exists()
    assert also == [("leave", chris, chris)]
    assert AuditEvent.objects.get(verb="group.leave").actor == chris
    assert browser.post(address).status_code == 404  # pressed again: there is nothing left to leave


def test_leaving_twice_does_it_once(chris, group, also):
    membership = of(group, chris)
    assert actions.leave(membership, by=chris)
    assert not actions.leave(membership, by=chris)
    assert len(also) == 1


def test_who_left_gets_no_more_messages_about_the_group(bas, chris, group):
    for user in (bas, chris):
        plan(
            "agreement", key=f"x:{user.pk}", user=user, about=group.pk, due_at=timezone.now(), expires_at=timezone.now()
        )
    actions.leave(of(group, chris), by=chris)
    assert set(Delivery.objects.values_list("user__email", "state")) == {
        ("bas@example.org", "due"),
        ("chris@example.org", "dropped"),
    }


def test_the_only_coach_is_told_what_leaving_means(client_of, anna, bas, group):
    address = reverse("leave_group", args=[group.pk])
    assert "enige begeleider" in client_of(anna).get(address).text
    assert "enige begeleider" not in client_of(bas).get(address).text


# ── ending somebody else's ─────────────────────────────────────────────────────────────────────────
def test_a_coach_ends_a_membership_and_says_so(client_of, anna, chris, group, also):
    address = reverse("end_membership", args=[group.pk, of(group, chris).pk])
    browser = client_of(anna)
    assert "Hoort Chris de Wit niet meer bij de groep?" in browser.get(address).text
    assert browser.post(address).url == reverse("group_people", args=[group.pk])
    assert also == [("leave", chris, anna)]
    drain()
    assert mail.outbox[0].to == [chris.email]
    assert browser.post(address).status_code == 404  # pressed again


def test_members_do_not_end_each_other(client, client_of, bas, chris, anna, eva, coen, group):
    address = reverse("end_membership", args=[group.pk, of(group, chris).pk])
    for user, status in [(bas, 403), (eva, 404), (coen, 404)]:
        assert client_of(user).post(address).status_code == status
    assert client.post(address).url.startswith(reverse("account_login"))
    own = reverse("end_membership", args=[group.pk, of(group, anna).pk])
    assert client_of(anna).post(own).status_code == 403  # oneself leaves by the other door
    assert of(group, chris)


def test_a_membership_of_another_group_is_not_reached(client_of, anna, eva, group, other_group):
    address = reverse("end_membership", args=[group.pk, of(other_group, eva).pk])
    assert client_of(anna).post(address).status_code == 404
    assert of(other_group, eva)


# ── closing and going on ───────────────────────────────────────────────────────────────────────────
def test_closing_a_group(client_of, anna, bas, group, also):
    invitation = actions.invite(group, ["merel@voorbeeld.nl"], by=anna)[0]
    browser, address = client_of(anna), reverse("archive_group", args=[group.pk])
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 409
    assert also == [("archive", group, anna)]
    invitation.refresh_from_db()
    assert invitation.revoked_at
    assert drain() == 0
    assert "afgesloten" in client_of(bas).get(reverse("group_people", args=[group.pk])).text
    assert group not in Group.objects.alive()


def test_going_on_with_a_closed_group(client_of, anna, group):
    actions.archive(group, by=anna)
    address = reverse("reopen_group", args=[group.pk])
    for _press in range(2):
        assert client_of(anna).post(address).status_code == 302
    assert group in Group.objects.alive()
    assert AuditEvent.objects.filter(verb="group.reopen").count() == 1


def test_a_closed_group_with_somebody_who_oversees_it_does_not_go_on(client_of, anna, bas, group, organisation):
    """However they came to be both: by the database, or by a version of ours that did not ask."""
    actions.archive(group, by=anna)
    organisation.roles.create(user=bas, role="coordinator")
    browser, address = client_of(anna), reverse("reopen_group", args=[group.pk])
    answer = browser.post(address)
    assert answer.status_code == 409
    assert "Bas Hoekstra coördineert de organisatie" in answer.text
    assert group not in Group.objects.alive()
    actions.leave(of(group, bas), by=anna)
    assert browser.post(address).status_code == 302
    assert group in Group.objects.alive()


@pytest.mark.parametrize("name", ["archive_group", "reopen_group"])
def test_closing_is_for_who_leads(client, client_of, bas, eva, coen, group, name):
    address = reverse(name, args=[group.pk])
    for user, status in [(bas, 403), (eva, 404), (coen, 404)]:
        assert client_of(user).post(address).status_code == status
    assert client.post(address).url.startswith(reverse("account_login"))
    assert group in Group.objects.alive()


def test_closing_twice_at_once_is_refused(anna, group):
    actions.archive(group, by=anna)
    with pytest.raises(NotNow):
        actions.archive(group, by=anna)


# ── several at once ────────────────────────────────────────────────────────────────────────────────
def test_who_leaves_several_groups_leaves_each_as_by_a_press(bas, group, other_group, also):
    other_group.memberships.create(user=bas)
    mine = list(bas.memberships.filter(until=None).order_by("pk"))
    assert actions.leave_all(mine, by=bas) == mine
    assert also == [("leave", bas, bas)] * 2
    assert AuditEvent.objects.filter(verb="group.leave", actor=bas).count() == 2
    assert actions.leave_all(mine, by=bas) == []  # again: nothing happens
    assert len(also) == 2
    assert actions.leave_all([], by=bas) == []


def test_who_was_only_to_lead_leads_no_more(client_of, bas, chris, group):
    session = a_session(group, leads=chris, host=bas)
    client_of(chris).post(reverse("leave_group", args=[group.pk]))
    session.refresh_from_db()
    assert (session.leads, session.host) == (None, bas)
