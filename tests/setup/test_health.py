"""Is the process there, and can it do its work?"""

import pytest
from django.core.cache import cache
from django.test import Client

from intervisie import health, heartbeat

LIVE, READY = "/health/live/", "/health/ready/"


@pytest.fixture
def everybody_lives():
    heartbeat._last.clear()
    for part in heartbeat.PARTS:
        heartbeat.sign(part)


def test_ready_when_all_four_are_there(db, client, everybody_lives):
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json() == dict.fromkeys(("database", "broker", "worker", "beat"), "ok")


@pytest.mark.parametrize("part", heartbeat.PARTS)
def test_not_ready_without_a_sign_of_life(db, client, everybody_lives, part):
    cache.delete(f"heartbeat:{part}")
    answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json()[part] == "away"
    assert answer.headers["Retry-After"] == "5"


def test_not_ready_without_a_broker(db, client, settings):
    settings.REDIS_URL = "unix:///nowhere.sock"
    assert client.get(READY).json()["broker"] == "away"


def test_alive_without_asking_the_database(client):
    assert client.get(LIVE).status_code == 200  # without the db fixture any query fails the test


def test_from_inside_without_https(settings, client):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(LIVE).status_code == 200


def test_only_asked_never_told(client):
    assert client.post(LIVE).status_code == 405
    assert client.post(READY).status_code == 405


def test_a_sign_of_life_at_most_once_in_ten_seconds(db, everybody_lives):
    cache.delete("heartbeat:worker")
    heartbeat.sign("worker")
    assert "worker" in heartbeat.silent()


def test_a_dead_valkey_silences_nobody_for_ever(settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere.sock"}}
    heartbeat._last.clear()
    heartbeat.sign("worker")  # says nothing to nobody, and does not fall


def test_everything_that_is_needed_is_asked():
    assert list(health.CHECKS) == ["database", "broker", "worker", "beat"]
