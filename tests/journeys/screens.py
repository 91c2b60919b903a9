"""The table as its people see it: a laptop and two phones in real browsers, and what happens on all of them.

Wherever the table is looked at, after each deed that changes a screen, axe and HTML_CodeSniffer look at every screen in
light and in dark: each state once. With PICTURES=<folder> a picture of each screen is left there instead, and the same
in English, some in the evening: for whoever wants to see a whole method pass by.
"""

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from sessions.models import Contribution

PICTURES = os.environ.get("PICTURES")
PATIENCE = 20_000  # milliseconds; three browsers and a server share one machine, and what passes does not wait
expect.set_options(timeout=PATIENCE)
# What a page is made of, each thing in its surroundings, and the order of its headings. Not what it says nor how many
# of a kind there are: a second card like the first needs no other eyes.
STATE = """() => {
  const classes = one => [...one.classList].filter(name => !name.startsWith('htmx-'));
  const kind = one => [one.localName, ...classes(one)].join('.');
  const said = one => [...one.attributes].filter(({name}) => /^(role|aria-)/.test(name))
    .map(({name, value}) => name + (value.length < 6 ? value : ''));
  const own = one => [kind(one), one.open, one.checked, one.disabled, one.hidden, !one.textContent.trim(),
    ...said(one)];
  const near = one => [one.parentElement?.parentElement, one.parentElement].filter(Boolean).map(kind);
  const headings = [...document.querySelectorAll('h1, h2, h3, h4')].map(one => one.localName);
  const things = [...document.querySelectorAll('body *')].map(one => [...near(one), ...own(one)]);
  return [headings.filter((level, place) => level !== headings[place - 1]), ...things]
    .map(one => innerWidth + one.join(' '));
}"""


class Table:
    """Anna leads at a laptop; Bas brings the case and Chris takes part, on their phones."""

    def __init__(self, session, open_page, check_axe, anna, bas, chris):
        self.session, self.check_axe = session, check_axe
        self.leader = open_page(anna, width=1280, height=860)
        self.giver = open_page(bas, width=390, height=844)
        self.member = open_page(chris, width=390, height=844)
        for screen in self.screens:
            screen.set_default_timeout(PATIENCE)
        self.names = {"Jij": self.leader, "Bas": self.giver, "Chris": self.member}
        self.known: set[str] = set()
        self.album = Album(self, open_page, anna, bas, chris) if PICTURES else None

    @property
    def screens(self) -> list[Page]:
        return [self.leader, self.giver, self.member]

    @property
    def address(self) -> str:
        return f"/bijeenkomst/{self.session.pk}/kamer/"

    def come_in(self):
        for screen in self.screens:
            screen.goto(self.address)

    def arrive(self, title, *, own=""):
        """Everybody's screen shows this step, without anybody reloading; the case-giver's page may say it otherwise."""
        for screen in self.screens:
            expect(screen.locator("#step-title")).to_have_text(own if own and screen is self.giver else title)
            expect(screen.locator(".live").first).to_contain_text("live")

    def on(self, title, *, own=""):
        press_on(self.leader)
        self.arrive(title, own=own)
        self.look()

    def look(self):
        if self.album:
            self.album.take()
        else:
            self.check()

    def check(self):
        """A screen that shows nothing but what was looked at before is not looked at again."""
        for screen in self.screens if not self.album else ():
            state = set(screen.evaluate(STATE))
            if state - self.known:
                self.known |= state
                self.check_axe(screen)

    # ── what people do ─────────────────────────────────────────────────────────────────────────────
    def write(self, screen: Page, text: str, *, kind=""):
        """On a card; where speaking is the default the field is opened first."""
        folded = screen.locator("#compose details.typed:not([open]) > summary")
        if folded.count():
            folded.click()
        if kind:
            screen.locator(f"label:has(#kind-{kind})").click()
        screen.locator("#card-text").fill(text)
        screen.locator(".card-form button.btn:not(.btn-quiet)").click()
        expect(screen.get_by_text(text).first).to_be_visible()
        expect(screen.locator("#card-text")).not_to_have_value(text)
        self.check()

    def in_silence(self, screen: Page, text: str, **more):
        """What one writes is on no other screen, the leader's included."""
        self.write(screen, text, **more)
        for other in self.screens:
            assert other is screen or text not in other.content()

    def seen(self, *texts, by=None):
        """On the table, before everyone (or before these)."""
        for screen in by or self.screens:
            for text in texts:
                expect(screen.get_by_text(text, exact=True).first).to_be_visible()

    def unseen(self, *texts, by):
        for screen in by:
            for text in texts:
                assert text not in screen.content()

    def round(self):
        """Everybody says that the turn is done; the leader for whom there is no screen in this test."""
        said = self.leader.locator("#stage-turn h2")
        for _turn in range(9):
            words = said.inner_text()
            if words == "Iedereen is aan de beurt geweest.":
                return
            screen = self.names.get(words.split()[0], self.leader)
            done = end_of_turn(screen) if screen is self.leader else screen.locator("#turn-done")
            done.click()  # on a phone it may come a moment later than the leader's word for it
            expect(said).not_to_have_text(words)
            self.check()
        raise AssertionError("the round does not end")

    def rate(self, text, value):
        """The case-giver lays a card down."""
        radio = self.giver.locator(f"#m-{card_with(text)}-{value}")
        self.giver.locator("label", has=radio).click()
        expect(radio).to_be_checked()
        self.check()

    def open_gifts(self):
        self.giver.get_by_role("button", name="Open het").click()

    def park(self, screen: Page, text: str):
        """Early advice waits, seen by nobody."""
        screen.locator("#park summary").click()
        screen.locator("#park-text").fill(text)
        screen.locator("form:has(#park-text) button").click()
        expect(screen.get_by_text(text).first).to_be_visible()
        for other in self.screens:
            assert other is screen or text not in other.content()
        self.check()


def press_on(leader: Page):
    """Where not everybody is done the button asks, and goes on the second press."""
    leader.locator("#advance").click()
    asked = leader.locator("#advance[data-asked]")
    if asked.count():
        asked.click()


def end_of_turn(screen: Page) -> Locator:
    own = screen.locator("#turn-done")
    return own if own.count() else screen.get_by_role("button", name="Beurt klaar")


def card_with(text: str):
    """The card on which this stands: texts lie encrypted, so nothing can be searched for."""
    return next(card.pk for card in Contribution.objects.select_related("key") if card.text == text)


class Album:
    """Pictures of every step, for the eye. Not used by a test that only wants to know."""

    def __init__(self, table: Table, open_page, anna, bas, chris):
        self.table, self.number, self.folder = table, 0, Path(PICTURES or "")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.english = [
            ("leader", anna, open_page(anna, dark=True, height=860)),
            ("giver", bas, open_page(bas, dark=True, width=390, height=844)),
            ("member", chris, open_page(chris, width=390, height=844)),
        ]

    def take(self):
        self.number += 1
        title = re.sub(r"\W+", "-", self.table.leader.locator("h1").inner_text().lower()).strip("-")
        for name, page in zip(("leader", "giver", "member"), self.table.screens, strict=True):
            self._page(page, f"{title}-{name}")
        for name, user, page in self.english:
            type(user).objects.filter(pk=user.pk).update(language="en")
            page.goto(self.table.address)
            type(user).objects.filter(pk=user.pk).update(language="nl")
            self._page(page, f"{title}-{name}-en")
            page.goto("about:blank")

    def _page(self, page: Page, name: str):
        page.evaluate("scrollTo(0, 0)")
        path = self.folder / f"{self.number:02}-{name}.png"
        page.screenshot(path=path, caret="initial")
        if page.evaluate("document.documentElement.scrollHeight > innerHeight + 8"):
            page.screenshot(path=path.with_name(f"{path.stem}-full.png"), full_page=True, caret="initial")
