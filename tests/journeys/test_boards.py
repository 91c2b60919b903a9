"""The two boards in real browsers: drawn at a laptop by hand and by arrow, as a list on a phone, by keyboard alone, and
without script. What one does everybody sees; axe and the other checker look at every state, in light and in dark."""

import re
from itertools import pairwise
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from methods.actions import load_methods
from sessions.actions import pointer, writing
from sessions.models import Commitment, Contribution, Treatment
from tests.journeys.screens import PATIENCE, card_with
from tests.methods.facts import shipped
from tests.sessions.table import a_session, fresh, go_to, in_method, reveal_now, write

pytestmark = pytest.mark.django_db(transaction=True)

LOUD = "Als ik nu iets zeg, gaat het weer over mij."
RULE = "Een goede gedragswetenschapper weet dit."
OFFERED = "Straks denken ze dat ik aan hen twijfel."
MAYBE = "Iemand anders ziet het vast ook."
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def cloud(group, anna, bas, chris, dana):
    """At the ordering, with thoughts of Bas and of others."""
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="moment")
    load_methods([doc for doc in shipped() if doc.id == "streefbeeld"])
    for line, text in enumerate(["Het woord in het midden: Stilte", "Het moment: dinsdag, na mijn vraag"]):
        said = {"step_id": session.step_id, "kind": "formulation", "text": text, "card_id": uuid4(), "line": line}
        writing.contribute(fresh(session), by=bas, **said)
    session = go_to(session, anna, phase="fill")
    for text in (LOUD, RULE):
        write(session, bas, text, kind="thought")
    for text in (OFFERED, MAYBE):
        write(session, chris, text, kind="thought")
    session = go_to(session, anna, phase="reveal")
    reveal_now(session)
    for text, value in ((OFFERED, "mine"), (MAYBE, "maybe")):
        writing.mark(fresh(session), by=bas, card_id=card_with(text), scale="mine", value=value)
    return go_to(session, anna, phase="order")


def come_in(open_page, user, session, **size):
    page = open_page(user, **size)
    page.set_default_timeout(PATIENCE)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    expect(page.locator("#live")).to_have_text("live")
    return page


def bubble(page, text):
    return page.locator(f"#t-{card_with(text)}")


def place_of(text):
    one = Contribution.objects.get(pk=card_with(text))
    return one.x, one.y


def test_the_cloud_at_a_laptop_by_hand(cloud, bas, chris, open_page, check_axe):
    giver, peer = come_in(open_page, bas, cloud, **WIDE), come_in(open_page, chris, cloud, **WIDE)
    for page in (giver, peer):
        expect(page.locator("#cloud")).not_to_have_class(re.compile("as-list"))
        check_axe(page)
    giver.locator("#cloud").evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = bubble(giver, LOUD).bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    giver.mouse.move(*middle)
    giver.mouse.down()
    giver.mouse.move(middle[0] + 90, middle[1] + 60, steps=6)
    giver.mouse.up()
    there = peer.locator(f'.at[data-card="{card_with(LOUD)}"]')
    x, y = wait_for_place(giver, LOUD)
    expect(there).to_have_attribute("data-x", str(x))
    expect(there).to_have_attribute("data-y", str(y))
    expect(giver.locator("[data-piece]")).to_have_count(0)  # carrying is not choosing
    name_it(giver, check_axe)
    expect(peer.locator(".thought", has_text=LOUD)).to_contain_text("Hindert, voorspelling")
    expect(there).to_have_attribute("data-loud", "5")
    giver.locator("#joins summary").click()
    giver.locator(f"#join-{card_with(OFFERED)}").click()
    expect(peer.locator("path.link.strong")).to_have_count(1)
    assert peer.locator("a.thought").count() == 0  # nobody else has anything to press
    check_axe(giver)
    check_axe(peer)


def wait_for_place(page, text):
    for _try in range(80):
        if place_of(text) != (None, None):
            return place_of(text)
        page.wait_for_timeout(100)
    raise AssertionError("it was never laid down")


def name_it(giver, check_axe):
    bubble(giver, LOUD).click()
    panel = giver.locator("#board-panel")
    expect(panel).to_contain_text(LOUD)
    expect(panel).to_be_focused()
    check_axe(giver)
    for label in (f"#m-{card_with(LOUD)}-hinders", "#f-sort-forecast", "#f-loud-5"):
        giver.locator("label", has=giver.locator(label)).click()
        expect(giver.locator(label)).to_be_checked()
    expect(bubble(giver, LOUD)).to_contain_text("Hindert, voorspelling")


def test_the_cloud_by_keyboard_alone(cloud, bas, chris, open_page, check_axe):
    giver, peer = come_in(open_page, bas, cloud, **WIDE), come_in(open_page, chris, cloud, **WIDE)
    tab_to(giver, bubble(giver, LOUD))
    x, y = (int(bubble(giver, LOUD).locator("xpath=..").get_attribute(f"data-{axis}")) for axis in "xy")
    for _times in range(3):
        giver.keyboard.press("ArrowRight")
    giver.keyboard.press("ArrowDown")
    assert wait_for_place(giver, LOUD) == (x + 6, y + 2)
    expect(peer.locator(f'.at[data-card="{card_with(LOUD)}"]')).to_have_attribute("data-x", str(x + 6))
    expect(bubble(giver, LOUD)).to_be_focused()  # also after it was drawn anew
    giver.keyboard.press("Enter")
    expect(giver.locator("#board-panel")).to_be_focused()
    giver.keyboard.press("Tab")
    giver.keyboard.press("ArrowRight")
    expect(peer.locator(".thought", has_text=LOUD)).to_contain_text(re.compile("Helpt|Hindert"))
    giver.keyboard.press("Escape")
    expect(bubble(giver, LOUD)).to_be_focused()
    check_axe(giver)


def tab_to(page, target):
    for _press in range(80):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("it cannot be reached by Tab")


def test_the_cloud_on_a_phone_is_a_list_with_the_same(cloud, bas, chris, open_page, check_axe):
    giver, peer = come_in(open_page, bas, cloud, **PHONE), come_in(open_page, chris, cloud, **PHONE)
    for page in (giver, peer):
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        boxes = [one.bounding_box() for one in page.locator("#cloud .thought").all()]
        assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    name_it(giver, check_axe)
    giver.locator("#move-in").click()
    wait_for_place(giver, LOUD)
    giver.locator("#joins summary").click()
    giver.locator(f"#join-{card_with(OFFERED)}").click()
    expect(giver.locator(f"#join-{card_with(OFFERED)}")).to_have_attribute("aria-pressed", "true")
    expect(peer.locator("#cloud .thought").first).to_contain_text(LOUD)  # now the loudest
    check_axe(giver)


def test_without_script_everything_can_be_said(cloud, bas, open_page):
    page = open_page(bas, javascript=False)
    page.goto(f"/bijeenkomst/{cloud.pk}/kamer/")
    bubble(page, LOUD).click()
    page.locator("label", has=page.locator("#f-loud-4")).click()
    page.locator("form", has=page.locator("#f-loud-4")).get_by_role("button", name="Bewaar").click()
    expect(bubble(page, LOUD)).to_contain_text("4")
    bubble(page, LOUD).click()
    page.locator("#move-out").click()
    assert place_of(LOUD) != (None, None)


def test_reduced_motion_and_both_ways_of_seeing(cloud, bas, open_page, check_axe):
    giver = come_in(open_page, bas, cloud, **WIDE)
    giver.emulate_media(reduced_motion="reduce")
    giver.get_by_role("button", name="Lijst").click()
    expect(giver.locator("#cloud")).to_have_class(re.compile("as-list"))
    check_axe(giver)
    moving = """() => document.getAnimations().filter((one) => one.playState === "running").length"""
    assert giver.evaluate(moving) == 0
    giver.get_by_role("button", name="Wolk").click()
    expect(giver.locator("#cloud")).not_to_have_class(re.compile("as-list"))


def test_on_to_the_streefbeeld_and_home_with_it(cloud, anna, bas, chris, open_page, check_axe):
    """The pair in one evening: what hindered becomes a question, what helps lies inside, a step is a commitment."""
    writing.mark(fresh(cloud), by=bas, card_id=card_with(LOUD), scale="stance", value="hinders")
    session = go_to(cloud, anna, phase="space")
    write(session, bas, "Ik mag wachten.", kind="helping_thought")
    writing.open_gifts(fresh(session), by=bas, step_id=session.step_id)
    session = go_to(cloud, anna, phase="harvest")
    giver, peer = come_in(open_page, bas, session, **WIDE), come_in(open_page, chris, session, **PHONE)
    check_axe(giver)
    giver.locator("#go-on-with-pair").click()
    expect(giver.locator("#go-on-with-pair")).to_have_count(0)
    on(session, "Van vraag naar ‘Hoe kan ik’", giver, peer)
    typed(giver, "#card-text", "Hoe kan ik rustig blijven als het stil is?")
    giver.locator("#tick-own").click()
    expect(peer.get_by_text("Hier heb ik zelf invloed op")).to_be_visible()
    check_axe(giver)
    on(session, "Het beeld schrijven", giver, peer)
    for number, line in enumerate(["dinsdag, half elf, kamer 2", "drie gezichten", "de klok"], 1):
        giver.locator(f"#stem-{number}").fill(line)
        giver.locator(f"form:has(#stem-{number}) button.btn-outline").first.click()
        expect(giver.locator(".target, .sheet").get_by_text(line).first).to_be_visible()
        assert line not in peer.content()
    check_axe(giver)
    on(session, "Het beeld scherper", giver, peer)
    expect(peer.locator("dl.target")).to_contain_text("drie gezichten")
    check_axe(peer)
    session = go_to(session, anna, phase="streefbeeld_inner")
    expect(giver.locator("#step-title")).to_have_text("Wat is er al?")
    move_a_card(giver, peer, check_axe)
    go_to(session, anna, phase="streefbeeld_one_up")
    expect(giver.get_by_text("Uit je wolk: wat hinderde")).to_be_visible()
    check_axe(giver)
    session = go_to(session, anna, phase="streefbeeld_first_step")
    expect(giver.locator("#step-title")).to_have_text("Eerste stap")
    typed(giver, "#card-text", "Dinsdag tel ik tot vijf.")
    check_axe(giver)
    assert Commitment.objects.get(owner=bas, kind="step").shared_at is None
    session = go_to(session, anna, kind="closing")
    pointer.close(session, by=anna, seen_version=session.version)
    afterwards(giver, peer, check_axe)


def on(session, title, *screens):
    session = fresh(session)
    pointer.advance(session, by=session.leader, seen_version=session.version)
    for screen in screens:
        expect(screen.locator("#step-title")).to_have_text(title)


def typed(page, field, text):
    folded = page.locator("#compose details.typed:not([open]) > summary")
    if folded.count():
        folded.click()
    page.locator(field).fill(text)
    page.locator(".card-form button.btn:not(.btn-quiet)").click()
    expect(page.get_by_text(text).first).to_be_visible()


def move_a_card(giver, peer, check_axe):
    """From the inner circle out by hand, and in again by the button of the list."""
    pill = giver.locator(f'g[data-card="{card_with("Ik mag wachten.")}"]')
    expect(pill).to_have_attribute("data-ring", "inner")
    giver.locator("[data-rings] > svg").evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = pill.bounding_box()
    frame = giver.locator("[data-rings] > svg").bounding_box()
    giver.mouse.move(box["x"] + 20, box["y"] + 10)
    giver.mouse.down()
    giver.mouse.move(frame["x"] + 70, frame["y"] + frame["height"] / 2, steps=8)
    giver.mouse.up()
    expect(pill).to_have_attribute("data-ring", "outer")
    expect(peer.locator(".circles-list")).to_contain_text("Ik mag wachten.")
    giver.locator("#rings-list > summary").click()
    giver.locator(f"#r-{card_with('Ik mag wachten.')}-inner").click()
    expect(pill).to_have_attribute("data-ring", "inner")
    check_axe(giver)
    check_axe(peer)


def afterwards(giver, peer, check_axe):
    treatment = Treatment.objects.get()
    address = f"/bord/{treatment.pk}/"
    giver.goto(address)
    check_axe(giver)
    for name in ("Plaatje", "Om te printen", "Als tekst"):
        with giver.expect_download() as kept:
            giver.get_by_role("link", name=name).click()
        assert kept.value.path().stat().st_size > 100
    giver.locator("#now-loud > summary").click()
    row = giver.locator(f"#now-{card_with(LOUD)}")
    row.locator("label").nth(0).click()
    expect(giver.locator(f"#now-{card_with(LOUD)} input:checked")).to_have_value("1")
    assert peer.request.get(address).status == 404
    giver.get_by_role("button", name="Deel tot de volgende terugblik").click()
    assert peer.goto(address).status == 200
    expect(peer.get_by_role("link", name="Plaatje")).to_have_count(0)
    check_axe(peer)
    giver.goto(address)
    check_axe(giver)
