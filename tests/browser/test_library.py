"""The library as people use it: by typing, by keyboard, without a script, on a phone, in the dark."""

import pytest
from playwright.sync_api import expect

from methods.actions import load_methods
from tests.methods.facts import shipped

PAGES = [
    "/werkvormen/",
    "/werkvormen/?zoek=wolk&tijd=30",
    "/werkvormen/?naast=circle",
    "/werkvormen/six_hats/?mensen=8",
    "/werkvormen/circle/naast/",
    "/werkvormen/circle/naast/?met=six_hats",
    "/werkvormen/gedachtenwolk/probeer/",
    "/werkvormen/gedachtenwolk/probeer/?als=begeleider&stap=4",
    "/werkvormen/gedachtenwolk/probeer/?als=inbrenger&stap=7",
]
LIBRARY = {"circle", "six_hats", "gedachtenwolk", "five_step", "quick_consult", "cards"}


@pytest.fixture(autouse=True)
def library(site):
    load_methods([doc for doc in shipped() if doc.id in LIBRARY])


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_stands_beside_the_page(open_page, check_axe, address):
    page = open_page(width=390)
    page.goto(address)
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    check_axe(page)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_typing_finds_keeps_the_place_and_is_said_once(open_page):
    page = open_page()
    page.goto("/werkvormen/")
    field = page.get_by_role("searchbox")
    field.press_sequentially("wolk")
    expect(page.locator("#library-title")).to_have_text("1 werkvorm")
    expect(page.locator("#announce")).to_have_text("1 werkvorm")
    expect(page).to_have_url("/werkvormen/?zoek=wolk")
    expect(field).to_be_focused()
    field.press_sequentially("zzz")
    expect(page.locator("#library-title")).to_have_text("Geen enkele werkvorm past hierbij")
    page.get_by_role("link", name="Zonder ‘wolkzzz’").click()
    expect(page.locator("#library-title")).to_have_text("6 werkvormen")


def test_a_filter_by_keyboard_keeps_the_focus_and_counts_anew(open_page):
    page = open_page()
    page.goto("/werkvormen/")
    page.locator("#id_tijd_0").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#library-title")).to_have_text("1 werkvorm")
    expect(page).to_have_url("/werkvormen/?tijd=30")
    expect(page.locator("#id_tijd_1")).to_be_focused()
    page.get_by_label("Met hoeveel mensen?").select_option("3")
    expect(page).to_have_url("/werkvormen/?tijd=30&mensen=3")
    expect(page.get_by_label("Met hoeveel mensen?")).to_have_value("3")
    page.get_by_role("link", name="Laat los: tot 30 minuten").click()
    expect(page).to_have_url("/werkvormen/?mensen=3")


def test_an_answer_given_while_the_counts_are_renewed_is_heard(open_page):
    page = open_page()
    page.goto("/werkvormen/")
    page.evaluate("""document.addEventListener("htmx:oobAfterSwap", () => {
        const people = document.getElementById("id_mensen");
        if (people.value) return;
        people.value = "3";
        people.dispatchEvent(new Event("change", { bubbles: true }));
    })""")
    page.locator("label[for=id_tijd_1]").click()
    expect(page).to_have_url("/werkvormen/?tijd=30&mensen=3")


def test_all_of_it_works_without_a_script(open_page):
    page = open_page(javascript=False)
    page.goto("/werkvormen/")
    page.get_by_role("searchbox").fill("wolk")
    page.get_by_role("button", name="Laat zien").click()
    expect(page.locator("#library-title")).to_have_text("1 werkvorm")
    page.goto("/werkvormen/circle/")
    page.get_by_role("link", name="4 mensen, 38 minuten").click()
    expect(page.locator(".length-line")).to_contain_text("38 minuten")
    page.get_by_role("link", name="Leg naast een andere").click()
    page.locator("#met").select_option("six_hats")
    page.get_by_role("button", name="Leg naast elkaar").click()
    expect(page.locator("h1")).to_have_text("Cirkeltechniek naast Zes perspectieven")


def test_stepping_through_by_keyboard(open_page):
    page = open_page()
    page.goto("/werkvormen/gedachtenwolk/probeer/")
    for title in ("Kernmoment", "Feiten, dan beleving"):
        page.get_by_role("link", name=f"Naar ‘{title}’").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("link", name="begeleider", exact=True).press("Enter")
    expect(page.get_by_text("Zeg dit")).to_be_visible()
    expect(page).to_have_url("/werkvormen/gedachtenwolk/probeer/?als=begeleider&stap=2")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Feiten, dan beleving")


def test_trying_works_without_a_script(open_page):
    page = open_page(javascript=False, width=390)
    page.goto("/werkvormen/gedachtenwolk/probeer/?als=inbrenger")
    page.get_by_role("link", name="Naar ‘Kernmoment’").click()
    expect(page.locator("h1")).to_have_text("Kernmoment")


def test_what_a_group_did_comes_by_itself(open_page, cast):
    page = open_page(cast.bas)
    page.goto("/werkvormen/circle/")
    expect(page.locator("#used")).to_contain_text("Jullie deden deze werkvorm nog niet.")
