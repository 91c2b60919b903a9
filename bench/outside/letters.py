"""The addresses that carry a key: they stand in mails, no link of a page leads there."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import httpx
from django.urls import reverse
from django.utils import timezone

from bench.outside.crawl import Visit, look
from bench.outside.place import Site
from groups import actions
from groups.models import Group, GroupRequest, Membership, Organisation, OrganisationRole
from groups.tokens import invitation_token, request_token, role_token, unsubscribe_token
from intervisie.common.delivery.topics import TOPICS
from intervisie.demo.story import demo_id
from sessions.links import rsvp_path
from sessions.models import CaseSession

KINDS = ("rsvp", "invitation", "role_invitation", "unsubscribe", "confirm_request")
LOST = "deze-link-is-afgekapt"
ASKED = "bas"  # is there and belongs elsewhere: for everybody in the crawl such a link says something else


@functools.cache
def written() -> dict[str, str]:
    """One of each kind that works, from the rows of the demonstration."""
    session = CaseSession.objects.filter(group=demo_id("group:noord"), starts_at__gt=timezone.now()).earliest(
        "starts_at"
    )
    group = Group.objects.get(pk=demo_id("group:zuid"))
    coach = group.memberships.current().get(role=Membership.Role.COACH).user
    organisation = Organisation.objects.get(pk=demo_id("waterrijk"))
    address = f"{ASKED}@demo.example"
    [invited] = actions.invite(group, [address], by=coach)
    asked = actions.invite_role(organisation, address, OrganisationRole.Role.COACH, by=coach)
    request = GroupRequest.objects.create(
        pk=uuid4(), organisation=organisation, name="Ria Post", email="ria@demo.example", workplace="Post", people=5
    )
    return {
        "rsvp": rsvp_path(session, demo_id(f"user:{ASKED}")),
        "invitation": reverse("invitation", args=[invitation_token(invited.pk, invited.sent_count)]),
        "role_invitation": reverse("role_invitation", args=[role_token(asked.pk, asked.sent_count)]),
        "unsubscribe": reverse("unsubscribe", args=[unsubscribe_token(demo_id(f"user:{ASKED}"), next(iter(TOPICS)))]),
        "confirm_request": reverse("confirm_request", args=[request_token(request.pk)]),
    }


def opened(site: Site, browsers: dict[str, httpx.Client]) -> Iterator[Visit]:
    """Each by everybody in the crawl; what no longer works by nobody."""
    for kind, path in written().items():
        for role, asking in browsers.items():
            yield _opened(site, role, asking, path, kind)
    for kind in KINDS:
        yield _opened(site, "nobody", browsers["nobody"], reverse(kind, args=[LOST]), f"{kind}, lost")


def _opened(site: Site, role: str, asking: httpx.Client, path: str, kind: str) -> Visit:
    """Where it leads: an invitation is remembered and leaves the address."""
    asking.follow_redirects = True
    visit, _ = look(site, role, asking, path)
    return replace(visit, letter=kind)
