"""In a real Chromium: axe, HTML_CodeSniffer, the keyboard, a narrow window, wide letters, calm."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.outside.place import HERE, Site
from bench.outside.verdict import Verdict
from intervisie.dev import chromium, looks

SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""  # WCAG 1.4.12
UNFOLD = """() => { const closed = document.querySelectorAll('details:not([open])');
  closed.forEach(one => { one.open = true; }); return closed.length; }"""
STOPS = 8  # of one field: a date has a day, a month, a year and a button
AXE, SNIFFER, KEYBOARD = "axe", "HTML_CodeSniffer", "keyboard"
NARROW, SPACED, CALM, CONSOLE = "320 px", "text spacing", "reduced motion", "console"
AT = {
    AXE: "looks, light and dark, folds and dialogs open: WCAG 2.2 AA, best practice",
    SNIFFER: "the same looks: WCAG 2 AA",
    KEYBOARD: "pages: all reached, focus seen, not covered, no trap",
    NARROW: "pages: nothing beside the window, nothing under 24 px",
    SPACED: "pages: no text cut off",
    CALM: "pages: nothing moves",
    CONSOLE: "pages: no error, no exception, no violation, nobody else asked",
}


@functools.cache
def _asks() -> str:
    return (HERE / "browser.js").read_text()


def ask(page: Page, name: str) -> Any:
    return page.evaluate(f"({_asks().partition('(')[2].rpartition(')')[0]}).{name}()")


class Eyes:
    """Looks at pages and keeps the verdict of each of its ways of looking."""

    def __init__(self, site: Site, browser: Browser, wants: Callable[[str], bool] = lambda name: True) -> None:
        self.site, self.browser, self.wants = site, browser, wants
        self.dialogs: set[str] = set()
        self.met: set[tuple[int, str]] = set()
        self.verdicts = {tool: Verdict(tool, at) for tool, at in AT.items()}

    @contextmanager
    def window(self, cookies: str = "", **more: Any) -> Iterator[Page]:
        usual: dict[str, Any] = {"base_url": self.site.url, "locale": "nl", "viewport": {"width": 1280, "height": 800}}
        context = self.browser.new_context(**usual | more)
        try:
            context.set_default_timeout(20_000)
            self._watch(context)
            for pair in filter(None, cookies.split("; ")):
                name, _, value = pair.partition("=")
                context.add_cookies([{"name": name, "value": value, "url": self.site.url}])
            yield context.new_page()
        finally:
            context.close()

    def _watch(self, context: BrowserContext) -> None:
        def tell(what: str) -> None:
            self.note(CONSOLE, context.pages[0].url if context.pages else "?", [what])

        def told(message: Any) -> None:
            refused = "Failed to load resource: the server responded with a status of"  # the page we asked for says so
            if message.type == "error" and not message.text.startswith(refused):
                tell(message.text)

        def asked(request: Any) -> None:
            if not request.url.startswith((self.site.url, "data:", "blob:", "about:")):
                tell(f"asked somebody else: {request.url}")

        context.on("console", told)
        context.on("weberror", lambda error: tell(f"exception: {error.error}"))
        context.on("request", asked)

    def note(self, tool: str, where: str, found: list[str]) -> None:
        self.verdicts[tool].found += [f"{where.removeprefix(self.site.url)}: {one}" for one in found]

    def new_on(self, page: Page) -> bool:
        """Whether some kind of element stands there that stood nowhere else, in those surroundings, at this width.

        The same few dozen pages return with other words, of another person or in another method; the checker of markup
        reads all of them.
        """
        width = page.evaluate("innerWidth")
        new = {(width, kind) for kind in ask(page, "kinds")} - self.met
        self.met |= new
        return bool(new)

    # ── ways of looking ──
    def strangers(self, page: Page, where: str) -> None:
        """axe and HTML_CodeSniffer, at the page as it stands."""
        for scheme in looks.schemes(page):
            for tool, look in ((AXE, looks.axe), (SNIFFER, looks.sniff)):
                self.verdicts[tool].looked += 1
                self.note(tool, f"{where} ({scheme})", look(page))

    def folded(self, page: Page, where: str) -> None:
        """What opens: everything folded at once (it stays open), and each dialog the first time it is met."""
        if page.evaluate(UNFOLD):
            self.strangers(page, f"{where}, unfolded")
        for dialog in page.evaluate("() => [...document.querySelectorAll('dialog[id]')].map(one => one.id)"):
            if dialog not in self.dialogs:
                self.dialogs.add(dialog)
                page.evaluate("id => document.getElementById(id).showModal()", dialog)
                self.strangers(page, f"{where}, dialog {dialog}")
                page.evaluate("id => document.getElementById(id).close()", dialog)

    def keyboard(self, page: Page, where: str) -> None:
        """Tab from the top to the end."""
        self.verdicts[KEYBOARD].looked += 1
        page.emulate_media(reduced_motion="reduce")  # what is scrolled to is there at once
        wanted, reached, last, stuck = set(ask(page, "number")), set[str](), "", 0
        for _press in range(len(wanted) * 4 + 20):
            page.keyboard.press("Tab")
            at = self._settled(page)
            if at is None:
                if reached >= wanted:
                    break
                continue
            stuck = stuck + 1 if at["html"] == last and at["number"] in reached else 0
            if stuck > STOPS:
                self.note(KEYBOARD, where, [f"no way out of {at['html']}"])
                break
            if at["number"] not in reached:
                self.note(KEYBOARD, where, [] if at["seen"] else [f"focus covered: {at['html']}"])
                self.note(KEYBOARD, where, [] if at["shows"] else [f"focus not shown: {at['html']}"])
            elif reached >= wanted:
                break
            last = at["html"]
            reached.add(at["number"])
        for number in sorted(wanted - reached):
            html = page.evaluate(
                "n => document.querySelector(`[data-outside='${n}']`)?.outerHTML.slice(0, 120)", number
            )
            self.note(KEYBOARD, where, [f"not reached: {html}"] if html else [])

    @staticmethod
    def _settled(page: Page) -> Any:
        """Where the focus is, once the page has scrolled there."""
        at = ask(page, "focused")
        for _look in range(5):
            if at is None or at["seen"]:
                break
            page.wait_for_timeout(60)
            at = ask(page, "focused")
        return at

    def shape(self, page: Page, where: str) -> None:
        """Narrow, then with more room between the letters."""
        page.set_viewport_size({"width": 320, "height": 640})
        self.verdicts[NARROW].looked += 1
        self.note(NARROW, where, [*ask(page, "wider"), *(f"small: {one}" for one in ask(page, "small"))])
        self._spaced(page, f"{where} (320 px)")
        page.set_viewport_size({"width": 1280, "height": 800})
        self._spaced(page, where)

    def _spaced(self, page: Page, where: str) -> None:
        self.verdicts[SPACED].looked += 1
        before = set(ask(page, "cut"))
        page.evaluate(
            "css => { (document.adoptedStyleSheets = [new CSSStyleSheet()])[0].replaceSync(css); }",
            SPACING,
        )
        self.note(SPACED, where, [one for one in ask(page, "cut") if one not in before])
        page.evaluate("document.adoptedStyleSheets = []")

    def calm(self, page: Page, where: str) -> None:
        page.emulate_media(reduced_motion="reduce")
        page.reload()
        page.wait_for_timeout(250)
        self.verdicts[CALM].looked += 1
        self.note(CALM, where, ask(page, "moves"))

    def all_of(self, page: Page, path: str, where: str) -> None:
        """One page, in every way; only that it loads without complaint when all of it was seen elsewhere."""
        page.goto(path)
        self.verdicts[CONSOLE].looked += 1
        if not self.new_on(page):
            print("    nothing new", flush=True)
            return
        ways = [
            ("axe", self.strangers),
            ("axe", self.folded),
            ("keyboard", self.keyboard),
            ("shape", self.shape),
            ("calm", self.calm),
        ]
        for name, look in ways:
            if self.wants(name):
                look(page, where)


@contextmanager
def eyes(site: Site, wants: Callable[[str], bool] = lambda name: True) -> Iterator[Eyes]:
    believes = f"--ignore-certificate-errors-spki-list={site.secrets.spki}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=[*chromium.ARGUMENTS, believes], headless=True
        )
        try:
            yield Eyes(site, browser, wants)
        finally:
            browser.close()
