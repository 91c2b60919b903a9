"""Inviting several people at once, sending again, taking back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from groups import actions
from groups.forms.invitations import entries
from groups.models import Invitation
from groups.tokens import digest, invitation_token
from intervisie.common.delivery import drain
from intervisie.common.models import AuditEvent, Delivery
from intervisie.common.refusals import NotNow, Refusal
from tests.counting import Queries


def invite(browser, group, text):
    return browser.post(reverse("invite", args=[group.pk]), {"addresses": text})


def test_several_people_at_once(client_of, anna, group):
    answer = invite(client_of(anna), group, "Merel <Merel@Voorbeeld.nl>\nrachid@voorbeeld.nl, joke@voorbeeld.nl")
    assert answer.url == reverse("group_people", args=[group.pk])
    assert set(group.invitations.values_list("email", flat=True)) == {
        "merel@voorbeeld.nl",
        "rachid@voorbeeld.nl",
        "joke@voorbeeld.nl",
    }
    assert drain() == 3
    invitation = group.invitations.get(email="merel@voorbeeld.nl")
    token = invitation_token(invitation.pk, 1)
    (letter,) = [one for one in mail.outbox if one.to == ["merel@voorbeeld.nl"]]
    assert reverse("invitation", args=[token]) in letter.body
    assert invitation.token_hash == digest(token)
    assert invitation.expires_at - timezone.now() > timedelta(days=13)


def test_the_token_is_kept_nowhere(client_of, anna, group):
    invite(client_of(anna), group, "merel@voorbeeld.nl")
    token = invitation_token(group.invitations.get().pk, 1)
    rows = [*Invitation.objects.values_list(), *Delivery.objects.values_list(), *AuditEvent.objects.values_list()]
    assert token not in str(rows)


def test_one_fault_and_nothing_is_sent_or_lost(client_of, anna, group):
    text = "merel@voorbeeld.nl\nfoo\nbas@example.org\ncoen@example.org"
    answer = invite(client_of(anna), group, text)
    assert answer.status_code == 422
    assert "‘foo’ is geen e-mailadres" in answer.text
    assert "bas@example.org hoort er al bij" in answer.text
    assert "merel@voorbeeld.nl" in answer.text
    assert not Invitation.objects.exists()


def test_who_coordinates_is_not_invited(client_of, anna, coen, group):
    answer = invite(client_of(anna), group, "coen@example.org")
    assert "coen@example.org coördineert de organisatie" in answer.text
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("text", ["", " \n , ;", "x" * 6001, "x" * 300 + "@voorbeeld.nl", "\n".join("a" * 30), "ü@"])
def test_bad_input_is_said(client_of, anna, group, text):
    assert invite(client_of(anna), group, text).status_code == 422
    assert not Invitation.objects.exists()


def test_more_than_twelve_do_not_fit(client_of, anna, group):
    browser = client_of(anna)
    assert invite(browser, group, "\n".join(f"p{nr}@x.nl" for nr in range(9))).status_code == 302  # with three: twelve
    answer = invite(browser, group, "nogeen@x.nl")
    assert answer.status_code == 422
    assert "hooguit 12 mensen" in answer.text
    assert invite(browser, group, "p1@x.nl").status_code == 302  # who was invited is no extra person


def test_inviting_the_same_address_again_renews_the_link(client_of, anna, group):
    browser = client_of(anna)
    invite(browser, group, "merel@voorbeeld.nl")
    invite(browser, group, "merel@voorbeeld.nl")
    invitation = group.invitations.get()
    assert invitation.sent_count == 2
    assert invitation.token_hash == digest(invitation_token(invitation.pk, 2))
    assert drain() == 1  # the first letter no longer goes


def test_only_who_leads_invites(client, client_of, anna, bas, eva, femke, coen, group):
    for user, status in [(bas, 403), (eva, 404), (femke, 404), (coen, 404)]:
        assert invite(client_of(user), group, "x@x.nl").status_code == status
    assert invite(client, group, "x@x.nl").status_code == 302
    assert not Invitation.objects.exists()


def test_a_group_without_a_coach_invites_itself(client_of, bas, group):
    group.memberships.filter(role="coach").update(until=timezone.now())
    assert invite(client_of(bas), group, "x@x.nl").status_code == 302
    assert Invitation.objects.get().by == bas


def test_a_closed_group_invites_nobody(anna, group):
    actions.archive(group, by=anna)
    with pytest.raises(NotNow):
        actions.invite(group, ["x@x.nl"], by=anna)


@pytest.mark.parametrize("count", [1, 3])
def test_inviting_costs_twelve_queries_at_most(client_of, anna, group, count):
    browser, text = client_of(anna), "\n".join(f"p{nr}@x.nl" for nr in range(count))
    with Queries() as queries:
        assert invite(browser, group, text).status_code == 302
    # session, person, members, coordinators | group, invitations, seats, rows, letters, audit
    assert len(queries) == 10


@pytest.mark.parametrize("count", [1, 3])
def test_inviting_again_costs_the_same_for_many(client_of, anna, group, count):
    browser, text = client_of(anna), "\n".join(f"p{nr}@x.nl" for nr in range(count))
    invite(browser, group, text)
    with Queries() as queries:
        assert invite(browser, group, text).status_code == 302
    # session, person, members, coordinators | group, invitations, seats, dropped, rows, letters, audit
    assert len(queries) == 11


# ── again and back ─────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def invitation(anna, group):
    return actions.invite(group, ["merel@voorbeeld.nl"], by=anna)[0]


def test_sending_again_makes_the_old_link_worthless(client_of, anna, group, invitation):
    address = reverse("resend_invitation", args=[group.pk, invitation.pk])
    browser = client_of(anna)
    assert browser.post(address, {"seen": 1}).status_code == 302
    assert browser.post(address, {"seen": 1}).status_code == 409  # the same press once more
    invitation.refresh_from_db()
    assert invitation.sent_count == 2
    assert not Invitation.objects.filter(token_hash=digest(invitation_token(invitation.pk, 1))).exists()


def test_an_expired_invitation_can_be_sent_again(anna, group, invitation):
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        renewed = actions.resend_invitation(invitation, by=anna, seen_round=1)
        assert renewed.expires_at > timezone.now() + timedelta(days=13)


def test_taking_back_stops_the_letter_and_the_link(client_of, anna, group, invitation):
    address = reverse("revoke_invitation", args=[group.pk, invitation.pk])
    browser = client_of(anna)
    for _press in range(2):
        assert browser.post(address).status_code == 302
    assert drain() == 0
    invitation.refresh_from_db()
    assert invitation.revoked_at
    assert AuditEvent.objects.filter(verb="invitation.revoke").count() == 1
    with pytest.raises(NotNow):
        actions.resend_invitation(invitation, by=anna, seen_round=1)


@pytest.mark.parametrize("name", ["resend_invitation", "revoke_invitation"])
def test_invitations_of_another_group_are_not_reached(client_of, anna, bas, eva, group, other_group, invitation, name):
    address = reverse(name, args=[group.pk, invitation.pk])
    for user, status in [(bas, 403), (eva, 404)]:
        assert client_of(user).post(address, {"seen": 1}).status_code == status
    assert client_of(anna).get(address).status_code == 405
    other_group.memberships.create(user=anna, role="coach")
    crossed = reverse(name, args=[other_group.pk, invitation.pk])
    assert client_of(anna).post(crossed, {"seen": 1}).status_code == 404
    invitation.refresh_from_db()
    assert (invitation.sent_count, invitation.revoked_at) == (1, None)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "²"])
def test_a_strange_round_matches_nothing(client_of, anna, group, invitation, seen):
    address = reverse("resend_invitation", args=[group.pk, invitation.pk])
    assert client_of(anna).post(address, {"seen": seen}).status_code == 409


def test_members_see_who_is_invited(client_of, bas, group, invitation):
    text = client_of(bas).get(reverse("group_people", args=[group.pk])).text
    assert "merel@voorbeeld.nl" in text
    assert reverse("resend_invitation", args=[group.pk, invitation.pk]) not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(client_of, anna, group, count, django_assert_num_queries):
    actions.invite(group, [f"p{nr}@x.nl" for nr in range(count)], by=anna)
    browser = client_of(anna)
    with django_assert_num_queries(4):  # session, person, members, invitations
        browser.get(reverse("group_people", args=[group.pk]))


# ── reading what people paste ──────────────────────────────────────────────────────────────────────
def test_addresses_as_mail_programs_copy_them():
    assert entries("Hoekstra, Bas <bas@x.nl>; Wit, C <c@x.nl>") == ["Hoekstra Bas <bas@x.nl>", "Wit C <c@x.nl>"]
    assert entries("a@x.nl, b@x.nl\r\nc@x.nl\n\n") == ["a@x.nl", "b@x.nl", "c@x.nl"]
    assert entries("bas, c@x.nl") == ["bas", "c@x.nl"]
    assert entries("bas\nWit <c@x.nl>") == ["bas", "Wit <c@x.nl>"]


@given(st.text(alphabet="ab@.<>,; \n", max_size=60))
def test_no_address_gets_lost(text):
    assert "".join(entries(text)).count("@") == text.count("@")


def test_a_full_group_refuses_in_the_action_too(anna, group):
    with pytest.raises(Refusal):
        actions.invite(group, [f"p{nr}@x.nl" for nr in range(10)], by=anna)
    assert not Invitation.objects.exists()
