"""Without a network, after a crash, five minutes later: the page says how it stands, and no word is lost or sent."""

import re

import pytest
from playwright.sync_api import expect

from sessions.models import Contribution, Ready
from tests.sessions.table import a_session, fresh, go_to, in_method

PHONE = {"width": 390, "height": 844}
OFFLINE = "ERR_INTERNET_DISCONNECTED|ERR_NETWORK|Failed to fetch|htmx:(afterRequest|sendError)"
WORDS = "Straks denken ze dat ik twijfel."


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")


def come_in(page, session):
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    expect(page.locator("#live")).to_have_text("live")


def test_out_of_reach_it_says_so_at_once_and_finds_the_room_again(session, anna, chris, open_page, eyes):
    eyes.expects(OFFLINE)
    page = open_page(chris, **PHONE)
    come_in(page, session)
    page.context.set_offline(True)
    expect(page.locator("#live")).to_have_text("verbinding zoeken, je tekst is bewaard", timeout=2000)
    page.locator("#card-text").fill(WORDS)
    go_to(session, anna, phase="reveal")
    page.wait_for_timeout(500)
    expect(page.locator("h1")).to_have_text("Vullen in stilte")
    page.context.set_offline(False)
    expect(page.locator("#live")).to_have_text("live", timeout=30_000)
    expect(page.locator("#held")).to_contain_text("De groep is verder; je tekst is bewaard.")
    expect(page.locator("#card-text")).to_have_value(WORDS)


def test_what_nobody_heard_while_valkey_was_away_is_there_when_it_is_back(
    session, anna, chris, open_page, site, monkeypatch
):
    page = open_page(chris, **PHONE)
    come_in(page, session)
    page.locator("#card-text").fill(WORDS)
    page.get_by_role("button", name="Leg dicht op tafel").click()
    expect(page.get_by_text(WORDS).first).to_be_visible()  # it pulled, so it knows what it was drawn from
    monkeypatch.setattr("sessions.actions.pointer.poke", lambda topic, *names: None)
    go_to(session, anna, phase="reveal")
    page.wait_for_timeout(500)
    expect(page.locator("h1")).to_have_text("Vullen in stilte")
    hub = site.application.live.hub
    hub._loop.call_soon_threadsafe(hub._back)
    expect(page.locator("h1")).to_have_text("Onthullen en kiezen")


def test_after_a_while_it_says_of_when_what_it_shows_is(session, chris, open_page, eyes):
    eyes.expects(OFFLINE)
    page = open_page(chris, **PHONE)
    page.clock.install()
    come_in(page, session)
    page.context.set_offline(True)
    page.clock.run_for("05:00")
    expect(page.locator("#live")).to_have_text(re.compile(r"^stand van \d\d\.\d\d$"))
    page.context.set_offline(False)
    page.clock.run_for("00:35")
    expect(page.locator("#live")).to_have_text("live", timeout=20_000)


def test_a_press_without_a_network_is_refused_in_words_and_never_done_later(session, chris, open_page, eyes):
    eyes.expects(OFFLINE)
    page = open_page(chris, **PHONE)
    come_in(page, session)
    page.context.set_offline(True)
    page.locator("#card-text").fill(WORDS)
    page.get_by_role("button", name="Leg dicht op tafel").click()
    expect(page.locator("#flash")).to_contain_text("Geen verbinding. Wat je schreef, staat er nog.")
    page.locator("#ready").click()
    expect(page.locator("#card-text")).to_have_value(WORDS)
    page.context.set_offline(False)
    expect(page.locator("#live")).to_have_text("live", timeout=30_000)
    expect(page.locator("#flash > .flash")).to_have_count(0)  # it is true no more
    page.wait_for_timeout(1500)
    assert not Contribution.objects.exists()
    assert not Ready.objects.exists()
    page.get_by_role("button", name="Leg dicht op tafel").click()  # one's own press, now that one can
    expect(page.locator("#stage-cards")).to_contain_text(WORDS)
    assert Contribution.objects.count() == 1


def crash(page):
    """The page dies as it does when memory runs out: nothing of it gets to say goodbye."""
    try:
        page.goto("chrome://crash", timeout=3000)
    except Exception:  # it never comes to a page
        return


@pytest.mark.parametrize("how", ["reload", "crash"])
def test_what_was_typed_is_offered_and_sent_by_nobody(session, chris, open_page, how):
    page = open_page(chris, **PHONE)
    come_in(page, session)
    page.locator("#card-text").fill(WORDS)
    if how == "reload":
        page.reload()
    else:
        crash(page)
        page = page.context.new_page()
        come_in(page, session)
    offer = page.locator(".draft-offer")
    expect(offer).to_contain_text("Hier stond nog iets wat je niet verstuurde.")
    expect(page.locator("#card-text")).to_have_value("")
    assert not Contribution.objects.exists()
    offer.get_by_role("button", name="Zet terug").click()
    expect(page.locator("#card-text")).to_have_value(WORDS)
    assert not Contribution.objects.exists()


def test_when_the_group_has_gone_on_it_is_offered_to_one_s_own_notes(session, anna, chris, open_page, check_axe):
    page = open_page(chris, **PHONE)
    come_in(page, session)
    page.locator("#card-text").fill(WORDS)
    page.goto("about:blank")
    go_to(session, anna, phase="reveal")
    come_in(page, session)
    offer = page.locator(".draft-offer.lost")
    expect(offer).to_contain_text("Dit verstuurde je niet, en de groep is al verder.")
    check_axe(page)
    offer.get_by_role("button", name="Zet erbij").click()
    expect(page.locator("#note-text")).to_have_value(WORDS)
    page.reload()
    expect(page.locator(".draft-offer.lost")).to_have_count(0)
    assert not Contribution.objects.exists()


def test_going_along_leaves_no_second_copy_behind(session, anna, chris, open_page):
    page = open_page(chris, **PHONE)
    come_in(page, session)
    page.locator("#card-text").fill(WORDS)
    go_to(session, anna, phase="reveal")
    page.get_by_role("button", name="Ga mee").click()
    expect(page.locator("#note-text")).to_have_value(WORDS)
    page.reload()
    expect(page.locator(".draft-offer")).to_have_count(1)  # the note alone
    expect(page.locator(".draft-offer.lost")).to_have_count(0)
    assert fresh(session).step.doc.id == "reveal"
