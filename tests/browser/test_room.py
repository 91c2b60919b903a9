"""The room in real browsers: what must be in sight, what is never lost, what is quiet at once."""

import time

import pytest
from playwright.sync_api import expect

from sessions.actions import people, pointer
from tests.sessions.table import a_session, fresh, go_to, in_method, write

PHONE = {"width": 390, "height": 844}


def room(session):
    return f"/bijeenkomst/{session.pk}/kamer/"


@pytest.fixture
def cloud(group, anna, bas, chris, dana):
    """`cloud("fill")`: Anna leads a gedachtenwolk for Bas, at this phase; Chris and Dana are peers."""

    def at(phase, method="gedachtenwolk"):
        return in_method(a_session(group, leads=anna), anna, bas, method, chris, dana, phase=phase)

    return at


@pytest.mark.parametrize("phase", ["moment", "fill", "one_thought", "space", "harvest"])
def test_who_leads_from_a_phone_sees_what_to_say_the_time_and_what_comes_next(cloud, anna, open_page, phase):
    running = cloud(phase)
    page = open_page(anna, **PHONE)
    page.goto(room(running))
    for seen in (page.locator("p.say").first, page.get_by_role("timer"), page.locator("#advance")):
        expect(seen).to_be_in_viewport(ratio=1)
    # Asked in one breath: a pull may draw the room anew between two questions.
    page.wait_for_function(
        """() => {
            const box = (query) => document.querySelector(query).getBoundingClientRect();
            return box("p.say").bottom < box("#room-bar").top;
        }"""
    )


def test_what_is_typed_survives_whatever_the_others_do(cloud, anna, bas, chris, open_page):
    running = cloud("fill")
    page = open_page(chris, **PHONE)
    page.goto(room(running))
    expect(page.locator("#live")).to_have_text("live")
    page.locator("#card-text").press_sequentially("Straks denken ze ")
    write(running, bas, "Een goede gedragswetenschapper weet dit.", kind="thought")
    expect(page.get_by_text("Eén kaart ligt dicht op tafel.")).to_be_visible()
    people.set_ready(fresh(running), by=bas, step_id=running.step_id, ready=True)
    page.locator("#card-text").press_sequentially("dat ik twijfel.")
    assert page.input_value("#card-text") == "Straks denken ze dat ik twijfel."
    assert page.evaluate("document.activeElement.id") == "card-text"


def test_nobody_who_is_typing_is_moved_along(cloud, anna, chris, open_page):
    running = cloud("fill")
    page = open_page(chris, **PHONE)
    page.goto(room(running))
    expect(page.locator("#live")).to_have_text("live")
    page.fill("#card-text", "Nog niet af")
    go_to(running, anna, phase="reveal")
    expect(page.locator("#held")).to_contain_text("De groep is verder; je tekst is bewaard.")
    expect(page.locator("h1")).to_have_text("Vullen in stilte")
    page.get_by_role("button", name="Ga mee").click()
    expect(page.locator("h1")).to_have_text("Onthullen en kiezen")
    expect(page.locator("#note-text")).to_have_value("Nog niet af")


def test_at_the_reveal_all_cards_appear_by_themselves(cloud, anna, bas, chris, dana, open_page):
    running = cloud("fill")
    write(running, bas, "Als ik nu iets zeg, gaat het weer over mij.", kind="thought")
    write(running, dana, "Stilte kan ook nadenken zijn.", kind="thought")
    page = open_page(chris, **PHONE)
    page.goto(room(running))
    expect(page.locator("#live")).to_have_text("live")
    go_to(running, anna, phase="reveal")
    expect(page.get_by_text("Drie tellen, dan ligt alles open.")).to_be_visible()
    expect(page.get_by_text("Stilte kan ook nadenken zijn.")).to_be_visible()
    expect(page.get_by_text("gaat het weer over mij")).to_be_visible()


def test_stop_is_one_tap_and_every_screen_is_quiet(cloud, anna, bas, chris, open_page):
    running = cloud("gossip", method="gossip")
    pages = [open_page(user, **PHONE) for user in (anna, bas, chris)]
    for page in pages:
        page.goto(room(running))
        expect(page.locator("#live")).to_have_text("live")
    pressed = time.monotonic()
    pages[1].get_by_role("button", name="Ik wil even stoppen").click()
    for page in pages:
        expect(page.locator("h1")).to_have_text("Even stil.")
    assert time.monotonic() - pressed < 3  # a second on a machine that does nothing else
    for page in pages:
        assert page.get_by_role("timer").count() == 0
    pages[0].get_by_role("button", name="We gaan verder").click()
    expect(pages[1].locator("h1")).to_have_text("Je luistert.")


def test_the_turned_chair_asks_nothing_for_as_long_as_it_lasts(cloud, bas, chris, open_page):
    running = cloud("gossip", method="gossip")
    page = open_page(bas)
    page.goto(room(running))
    expect(page.locator("#live")).to_have_text("live")
    page.fill("#note-text", "dat ik zorg voor de rust van anderen")
    people.set_ready(fresh(running), by=chris, step_id=running.step_id, ready=True)
    page.get_by_role("button", name="Raakt me").click()
    expect(page.locator("#notes li")).to_contain_text("dat ik zorg voor de rust van anderen")
    expect(page.locator("#note-text")).to_have_value("")
    assert "Chris" not in page.locator("body").inner_text()


@pytest.mark.parametrize("phase", ["fill", "reveal", "order", "one_thought", "space"])
def test_nothing_needs_sideways_scrolling_at_320(cloud, anna, bas, chris, open_page, check_axe, phase):
    running = cloud(phase)
    for user in (anna, bas, chris):
        page = open_page(user, width=320, height=640)
        page.goto(room(running))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        check_axe(page)


def test_every_press_works_without_script(cloud, anna, chris, open_page):
    running = cloud("fill")
    page = open_page(chris, javascript=False)
    page.goto(room(running))
    page.fill("#card-text", "Een goede gedragswetenschapper weet dit.")
    page.get_by_role("button", name="Leg dicht op tafel").click()
    expect(page.locator("#stage-cards")).to_contain_text("Een goede gedragswetenschapper weet dit.")
    leader = open_page(anna, javascript=False)
    leader.goto(room(running))
    leader.get_by_role("button", name="Naar ‘Onthullen en kiezen’").click()
    expect(leader.locator("h1")).to_have_text("Onthullen en kiezen")


def test_a_stale_press_says_who_was_first_and_shows_where_we_are(cloud, anna, open_page, eyes):
    eyes.expects("409")
    running = cloud("moment")
    page = open_page(anna)
    page.goto(room(running))
    now = fresh(running)
    page.route("**/kamer/deel/**", lambda route: route.fulfill(status=204))
    pointer.advance(now, by=anna, seen_version=now.version)
    page.get_by_role("button", name="Naar ‘Feiten, dan beleving’").click()
    expect(page.locator("#flash")).to_contain_text("Anna was je net voor")


def test_a_new_step_is_said_once_in_words(cloud, anna, chris, open_page):
    running = cloud("facts")
    page = open_page(chris)
    page.goto(room(running))
    expect(page.locator("#live")).to_have_text("live")
    go_to(running, anna, phase="fill")
    expect(page.locator("#announce")).to_contain_text("Nu: Vullen in stilte.")
    expect(page.locator("h1")).to_have_text("Vullen in stilte")
