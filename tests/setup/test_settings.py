"""Half configured it does not start, and what it says names everything that is missing, at once."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from csp.constants import NONCE
from django.conf import settings
from django.core.checks import run_checks

from intervisie import checks

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgres://u:p@db/intervisie",
    "REDIS_URL": "redis://valkey/0",
    "SECRET_KEY": "abcdefghij-0123456789" * 3,
    "FIELD_KEYS": "1:" + "A" * 43 + "=",
    "BASE_URL": "https://intervisie.example.org",
    "EMAIL_URL": "smtp+tls://u:p@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Intervisie <no-reply@example.org>",
}
VARIED = "zyxwvutsrq-9876543210" * 3
NEEDED = sorted(COMPLETE.keys() - {"PATH"})
SHOW = "from django.conf import settings as s; import json; print(json.dumps([getattr(s, n) for n in {names!r}]))"


def start(environment, names=("DEBUG",)):
    """Read the settings in a process of its own, with exactly this environment."""
    environment = {"DJANGO_SETTINGS_MODULE": "intervisie.settings", **environment}
    command = [sys.executable, "-c", SHOW.format(names=list(names))]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_complete_it_starts_closed():
    names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    names += ["ALLOWED_HOSTS", "SESSION_COOKIE_NAME", "CSRF_TRUSTED_ORIGINS", "DEVELOPMENT"]
    done = start(COMPLETE, names)
    assert done.stdout.strip() == (
        '[false, true, true, true, 31536000, ["intervisie.example.org"], "__Host-sessionid", '
        '["https://intervisie.example.org"], false]'
    )


def test_every_cookie_is_of_this_host_alone():
    """All of them, whoever sets them: `test_cookies_are_named_in_the_settings` looks for others."""
    names = [f"{kind}_COOKIE_NAME" for kind in ("SESSION", "CSRF", "LANGUAGE", "THEME", "MESSAGES")]
    told = json.loads(start(COMPLETE, names).stdout)
    assert [name for name in told if not name.startswith("__Host-")] == []


def test_a_wall_s_cookies_reach_only_its_own_addresses():
    """`__Host-` would be for the whole host: these are not sent to any other page."""
    names = ["WALL_COOKIE_NAME", "WALL_COOKIE_PATH", "WALL_LIVE_COOKIE_NAME", "WALL_LIVE_COOKIE_PATH"]
    told = json.loads(start(COMPLETE, names).stdout)
    assert told == ["__Secure-wall", "/muur/", "__Secure-wall-live", "/live/wall/"]


def test_cookies_are_named_in_the_settings():
    apps = [ROOT / app for app in ("intervisie", "groups", "methods", "sessions", "feedback")]
    lines = [line.strip() for app in apps for path in app.rglob("*.py") for line in path.read_text().splitlines()]
    cookies = [line for line in lines if re.search(r"set_cookie|COOKIES\.get|COOKIES\[|cookie_name =", line)]
    assert cookies
    assert [line for line in cookies if not re.search(r"_NAME|\(name,", line)] == []


def refused(environment):
    """What it says about each name."""
    done = start(environment)
    assert done.returncode
    said = done.stderr.partition("Intervisie does not start:\n")[2]
    return dict(line.strip().split(" ", 1) for line in said.splitlines() if line.startswith("  "))


@pytest.mark.parametrize("missing", NEEDED)
def test_without_one_of_these_it_refuses_by_name(missing):
    said = refused({name: value for name, value in COMPLETE.items() if name != missing})
    assert said == {missing: "is not set."}


def test_everything_that_is_wrong_is_said_at_once():
    assert sorted(refused({"PATH": os.environ["PATH"]})) == NEEDED
    wrong = {"EMAIL_URL": "nonsense", "WEB_THREADS": "many", "SECRET_KEY_FILE": "/nowhere", "TRUSTED_PROXIES": "0"}
    said = refused(COMPLETE | wrong)
    assert sorted(said) == ["EMAIL_URL", "SECRET_KEY", "TRUSTED_PROXIES", "WEB_THREADS"]
    assert "FileNotFoundError" in said["SECRET_KEY"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"BASE_URL": "http://intervisie.example.org"}, "https://"),
        ({"INTERVISIE_DEVELOPMENT": "1"}, "only with BASE_URL on localhost"),
        ({"TRUSTED_PROXIES": "0"}, "TLS ends at a proxy"),
        ({"SECRET_KEY": "short"}, "at least 50"),
        ({"DATABASE_URL": "sqlite:///intervisie.db"}, "PostgreSQL"),
        ({"DATABASE_URL": "nonsense"}, "not an address"),
        ({"REDIS_URL": "memory://"}, "Valkey or Redis"),
        ({"EMAIL_URL": "nonsense"}, "not an address"),
        ({"METRICS": "here"}, "host:port"),
        ({"METRICS": "9100"}, "host:port"),
        ({"METRICS": "1.2.3.4:99999"}, "host:port"),
        ({"WEB_THREADS": "0"}, "1 at least"),
        ({"WEB_THREADS": "1000000"}, "500 at most"),
        ({"ALLOWED_HOSTS": "*"}, "wherever somebody says"),
        ({"CONTACT": "me@example.org"}, "mailto:"),
        ({"CONTACT": "mailto:"}, "mailto:"),
        ({"REDIS_URL": "redis://host:notaport/0"}, "Valkey or Redis"),
        ({"REDIS_URL": "redis://"}, "names no host"),
        ({"DATABASE_URL": "postgres:///"}, "names no database"),
        ({"EMAIL_URL": "smtp://"}, "names no host"),
        ({"EMAIL_URL": "smtp://u:p@"}, "names no host"),
        ({"DEFAULT_FROM_EMAIL": "nonsense"}, "no address"),
        ({"BASE_URL": "https://a.example.org/sub?x"}, "more than"),
        ({"BASE_URL": "https://exa mple"}, "names no host"),
        ({"SECRET_KEY": "a" * 64}, "random"),
        ({"AUDIT_DAYS": "30"}, "at least 365"),
    ],
)
def test_what_would_leave_a_door_open_or_never_work_is_refused(changed, said):
    assert [how for how in refused(COMPLETE | changed).values() if said in how]


def test_a_refusal_never_shows_a_secret():
    secret = "geheim" * 10
    wrong = {"EMAIL_URL": "", "SECRET_KEY": secret, "DATABASE_URL": secret, "WEB_THREADS": secret, "REDIS_URL": secret}
    done = start({**COMPLETE, **wrong})
    assert done.returncode
    assert "geheim" not in done.stderr + done.stdout


def test_what_is_secret_may_stand_in_a_file_and_the_file_goes_first(tmp_path):
    (tmp_path / "secret").write_text(VARIED + "\n")
    (tmp_path / "database").write_text("postgres://u:from-the-file@db/intervisie\n")
    files = {"SECRET_KEY_FILE": str(tmp_path / "secret"), "DATABASE_URL_FILE": str(tmp_path / "database")}
    done = start(COMPLETE | files, ["SECRET_KEY", "DATABASES"])
    assert f'["{VARIED}", ' in done.stdout
    assert '"PASSWORD": "from-the-file"' in done.stdout


def test_an_empty_name_of_a_file_is_none(tmp_path):
    """So a command can be given another database than the service has: `-e DATABASE_URL_FILE= -e DATABASE_URL=…`."""
    done = start(COMPLETE | {"DATABASE_URL_FILE": "", "DATABASE_URL": "postgres://u:p@db/restored"}, ["DATABASES"])
    assert '"NAME": "restored"' in done.stdout


def test_without_the_front_end_the_web_server_says_so_and_stays_away(tmp_path):
    environment = {"DJANGO_SETTINGS_MODULE": "intervisie.settings", **COMPLETE, "INTERVISIE_FRONT": str(tmp_path)}
    command = [sys.executable, "-m", "intervisie.serve", "--port", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (os.EX_CONFIG, "")
    assert "The front end has not been assembled" in done.stderr


def programs():
    return {
        "manage": ["manage.py", "check"],
        "web": ["-m", "intervisie.serve", "--port", "0"],
        "several": ["-m", "intervisie.serve", "--port", "0", "--processes", "2"],
        "worker": ["-m", "celery", "-A", "intervisie.celery", "worker", "--concurrency", "1"],
        "beat": ["-m", "celery", "-A", "intervisie.celery", "beat"],
    }


@pytest.mark.parametrize("name", programs())
@pytest.mark.parametrize(
    ("changed", "said"), [({"REDIS_URL": ""}, "REDIS_URL is not set"), ({"FIELD_KEYS": "1:x"}, "FIELD_KEYS must be")]
)
def test_no_program_starts_and_none_tries_for_ever(name, changed, said):
    """A key that is no key included: found at the start, not by the first text that cannot be kept."""
    environment = {"DJANGO_SETTINGS_MODULE": "intervisie.settings", **COMPLETE, **changed}
    command = [sys.executable, *programs()[name]]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode in (1, os.EX_CONFIG)
    assert said in done.stderr
    if name not in ("worker", "beat"):  # Celery shows the way to it; everybody else only says it
        assert "Traceback" not in done.stderr


def test_nothing_to_say_before_going_out(tmp_path):
    """`check --deploy` with the settings of production; what the front end needs is there since the tests started."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "intervisie.settings",
        **COMPLETE,
        "INTERVISIE_FRONT": str(settings.FRONT_DIR),
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), done.stderr


@pytest.mark.parametrize("keys", [["1:short"], ["nonsense"], ["1:" + "A" * 43 + "=", "1:" + "B" * 43 + "="]])
def test_field_keys_that_cannot_work_are_found_at_the_start(settings, keys):
    settings.FIELD_KEYS = keys
    assert [one.id for one in checks.field_keys()] == ["intervisie.E001"]


def test_the_checks_are_registered_and_content():
    assert run_checks() == []


def test_a_short_secret_is_found_before_going_out(settings):
    settings.SECRET_KEY = "short"
    assert [one.id for one in checks.secrets()] == ["intervisie.E002"]


def test_the_policy_allows_nothing_by_default():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert not any("unsafe" in str(source) for sources in directives.values() for source in sources)
    assert directives["script-src"] == [NONCE]


def test_a_room_of_twelve_behind_one_address_can_sign_in_within_a_minute():
    for name in ("login", "request_login_code", "login_failed"):
        per_address = [rule for rule in settings.ACCOUNT_RATE_LIMITS[name].split(",") if rule.endswith("/ip")]
        assert all(int(rule.split("/")[0]) >= 60 for rule in per_address)
    assert "/key" in settings.ACCOUNT_RATE_LIMITS["login_failed"]


def test_there_is_never_a_debug_page():
    assert settings.DEBUG is False
    assert start(COMPLETE | {"DEBUG": "1", "DJANGO_DEBUG": "1"}).stdout.strip() == "[false]"
