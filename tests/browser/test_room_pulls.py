"""What a page of the room asks after it has come in, in a real browser."""

from playwright.sync_api import expect

from sessions.actions import people
from tests.sessions.table import a_session, fresh, in_method

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
