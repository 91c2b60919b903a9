"""Half configured it does not start, and what it says names what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

from intervisie import checks

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgres://u:p@db/intervisie",
    "REDIS_URL": "redis://valkey/0",
    "SECRET_KEY": "x" * 60,
    "FIELD_KEYS": "1:" + "A" * 43 + "=",
    "BASE_URL": "https://intervisie.example.org",
    "EMAIL_URL": "smtp+tls://u:p@mail.example.org:587",
}
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


@pytest.mark.parametrize("missing", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "BASE_URL", "EMAIL_URL"])
def test_without_one_of_these_it_refuses_by_name(missing):
    done = start({name: value for name, value in COMPLETE.items() if name != missing})
    assert done.returncode
    assert f"Not set: {missing}." in done.stderr


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"BASE_URL": "http://intervisie.example.org"}, "https://"),
        ({"INTERVISIE_DEVELOPMENT": "1"}, "only with BASE_URL on localhost"),
    ],
)
def test_what_would_leave_a_door_open_is_refused(changed, said):
    done = start(COMPLETE | changed)
    assert done.returncode
    assert said in done.stderr


def test_a_refusal_never_shows_a_secret():
    done = start({**COMPLETE, "EMAIL_URL": "", "SECRET_KEY": "geheim" * 10})
    assert "geheim" not in done.stderr + done.stdout


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
    assert not any("unsafe" in source for sources in directives.values() for source in sources)
    assert directives["script-src"] == ["'self'"]


def test_a_room_of_twelve_behind_one_address_can_sign_in_within_a_minute():
    for name in ("login", "request_login_code", "login_failed"):
        per_address = [rule for rule in settings.ACCOUNT_RATE_LIMITS[name].split(",") if rule.endswith("/ip")]
        assert all(int(rule.split("/")[0]) >= 60 for rule in per_address)
    assert "/key" in settings.ACCOUNT_RATE_LIMITS["login_failed"]


def test_there_is_never_a_debug_page():
    assert settings.DEBUG is False
    assert start(COMPLETE | {"DEBUG": "1", "DJANGO_DEBUG": "1"}).stdout.strip() == "[false]"
