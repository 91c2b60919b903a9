"""The choice of a method in real browsers: it counts who sits there, and surprises; afterwards: did it fit?"""

import pytest
from playwright.sync_api import expect

from methods.actions import load_methods
from sessions.actions import choosing, people, pointer
from tests.methods.facts import shipped
from tests.sessions.table import a_case, a_session, begin, fresh, go_to, in_method

INTAKE = {"want": "PS", "also": ["SR"], "focus": "behaviour", "advice": "want", "load": 9, "rather_not": ["drawing"]}


def room(session):
    return f"/bijeenkomst/{session.pk}/kamer/"


@pytest.fixture
def at_choice(group, anna, bas, chris):
    load_methods(doc for doc in shipped() if doc.form != "module")
    session = begin(a_session(group, leads=anna, minutes=150), anna, bas, chris)
    session = go_to(session, anna, kind="case_choice")
    choosing.choose_case(session, by=anna, case_id=a_case(bas, group, intake=INTAKE).pk)
    return go_to(session, anna, kind="method_choice")


def test_who_comes_in_late_changes_what_is_offered_without_a_reload(at_choice, bas, dana, open_page):
    page = open_page(bas)
    page.goto(room(at_choice))
    expect(page.locator("#live")).to_have_text("live")
    expect(page.locator("#suggestions")).to_contain_text("drie mensen aan tafel")
    expect(page.locator("#match-ten_step")).to_have_count(0)
    page.locator("#any-method").select_option("scaling")
    pointer.sit(fresh(at_choice), by=dana)
    expect(page.locator("#suggestions")).to_contain_text("vier mensen aan tafel")
    expect(page.locator("#match-ten_step")).to_be_visible()
    expect(page.locator("#any-method")).to_have_value("scaling")  # what somebody was choosing stays chosen
    people.leave_seat(fresh(at_choice), by=dana)
    expect(page.locator("#suggestions")).to_contain_text("drie mensen aan tafel")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_surprise_comes_to_everybody_and_the_next_press_brings_another(
    at_choice, bas, chris, open_page, check_axe, width
):
    page, other = open_page(bas, width=width), open_page(chris, width=width)
    for one in (page, other):
        one.goto(room(at_choice))
        expect(one.locator("#live")).to_have_text("live")
    check_axe(page)
    page.get_by_role("button", name="Verras ons").press("Enter")
    first = page.locator("#surprise .method h2, #surprise .method h3").first
    expect(first).to_be_visible()
    name = first.inner_text()
    expect(other.locator("#surprise")).to_contain_text(name)
    expect(other.locator("#surprise button")).to_have_count(0)
    expect(page.locator("#surprise-button")).to_be_focused()
    check_axe(page)
    page.get_by_role("button", name="Nog een").click()
    expect(first).not_to_have_text(name)


def test_without_script_a_surprise_is_a_page_further(at_choice, bas, open_page):
    page = open_page(bas, javascript=False)
    page.goto(room(at_choice))
    page.get_by_role("button", name="Verras ons").click()
    expect(page.locator("#surprise .method")).to_have_count(1)
    page.locator("#surprise .method").get_by_role("button", name="Kies").click()
    expect(page.locator(".chosen-method")).to_contain_text("gekozen")


@pytest.mark.parametrize("width", [390, 1280])
def test_after_it_one_tap_says_whether_it_fitted(group, anna, bas, chris, open_page, check_axe, width):
    session = go_to(in_method(a_session(group, leads=anna), anna, bas, "five_step", chris), anna, kind="review")
    page = open_page(bas, width=width)
    page.goto(room(session))
    expect(page.locator("#live")).to_have_text("live")
    page.get_by_role("button", name="Deels", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Deels", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Deels", exact=True)).to_be_focused()
    check_axe(page)
    assert session.treatments.get().fit_case_giver == "partly"
