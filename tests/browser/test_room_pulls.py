"""What a page of the room asks after it has come in, in a real browser."""

import re
import time
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from sessions.actions import people, planning
from tests.sessions.table import a_session, begin, fresh, go_to, in_method, write
from tests.sessions.test_room_queries import go_to_skipping

NUMBERS = re.compile("/deel/(tally|people)/")
PHONE = {"width": 390, "height": 844}
CALMLY = 8500  # ms in which a number or a mark of others has come, to who does not lead


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


def test_why_a_press_was_refused_stays_to_read_when_the_room_is_drawn_anew(group, anna, bas, chris, open_page, eyes):
    """Chris moves the next date while Anna is settling it: her press is refused, and the room shows what holds now."""
    eyes.expects("409")
    at, where = timezone.now() + timedelta(days=30), planning.Where(minutes=120, medium="room", place="Tuinkamer, Leek")
    who = planning.Who(host_id=bas.pk, leads_id=bas.pk, quorum=2)
    [later] = planning.schedule(group, by=anna, starts=[at], where=where, who=who)
    session = go_to_skipping(begin(a_session(group, leads=anna, number=2), anna, bas, chris), anna, "closing")
    page = open_page(anna, **PHONE)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    expect(page.locator("#live")).to_have_text("live")
    other = planning.Who(host_id=bas.pk, leads_id=chris.pk, quorum=2)
    planning.reschedule(later.pk, by=chris, seen_sequence=later.sequence, starts_at=at, where=where, who=other)
    with page.expect_response("**/kamer/deel/**") as pulled:
        page.get_by_role("button", name="Leg vast").click()
    assert 'id="room"' in pulled.value.text()
    expect(page.locator('select[name="leads"]')).to_have_value(str(chris.pk))
    expect(page.locator("#refused")).to_contain_text("intussen")
    expect(page.locator("#refused")).to_be_focused()
    page.wait_for_function(
        """() => {
            const box = (query) => document.querySelector(query)?.getBoundingClientRect();
            return box("#refused").top >= 0 && box("#refused").bottom <= (box("#undo") ?? box("#room-bar")).top;
        }"""
    )


def held_back(page):
    """Numbers that this page asks for get no answer until the test lets them."""
    asked = []
    page.route(NUMBERS, lambda route: asked.append(route))
    return asked


def test_a_step_does_not_wait_for_a_number_and_an_answer_that_was_overtaken_is_not_shown(
    group, anna, bas, chris, dana, open_page
):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="facts")
    page = open_page(chris, **PHONE)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    expect(page.locator("#live")).to_have_text("live")
    asked = held_back(page)
    page.locator("#ready").click()
    page.wait_for_timeout(500)
    assert len(asked) == 1
    go_to(session, anna, phase="fill")
    expect(page.locator("#card-text")).to_be_visible(timeout=3000)
    page.locator("#card-text").fill("Zo was het ook bij mij")
    pulls = counted(page)
    asked[0].continue_()  # it comes with the key of the step that is over: the whole room again
    page.wait_for_timeout(1000)
    expect(page.locator("#held")).to_be_hidden()
    expect(page.locator("#card-text")).to_have_value("Zo was het ook bij mij")
    expect(page.locator("#card-text")).to_be_focused()
    assert pulls == []
    page.unroute(NUMBERS)
    now = fresh(session)  # and what is asked for afterwards is asked for as ever
    people.set_ready(now, by=dana, step_id=now.step_id, ready=True)
    expect(page.locator("#tally")).to_contain_text("1", timeout=CALMLY)


def test_ones_own_press_does_not_wait_for_a_number_of_others(group, anna, bas, chris, dana, open_page):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    page = open_page(chris, **PHONE)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    expect(page.locator("#live")).to_have_text("live")
    page.wait_for_timeout(CALMLY)  # whoever came in is told
    asked = held_back(page)
    people.set_ready(fresh(session), by=dana, step_id=session.step_id, ready=True)
    with page.expect_request(NUMBERS, timeout=CALMLY) as waiting:
        pass
    assert waiting.value.headers["x-calm"] == "1"
    page.locator("#ready").click()
    expect(page.locator("#tally")).to_contain_text("2", timeout=3000)
    asked[0].continue_()
    page.wait_for_timeout(500)
    expect(page.locator("#tally")).to_contain_text("2")


def counted(page):
    """The pulls of a page from now on."""
    seen = []
    page.on("request", lambda request: "/kamer/deel/" in request.url and seen.append(request.url))
    return seen


def test_one_change_is_one_pull_on_every_screen_also_of_who_pressed(group, anna, bas, chris, dana, open_page):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    pages = [open_page(user, **PHONE) for user in (chris, dana)]
    for page in pages:
        page.goto(f"/bijeenkomst/{session.pk}/kamer/")
        expect(page.locator("#live")).to_have_text("live")
    pages[0].wait_for_timeout(CALMLY)  # whoever came in is told
    pulls = [counted(page) for page in pages]
    pages[0].locator("#ready").click()
    for page in pages:
        expect(page.locator("#tally")).to_contain_text("1")
    pages[0].wait_for_timeout(600)
    assert [len(one) for one in pulls] == [1, 1]
    go_to(session, anna, phase="reveal")
    for page in pages:
        expect(page.locator("h1")).to_have_text("Onthullen en kiezen")
    pages[0].wait_for_timeout(600)
    assert [len(one) for one in pulls] == [2, 2]


def test_many_cards_in_silence_are_one_pull_a_second(group, anna, bas, chris, dana, open_page):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    page = open_page(dana, **PHONE)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    expect(page.locator("#live")).to_have_text("live")
    page.wait_for_timeout(CALMLY)
    pulls = counted(page)
    began = time.monotonic()
    for nr in range(6):
        write(session, [bas, chris][nr % 2], f"Nog een gedachte {nr}", kind="thought")
        page.wait_for_timeout(150)
    page.wait_for_timeout(CALMLY)
    assert 1 <= len(pulls) <= (time.monotonic() - began) / 2
    expect(page.get_by_text("Zes kaarten liggen dicht op tafel.")).to_be_visible()
