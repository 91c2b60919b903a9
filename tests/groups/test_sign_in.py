"""What signing in leaves behind, what a password may not be, and how long what opens an account stays good."""

import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

PASSWORD = "een lange zin om te onthouden"


@pytest.fixture
def with_password(bas):
    bas.set_password(PASSWORD)
    bas.save(update_fields=["password"])
    return bas


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.INFO, "groups.adapter")
    return lambda: [line for name, _level, line in caplog.record_tuples if name == "groups.adapter"]


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


# ── the trail ──────────────────────────────────────────────────────────────────────────────────────
def test_who_came_in_and_went_out_is_logged_by_id(client, with_password, told):
    sign_in(client, with_password.email, PASSWORD)
    client.post(reverse("account_logout"))
    assert told() == [f"account: {with_password.pk} signed in", f"account: {with_password.pk} signed out"]


def test_a_refused_password_is_logged_without_address_or_password(client, with_password, told, caplog):
    sign_in(client, with_password.email, "hunter-hunter-2")
    sign_in(client, with_password.email.upper(), "hunter-hunter-3")
    sign_in(client, "niemand@example.org", "hunter-hunter-2")
    one, again, other = told()
    assert re.fullmatch(r"account: a password for [0-9a-f]{12} was refused", one)
    assert one == again != other
    assert "hunter" not in caplog.text
    assert "example.org" not in caplog.text


def test_who_is_turned_away_is_logged_by_id_and_who_is_let_in_is_not(client_of, eva, group, caplog):
    caplog.set_level(logging.INFO, "intervisie.access")
    reader = client_of(eva)
    reader.get(reverse("group", args=[group.pk]))
    reader.get(reverse("home"))
    refused, welcome = [line for line in caplog.records if line.name == "intervisie.access"]
    assert (refused.status, refused.person) == (404, str(eva.pk))
    assert welcome.status == 200
    assert not hasattr(welcome, "person")


# ── passwords ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("guess", ["Intervisie2026!", "welkom-intervisie", "gedachtenwolk1", "SamenKijken99"])
def test_the_words_of_this_site_are_no_password(guess):
    with pytest.raises(ValidationError) as refused:
        validate_password(guess, password_validators=get_password_validators(settings.AUTH_PASSWORD_VALIDATORS))
    assert "own_words" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "fine", [PASSWORD, "de kat van de buren is samen met mij", "q" * 40 + "x" * 60, "ñandú🦩ñandú🦩ñ"]
)
def test_any_signs_and_any_length_are_fine(fine):
    validate_password(fine)


@pytest.mark.parametrize("common", ["1q2w3e4r5t", "1234567890", "qwertyuiop"])
def test_what_everybody_takes_is_refused(common):
    with pytest.raises(ValidationError):
        validate_password(common)


def test_ten_signs_are_enough_and_nine_are_not():
    validate_password("ñq7-zxwk2p")
    with pytest.raises(ValidationError) as refused:
        validate_password("ñq7-zxwk2")
    assert {error.code for error in refused.value.error_list} == {"password_too_short"}


def test_a_password_never_gets_old(client, with_password, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=5 * 365), tick=False)
    assert sign_in(client, with_password.email, PASSWORD).url == reverse("home")
    assert client.get(reverse("home")).status_code == 200


def test_the_fields_hide_what_is_secret_and_say_what_they_are_for(client, client_of, with_password):
    """So that nobody reads along, and whoever remembers passwords for somebody knows where they go."""
    login = client.get(reverse("account_login")).content.decode()
    address = {"login": ("email", "username"), "email": ("email", "username")}  # with a password, and by code
    assert fields_of(login) == {**address, "password": ("password", "current-password")}
    change = client_of(with_password).get(reverse("account_change_password")).content.decode()
    assert set(fields_of(change).values()) == {("password", "current-password"), ("password", "new-password")}


def fields_of(page):
    """name → type and what it may be filled with, of what is typed in."""
    tags = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page.split("<main")[1])]
    typed = [tag for tag in tags if tag["type"] not in ("hidden", "checkbox")]
    return {tag["name"]: (tag["type"], tag.get("autocomplete", "").split(" ")[0]) for tag in typed}


def test_a_password_counts_as_it_was_typed(client, bas):
    bas.set_password("  Ruimte Voor EN Achter  ")
    bas.save(update_fields=["password"])
    sign_in(client, bas.email, "Ruimte Voor EN Achter")
    assert "_auth_user_id" not in client.session
    sign_in(client, bas.email, "  Ruimte Voor EN Achter  ")
    assert client.session["_auth_user_id"] == str(bas.pk)


def test_changing_it_asks_for_the_old_one_and_ends_the_other_browsers(client, client_of, with_password):
    sign_in(client, with_password.email, PASSWORD)
    other = client_of(with_password)
    new = {"oldpassword": "iets anders dan het was", "password1": "nog langere zin om te weten"}
    client.post(reverse("account_change_password"), {**new, "password2": new["password1"]})
    assert other.get(reverse("home")).status_code == 200
    client.post(reverse("account_change_password"), {**new, "password2": new["password1"], "oldpassword": PASSWORD})
    assert client.get(reverse("home")).status_code == 200
    assert other.get(reverse("home")).status_code == 302


# ── how long ───────────────────────────────────────────────────────────────────────────────────────
def test_a_link_for_a_new_password_works_an_hour(client, with_password, time_machine):
    time_machine.move_to(timezone.now())  # the token counts in local time, which travelling changes
    client.post(reverse("account_reset_password"), {"email": with_password.email})
    link = re.search(r"(/account/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    time_machine.move_to(timezone.now() + timedelta(minutes=59))
    assert client.get(link).status_code == 302
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    assert client.get(link).status_code == 200  # the page that says it no longer holds


def test_a_code_to_come_in_works_three_minutes(client, bas, time_machine):
    client.post(reverse("account_request_login_code"), {"email": bas.email})
    code = re.search(r"^([A-Z0-9][A-Z0-9-]{4,})$", mail.outbox[0].body, re.MULTILINE).group(1)
    time_machine.move_to(timezone.now() + timedelta(minutes=4))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in client.session


def test_three_wrong_codes_and_it_is_over(client, bas):
    client.post(reverse("account_request_login_code"), {"email": bas.email})
    code = re.search(r"^([A-Z0-9][A-Z0-9-]{4,})$", mail.outbox[0].body, re.MULTILINE).group(1)
    for _try in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_code_belongs_to_the_browser_that_asked(client, bas):
    client.post(reverse("account_request_login_code"), {"email": bas.email})
    code = re.search(r"^([A-Z0-9][A-Z0-9-]{4,})$", mail.outbox[0].body, re.MULTILINE).group(1)
    other = type(client)()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in other.session


# ── the browser session ────────────────────────────────────────────────────────────────────────────
def test_signing_in_gives_the_browser_a_new_session(client, with_password):
    client.get(reverse("account_login"))
    session = client.session
    session["brought"] = "along"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    sign_in(client, with_password.email, PASSWORD)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_the_key_of_a_browser_session_is_long_and_another_each_time(client, with_password):
    keys = set()
    for browser in (client, Client(), Client()):
        sign_in(browser, with_password.email, PASSWORD)
        keys.add(browser.session.session_key)
    assert len(keys) == 3
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys), "165 bits"


def test_no_script_reads_a_cookie_and_no_other_site_sends_one(client, with_password):
    sign_in(client, with_password.email, PASSWORD)
    client.get(reverse("me"))
    visitor = Client()
    visitor.post(reverse("appearance"), {"theme": "dark", "language": "en"})
    cookies = {**client.cookies, **visitor.cookies}
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.THEME_COOKIE_NAME} <= set(cookies)
    for name, cookie in cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name


@pytest.mark.parametrize("address", ["home", "me", "help", "methods", "my_data"])
def test_signing_out_stands_in_the_foot_of_every_page(client_of, bas, address):
    foot = client_of(bas).get(reverse(address)).content.decode().split('id="foot"')[1]
    assert f'href="{reverse("account_logout")}"' in foot


def test_after_signing_out_the_old_cookie_opens_nothing(client, with_password):
    sign_in(client, with_password.email, PASSWORD)
    key = client.session.session_key
    client.post(reverse("account_logout"))
    thief = Client(headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})
    assert thief.get(reverse("home")).status_code == 302
    assert not Session.objects.filter(pk=key).exists()


def test_who_is_switched_off_is_out_at_once(client_of, bas):
    browser = client_of(bas)
    bas.is_active = False
    bas.save(update_fields=["is_active"])
    assert browser.get(reverse("home")).status_code == 302


@pytest.mark.parametrize("address", ["/", "/account/login/", "/hulp/"])
def test_trace_gives_nothing_back(db, client, address):
    answer = client.generic("TRACE", address, headers={"X-Echo": "canary-4711"})
    assert b"canary-4711" not in answer.content


def test_passwords_are_kept_by_a_slow_hash(with_password):
    name, rounds, _salt, _hash = with_password.password.split("$")
    assert name == "pbkdf2_sha256"
    assert int(rounds) >= 600_000
