"""What a page of the room asks after it has come in, in a real browser."""

from playwright.sync_api import expect

from sessions.actions import people
from tests.sessions.table import a_session, fresh, go_to, in_method, write

PHONE = {"width": 390, "height": 844}


def test_a_page_that_came_in_gets_no_body_for_what_it_shows(group, anna, bas, chris, dana, open_page):
    """Dana has the room open already; Chris comes: their own arrival is news to Dana, not to Chris."""
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana, phase="explore")
    other = open_page(dana, **PHONE)
    other.goto(f"/bijeenkomst/{session.pk}/kamer/")
    expect(other.locator("#live")).to_have_text("live")
    page = open_page(chris, **PHONE)
    with page.expect_response("**/kamer/deel/**") as pulled:
        page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    assert pulled.value.status == 204
    with page.expect_response("**/kamer/deel/**") as pulled:
        people.set_ready(fresh(session), by=dana, step_id=session.step_id, ready=True)
    assert pulled.value.status == 200
    assert 'id="circle"' in pulled.value.text()
    assert "stage-head" not in pulled.value.text()
    expect(page.locator("#tally")).to_contain_text("1")


def test_who_is_changing_a_card_is_not_moved_along_and_loses_nothing(group, anna, bas, chris, dana, open_page):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    write(session, chris, "Zo was het", kind="thought")
    page = open_page(chris, **PHONE)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    expect(page.locator("#live")).to_have_text("live")
    page.locator(".card-edit > summary").click()
    page.locator(".card-edit textarea").fill("Zo was het niet helemaal")
    go_to(session, anna, phase="reveal")
    expect(page.locator("#held")).to_contain_text("De groep is verder; je tekst is bewaard.")
    page.get_by_role("button", name="Ga mee").click()
    expect(page.locator("h1")).to_have_text("Onthullen en kiezen")
    expect(page.locator("#note-text")).to_have_value("Zo was het niet helemaal")


def test_without_script_the_words_of_a_step_that_is_over_are_there_to_copy(group, anna, bas, chris, open_page, eyes):
    eyes.expects("409")
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="fill")
    page = open_page(chris, javascript=False, **PHONE)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    page.fill("#card-text", "Straks denken ze dat ik aan hen twijfel. " * 40)
    go_to(session, anna, phase="reveal")
    page.get_by_role("button", name="Leg dicht op tafel").click()
    expect(page.locator(".kept")).to_contain_text("Straks denken ze dat ik aan hen twijfel.")
    expect(page.locator("h1")).to_have_text("Onthullen en kiezen")
    expect(page.locator("#step-title")).to_be_in_viewport(ratio=1)  # however long it is, the room stays in sight
    page.locator(".kept").focus()  # and by keyboard all of it can be read
