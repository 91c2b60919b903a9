"""What every answer carries: a policy that runs only our own scripts of this very page, and no use by other sites."""

import contextlib
import re
from html.parser import HTMLParser

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
RUNS = ("", "module", "text/javascript")


class Scripts(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.nonces = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "script" and given.get("type", "") in RUNS:
            self.nonces.append(given.get("nonce"))


def policy(answer):
    said = [part.split() for part in answer.headers["Content-Security-Policy"].split("; ")]
    return {name: sources for name, *sources in said}


def nonce_of(answer):
    [source] = policy(answer)["script-src"]
    return re.fullmatch(r"'nonce-([\w+/=]{20,})'", source)[1]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def ask(visitor, path):
    """A page, or a page that refuses; drawn with a request and without."""
    more = {"headers": {"Host": "elsewhere.example"}} if path == "host" else {}
    return visitor.get("/" if path == "host" else path, **more)


@pytest.mark.parametrize("path", ["/", "/account/login/", "/nergens/", "/?q=%00", "host", "/account/password/reset/"])
def test_the_scripts_of_a_page_run_by_a_word_only_this_answer_knows(visitor, path):
    first, second = ask(visitor, path), ask(visitor, path)
    scripts = Scripts(first.content.decode()).nonces
    assert scripts
    assert set(scripts) == {nonce_of(first)}
    assert nonce_of(first) != nonce_of(second)


def test_the_pages_of_a_person_do_too(client_of, bas):
    answer = client_of(bas).get(reverse("home"))
    assert set(Scripts(answer.content.decode()).nonces) == {nonce_of(answer)}


@pytest.mark.parametrize("path", ["/health/live/", "/favicon.ico"])
def test_what_is_no_page_runs_no_script(visitor, path):
    assert policy(visitor.get(path))["script-src"] == ["'none'"]


@pytest.mark.parametrize("name", ["app.css", "app.js", "icons.svg", "img/favicon.svg"])
def test_no_other_site_uses_our_files(visitor, name):
    with contextlib.closing(visitor.get(static(name))) as answer:
        carries(answer)


def carries(answer):
    assert answer.status_code == 200
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert policy(answer)["script-src"] == ["'none'"]


def test_the_manifest_says_what_it_is(visitor):
    with contextlib.closing(visitor.get(static("img/intervisie.webmanifest"))) as answer:
        assert answer.headers["Content-Type"].startswith("application/manifest+json")


@pytest.mark.parametrize("path", ["/", "/account/login/", "/nergens/", "/health/live/"])
def test_no_other_site_hears_where_somebody_came_from(visitor, path):
    assert visitor.get(path).headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/.git/config", "/.env", "/static/", "/static/img/", "/static/../manage.py"])
def test_neither_the_source_nor_a_list_of_files_is_served(visitor, path):
    assert visitor.get(path).status_code == 404
