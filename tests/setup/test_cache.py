"""Without Valkey nothing is remembered, and no page fails for it."""

import pytest
from django.core.cache import cache, caches

from intervisie.cache import Cache


@pytest.fixture
def away():
    return Cache("unix:///nowhere.sock", {})


def test_nothing_is_found_and_nothing_falls(away):
    away.set("a", 1, 10)
    assert away.get("a") is None
    assert away.get("a", "instead") == "instead"
    assert away.get_many(["a", "b"]) == {}
    assert away.add("a", 1) is True
    assert away.delete("a") is False
    assert away.has_key("a") is False
    assert away.get_or_set("a", lambda: 3) == 3


def test_a_limit_counts_from_zero(away):
    assert away.incr("a") == 0


def test_with_valkey_it_is_a_cache():
    cache.set("a", 1, 10)
    assert (cache.get("a"), cache.incr("a")) == (1, 2)
    assert isinstance(caches["default"], Cache)
