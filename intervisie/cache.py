"""The cache in Valkey, which may be away: what is only counted or kept for speed never makes a page fail."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis import RedisError

log = logging.getLogger(__name__)


def forgiving(name: str, instead: Any) -> Any:
    def method(self: RedisCache, *arguments: Any, **more: Any) -> Any:
        try:
            return getattr(super(Cache, self), name)(*arguments, **more)
        except (RedisError, OSError) as error:
            log.warning("cache: away: %s", type(error).__name__)
            return instead(arguments, more) if callable(instead) else instead

    return method


def _default(arguments: tuple[Any, ...], more: dict[str, Any]) -> Any:
    return arguments[1] if len(arguments) > 1 else more.get("default")


class Cache(RedisCache):
    """Without Valkey: nothing is found, nothing is kept, every limit counts from zero."""

    get = forgiving("get", _default)
    get_many = forgiving("get_many", lambda *_: {})
    set = forgiving("set", None)
    set_many = forgiving("set_many", lambda arguments, _: list(arguments[0]))
    add = forgiving("add", True)
    incr = forgiving("incr", 0)
    touch = forgiving("touch", False)
    delete = forgiving("delete", False)
    delete_many = forgiving("delete_many", None)
    has_key = forgiving("has_key", False)
    clear = forgiving("clear", False)
