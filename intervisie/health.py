"""Two questions of the machinery around us: is the process there, and can it do its work?"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

from intervisie import heartbeat

log = logging.getLogger(__name__)
PATIENCE = 2  # seconds


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else: a dead database is no reason to restart us."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Everything that is needed for an evening is there; otherwise 503, and which part is not."""
    parts = found()
    status = 200 if all(parts.values()) else 503
    response = JsonResponse({name: "ok" if well else "away" for name, well in parts.items()}, status=status)
    if status == 503:
        log.warning("not ready: %s", ", ".join(name for name, well in parts.items() if not well))
        response.headers["Retry-After"] = "5"
    return response


def found() -> dict[str, bool]:
    """Each part by name, and whether it is there."""
    return {name: _holds(check) for name, check in CHECKS.items()}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, RedisError, OSError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _broker() -> bool:
    with Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
        return bool(client.ping())


def _lives(part: str) -> Callable[[], bool]:
    return lambda: part not in heartbeat.silent()


CHECKS = {"database": _database, "broker": _broker, **{part: _lives(part) for part in heartbeat.PARTS}}
