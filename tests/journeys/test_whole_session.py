"""A whole session, from the lobby to the pulse: the leader at a laptop, the case-giver and a member on their phones.

Four people sit at the table; the fourth, Dana, is there without a screen of her own in this test. Every page of every
step is looked at by axe; a console error, an exception, a violation of the policy or a request to others fails it.
"""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from feedback.actions.pulse import answer_pulse, open_pulse
from feedback.models import Pulse
from feedback.tasks import close_pulses
from methods.actions import load_methods
from sessions.actions import pointer
from sessions.models import CaseSession, Commitment
from tests.feedback import evening
from tests.journeys.screens import Table, press_on
from tests.methods.facts import first_six
from tests.sessions.table import a_case, a_session

pytestmark = pytest.mark.django_db(transaction=True)

THOUGHT = "Zonder mij valt het stil."
LET_GO = "Ik ben hier te jong voor."
OWN = "Ik moet het antwoord weten."
GIFT = "Je hoeft het niet alleen te weten."
STEP = "stel ik één vraag terug"
EARLIER = "Als het stil valt, tel ik tot drie."


class Evening(Table):
    """The same three screens, from the door."""

    def come_in(self):
        super().come_in()
        for screen in self.screens:
            screen.get_by_role("button", name="Kom binnen").click()
            expect(screen.get_by_role("heading", level=1)).to_have_text("Welkom. Pak een stoel.")


@pytest.fixture
def table(group, anna, bas, chris, dana, open_page, check_axe):
    load_methods(first_six())
    before = evening.an_evening(group, anna, bas, chris, dana, number=2, ago=timedelta(days=35), brings=bas)
    evening.a_step(before, bas, EARLIER, shared_at=before.ended_at)
    session = a_session(group, leads=anna, host=chris)
    a_case(bas, group, pitch="Als het stil valt, vul ik het op.", intake={"want": "SR", "focus": "thoughts"})
    pointer.sit(session, by=dana)
    return Evening(session, open_page, check_axe, anna, bas, chris)


def test_from_the_lobby_to_the_pulse(table, anna, bas, chris, dana):
    begin(table)
    choose(table)
    treat(table)
    harvest(table)
    close(table)
    look_back_on_it(table, anna, bas, chris, dana)


def begin(table):
    table.come_in()
    table.look()
    table.leader.get_by_role("button", name="Begin de bijeenkomst").click()
    table.arrive("Landen")
    table.look()
    table.on("Check-in")
    table.on("Terugblik")
    say_what_came_of_it(table)


def say_what_came_of_it(table):
    """The step of last time stands on every screen; who took it upon himself says what came of it, in one press."""
    for screen in table.screens:
        expect(screen.get_by_text(EARLIER)).to_be_visible()
    for screen in (table.leader, table.member):
        expect(screen.get_by_role("button", name="Gedaan")).to_have_count(0)
    table.giver.get_by_role("button", name="Gedaan").click()
    expect(table.giver.get_by_role("button", name="Gedaan")).to_have_attribute("aria-pressed", "true")
    for screen in (table.leader, table.member):
        expect(screen.locator("article.commit", has_text=EARLIER)).to_contain_text("gedaan")
    table.look()
    assert [step.outcome for step in Commitment.objects.select_related("key") if step.text == EARLIER] == ["done"]


def choose(table):
    table.on("Welke casus")
    table.leader.get_by_role("button", name="Deze wordt het").first.click()
    expect(table.member.get_by_text("deze wordt het")).to_be_visible()
    table.on("De vraag")
    table.giver.locator("#key-question").fill("Hoe kan ik de stilte laten duren?")
    table.giver.get_by_role("button", name="Zet deze vraag vast").click()
    for screen in table.screens:
        expect(screen.get_by_text("Hoe kan ik de stilte laten duren?").first).to_be_visible()
    table.on("De werkvorm")
    expect(table.giver.locator(".method").first.get_by_text("Past omdat").first).to_be_visible()
    table.giver.locator("#any-method").select_option("gedachtenwolk")
    table.giver.get_by_role("button", name="Kies deze").click()
    expect(table.leader.locator("#advance")).to_contain_text("Kernmoment")


def treat(table):
    table.on("Kernmoment")
    table.on("Feiten, dan beleving")
    table.on("Vullen in stilte")
    write_in_silence(table)
    table.on("Onthullen en kiezen")
    reveal_and_choose(table)
    table.on("Ordenen")
    if picture := os.environ.get(
        "PICTURE"
    ):  # the one in the README: PICTURE=docs/screenshot.png make test ARGS=tests/journeys
        table.leader.screenshot(path=picture, caret="initial")
    for screen in table.screens:
        expect(screen.get_by_text(LET_GO, exact=True)).to_have_count(0)
    table.on("Eén gedachte")
    table.park(table.member, "Ik zou gewoon tien tellen wachten.")
    table.on("Helpende gedachten")
    give(table)
    table.on("Eén zin")


def write_in_silence(table):
    """What one writes is on no other screen, the leader's included."""
    table.in_silence(table.member, THOUGHT)
    table.in_silence(table.member, LET_GO)
    table.in_silence(table.giver, OWN)


def reveal_and_choose(table):
    """After the countdown everything is there at once; the case-giver lets one go."""
    for screen in table.screens:
        for text in (THOUGHT, LET_GO):
            expect(screen.get_by_text(text, exact=True)).to_be_visible()
    table.rate(LET_GO, "not_mine")
    table.rate(THOUGHT, "mine")


def give(table):
    """Gifts stay closed until the case-giver wrote and opens them."""
    table.in_silence(table.member, GIFT)
    table.write(table.giver, "Ik mag wachten.")
    table.open_gifts()
    expect(table.giver.get_by_text(GIFT, exact=True)).to_be_visible()


def harvest(table):
    """Nothing is shared without a press; kept advice opens only if wanted."""
    press_on(table.leader)
    expect(table.giver.locator("#take-text")).to_be_visible()
    table.look()
    table.giver.locator("#turn-done").click()
    table.giver.get_by_role("button", name="Laat zien").click()
    expect(table.giver.get_by_text("tien tellen")).to_be_visible()
    table.giver.locator("#step-when").fill("het stil valt")
    table.giver.locator("#step-then").fill(STEP)
    table.giver.locator("#step-form").get_by_role("button", name="Bewaar voor mij").click()
    expect(table.giver.get_by_text(STEP).first).to_be_visible()
    table.member.locator("#take-text").fill("Stilte is ook een vraag.")
    table.member.locator("#take-form").get_by_role("button", name="Bewaar en deel").click()
    expect(table.leader.get_by_text("Stilte is ook een vraag.")).to_be_visible()
    assert STEP not in table.leader.content()
    assert STEP not in table.member.content()


def close(table):
    table.on("Hoe ging het")
    table.on("Afsluiten")
    table.leader.get_by_role("button", name="Leg vast").click()
    expect(table.leader.get_by_text("Tot de volgende keer")).to_be_visible()
    table.leader.get_by_role("button", name="Sluit de bijeenkomst").click()
    table.leader.get_by_role("button", name="Ja, we zijn klaar").click()
    for screen in table.screens:
        expect(screen.get_by_role("heading", level=1)).to_have_text("Klaar. Dank je wel.")
    table.look()


def look_back_on_it(table, anna, bas, chris, dana):
    """All four answer; then, and only then, the group sees how it was."""
    assert CaseSession.objects.get(pk=table.session.pk).state == "closed"
    assert Commitment.objects.filter(owner=bas, shared_at=None).count() == 1
    pulse = open_pulse(table.session.pk)
    for who in (anna, dana):
        answer_pulse(pulse, by=who, scores=dict.fromkeys(("useful", "pleasure", "form", "group", "guidance"), 4))
    for screen in (table.giver, table.member):
        screen.goto(f"/bijeenkomst/{table.session.pk}/peiling/")
        table.check_axe(screen)
        for group in screen.locator("fieldset.five").all():
            group.locator("label").nth(3).click()
        screen.get_by_role("button", name="Verstuur").click()
        screen.wait_for_load_state()
    close_pulses()
    assert Pulse.objects.get().released_at is not None
    table.leader.goto(f"/bijeenkomst/{table.session.pk}/peiling/uitkomst/")
    expect(table.leader.get_by_role("heading", level=1)).to_be_visible()
    table.check_axe(table.leader)
    table.leader.goto(f"/bijeenkomst/{table.session.pk}/")
    expect(table.leader.get_by_text("Stilte is ook een vraag.")).to_be_visible()
    assert STEP not in table.leader.content()
