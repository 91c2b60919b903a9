"""The keys that stand in mails and calendars, in the hands of somebody they were not sent to, and of who was sent away.

A key opens its own door, for whoever holds it: so what matters is that it opens no other, shows nobody more than it is
for, and that what is pressed there happens to the person it names and never to the one who presses. A pulse and a
look-back on a step come by mail too, but as plain addresses behind the login: `test_crawl.py` goes there.
"""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions as groups
from groups.models import Membership, OrganisationRole
from groups.tokens import invitation_token, unsubscribe_token
from intervisie.common.delivery import TOPICS, unwanted_by
from intervisie.common.models import AuditEvent
from sessions.actions import planning
from sessions.links import feed_token, rsvp_token
from sessions.models import Commitment, Rsvp
from tests.attack.addresses import addresses, browser_of, each_door
from tests.attack.database import SESSIONS, changed, prints
from tests.attack.test_crawl import KEYS, NAMES, leaks
from tests.attack.words import words_in

WHO = [
    "eva",
    "femke",
    "gijs",
    "coen",
    "nobody",
]  # same organisation, another, sent away, coordinates
TRACE = AuditEvent._meta.db_table


@pytest.fixture(scope="module")
def places(world_of_this_module):
    return addresses(world_of_this_module)


@pytest.fixture
def hold(world):
    """`hold("eva")`: her browser, with every key in hand."""
    return lambda who: browser_of(None if who == "nobody" else getattr(world, who))


def path(world, kind):
    return reverse(kind, args=[world.tokens[kind]])


def test_these_are_all_the_keys_there_are(world):
    assert set(KEYS) == set(world.tokens)


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_what_was_signed_with_another_secret_opens_nothing(world, settings, kind):
    """Also one day: with a new secret every key that is out ends."""
    settings.SECRET_KEY = "another secret, as long as it has to be, and made by somebody else"
    before = prints()
    browser = Client()
    assert browser.get(path(world, kind), follow=True).status_code == 404
    assert changed(before) == set()


# ── in the hands of somebody else ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", WHO)
def test_whoever_holds_a_key_sees_what_it_is_for_and_looking_changes_nothing(world, hold, who):
    browser, before = hold(who), prints()
    own = [name for name in NAMES if who != "nobody" and name in getattr(world, who).name]
    for kind in KEYS:
        answer = browser.get(path(world, kind), follow=True)
        assert answer.status_code == 200, kind
        named = ["Hoekstra"] if kind == "rsvp" else []  # whose answer it asks
        assert leaks(answer, but=[*named, *own]) <= KEYS[kind], kind
    assert changed(before) == set()


@pytest.mark.parametrize("who", WHO)
def test_a_key_that_was_used_opens_no_other_door(world, hold, places, who):
    browser = hold(who)
    for kind in KEYS:
        browser.get(path(world, kind), follow=True)
    for place in each_door((place for place in places if place.private), most=1):
        answer = browser.get(place.path)
        assert answer.status_code in ((302, 405) if who == "nobody" else (404, 405)), place.path
        assert not leaks(answer), place.path
        if answer.status_code == 302:
            assert answer["Location"].startswith("/account/login/?next=/")


@pytest.mark.parametrize("who", WHO)
def test_an_answer_is_of_who_was_asked_and_not_of_who_pressed(world, hold, who):
    browser, before = hold(who), prints()
    assert browser.post(path(world, "rsvp"), {"answer": "yes"}).status_code == 200
    assert changed(before) <= {Rsvp._meta.db_table, "common_delivery", TRACE}
    assert list(Rsvp.objects.filter(session=world.planned, answer="yes").values_list("user", flat=True)) == [
        world.bas.pk
    ]


@pytest.mark.parametrize("who", WHO)
def test_mails_stop_for_who_got_them_and_for_nobody_else(world, hold, who):
    topic = next(iter(TOPICS))
    assert hold(who).post(path(world, "unsubscribe")).status_code == 200
    assert topic in unwanted_by(world.bas)
    for person in (world.eva, world.femke, world.gijs, world.coen):
        assert topic not in unwanted_by(person)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("kind", ["invitation", "role_invitation"])
def test_an_invitation_of_somebody_else_lets_nobody_in(world, hold, kind, who):
    """Not even with its answer filled in: it counts for who shows that the address is theirs."""
    browser, accept = hold(who), {"invitation": "accept_invitation", "role_invitation": "accept_role"}[kind]
    browser.get(path(world, kind))
    before = prints()
    answer = browser.post(reverse(accept), {"independent": "no"})
    assert answer.status_code != 200
    assert changed(before) <= {TRACE}
    if who != "nobody":
        person = getattr(world, who)
        assert not Membership.objects.current().filter(user=person, group=world.group).exists()
        assert OrganisationRole.objects.filter(user=person, organisation=world.organisation).exists() == (who == "coen")


@pytest.mark.parametrize("who", WHO)
def test_a_request_is_confirmed_for_who_asked(world, hold, who):
    """It was confirmed already: again changes nothing, whoever presses."""
    browser, before = hold(who), prints()
    assert browser.post(path(world, "confirm_request")).status_code == 302
    assert changed(before) == set()


@pytest.mark.parametrize("who", WHO)
def test_a_calendar_can_only_be_read(world, hold, who):
    browser, before = hold(who), prints()
    assert browser.post(path(world, "feed_ics"), {"answer": "yes"}).status_code == 405
    assert changed(before) == set()


# ── of who was sent away ───────────────────────────────────────────────────────────────────────────
def keys_of(world, person):
    """What lies in this person's mailbox and calendar, from when they belonged."""
    feed = planning.open_feed(by=person)
    return {
        "rsvp": reverse("rsvp", args=[rsvp_token(world.planned.pk, person.pk, 1)]),
        "feed_ics": reverse("feed_ics", args=[feed_token(person.pk, feed.nonce)]),
        "unsubscribe": reverse("unsubscribe", args=[unsubscribe_token(person.pk, next(iter(TOPICS)))]),
    }


@pytest.mark.parametrize("logged_in", [True, False])
@pytest.mark.parametrize("who", ["chris", "anna", "bas"])
def test_of_who_is_sent_away_every_key_is_worth_nothing_from_that_moment(world, who, logged_in):
    person = getattr(world, who)
    keys = keys_of(world, person)
    browser = browser_of(person) if logged_in else Client()
    assert world.group.name in browser.get(keys["rsvp"]).content.decode(), "until then it works"
    assert "binnen-plek" in words_in(browser.get(keys["feed_ics"]))
    groups.leave(Membership.objects.current().get(user=person, group=world.group), by=world.dana)
    before = prints()
    for ask in (browser.get, browser.post):
        answer = ask(keys["rsvp"], {"answer": "yes"})
        assert answer.status_code == 404
        assert not words_in(answer)
        assert world.group.name not in answer.content.decode()
    answer = browser.get(keys["feed_ics"])
    assert answer.status_code == 200, "other groups may be in it"
    assert not words_in(answer)
    assert b"BEGIN:VEVENT" not in answer.content
    assert changed(before) == set()
    assert browser.post(keys["unsubscribe"]).status_code == 200, "but nobody has to get mails"


def test_the_invitation_by_which_somebody_once_came_brings_nobody_back(world):
    used = world.group.invitations.get(accepted_by=world.gijs)
    browser = browser_of(world.gijs)
    answer = browser.get(reverse("invitation", args=[invitation_token(used.pk, used.sent_count)]), follow=True)
    assert answer.status_code == 410
    before = prints()
    assert browser.post(reverse("accept_invitation"), {"independent": "no"}).status_code >= 400
    assert changed(before, without=(SESSIONS,)) == set()


# ── what goes along ───────────────────────────────────────────────────────────────────
def test_ones_own_step_goes_along(world):
    """A step is of the person and not of the group: Bas still says what came of his, and is asked about it."""
    groups.leave(Membership.objects.current().get(user=world.bas, group=world.group), by=world.bas)
    browser = browser_of(world.bas)
    step = Commitment.objects.get(session=world.old, owner=world.bas, kind="step")
    before = prints()
    assert browser.post(reverse("look_back", args=[step.pk]), {"outcome": "done"}).status_code == 302
    assert changed(before) == {Commitment._meta.db_table}
    step.refresh_from_db()
    assert step.outcome == "done"
