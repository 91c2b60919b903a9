"""Whether the crawl came everywhere: every route that takes a GET gave its page, part or file to somebody.

A new route is reached by itself: `tests/attack/addresses.py` asks what it could be about, and `doors.py` goes there.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.urls import get_resolver

from bench.outside.crawl import URLS, Visit
from bench.outside.verdict import Verdict
from tests.attack.addresses import routes

ELSEWHERE = {  # name, or route without one → why it gives nothing here
    "outside/fails/": "it fails: that is what it is for",
    "favicon.ico": "sends on to the picture",
    "health_ready": "says 503: no worker runs here",
    "mfa_login_webauthn": "for scripts; sends everybody else on to the login",
    "wall_wait": "answers by a header, never by words",
    "room_modules": "empty but in one step of a shell; states.py is there",
    "dev_mail": "only in development",
    "dev_mail_one": "only in development",
    "dev_mail_html": "only in development",
}


def visited(visits: Iterable[Visit]) -> Verdict:
    verdict = Verdict("routes", "that take a GET: each gave what it has to somebody")
    said = defaultdict[str, set[int]](set)
    for visit in visits:
        said[visit.route].add(visit.status)
    for name, route, _arguments in routes(get_resolver(URLS)):
        statuses = said[route.replace("/^", "/")]  # as a match names it
        if 405 not in statuses:
            verdict.looked += 1
            verdict.found += _wrong(name or route, route, statuses)
    return verdict


def _wrong(name: str, route: str, said: set[int]) -> list[str]:
    if 200 in said:
        return [f"{name}: needs no exception any more"] if name in ELSEWHERE else []
    if name in ELSEWHERE:
        return []
    return [f"{name}: /{route} gave nobody anything: {', '.join(map(str, sorted(said))) or 'not visited'}"]
