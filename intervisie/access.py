"""One line per page: the route, never the address; how it ended; how long it took. The same, counted.

A route is the pattern (`groep/<uuid:pk>/`), so neither ids nor signed links nor search words reach a log. Some deeds
leave no line at all: that somebody wanted to stop is nobody's business, not even as a time.

Each request has a number by chance, in every line that is logged while it is answered and in the header X-Request-ID,
so that who had trouble and who reads the log can find each other. It names no person and is used once.
"""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from intervisie.common import metrics

UNLOGGED = {"room_stop", "room_calm_over", "room_calm_please", "health_live", "health_ready"}
log = logging.getLogger(__name__)


class AccessLog:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, number = time.perf_counter(), secrets.token_hex(6)
        with bound_contextvars(request=number):
            response = self.get_response(request)
            response.headers["X-Request-ID"] = number
            match = request.resolver_match
            if not (match and match.url_name in UNLOGGED):
                told(request, match.route if match else "…", response.status_code, time.perf_counter() - started)
        return response


def refused(request: HttpRequest, status: int) -> dict[str, str]:
    """Who was turned away, by id: somebody trying one door after another has to be seen. Asks the database nothing."""
    person = getattr(request, "_cached_user", None)
    if person is None or not person.is_authenticated or status not in (403, 404, 429):
        return {}
    return {"person": str(person.pk)}


def told(request: HttpRequest, route: str, status: int, seconds: float) -> None:
    metrics.page(f"/{route}", str(request.method), status, seconds)
    ms = round(seconds * 1000)
    fields = {"route": f"/{route}", "method": request.method, "status": status, "ms": ms, **refused(request, status)}
    log.info("%s /%s %s %s ms", request.method, route, status, ms, extra=fields)
