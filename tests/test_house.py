"""The habits of the house, read off the tree: what a reviewer would otherwise have to remember."""

import ast
import inspect
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
    "security", "security_txt",  # whom to tell of a leak
    "health_live", "health_ready",  # asked by machines
    "methods", "method", "method_version", "compare_methods",  # the library holds nobody's content
    "try_method", "method_paper",  # the same
    "request_group", "request_sent", "request_confirmed", "confirm_request",  # a visitor asks for a group
    "invitation", "invitation_open", "accept_invitation",  # the token is the key
    "role_invitation", "role_invitation_open",  # the same
    "rsvp", "feed", "unsubscribe",  # signed links from a mail or a calendar
    "wall", "wall_wait", "wall_part", "wall_token",  # a screen that is nobody's: the code from the room is the key
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


STARTS = {"intervisie/common/backups.py", "intervisie/serve.py"}  # pg_dump and pg_restore; itself


def test_no_program_is_started_elsewhere_and_none_by_a_shell():
    starting = re.compile(r"\bsubprocess\b|\bos\.(?:system|popen|exec|spawn|posix_spawn)|\bpty\b")
    texts = {named(path): path.read_text() for path in SOURCES if "dev" not in path.parts}
    assert {name for name, text in texts.items() if starting.search(text)} == STARTS
    assert not any("shell=" in text for text in texts.values())


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


def test_one_page_is_for_the_wall():
    """It is looked at 1920 wide, in `tests/browser/test_wall.py`."""
    assert [named(path) for path in PAGES if "wallscreen" in path.read_text()] == ["templates/sessions/wall/wall.html"]


# ── what a coordinator's pages can reach ───────────────────────────────────────────────────────────
# By these doors and rights somebody comes in who coordinates or coaches an organisation, without belonging to a group.
DOORS = re.compile(r"\b(find_overseen|overseen_by|can_coordinate|can_found|can_answer_requests|role_doorway)\b")
WHO = re.compile(r"MemberFact|member_fact", re.IGNORECASE)


def routes(patterns=None, before=""):
    for one in patterns or get_resolver().url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        else:
            yield route, one.name, inspect.unwrap(one.callback)


def of_groups(name):
    """The file of a module of `groups`; a package is its __init__."""
    path = ROOT / Path(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imported(path):
    """The modules of `groups` that this one imports, and the names it takes from them."""
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                inner = of_groups(f"{module}.{alias.name}")
                yield (f"{module}.{alias.name}" if inner.exists() else module), alias.name


def coordinators_modules():
    """Of every view at an address of coordination, or that opens by one of their doors; and what those import, but the
    tables themselves and the deeds, which write the ledger and hand nothing of it back."""
    views = {inspect.getmodule(view).__name__ for route, _name, view in routes() if route.startswith("coordinatie/")}
    opens = {".".join(p.relative_to(ROOT).with_suffix("").parts) for p in (ROOT / "groups").rglob("*.py")
             if DOORS.search(p.read_text()) and ("views" in p.parts or p.name == "coordinator.py")}  # fmt: skip
    found, waiting = set(), {name for name in views | opens if name.startswith("groups.")}
    while waiting:
        name = waiting.pop()
        found.add(name)
        reached = {module for module, _taken in imported(of_groups(name)) if module.startswith("groups.")}
        waiting |= {one for one in reached if not one.startswith(("groups.models", "groups.actions"))} - found
    return sorted(found)


COORDINATORS = coordinators_modules()


def test_every_view_of_a_coordinator_is_looked_at():
    known = {
        "coordinator",
        "overview",
        "policy",
        "views.staff",
        "views.founding",
        "views.requests",
        "views.role_invitation",
    }
    assert {f"groups.{name}" for name in known} <= set(COORDINATORS)
    assert {f"groups.{name}" for name in ("handover", "views.handover", "views.people")}.isdisjoint(COORDINATORS)


@pytest.mark.parametrize("name", COORDINATORS)
def test_a_coordinator_cannot_reach_people_or_content(name):
    """Never the facts about members, by import, by the name of the table or by its related name; nor other apps."""
    path = of_groups(name)
    assert not WHO.search(path.read_text()), named(path)
    for module, taken in imported(path):
        assert not module.startswith(("sessions", "feedback", "methods")), (named(path), module)
        assert not WHO.search(taken), (named(path), taken)


# ── parts that are pulled ──────────────────────────────────────────────────────────────────────────
def pulled():
    """The templates a page pulls: those of `{% part %}`, and those a view answers with by themselves."""
    pages = "".join(path.read_text() for path in PAGES)
    views = "".join(path.read_text() for path in SOURCES if "views" in {path.stem, path.parent.name})
    yield from (f"sessions/room/_{name}.html" for name in re.findall(r"{% part \"(\w+)\"", pages))
    yield from re.findall(r"\"((?:[a-z_]+/)+_[a-z_]+\.html)\"", views)


PULLED = sorted(set(pulled()))


SEVERAL = {"methods/_found.html"}  # three parts in one answer, each with its own id


@pytest.mark.parametrize("name", sorted(set(PULLED) - SEVERAL))
def test_a_part_that_is_pulled_has_an_id(name):
    """Its root element, by which it finds its place again; the same whatever it shows."""
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", (ROOT / "templates" / name).read_text(), flags=re.S)
    root = re.search(r"<(\w+)((?:[^<>]|{%.*?%})*)>", text)
    assert root is not None
    assert re.search(r"\sid=\"[\w-]+\"", root[2]), f"{name} begins with {root[0]}"


def test_there_are_parts_to_look_at():
    assert len(PULLED) > 15
    assert all((ROOT / "templates" / name).exists() for name in PULLED)


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
