"""Coming in with an invitation: the link, the account, the one question, the seat."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Invitation, Membership, User
from groups.tokens import invitation_token
from intervisie.common.delivery import drain
from intervisie.common.models import AuditEvent, Delivery
from intervisie.common.refusals import NotNow, NotYours
from tests.counting import Queries

OPEN, ACCEPT = "/uitnodiging/", "/uitnodiging/meedoen/"


@pytest.fixture
def invitation(anna, group):
    return actions.invite(group, ["eva@example.org"], by=anna)[0]


@pytest.fixture
def stranger(anna, group):
    """An invitation for an address that has no account."""
    return actions.invite(group, ["merel@voorbeeld.nl"], by=anna)[0]


def follow(browser, invitation, number=1):
    return browser.get(reverse("invitation", args=[invitation_token(invitation.pk, number)]), follow=True)


def accept(browser, **answers):
    return browser.post(ACCEPT, {"independent": "no"} | answers)


# ── the way in ─────────────────────────────────────────────────────────────────────────────────────
def test_who_is_invited_joins(client_of, eva, group, invitation, agreement):
    browser = client_of(eva)
    assert "Kom je bij" in follow(browser, invitation).text
    assert accept(browser).url == reverse("agreement", args=[group.pk])
    membership = group.memberships.get(user=eva)
    assert membership.role == "member"
    assert membership.is_new
    invitation.refresh_from_db()
    assert invitation.accepted_by == eva
    assert AuditEvent.objects.get(verb="group.join").actor == eva


def test_the_token_leaves_the_address_and_the_session(client_of, eva, invitation):
    browser = client_of(eva)
    token = invitation_token(invitation.pk, 1)
    assert browser.get(reverse("invitation", args=[token])).url == OPEN
    assert token not in str(dict(browser.session))
    assert token not in browser.get(OPEN).text


def test_a_visitor_makes_an_account_and_joins(client, group, stranger):
    follow(client, stranger)
    page = client.get(f"{reverse('account_signup')}?next={OPEN}")
    assert page.context["form"]["email"].value() == "merel@voorbeeld.nl"
    data = {"name": "Merel  Postma", "email": "merel@voorbeeld.nl", "password1": "", "next": OPEN}
    assert client.post(reverse("account_signup"), data).url == OPEN  # no code: the link came by mail
    merel = User.objects.get(email="merel@voorbeeld.nl")
    assert (merel.name, merel.language, merel.has_usable_password()) == ("Merel Postma", "nl", False)
    assert EmailAddress.objects.get(user=merel).verified
    assert accept(client).status_code == 302
    assert group.memberships.filter(user=merel).exists()


def test_another_address_in_the_form_is_not_taken_on_trust(client, stranger):
    follow(client, stranger)
    data = {"name": "X", "email": "ander@voorbeeld.nl", "password1": "een lang wachtwoord", "next": OPEN}
    client.post(reverse("account_signup"), data)
    assert not EmailAddress.objects.filter(email="ander@voorbeeld.nl", verified=True).exists()
    assert accept(client).status_code == 302  # still not logged in
    assert not Membership.objects.filter(user__email="ander@voorbeeld.nl").exists()


def test_without_an_invitation_no_account(client, group, stranger):
    assert 'name="email"' not in client.get(reverse("account_signup")).text
    client.post(reverse("account_signup"), {"name": "X", "email": "x@x.nl", "password1": "een lang wachtwoord"})
    assert not User.objects.filter(email="x@x.nl").exists()


def test_the_one_question_must_be_no(client_of, eva, group, invitation):
    browser = client_of(eva)
    follow(browser, invitation)
    for answer in ("yes", "", "misschien"):
        assert accept(browser, independent=answer).status_code == 422
    assert not group.memberships.filter(user=eva).exists()


# ── what does not open ─────────────────────────────────────────────────────────────────────────────
def spoil(invitation, **changes):
    Invitation.objects.filter(pk=invitation.pk).update(**changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"revoked_at": timezone.now()}, "ingetrokken"),
        ({"accepted_at": timezone.now()}, "al gebruikt"),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "verlopen"),
    ],
)
def test_a_spoiled_invitation_says_so_and_opens_nothing(client, client_of, eva, group, invitation, changes, words):
    spoil(invitation, **changes)
    for browser in (client, client_of(eva)):
        answer = follow(browser, invitation)
        assert answer.status_code == 410
        assert words in answer.text
        assert "account_signup" not in answer.text
    assert accept(browser).status_code == 409
    assert not group.memberships.filter(user=eva).exists()
    assert 'name="email"' not in client.get(reverse("account_signup")).text


@pytest.mark.parametrize("token", ["x", "a" * 43, "ünbekannt", "%F0%9F%98%80", "3d0c5f6e-6c1f-4d3e-9a57-5f0e6f6f6a11"])
def test_an_unknown_link_tells_nothing(client, group, invitation, token):
    answer = client.get(f"/uitnodiging/{token}/", follow=True)
    assert answer.status_code == 404
    assert group.name not in answer.text


def test_the_page_without_a_link_knows_nothing(client, client_of, eva, invitation):
    assert client.get(OPEN).status_code == 404
    assert accept(client_of(eva)).status_code == 409
    assert accept(client).url.startswith(reverse("account_login"))


def test_an_older_link_no_longer_works(client_of, anna, eva, invitation):
    actions.resend_invitation(invitation, by=anna, seen_round=1)
    assert follow(client_of(eva), invitation, 1).status_code == 404
    assert follow(client_of(eva), invitation, 2).status_code == 200


def test_who_is_logged_in_with_another_address_is_told(client_of, femke, group, invitation):
    browser = client_of(femke)
    answer = follow(browser, invitation)
    assert "voor een ander adres" in answer.text
    assert "eva@example.org" not in answer.text
    assert accept(browser).status_code == 403
    assert not group.memberships.filter(user=femke).exists()


def test_an_address_that_was_never_confirmed_is_not_enough(client_of, femke, group, invitation):
    EmailAddress.objects.filter(email="eva@example.org").delete()
    EmailAddress.objects.create(user=femke, email="eva@example.org", verified=False)
    with pytest.raises(NotYours):
        actions.join(invitation, by=femke)


def test_who_coordinates_does_not_join_even_by_a_second_address(client_of, coen, anna, group):
    EmailAddress.objects.create(user=coen, email="coen.prive@voorbeeld.nl", verified=True)
    invitation = actions.invite(group, ["coen.prive@voorbeeld.nl"], by=anna)[0]
    browser = client_of(coen)
    assert "Je coördineert deze organisatie" in follow(browser, invitation).text
    assert accept(browser).status_code == 403
    assert not group.memberships.filter(user=coen).exists()


def test_a_closed_group_lets_nobody_in(client_of, eva, anna, group, invitation):
    actions.archive(group, by=anna)
    assert follow(client_of(eva), invitation).status_code == 410
    with pytest.raises(NotNow):
        actions.join(invitation, by=eva)


def test_a_full_group_lets_nobody_in(eva, group, invitation):
    for nr in range(9):
        group.memberships.create(user=User.objects.create_user(f"p{nr}@x.nl"))
    with pytest.raises(NotNow, match="vol"):
        actions.join(invitation, by=eva)


# ── twice, and again ───────────────────────────────────────────────────────────────────────────────
def test_pressed_twice_is_one_seat(eva, group, invitation):
    first = actions.join(invitation, by=eva)
    assert actions.join(invitation, by=eva) == first
    assert group.memberships.filter(user=eva).count() == 1


def test_a_used_link_brings_its_owner_to_the_group(client_of, eva, group, invitation):
    actions.join(invitation, by=eva)
    browser = client_of(eva)
    browser.get(reverse("invitation", args=[invitation_token(invitation.pk, 1)]))
    assert browser.get(OPEN).url == reverse("group", args=[group.pk])


def test_who_left_comes_back_with_a_new_invitation_only(anna, eva, group, invitation):
    actions.leave(actions.join(invitation, by=eva), by=eva)
    with pytest.raises(NotNow):
        actions.join(invitation, by=eva)
    again = actions.invite(group, ["eva@example.org"], by=anna)[0]
    assert again.pk != invitation.pk
    assert actions.join(again, by=eva).since > timezone.now() - timedelta(minutes=1)
    assert group.memberships.filter(user=eva).count() == 2


def test_joining_costs_twelve_queries_at_most(client_of, eva, group, invitation):
    browser = client_of(eva)
    follow(browser, invitation)
    with Queries() as queries:
        assert accept(browser).status_code == 302
    # session, person, invitation | lock, members, standing, seat, invitation, audit | agreement?, session
    assert len(queries) == 11


# ── nobody enters unseen ───────────────────────────────────────────────────────────────────────────
def test_in_a_group_that_has_met_everybody_hears_of_a_newcomer(eva, anna, bas, chris, group, invitation):
    actions.write_fact(group, "held", key=uuid.uuid4(), at=timezone.now(), present=4, invited=4)
    actions.join(invitation, by=eva)
    told = Delivery.objects.filter(kind="newcomer")
    assert set(told.values_list("user__email", flat=True)) == {
        "anna@example.org",
        "bas@example.org",
        "chris@example.org",
        "dana@example.org",
    }
    actions.welcome(group.memberships.get(user=eva), by=bas)
    drain()
    assert not [letter for letter in mail.outbox if "Eva" in letter.subject]  # they know her by now


def test_before_the_first_session_nobody_is_bothered(eva, group, invitation):
    actions.join(invitation, by=eva)
    assert not Delivery.objects.filter(kind="newcomer").exists()


def test_another_member_says_welcome_and_it_counts_once(client_of, bas, chris, eva, group, invitation):
    membership = actions.join(invitation, by=eva)
    address = reverse("welcome", args=[group.pk, membership.pk])
    assert client_of(eva).post(address).status_code == 302
    membership.refresh_from_db()
    assert membership.welcomed_at is None  # nobody vouches for oneself
    for user in (bas, chris):
        client_of(user).post(address)
    membership.refresh_from_db()
    assert membership.welcomed_by == bas
    assert AuditEvent.objects.filter(verb="group.welcome").count() == 1


def test_welcome_of_another_group_is_not_reached(client_of, bas, other_group, group):
    elsewhere = other_group.memberships.get()
    assert client_of(bas).post(reverse("welcome", args=[group.pk, elsewhere.pk])).status_code == 404


def test_a_newcomer_is_new_for_a_while(eva, group, invitation):
    membership = actions.join(invitation, by=eva)
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert not membership.is_new
