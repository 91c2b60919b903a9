"""Gossiping with everything around it, and without a mouse: who leads at a laptop, the case-giver and two members on
phones, somebody who observes, and a screen on the wall; from the first phase of the method to the harvest.

Each new step is said once to who cannot see it. Who asked for less motion gets none. What has the focus is in sight.
axe looks at every screen in both ways, as in every journey.
"""

import pytest
from playwright.sync_api import TimeoutError, expect

from sessions.actions import wall
from tests.journeys.screens import STATE, Table
from tests.sessions.table import a_session, fresh, in_method

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = "Wat doe je dan met je handen?"
NOTED = "dat raakt"
TOUCHED = "Dat ik het niet hoef te weten."
TAKEN = "Ik hoef het niet te weten."
# What a screen reader is told, as it is told: each text that came to stand in the one polite region. And what moved.
LISTEN = """() => {
  [window.said, window.moved] = [[], 0];
  const region = document.getElementById('announce');
  new MutationObserver(() => region.textContent && window.said.push(region.textContent))
    .observe(region, {childList: true, characterData: true, subtree: true});
  for (const name of ['animationstart', 'transitionrun']) document.addEventListener(name, () => (window.moved += 1));
}"""
IN_SIGHT = """() => {
  const one = document.activeElement, {x, y, width, height} = one.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  return Boolean(top) && (one.contains(top) || top.contains(one));
}"""


class Evening(Table):
    """The three of every journey, Dana on a second phone, Eva who observes, and the wall."""

    def __init__(self, session, open_page, check_axe, cast):
        super().__init__(session, open_page, check_axe, cast.anna, cast.bas, cast.chris)
        self.second = open_page(cast.dana, width=390, height=844, reduced_motion="reduce")
        self.observer = open_page(cast.eva, width=768, height=1024)
        self.wall = open_page(None, width=1920, height=1080)
        self.names |= {"Dana": self.second, "Eva": self.observer}
        self.album = None

    @property
    def screens(self):
        return [*super().screens, *([self.second, self.observer] if hasattr(self, "observer") else [])]

    def hang(self, by):
        self.wall.goto("/muur/")
        self.wall.get_by_label("De code uit de kamer").fill(wall.ask_wall(fresh(self.session), by=by).spaced)
        self.wall.get_by_role("button", name="Hang op").click()

    def listen(self):
        for screen in self.screens:
            screen.evaluate(LISTEN)

    def on(self, title, *, own=""):
        """Who leads presses; everybody arrives, the wall too, hears it once, and the focus is not lost."""
        press(self.leader, "#advance")
        self.arrive(title, own=own)
        expect(self.wall.locator("h1")).to_have_text(title)
        for screen in self.screens:
            wanted = f"Nu: {own[0].lower()}{own[1:]}" if own and screen is self.giver else f"Nu: {title}."
            screen.wait_for_function("wanted => window.said.some(one => one.includes(wanted))", arg=wanted)
        assert self.leader.evaluate("document.activeElement !== document.body"), "the focus is lost"
        self.look()

    def check(self):
        super().check()
        if (state := set(self.wall.evaluate(STATE))) - self.known:
            self.known |= state
            self.check_axe(self.wall)

    def write(self, screen, text, *, kind=""):
        if screen.locator("#compose details.typed:not([open])").count():
            press(screen, "#compose details.typed > summary")
        reach(screen, "#card-text")
        screen.keyboard.type(text)
        press(screen, ".card-form .acts button.btn")
        expect(screen.get_by_text(text).first).to_be_visible()
        self.check()

    def round(self):
        said = self.leader.locator("#stage-turn h2")
        for _turn in range(9):
            words = said.inner_text()
            if words == "Iedereen is aan de beurt geweest.":
                return
            screen = self.names[words.split()[0]]
            if screen is not self.leader:
                expect(screen.locator("#turn-done")).to_be_visible()  # on a phone it may come a moment later
            press(screen, "#turn-done" if screen is not self.leader else "#stage-turn button[value=done]")
            expect(said).not_to_have_text(words)
        raise AssertionError("the round does not end")


def reach(screen, place):
    """By the tab key, as somebody without a mouse."""
    for _press in range(120):
        if screen.evaluate("(place) => document.activeElement?.matches(place)", place):
            in_sight(screen, place)
            return
        screen.keyboard.press("Tab")
    raise AssertionError(f"{place} is not reached by keyboard")


def in_sight(screen, place):
    """And not below the bar at the foot; where it scrolls smoothly this takes a moment."""
    try:
        screen.wait_for_function(IN_SIGHT, timeout=3000)
    except TimeoutError as late:
        raise AssertionError(f"{place} has the focus and is not in sight") from late


def press(screen, place):
    reach(screen, place)
    screen.keyboard.press("Enter")


@pytest.fixture
def table(group, cast, anna, bas, chris, dana, eva, open_page, check_axe):
    group.memberships.create(user=eva)
    session = in_method(a_session(group, leads=anna), anna, bas, "gossip", chris, dana, eva)
    session.seats.filter(user=eva).update(role="observer")
    return Evening(session, open_page, check_axe, cast)


def test_gossip_on_six_screens_by_keyboard_alone(table, anna):
    table.come_in()
    table.hang(anna)
    table.arrive("Vraag of ervaring")
    table.look()
    table.listen()
    table.on("Verkenning")
    table.write(table.member, HANDS)
    table.round()
    table.seen(HANDS)
    table.on("Roddelen", own="Je luistert.")
    behind_his_back(table)
    table.on("Wat raakte je?")
    table.write(table.giver, TOUCHED)
    table.seen(TOUCHED)
    table.on("Terug aan tafel")
    table.round()
    table.look()
    table.on("Oogst")
    reach(table.giver, "#take-text")
    table.giver.keyboard.type(TAKEN)
    press(table.giver, "#take-form button[name=share]")
    table.seen(TAKEN)
    each_step_was_said_once(table)
    nothing_moved_for_who_asked(table)


def behind_his_back(table):
    """Nobody writes, for it is said aloud; what the case-giver notes is on no other screen."""
    for screen in table.screens:
        expect(screen.locator("#card-text")).to_have_count(0)
    reach(table.giver, "#note-text")
    table.giver.keyboard.type(NOTED)
    press(table.giver, "#notes button[value=touched]")
    expect(table.giver.locator("#notes li")).to_contain_text(NOTED)
    table.unseen(NOTED, by=[table.leader, table.member, table.second, table.observer, table.wall])
    table.look()


def each_step_was_said_once(table):
    titles = ["Verkenning", "Roddelen", "Wat raakte je?", "Terug aan tafel", "Oogst"]
    for screen in table.screens:
        said = screen.evaluate("window.said")
        own = {"Roddelen": "Nu: je luistert."} if screen is table.giver else {}
        times = {title: sum(own.get(title, f"Nu: {title}") in one for one in said) for title in titles}
        assert times == dict.fromkeys(titles, 1), said


def nothing_moved_for_who_asked(table):
    assert table.second.evaluate("window.moved") == 0
    assert table.member.evaluate("window.moved") > 0, "nobody's screen moves, so this says nothing"
