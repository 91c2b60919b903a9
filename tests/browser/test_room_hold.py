"""A card that is shown to its writer first, in a real browser: nothing typed is lost, one press more lays it down."""

import pytest
from playwright.sync_api import expect

from sessions.models import Contribution
from tests.browser.test_room import PHONE, room
from tests.sessions.table import a_session, in_method

ADVICE = "Heb je al eens met HR gepraat?"


@pytest.fixture
def asking(group, anna, bas, chris, dana):
    return in_method(a_session(group, leads=anna), anna, bas, "gossip", chris, dana, phase="explore")


@pytest.fixture
def page(asking, chris, open_page):
    page = open_page(chris, **PHONE)
    page.goto(room(asking))
    expect(page.locator("#live")).to_have_text("live")
    page.get_by_text("Liever typen").click()
    return page


def lay(page, text):
    page.fill("#card-text", text)
    page.get_by_role("button", name="Leg op tafel").click()


def test_the_text_stays_and_a_second_press_lays_it_down(page, eyes, check_axe):
    eyes.expects("422")
    lay(page, ADVICE)
    expect(page.locator(".hold")).to_contain_text("Dit klinkt als een advies.")
    expect(page.locator("#card-text")).to_have_value(ADVICE)
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Leg op tafel").click()
    expect(page.locator(".hold")).to_have_count(0)
    expect(page.locator("#card-text")).to_have_value("")
    assert Contribution.objects.get().kind == "question"


def test_in_one_tap_it_waits_and_the_field_is_free(page, eyes):
    eyes.expects("422")
    lay(page, ADVICE)
    page.get_by_role("button", name="Bewaar het voor straks").click()
    expect(page.get_by_text("Door jou bewaard")).to_be_visible()
    expect(page.locator("#card-text")).to_have_value("")
    expect(page.locator(".hold")).to_have_count(0)
    assert Contribution.objects.get().parked


def test_a_question_begins_in_its_place_and_what_was_written_stays_in_sight(page, eyes):
    eyes.expects("422")
    lay(page, ADVICE)
    page.get_by_role("button", name="Maak er een vraag van").click()
    expect(page.locator("#card-text")).to_have_value("Wat zou je nodig hebben om ")
    expect(page.locator("#card-text")).to_be_focused()
    expect(page.locator(".hold")).to_have_text(f"Je schreef: ‘{ADVICE}’")
    page.keyboard.type("het te zeggen?")
    page.get_by_role("button", name="Leg op tafel").click()
    expect(page.locator(".hold")).to_have_count(0)
    assert Contribution.objects.get().text == "Wat zou je nodig hebben om het te zeggen?"
