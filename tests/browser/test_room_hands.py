"""In real browsers: what is carried by hand or done by a key, what is asked once more, and what one key hides."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from sessions.actions import coaching, harvest, lead, people, pointer, writing
from sessions.models import Contribution, Mark
from tests.sessions.table import a_session, begin, fresh, go_to, in_method, in_phases, reveal_now, write
from tests.sessions.test_phase_rules import a_phase

PHONE = {"width": 390, "height": 844}


def room(session):
    return f"/bijeenkomst/{session.pk}/kamer/"


@pytest.fixture
def revealed(group, anna, bas, chris, dana):
    """Two thoughts of Chris lie open, for Bas to say whether they are his."""
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    for text in ("Ze vinden me traag.", "Ik had moeten bellen."):
        write(session, chris, text, kind="thought")
    session = go_to(session, anna, phase="reveal")
    reveal_now(session)
    return session


def marks():
    found = Mark.objects.select_related("contribution__key")
    return {mark.contribution.text: mark.value for mark in found}


def test_a_card_is_carried_to_its_answer_and_the_buttons_say_the_same(revealed, bas, open_page):
    page = open_page(bas, width=1280, height=900)
    page.goto(room(revealed))
    card = page.locator("[data-sorts] > li", has_text="Ze vinden me traag.")
    words = card.locator(".say").bounding_box()
    page.mouse.move(words["x"] + 20, words["y"] + 8)
    page.mouse.down()
    page.mouse.move(words["x"] + 60, words["y"] + 30)
    lane = page.locator("[data-lane=maybe]")
    expect(lane).to_be_visible()
    place = lane.bounding_box()
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, steps=4)
    expect(lane).to_have_class("over")
    with page.expect_response("**/kies/"):
        page.mouse.up()
    expect(card.get_by_label("misschien")).to_be_checked()
    expect(lane).to_be_hidden()
    assert marks() == {"Ze vinden me traag.": "maybe"}
    page.get_by_role("listitem").filter(has_text="Ik had moeten bellen.").get_by_text("niet van mij").click()
    expect(
        page.locator("[data-sorts] > li", has_text="Ik had moeten bellen.").get_by_label("niet van mij")
    ).to_be_checked()


def test_let_go_beside_an_answer_nothing_is_chosen(revealed, bas, open_page):
    page = open_page(bas, width=1280, height=900)
    page.goto(room(revealed))
    words = page.locator("[data-sorts] .say").first.bounding_box()
    page.mouse.move(words["x"] + 20, words["y"] + 8)
    page.mouse.down()
    page.mouse.move(words["x"] + 20, words["y"] + 300, steps=4)
    page.mouse.up()
    expect(page.locator("[data-lane=mine]")).to_be_hidden()
    assert marks() == {}


@pytest.fixture
def filling(group, anna, bas, chris, dana):
    return in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")


def test_more_time_can_be_asked_for_when_there_is_little_and_who_leads_gives_it(
    filling, anna, bas, chris, open_page, check_axe
):
    """Six minutes: in the first five nobody is asked whether they need more."""
    pages = {person: open_page(person, **how) for person, how in ((anna, {}), (bas, PHONE), (chris, {}))}
    for page in pages.values():
        page.goto(room(filling))
    expect(pages[bas].locator("#ready")).to_be_visible()
    expect(pages[bas].locator("#more-time")).to_be_hidden()
    filling.step.entered_at -= timedelta(minutes=5.5)
    filling.step.save(update_fields=["entered_at"])
    for page in pages.values():
        page.reload()
    for person in (bas, chris):
        pages[person].locator("#more-time").click()
        expect(pages[person].locator("#more-time")).to_have_attribute("aria-pressed", "true")
    expect(pages[anna].locator("#time-asked")).to_have_text("Twee vragen om meer tijd")
    for page in pages.values():
        check_axe(page)
    pages[chris].locator("#more-time").focus()
    pages[anna].get_by_role("button", name="+3").click()
    expect(pages[anna].locator("#time-asked")).to_be_hidden()
    for person in (bas, chris):
        expect(pages[person].locator("#more-time")).to_be_hidden()  # there is time again
    expect(pages[chris].locator("#ready")).to_be_focused()


def asked(page, session):
    """Who leads presses while nobody is done: the button, with its question."""
    page.goto(room(session))
    button = page.locator("#advance")
    button.click()
    expect(button).to_have_text("Nog niemand is klaar. Toch verder?")
    return button


def test_while_people_write_the_first_press_asks(filling, anna, open_page, check_axe):
    page = open_page(anna, width=1280, height=900)
    button = asked(page, filling)
    expect(page.locator("#announce")).to_have_text("Nog niemand is klaar. Toch verder?")
    check_axe(page)
    button.click()
    expect(page.locator("#step-title")).to_have_text("Onthullen en kiezen")


def test_the_question_stays_asked_when_the_bar_is_drawn_anew(filling, anna, chris, open_page):
    page = open_page(anna, width=1280, height=900)
    button = asked(page, filling)
    people.set_ready(fresh(filling), by=chris, step_id=fresh(filling).step_id, ready=True)
    expect(button).to_have_text("Eén van de drie is klaar. Toch verder?")
    button.click()
    expect(page.locator("#step-title")).to_have_text("Onthullen en kiezen")


def test_up_and_down_along_the_rail_and_a_full_stop_back(filling, anna, open_page, check_axe):
    page = open_page(anna, width=1280, height=900)
    page.goto(room(filling))
    page.locator(".rail a", has_text="Feiten, dan beleving").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".rail a", has_text="Kernmoment")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Kernmoment")
    expect(page.locator(".rail a", has_text="Kernmoment")).to_be_focused()
    check_axe(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Feiten, dan beleving")
    page.keyboard.press(".")
    expect(page.locator("#step-title")).to_have_text("Vullen in stilte")


def test_a_full_stop_that_is_typed_stays_one(group, anna, bas, chris, dana, open_page):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    page = open_page(chris, width=1280, height=900)
    page.goto(room(session))
    page.locator("#card-text").press_sequentially("Straks. ")
    expect(page.locator("#card-text")).to_have_value("Straks. ")


def test_a_picture_is_chosen_and_lies_on_the_table(group, anna, bas, chris, dana, open_page, check_axe):
    session = in_phases(
        a_session(group, leads=anna), anna, bas, chris, dana, phases=[a_phase("x", "assoc", kinds=["association"])]
    )
    page = open_page(chris, width=390, height=844)
    page.goto(room(session))
    page.locator("#compose details.typed > summary").click()
    page.locator("#picture-cards > summary").click()
    check_axe(page)
    page.get_by_text("Een schildpad").click()
    page.get_by_role("button", name="Leg op tafel").click()
    expect(page.locator("#stage-cards .say")).to_have_text("Een schildpad")
    expect(page.locator("#stage-cards .picture .icon")).to_be_visible()
    expect(page.locator("#pic-turtle")).not_to_be_checked()
    assert Contribution.objects.get().said == {"picture": "turtle"}


# ── one key ────────────────────────────────────────────────────────────────────────────────────────
def hidden(page, *places):
    page.keyboard.press("Alt+h")
    for place in places:
        expect(page.locator(place)).to_be_hidden()
    page.keyboard.press("Alt+h")
    for place in places:
        expect(page.locator(place)).to_be_visible()


def test_one_key_hides_a_whisper_and_what_one_looks_back_on(group, anna, bas, chris, open_page):
    earlier = begin(a_session(group, leads=anna), anna, bas, chris)
    taken = harvest.commit(earlier, by=chris, kind="step", text="Ik bel haar.", commitment_id=uuid4())
    pointer.close(fresh(earlier), by=anna, seen_version=earlier.version)
    session = go_to(begin(a_session(group, number=2, leads=anna), anna, bas, chris), anna, kind="look_back")
    lead.take_lead(fresh(session), by=chris)
    coaching.whisper(fresh(session), by=anna, text="Laat het stil.", whisper_id=uuid4())
    page = open_page(chris, width=1280, height=900)
    page.goto(room(session))
    expect(page.locator("#whisper")).to_contain_text("Laat het stil.")
    hidden(page, "#whisper", f"#commit-{taken.pk}")


def test_one_key_hides_a_private_number_and_marks_until_they_are_shared(
    group, anna, bas, chris, dana, open_page, revealed
):
    page = open_page(bas, width=1280, height=900)
    page.goto(room(revealed))
    hidden(page, "[data-sorts] > li:first-child .flag")
    other = in_method(a_session(group, number=2, leads=anna), anna, bas, "streefbeeld", chris, dana, phase="scale")
    writing.score(fresh(other), by=bas, value=3)
    page.goto(room(other))
    hidden(page, "#score fieldset")
    writing.share_score(fresh(other), by=bas)
    page.reload()
    page.keyboard.press("Alt+h")
    expect(page.locator("#score fieldset")).to_be_visible()


# ── a tone ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_tone_is_off_until_somebody_wants_it_and_stays_as_it_was_left(group, anna, bas, open_page):
    session = begin(a_session(group, leads=anna), anna, bas)
    page = open_page(bas, width=390, height=844)
    page.goto(room(session))
    page.locator("#menu-more > summary").click()
    tone = page.locator("[data-chime]")
    expect(tone).to_have_attribute("aria-pressed", "false")
    tone.click()
    expect(tone).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(tone).to_have_attribute("aria-pressed", "true")
