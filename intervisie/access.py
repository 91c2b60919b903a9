"""One line per page: the route, never the address; how it ended; how long it took.

A route is the pattern (`groep/<uuid:pk>/`), so neither ids nor signed links nor search words reach a log. Some deeds
leave no line at all: that somebody wanted to stop is nobody's business, not even as a time.
"""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

UNLOGGED = {"room_stop", "room_calm_over", "health_live", "health_ready"}
log = logging.getLogger(__name__)


class AccessLog:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if not (match and match.url_name in UNLOGGED):
            took = round((time.perf_counter() - started) * 1000)
            log.info("%s /%s %s %s ms", request.method, match.route if match else "…", response.status_code, took)
        return response
