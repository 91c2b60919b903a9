"""What a visitor meets first: no finding of axe, nothing beside the page at 320 pixels, light enough for a phone."""

import pytest
from playwright.sync_api import expect

PAGES = [
    "/",
    "/account/login/",
    "/account/login/code/",
    "/account/password/reset/",
    "/account/signup/",
    "/privacy/",
    "/toegankelijkheid/",
    "/wie-ziet-wat/",
    "/bestaat-niet/",
]


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(open_page, check_axe, eyes, address):
    eyes.expects("404")
    page = open_page(width=390)
    page.goto(address)
    check_axe(page)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_stands_beside_the_page(open_page, eyes, address, width):
    eyes.expects("404")
    page = open_page(width=width)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_visit_is_light(open_page):
    page = open_page(width=390)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    loaded = []
    session.on("Network.loadingFinished", lambda done: loaded.append(done["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    assert len(loaded) <= 12
    assert sum(loaded) <= 150_000, f"{sum(loaded)} bytes"


def test_coming_in_works_by_keyboard(open_page):
    page = open_page()
    page.goto("/account/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "code-email"


def test_the_landing_page_reads_without_script(open_page):
    page = open_page(javascript=False)
    page.goto("/")
    assert page.locator("h1").inner_text() == "Samen kijken naar wat je alleen niet ziet."
    page.click("text=Inloggen")
    expect(page.locator("#code-email")).to_be_visible()
    assert not page.locator("#passkey_login").is_visible()
