"""A shell on all screens: the key question first, then a module that fits it, then what the module says.

The case-giver chooses on a phone, who leads takes another on the laptop, and nobody reloads. Once more without script.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys.screens import Table
from tests.sessions.table import a_session, before_the_slot, fresh

pytestmark = pytest.mark.django_db(transaction=True)

IDEA = "Laat de stilte uit de agenda vallen."


@pytest.fixture
def session(group, anna, bas, chris, dana):
    """At “Welke module past?”, the phase before the slot."""
    return before_the_slot(a_session(group, leads=anna, host=chris), anna, bas, chris, dana)


def test_from_the_key_question_to_what_is_kept(session, anna, bas, chris, open_page, check_axe):
    table = Table(session, open_page, check_axe, anna, bas, chris)
    table.come_in()
    table.arrive("Welke module past?")
    table.look()
    expect(table.leader.locator("#room-bar")).to_contain_text("Kies eerst een module")
    expect(table.member.locator("#modules")).to_contain_text("Bas en wie leidt kiezen een module")
    expect(table.member.get_by_role("button", name="Kies deze")).to_have_count(0)
    take(table, table.giver, "Op zijn kop")
    table.look()
    table.leader.locator("#other-modules > summary").click()
    table.leader.locator("#more-modules > summary").click()
    table.look()
    take(table, table.leader, "Brainstorm")
    expect(table.leader.locator("#advance")).to_contain_text("Eerst in stilte")
    table.on("Eerst in stilte", own="Je luistert.")
    table.in_silence(table.member, IDEA)
    table.on("Alles op tafel", own="Je luistert.")
    table.seen(IDEA, by=[table.leader, table.member])
    table.unseen(IDEA, by=[table.giver])
    table.on("Afsluiten")
    table.seen(IDEA)
    table.rate(IDEA, "keep")
    table.round()
    table.look()


def take(table, screen, name):
    """Chosen on one screen, and seen on all."""
    row = screen.locator(".module-row").filter(has=screen.get_by_role("heading", name=name))
    row.get_by_role("button", name="Kies deze").click()
    for each in table.screens:
        expect(each.locator(".module-chosen .voice")).to_have_text(name)


def test_without_script_it_is_one_press_as_well(session, anna, open_page, check_axe):
    page = open_page(anna, javascript=False, width=390, height=844)
    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
    page.locator("#module-module_headstand").click()
    expect(page.locator(".module-chosen .voice")).to_have_text("Op zijn kop")
    page.locator("#advance").click()
    expect(page.locator("#step-title")).to_have_text("Zo wordt het erger")
    assert fresh(session).step.facts == {"module": "module_headstand"}
