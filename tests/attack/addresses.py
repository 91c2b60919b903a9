"""Every address there is, read off the resolver, with everything it could be about.

A new address needs nothing here. A new *kind* of argument does: `about` fails until somebody says what it stands for.
"""

import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import product

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from methods.models import Method

PULLED = ["step", "people", "cards", "tally", "harvest"]
CASE_STEPS = ["speelt", "vraag", "zoekt", "nu", "delen"]


def routes(resolver=None, before="", earlier=()):
    """(name, route, its arguments) of every pattern, ours and those of others."""
    for one in (resolver or get_resolver()).url_patterns:
        route, arguments = before + str(one.pattern), [*earlier, *one.pattern.regex.groupindex]
        if isinstance(one, URLPattern):
            yield one.name, route, arguments
        else:
            yield from routes(one, route, arguments)


@dataclass(frozen=True)
class Address:
    path: str
    name: str  # of its route
    route: str
    about: str  # the first thing in it
    private: bool  # it names a group or something of a group; not a key from a mail, nor one's own account


OF_A_GROUP = ("bijeenkomst/", "bord/", "casus/", "eigen-werkvormen/", "groep/", "voornemen/", "terugkijken/")


def addresses(world):
    """Every address, with each thing it could be about."""
    found = {}
    for name, route, arguments in routes():
        private = bool(arguments) and route.startswith(OF_A_GROUP)
        for values in _values(world, name, route, arguments):
            path = reverse(name, kwargs=values) if name else f"/{route}"
            subject = str(next(iter(values.values()), ""))
            found[path] = Address(path, name or route, route, subject, private)
    return list(found.values())


def each_door(places, most=2):
    """Of every route the addresses of one or two things, each once: enough to find out whether its door is shut."""
    doors = defaultdict(dict)
    for place in places:
        if len(doors[place.name]) < most:
            doors[place.name].setdefault(place.about, place)
    return [place for found in doors.values() for place in found.values()]


def _values(world, name, route, arguments):
    choices = [about(world, name, route, argument) for argument in arguments]
    for values in product(*choices):
        chosen = dict(zip(arguments, (getattr(value, "pk", value) for value in values), strict=True))
        if _belong_together(values):
            yield chosen


def _belong_together(values):
    """A card with the session it was laid in, and not with five others: those are for tests that cross them."""
    first, *inner = values or [None]
    ids, home = [_session_of(one) for one in inner], getattr(first, "session_id", None) or getattr(first, "pk", None)
    return all(pk is None or pk == home for pk in ids)


def _session_of(thing):
    return getattr(thing, "session_id", None) or getattr(getattr(thing, "step", None), "session_id", None)


def about(world, name, route, argument):
    """What can stand at this place."""
    if argument == "pk":
        return _subject(world, route)
    if argument == "token":
        return [world.tokens[name]]
    if argument == "invitation_pk":
        return [world.role_invitation if route.startswith("coordinatie/") else world.invitation]
    if argument == "step" and "<slug:step>" in route:
        return CASE_STEPS if route.startswith("casus/") else ["question", "gossip"]
    return {
        "card": world.cards,
        "note": world.notes,
        "whisper": world.whispers,
        "commitment": world.commitments,
        "step": world.steps,
        "of": PULLED,
        "form": ["png", "pdf"],
        "membership_pk": world.memberships,
        "role_pk": list(world.organisation.roles.all()),
        "group_pk": [world.group],
        "slug": ["gedachtenwolk"],
        "number": [1],  # of a version of an own method
        "version": [Method.objects.get(slug="gedachtenwolk").version],
        "kind": ["json", "txt"],  # of a file with what is one's own
        "key": ["x"],
        "uidb36": ["1"],
    }[argument]


def _subject(world, route):
    first = route.split("<")[0]
    return {
        "bijeenkomst/": world.sessions,
        "bord/": world.boards,
        "casus/": world.cases,
        "eigen-werkvormen/": [world.own_method],
        "groep/": [world.group],
        "voornemen/": world.commitments,
        "terugkijken/": world.follow_ups,
        "coordinatie/aanvragen/": [world.request],
        "coordinatie/": [world.organisation],
        "account/2fa/webauthn/keys/": [1],
    }[first]


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────
def browser_of(user=None, **options):
    """Somebody's browser, signed in this minute; it takes a page that fails as a page."""
    client = Client(raise_request_exception=False, **options)
    if user is not None:
        client.force_login(type(user).objects.get(pk=user.pk))  # as in the database: a test may have changed the object
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
    return client


class Visitor:
    """Asks for addresses in the three ways there are: the page, a part of it, and to do something.

    Where a route said once that it takes no GET or no POST, it is not asked again for each thing it could be about.
    """

    def __init__(self, user=None):
        self.browser, self.refuses = browser_of(user), set()

    def asks(self, address):
        """(how, the answer) for each way."""
        ways = {"GET": self.browser.get, "part": self.part, "POST": self._post}
        for way, ask in ways.items():
            method = "POST" if way == "POST" else "GET"
            if (address.name, method) not in self.refuses:
                answer = ask(address.path)
                if answer.status_code == 405:
                    self.refuses.add((address.name, method))
                yield way, answer

    def part(self, path):
        return self.browser.get(path, headers={"HX-Request": "true"})

    def _post(self, path):
        return self.browser.post(path, FILLED_IN)


FILLED_IN = {"text": "x", "yes": "1", "version": "1", "way": "search", "answer": "yes", "outcome": "done", "on": "1"}
