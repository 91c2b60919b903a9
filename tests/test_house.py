"""The habits of the house, read off the tree: what a reviewer would otherwise have to remember."""

import ast
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROOT = Path(__file__).resolve().parent.parent
APPS = ["intervisie", "groups", "methods", "sessions", "feedback"]
SOURCES = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
WRITTEN = [*(path for folder in [*APPS, "tests"] for path in (ROOT / folder).rglob("*.py")), ROOT / "dev.py"]
PARTS = list((ROOT / "templates").rglob("_*.html"))
PAGES = [path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.parts]

SET_ASIDE = re.compile(r"# noqa: ?(?P<rules>[A-Z]+\d+(?:, ?[A-Z]+\d+)*)(?P<why>.*)")
# Who may come in without being logged in, and why.
OPEN = {
    "landing", "language", "appearance", "who_sees_what", "help", "privacy", "accessibility",  # anyone may read
    "security_txt",  # whom to tell of a leak
    "health_live", "health_ready",  # asked by machines
    "methods", "method", "compare_methods", "try_method", "method_paper",  # the library holds nobody's content
    "request_group", "request_sent", "request_confirmed", "confirm_request",  # a visitor asks for a group
    "invitation", "invitation_open", "accept_invitation",  # the token is the key
    "role_invitation", "role_invitation_open",  # the same
    "rsvp", "feed", "unsubscribe",  # signed links from a mail or a calendar
    "dev_mail", "dev_mail_one", "dev_mail_html",  # development and this machine only
}  # fmt: skip


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_saving_does_not_talk(path):
    """No model signals: what follows from a deed stands in the deed."""
    text = path.read_text()
    assert "django.db.models.signals" not in text
    assert "@receiver" not in text


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_fits_in_the_head(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_function_fits_on_a_screen(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno + 1 <= 40, node.name


def unreasoned(line):
    """Sets a rule of security aside and does not say why, in parentheses."""
    found = SET_ASIDE.search(line)
    of_security = found and re.search(r"\bS\d", found["rules"])
    return bool(of_security and not re.match(r" \(\w.+\)", found["why"]))


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_a_rule_of_security_is_set_aside_with_a_reason(path):
    assert [line.strip() for line in path.read_text().splitlines() if unreasoned(line)] == []


@pytest.mark.parametrize(
    ("rest", "silent"),
    [
        ("S603", True),
        ("E501, S603", True),
        ("S603 no shell", True),
        ("S603 ()", True),
        ("S603 (no shell)", False),
        ("F403", False),
        ("SIM105", False),
    ],
)
def test_the_reader_of_these_reasons_can_read(rest, silent):
    assert unreasoned(f"run(it)  # noqa: {rest}") is silent


@pytest.mark.parametrize("path", PARTS, ids=named)
def test_a_part_says_what_it_needs(path):
    text = path.read_text()
    first = re.sub(r"^({% load [\w ]+ %}\s*)+", "", text)
    assert first.startswith(("{#", "{% comment %}")), "a part begins with one comment that names its variables"
    assert "{% extends" not in text


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_is_short_and_quiet(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 120
    assert not re.search(r"{#(?:(?!#}).)*$", text, re.M), "a comment over two lines is shown to everybody"
    assert not re.search(r"\sstyle=\"|\son[a-z]+=\"", text), "the policy forbids inline style and handlers"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
    assert not re.search(r"<script(?![^>]*nonce=\"{{ CSP_NONCE }}\")[^>]*\ssrc=", text), "the policy refuses it"
    assert not re.search(r"(src|href|action|content)=\"https?://", text), "no address of somebody else"
    assert not re.search(r"\shx-[a-z]", text), "always data-hx-…: plain hx-… is not valid HTML"


def test_coordinator_views_cannot_reach_people_or_content():
    """They never import the facts about members, nor anything of sessions."""
    for path in [*(ROOT / "groups").rglob("*coordinator*.py"), ROOT / "groups" / "overview.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            module = getattr(node, "module", "") or ""
            assert "MemberFact" not in names, named(path)
            assert not module.startswith(("sessions", "feedback")), named(path)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def addresses(patterns=None, prefix=""):
    """Every address of our own, with its name and an example for each of its arguments."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith("account"):
                yield from addresses(pattern.url_patterns, prefix)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, {name: example(name, kind) for name, kind in pattern.pattern.converters.items()}


def example(name, converter):
    kind = type(converter).__name__
    return uuid4() if kind == "UUIDConverter" else 1 if kind == "IntConverter" else "iets"


CLOSED = sorted({name: kwargs for name, kwargs in addresses() if name not in OPEN}.items())


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "kwargs"), CLOSED, ids=[name for name, _kwargs in CLOSED])
def test_nobody_gets_in_without_logging_in(name, kwargs, client):
    for ask in (client.get, client.post):
        answer = ask(reverse(name, kwargs=kwargs))
        refused = answer.status_code in (403, 404, 405)
        to_login = answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
        assert refused or to_login, f"{name}: {answer.status_code}"


GUARDED = [(name, kwargs) for name, kwargs in CLOSED if kwargs]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "kwargs"), GUARDED, ids=[name for name, _kwargs in GUARDED])
def test_a_stranger_learns_nothing_from_an_address(name, kwargs, client_of, femke):
    """With an id that does not exist; that an existing one answers the same is tested at each deed."""
    answer = client_of(femke).get(reverse(name, kwargs=kwargs))
    assert answer.status_code in (302, 403, 404, 405), f"{name}: {answer.status_code}"
