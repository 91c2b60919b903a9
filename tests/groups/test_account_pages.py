"""Every address of allauth, walked: ours in look and tone, closed, or nothing to see. No page as allauth ships it."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.html import strip_tags

PASSWORD = "een lange zin om te onthouden"
OURS = 'class="site-foot"'
FORMAL = re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE)


def routes(patterns=None, before=""):
    for pattern in patterns or get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        elif route.startswith("account/"):
            yield pattern.name


NAMES = sorted(set(routes()))
ARGUMENTS = {"account_reset_password_from_key": ["1", "iets"], "mfa_remove_webauthn": [1], "mfa_edit_webauthn": [1]}


def test_there_is_nothing_we_do_not_know():
    """A new version of allauth that brings a page says so here."""
    assert len(NAMES) == 29, NAMES


@pytest.fixture
def browsers(client_of, bas, chris):
    """Nobody; somebody with a password who has just shown it; somebody without."""
    bas.set_password(PASSWORD)
    bas.save(update_fields=["password"])
    sure = client_of(bas)
    sure.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return {"nobody": Client(), "sure": sure, "password": client_of(bas), "code": client_of(chris)}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_ours(browsers, name, language):
    address = reverse(name, args=ARGUMENTS.get(name, []))
    for who, browser in browsers.items():
        answer = browser.get(address, headers={"accept-language": language})
        assert answer.status_code in (200, 302, 403, 404, 405, 409), who
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            assert OURS in answer.text, who
            assert "<html lang=" in answer.text
            said = strip_tags(re.sub(r"(?s)<(script|style).*?</\1>", "", answer.text))
            assert language == "en" or not FORMAL.search(said), f"{who}: {FORMAL.search(said)}"


GUARDS = [name for name in NAMES if name.startswith("mfa_") and name not in ("mfa_authenticate", "mfa_login_webauthn")]


@pytest.mark.django_db
@pytest.mark.parametrize("name", GUARDS)
def test_what_guards_an_account_is_for_its_owner(name):
    address = reverse(name, args=ARGUMENTS.get(name, []))
    for ask in (Client().get, Client().post):
        assert ask(address).url.startswith(reverse("account_login"))
