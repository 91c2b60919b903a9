"""Who guesses learns nothing and is slowed down; who sits in the same room is not."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import User
from groups.tokens import invitation_token

PASSWORD = "een lange zin om te onthouden"
UNKNOWN = "niemand@voorbeeld.nl"


@pytest.fixture
def with_password(bas, chris):
    for user in (bas, chris):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return bas


def seen(answer, address):
    """What the visitor sees: everything that is not the address typed or a token of the form."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", answer.text)
    return answer.status_code, answer.redirect_chain, text.replace(address, "…")


def asked(start, address, **more):
    browser = Client()
    return seen(browser.post(reverse(start), more | {"email": address, "login": address}, follow=True), address)


@pytest.mark.parametrize("start", ["account_login", "account_request_login_code", "account_reset_password"])
def test_an_address_we_know_looks_like_one_we_do_not(with_password, start):
    more = {"password": "mis mis mis mis"}
    assert asked(start, with_password.email, **more) == asked(start, UNKNOWN, **more)


def signed_up(group, anna, typed):
    """With an invitation for Merel, whatever address is sent along."""
    invitation = actions.invite(group, ["merel@voorbeeld.nl"], by=anna)[0]
    browser = Client()
    browser.get(reverse("invitation", args=[invitation_token(invitation.pk, invitation.sent_count)]))
    return seen(browser.post(reverse("account_signup"), {"name": "Merel Vos", "email": typed}, follow=True), typed)


@pytest.mark.parametrize("typed", ["bas@example.org", "vrij@voorbeeld.nl", "merel@voorbeeld.nl"])
def test_an_account_is_made_for_the_address_that_was_invited_and_no_other(group, anna, bas, typed):
    status, chain, _text = signed_up(group, anna, typed)
    assert (status, chain) == (200, [(reverse("invitation_open"), 302)])
    new = User.objects.get(name="Merel Vos")
    assert new.email == "merel@voorbeeld.nl"
    assert list(new.emailaddress_set.values_list("email", "verified")) == [("merel@voorbeeld.nl", True)]
    assert not mail.outbox  # nobody else hears of it
    assert User.objects.filter(email=bas.email).count() == 1


def guess(browser, user, times):
    data = {"login": user.email, "password": "mis mis mis mis"}
    return [browser.post(reverse("account_login"), data) for _time in range(times)][-1]


def test_five_wrong_passwords_and_the_right_one_waits_too(client, with_password):
    answer = guess(client, with_password, 6)
    assert "Dat waren veel pogingen." in answer.text
    right = client.post(reverse("account_login"), {"login": with_password.email, "password": PASSWORD})
    assert "Dat waren veel pogingen." in right.text
    assert "_auth_user_id" not in client.session


def test_an_address_that_is_unknown_is_slowed_down_the_same(client, with_password):
    data = {"login": UNKNOWN, "password": "mis mis mis mis"}
    answers = [client.post(reverse("account_login"), data) for _time in range(6)]
    assert "Dat waren veel pogingen." in answers[-1].text


def test_a_code_still_lets_its_owner_in(client, with_password):
    guess(client, with_password, 6)
    client.post(reverse("account_request_login_code"), {"email": with_password.email})
    code = re.search(r"^([A-Z0-9][A-Z0-9-]{4,})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).status_code == 302
    assert "_auth_user_id" in client.session


def test_others_at_the_same_address_come_in(with_password, chris):
    guess(Client(), with_password, 6)
    neighbour = Client()
    neighbour.post(reverse("account_login"), {"login": chris.email, "password": PASSWORD})
    assert "_auth_user_id" in neighbour.session


def test_a_whole_room_signs_in_at_once(cast):
    people = [cast.anna, cast.bas, cast.chris, cast.dana, cast.eva, cast.femke] * 2
    for user in people:
        assert Client().post(reverse("account_request_login_code"), {"email": user.email}).status_code == 302
    assert len(mail.outbox) == 12


def test_too_often_is_a_page_of_ours_that_says_when(client, bas, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reset_password": "1/m/ip"}
    client.post(reverse("account_reset_password"), {"email": bas.email})
    answer = client.post(reverse("account_reset_password"), {"email": bas.email})
    assert answer.status_code == 429
    assert "Even rustig aan" in answer.text
    assert answer["Retry-After"] == "60"
    assert answer["Cache-Control"] == "no-store"
    assert 'class="site-foot"' in answer.text
