"""The lead, a plan that gives way, the coach and the roles of the evening, as they look and behave in real browsers."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from sessions.actions import people
from tests.sessions.table import a_session, begin, fresh, in_method
from tests.sessions.test_replan import ends
from tests.sessions.test_replan import look as look_at

PHONE = {"width": 390, "height": 844}


def room(session):
    return f"/bijeenkomst/{session.pk}/kamer/"


@pytest.fixture
def late(group, anna, bas, chris, dana):
    """Anna leads an incident for Bas, a quarter of an hour too late for all of it."""
    session = in_method(a_session(group, leads=anna), anna, bas, "incident", chris, dana)
    return ends(session, look_at(anna, session.pk).expected_end - timedelta(minutes=15))


@pytest.mark.parametrize("size", [{}, PHONE], ids=["wide", "phone"])
def test_the_leader_reads_a_plan_agrees_and_takes_it_back(late, anna, open_page, check_axe, size):
    page = open_page(anna, **size)
    page.goto(room(late))
    plan = page.locator("#replan > summary")
    expect(plan).to_contain_text("later dan afgesproken")
    plan.click()
    expect(page.locator("#replan-1")).to_be_visible()
    check_axe(page)
    page.locator("#replan-1").click()
    expect(page.locator("#plan-back")).to_be_visible()
    expect(page.locator("#replan")).to_have_count(0)
    page.locator("#plan-back").click()
    expect(page.locator("#replan > summary")).to_be_visible()


def test_a_plan_that_lies_open_stays_open_while_others_do_something(late, anna, chris, open_page):
    page = open_page(anna)
    page.goto(room(late))
    expect(page.locator("#live")).to_have_text("live")
    page.locator("#replan > summary").click()
    people.set_ready(fresh(late), by=chris, step_id=late.step_id, ready=True)
    expect(page.locator("#tally")).to_contain_text("1 van")
    expect(page.locator("#replan-1")).to_be_visible()


def test_the_lead_is_asked_for_and_given_on_screen(late, anna, dana, open_page):
    leader, asker = open_page(anna), open_page(dana, **PHONE)
    for page in (leader, asker):
        page.goto(room(late))
        expect(page.locator("#live")).to_have_text("live")
    asker.locator("#menu-more > summary").click()
    asker.locator("#ask-lead").click()
    leader.locator("#give-lead").click()
    expect(asker.locator("#advance")).to_be_visible()
    expect(leader.locator("#advance")).to_have_count(0)


def test_a_whisper_reaches_who_leads_and_is_gone_when_read(group, anna, bas, chris, dana, open_page, check_axe):
    session = begin(a_session(group, leads=dana), dana, anna, bas, chris)
    leader, coach, peer = open_page(dana, **PHONE), open_page(anna), open_page(chris)
    for page in (leader, coach, peer):
        page.goto(room(session))
        expect(page.locator("#live")).to_have_text("live")
    coach.locator("#whisper-drawer > summary").click()
    coach.fill("#whisper-text", "Laat de stilte nog even.")
    check_axe(coach)
    coach.get_by_role("button", name="Fluister", exact=True).click()
    expect(leader.get_by_text("Laat de stilte nog even.")).to_be_visible()
    check_axe(leader)
    assert "stilte nog even" not in peer.content()
    leader.get_by_role("button", name="Gelezen").click()
    expect(leader.get_by_text("Laat de stilte nog even.")).to_have_count(0)


@pytest.mark.parametrize("role", ["observer", "timekeeper", "scribe"])
def test_who_took_a_role_sees_what_there_is_to_do(late, chris, open_page, check_axe, role):
    page = open_page(chris, **PHONE)
    page.goto(room(late))
    expect(page.locator("#live")).to_have_text("live")
    page.locator("#menu-more > summary").click()
    page.locator(f'button[name="role"][value="{role}"]').click()
    expect(page.locator("#role-sheet")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ready = page.locator("#ready, #turn-done").bounding_box()
    assert ready["width"] >= 120 and ready["x"] + ready["width"] <= PHONE["width"]  # its words on one line, in sight
    check_axe(page)


def test_the_script_folds_to_the_sentence_and_stays_so(late, anna, open_page):
    page = open_page(anna)
    page.goto(room(late))
    purpose = page.locator("#script-more > section").first
    expect(purpose).to_be_visible()
    page.locator("#script-more > summary").click()
    expect(purpose).to_be_hidden()
    page.reload()
    expect(purpose).to_be_hidden()
    page.locator("#script-more > summary").click()
    page.reload()
    expect(purpose).to_be_visible()
