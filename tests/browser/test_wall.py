"""The screen on the wall in a real browser, 1920 wide: large enough for six metres, live, and calm within a moment."""

import re
import time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from methods.format import phase_snapshot
from sessions.actions import people, pointer, wall
from sessions.models import Step
from tests.methods.facts import shipped
from tests.sessions.table import a_session, begin, fresh, go_to, in_method

WALL = {"width": 1920, "height": 1080}
LEAST = 42  # px of letters, see design: readable at six metres
# Every text that is seen, with the height of its letters on the screen; what is drawn is measured as it is drawn.
HEIGHTS = """() => {
  const seen = (one) => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().height > 2
    && !one.closest('.visually-hidden, .live:not(.away), dialog, .skip');
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), one = walk.currentNode.parentElement;
    if (!text || !seen(one)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM?.().a ?? 1);
    found.push([text.slice(0, 40), Math.round(size * 10) / 10]);
  }
  return found;
}"""
FITS = """() => document.documentElement.scrollHeight <= innerHeight
  && document.documentElement.scrollWidth <= innerWidth
  && [...document.querySelectorAll('.wall main')].every((one) => one.scrollHeight <= one.clientHeight + 1)
  && [...document.querySelectorAll('.wall *')].every((one) => one.getBoundingClientRect().bottom <= innerHeight)"""


@pytest.fixture
def hang(open_page):
    """`hang(session, anna)`: a screen that typed the code Anna got."""

    def screen(session, by, **more):
        page = open_page(None, **{**WALL, **more})
        page.goto("/muur/")
        page.get_by_label("De code uit de kamer").fill(wall.ask_wall(fresh(session), by=by).spaced)
        page.get_by_role("button", name="Hang op").click()
        expect(page.locator("#wall")).to_be_visible()
        return page

    return screen


def large(page):
    small = [(text, size) for text, size in page.evaluate(HEIGHTS) if size < LEAST - 0.5]
    assert small == []
    assert page.evaluate(FITS)


def test_from_the_lobby_on_it_follows_the_room_by_itself(group, anna, bas, chris, dana, hang, check_axe):
    session = a_session(group, leads=anna)
    pointer.sit(session, by=anna)
    page = hang(session, anna)
    expect(page.get_by_role("img", name=re.compile("QR-code"))).to_be_visible()
    large(page)
    check_axe(page)
    begin(session, anna, bas, chris, dana)
    expect(page.locator("h1")).to_have_text("Landen")
    large(page)
    go_to(session, anna, kind="check_in")
    expect(page.locator("h1")).to_have_text("Check-in")
    large(page)
    check_axe(page)
    now = fresh(session)
    pointer.close(now, by=anna, seen_version=now.version)
    expect(page.locator("h1")).to_have_text("Klaar. Dank je wel.")
    large(page)


def test_a_television_shows_a_code_and_opens_by_itself(group, anna, bas, open_page, check_axe):
    session = begin(a_session(group, leads=anna), anna, bas)
    screen, phone = open_page(None, **WALL), open_page(bas, width=390, height=844)
    screen.goto("/muur/")
    check_axe(screen)
    code = screen.locator(".wall-code").inner_text()
    phone.goto(f"/bijeenkomst/{session.pk}/kamer/muur/")
    phone.locator("#shown-code").fill(code.lower())
    check_axe(phone)
    phone.get_by_role("button", name="Hang dit scherm op").click()
    expect(phone.get_by_text("Het scherm komt er binnen een paar tellen bij.")).to_be_visible()
    expect(screen.locator("#wall h1")).to_have_text("Landen", timeout=10_000)
    expect(screen.locator("#live")).to_have_text("live")


def test_a_stop_is_quiet_on_the_wall_within_a_moment(group, anna, bas, chris, dana, hang, check_axe):
    session = in_method(a_session(group, leads=anna), anna, bas, "gossip", chris, dana, phase="gossip")
    page = hang(session, anna)
    expect(page.locator("#live")).to_have_text("live")
    pressed = time.monotonic()
    people.stop(fresh(session), by=chris)
    expect(page.locator("h1")).to_have_text("Even stil.")
    assert time.monotonic() - pressed < 3  # a second on a machine that does nothing else
    assert page.get_by_role("timer").count() == 0
    check_axe(page)
    people.calm_over(fresh(session), by=anna)
    expect(page.locator("h1")).to_have_text("Roddelen")


def test_taken_away_it_is_dark_by_itself(group, anna, bas, hang, eyes):
    eyes.expects("403|404")  # taken away before its stream stood: it asks, hears no, and shows the field for a code
    session = begin(a_session(group, leads=anna), anna, bas)
    page = hang(session, anna)
    expect(page.locator("#live")).to_have_text("live")
    wall.close_walls(fresh(session), by=bas)
    expect(page.get_by_label("De code uit de kamer")).to_be_visible()


def longest():
    """The phases of the library with the longest words: title, line, and both together."""
    phases = [(phase, phase.text(lang)) for doc in shipped() for phase in doc.phases for lang in ("nl", "en")]
    by = [lambda text: len(text.title), lambda text: len(text.line), lambda text: len(text.title) * 2 + len(text.line)]
    return [max(phases, key=lambda one, size=size: size(one[1]))[0] for size in by]


def test_the_longest_words_of_the_library_fit(group, anna, bas, chris, dana, hang):
    session = in_method(a_session(group, leads=anna), anna, bas, "gossip", chris, dana)
    for nr, phase in enumerate(longest()):
        here = fresh(session)
        step = Step.objects.create(
            session=session, treatment_id=here.step.treatment_id, position=9000 + nr, kind="phase",
            phase=phase_snapshot(phase), minutes=10, entered_at=timezone.now(),
        )  # fmt: skip
        type(session).objects.filter(pk=session.pk).update(step=step)
        for language in ("nl", "en"):
            group.language = language
            group.save(update_fields=["language"])
            page = hang(session, anna)
            large(page)
            page.close()
        wall.close_walls(fresh(session), by=anna)


def test_on_the_same_laptop_one_press_opens_it_and_what_is_private_is_hidden(
    group, anna, bas, chris, dana, open_page, check_axe
):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    page = open_page(anna, height=900)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    page.locator("#notes-drawer > summary").click()
    page.locator("#note-text").fill("Let op Dana")
    expect(page.locator("#note-text")).to_be_visible()
    table = page.context.new_page()
    table.goto(f"/bijeenkomst/{session.pk}/kamer/muur/")
    table.get_by_role("button", name="Geef me een code").click()
    check_axe(table)
    with page.context.expect_page() as opened:
        table.get_by_role("button", name="Open het hier in een nieuw venster").click()
    screen = opened.value
    expect(screen.locator("#wall h1")).to_have_text("Vullen in stilte")
    expect(page.locator("#note-text")).to_be_hidden()
    page.keyboard.press("Alt+h")
    expect(page.locator("#note-text")).to_be_visible()


def test_one_key_hides_what_is_mine_and_what_comes_in_meanwhile(group, anna, bas, chris, dana, open_page, check_axe):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    page = open_page(chris, height=900)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    page.locator("#card-text").fill("Straks denken ze dat ik twijfel.")
    page.get_by_role("button", name="Leg dicht op tafel").click()
    card = page.locator("#stage-cards .say").get_by_text("Straks denken ze dat ik twijfel.")
    expect(card).to_be_visible()
    page.keyboard.press("Alt+h")
    expect(card).to_be_hidden()
    expect(page.locator("#card-text")).to_be_hidden()
    expect(page.locator("#announce")).to_have_text("Wat alleen voor jou is, is verborgen.")
    people.set_ready(fresh(session), by=bas, step_id=session.step_id, ready=True)  # a part is drawn anew
    expect(page.locator("#tally")).to_contain_text("1")
    expect(card).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    check_axe(page)
    page.reload()
    expect(card).to_be_hidden()
    page.locator("#menu-more > summary").click()
    page.get_by_role("button", name="Toon weer wat van mij is").click()
    expect(card).to_be_visible()
