"""Nobody but who belongs finds anything, at any address, with everything there that could leak."""

import pytest

from groups import actions as groups
from groups.models import Membership, User
from tests.attack.addresses import OF_A_GROUP, Visitor, addresses, browser_of, each_door, routes
from tests.attack.database import changed, prints
from tests.attack.words import content_in, words_in

NAMES = ("Hoekstra", "de Wit", "Yılmaz", "Mulder")  # of members; who coaches a group is no secret to a coordinator
NOT_THERE = (404, 405)


@pytest.fixture(scope="module")
def places(world_of_this_module):
    return addresses(world_of_this_module)


@pytest.fixture
def staff(world):
    """The highest rank Django knows, and no member of anything."""
    return User.objects.create_superuser("baas@example.org", name="Baas")


def leaks(answer, but=()):
    said = answer.content.decode(errors="replace")
    return (words_in(answer) | {name for name in NAMES if name in said}) - set(but)


def test_no_address_is_left_out(places):
    """Each route at least once, and those of the room for several sessions, cards, notes and steps."""
    assert {place.name for place in places} == {name or route for name, route, _arguments in routes()}
    assert len(each_door(place for place in places if place.private)) > 150
    assert sum(place.private for place in places) > 450


def of(places, *beginnings):
    return [place for place in places if place.private and place.route.startswith(beginnings)]


def finds_nothing(visitor, places):
    for place in places:
        for way, answer in visitor.asks(place):
            assert answer.status_code in NOT_THERE, (way, place.path, answer.status_code)
            assert not leaks(answer), (way, place.path)


# ── who does not belong ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["coen", "eva", "femke", "gijs", "staff"])
def test_who_does_not_belong_finds_nothing_and_changes_nothing(world, places, staff, who):
    private = each_door(place for place in places if place.private)
    visitor = Visitor(staff if who == "staff" else getattr(world, who))
    before = prints()
    finds_nothing(visitor, private)
    assert changed(before) == set()


def test_the_coordinator_finds_nothing_in_any_state_of_a_session_case_or_card(world, places):
    browser = browser_of(world.coen)
    private = [place for place in places if place.private]
    for place in private:
        answer = browser.get(place.path)
        assert answer.status_code in NOT_THERE, (place.path, answer.status_code)
        assert not leaks(answer), place.path


def test_nobody_is_sent_to_the_door_everywhere(world, places):
    visitor, before = Visitor(), prints()
    for place in each_door(place for place in places if place.private):
        for way, answer in visitor.asks(place):
            assert answer.status_code in (302, 405), (way, place.path)
            assert answer.status_code == 405 or answer["Location"].startswith("/account/login/?next=/")
            assert not leaks(answer), (way, place.path)
    assert changed(before) == set()


@pytest.mark.parametrize("who", ["chris", "anna"])
def test_who_was_sent_away_finds_nothing_though_the_session_goes_on(world, places, who):
    """Chris sits at the table, Anna leads it: until now. Only a step of one's own goes along (see `test_keys.py`)."""
    person = getattr(world, who)
    visitor = Visitor(person)
    assert visitor.browser.get(f"/bijeenkomst/{world.live.pk}/kamer/").status_code == 200
    groups.leave(Membership.objects.current().get(user=person, group=world.group), by=world.dana)
    own = {str(step.pk) for step in world.commitments if step.owner_id == person.pk}
    doors = each_door(place for place in places if place.private and place.about not in own)
    assert {f"{place.route.partition('/')[0]}/" for place in doors} == set(OF_A_GROUP)
    before = prints()
    finds_nothing(visitor, doors)
    assert changed(before) == set()


def test_a_case_giver_who_leaves_takes_the_words_along(world, places):
    groups.leave(Membership.objects.current().get(user=world.bas, group=world.group), by=world.bas)
    finds_nothing(Visitor(world.bas), each_door(of(places, "bijeenkomst/", "groep/")))
    for person in (world.anna, world.bas, world.chris):
        browser = browser_of(person)
        seen = {word for place in of(places, "casus/") for word in content_in(browser.get(place.path))}
        assert seen <= {"kanarie-plankquestion", "kanarie-plankpitch", "kanarie-plankstory", "kanarie-avond"}


# ── what is open to them ───────────────────────────────────────────────────────────────────────────
OVERVIEW = {"coordinator", "requests", "group_request", "found_group", "organisation", "staff", "end_role"}


@pytest.mark.parametrize("who", ["coen", "eva", "femke", "gijs", "staff", "nobody"])
def test_what_is_open_to_them_says_nothing_of_the_group(world, places, staff, who):
    person = {"staff": staff, "nobody": None}.get(who) or getattr(world, who, None)
    visitor, opened = Visitor(person), set()
    own = [name for name in NAMES if person and name in person.name]
    for place in places:
        if not place.private and place.name not in KEYS and place.name != "account_logout":
            for ask in (visitor.browser.get, visitor.part):
                answer = ask(place.path)
                assert answer.status_code < 500 or place.name == "health_ready", place.path
                assert not leaks(answer, but=own), place.path
                opened |= {place.name} if answer.status_code == 200 else set()
    assert opened & OVERVIEW == (OVERVIEW if who == "coen" else set())
    assert ("home" in opened) == (who != "nobody")


KEYS = {  # addresses that are keys themselves, and what they may show to whoever holds them
    "rsvp": {"binnen-plek"},
    "feed_ics": {"binnen-plek", "binnen-link", "binnen-lobby"},
    "invitation": {"binnen-nieuw"},  # for which address it is
    "confirm_request": set(),
    "unsubscribe": set(),
    "role_invitation": set(),
}


def test_a_key_from_a_mail_shows_no_more_than_it_is_for(world, places):
    found = {place.name: place for place in places if place.name in KEYS}
    assert set(found) == set(KEYS)
    for name, place in found.items():
        visitor = Visitor()
        answer = visitor.browser.get(place.path, follow=True)
        assert answer.status_code == 200, name
        assert leaks(answer, but=["Hoekstra"] if name == "rsvp" else []) <= KEYS[name], name
