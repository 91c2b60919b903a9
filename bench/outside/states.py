"""What no link leads to: forms sent back, the other language, and every step of a room."""

from collections.abc import Iterable

from playwright.sync_api import Page

from bench.outside.browser import Eyes
from bench.outside.evening import GIVER, LEADER, MEMBER, SEATED, Evening, interrupted
from bench.outside.letters import written
from bench.outside.verdict import Verdict
from groups.models import Group, User
from intervisie.demo.story import demo_id
from methods.format import PhaseDoc
from methods.models import Method
from sessions.models import Case, CaseSession, Step
from tests.sessions import table

COMMON = {"lobby", "closed", *Step.Kind.values} - {Step.Kind.PHASE.value}
SENT_BACK = "[aria-invalid=true], .invalid-feedback, .alert-danger, [role=alert], .errorlist"
NOTHING = """form => { form.noValidate = true;
  for (const field of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {
    field.required = false;
    if (/^(text|textarea|email|password|number|date|time|search|tel|url)/.test(field.type)) field.value = '';
  } }"""


def telling(methods: Iterable[Method]) -> list[Method]:
    """As few as show everything that some step of a method can show: a rule, who speaks, who writes and what, a board.
    The others would put the same on the screen in other words; those were read on their pages."""
    left = {method: {trait for phase in method.doc.phases for trait in traits(phase)} for method in methods}
    chosen: list[Method] = []
    while any(left.values()):
        best = max(left, key=lambda method: len(left[method]))
        chosen.append(best)
        seen = left.pop(best)
        left = {method: traits - seen for method, traits in left.items()}
    return chosen


def traits(phase: PhaseDoc) -> set[tuple[str, object]]:
    """What makes a screen of this step look as it does."""
    names = ("who", "writers", "writes", "reveal", "marks", "attribution", "board", "slot", "optional")
    found: set[tuple[str, object]] = {(name, getattr(phase, name)) for name in names}
    lists = {"rule": phase.rules, "kind": phase.kinds, "own kind": phase.own_kinds}
    found |= {(name, one) for name, several in lists.items() for one in several}
    return found | {("limit", bool(phase.limit)), ("own limit", bool(phase.own_limit)), ("shows", bool(phase.shows))}


class States:
    """Goes there and lets the strangers look. A state that cannot be reached is a finding of its own."""

    def __init__(self, eyes: Eyes, cookies: dict[str, str]) -> None:
        self.eyes, self.cookies = eyes, cookies
        self.verdict = Verdict("states", "forms sent back, English, a room with what people lay there: all reached")
        self.pages: list[tuple[str, str]] = []
        self.spine: set[str] = set()

    def all(self) -> None:
        noord = f"/groep/{demo_id('group:noord')}"
        for role, path in [
            ("nobody", "/account/login/"),
            ("nobody", "/account/password/reset/"),
            ("nobody", "/account/login/code/"),
            ("nobody", "/aanvragen/"),
            ("member", "/account/password/change/"),
            ("member", "/account/email/"),
            ("member", f"/casus/{self.a_draft().pk}/delen/"),
            ("coach", f"{noord}/plannen/"),
            ("coach", f"{noord}/uitnodigen/"),
            ("coach", f"{noord}/afspraken/schrijven/"),
            ("coach", "/groepen/nieuw/"),
        ]:
            self.sent_back(role, path)
        self.sent_back("nobody", "/account/signup/", by=written()["invitation"])
        for role, path in [("nobody", "/"), ("nobody", "/account/login/"), ("nobody", "/werkvormen/gedachtenwolk/")]:
            self.in_english(role, path)
        for number, method in enumerate(telling(Method.objects.whole().order_by("slug")), start=900):
            self.room(method, number)
        self.interruptions(number=950)

    def a_draft(self) -> Case:
        [owner] = self.people([GIVER]).values()
        return table.a_case(owner, self.group, state=Case.State.DRAFT, shared_at=None)

    def _reached(self, page: Page, where: str, there: bool) -> None:
        self.verdict.looked += 1
        if not there:
            self.verdict.found.append(f"{where}: not reached")
            return
        self.pages.append((where, page.content()))
        new = self.eyes.new_on(page)
        print(f"  state {self.verdict.looked} {where}{'' if new else ': nothing new'}", flush=True)
        if new:
            self.eyes.strangers(page, where)

    def sent_back(self, role: str, path: str, *, by: str = "") -> None:
        """A form with nothing in it, past the browser's own checks; `by` way of another address that lets one in."""
        with self.eyes.window(self.cookies[role]) as page:
            if by:
                page.goto(by)
            page.goto(path)
            form = page.locator("main form[method=post]:has(:is(input:not([type=hidden]), textarea))").first
            if form.count():
                form.evaluate(NOTHING)
                form.locator("button:not([type=button])").first.click()
                page.wait_for_load_state()
            self._reached(page, f"{role} {path} sent back", page.locator(SENT_BACK).count() > 0)

    def in_english(self, role: str, path: str) -> None:
        with self.eyes.window(self.cookies[role], locale="en-GB") as page:
            page.goto(path)
            self._reached(page, f"{role} {path} in English", page.locator("html[lang=en]").count() == 1)

    # ── the room ──
    def room(self, method: Method, number: int) -> None:
        """Every step of a session with this method. The steps all sessions have in common are looked at in the first.

        Three people in one room, four in the next: at a table of three the leader joins in.
        """
        people = self.people(SEATED[: 3 + number % 2])
        session = table.a_session(self.group, number=number, leads=people[LEADER])
        for state in Evening(session, people, method.slug).walk():
            step = state.partition(",")[0]
            if state in self.spine:
                continue
            self.spine |= {state} if step in COMMON else set()
            self.on_all_screens(session, f"{method.slug} {state}")

    def interruptions(self, number: int) -> None:
        people = self.people(SEATED)
        session = table.a_session(self.group, number=number, leads=people[LEADER])
        for state in interrupted(session, people):
            self.on_all_screens(session, state)

    @property
    def group(self) -> Group:
        return Group.objects.get(pk=demo_id("group:noord"))

    @staticmethod
    def people(names: Iterable[str]) -> dict[str, User]:
        return {name: User.objects.get(email=f"{name}@demo.example") for name in names}

    def on_all_screens(self, session: CaseSession, state: str) -> None:
        """Of who leads, who brought the case, who is there."""
        for role, name in (("coach", LEADER), ("member", GIVER), ("third", MEMBER)):
            size = {"width": 1280, "height": 860} if name == LEADER else {"width": 390, "height": 844}
            with self.eyes.window(self.cookies[role], viewport=size) as page:
                page.goto(f"/bijeenkomst/{session.pk}/kamer/")
                self._whole(page, size["width"])
                self._reached(page, f"{name} {state}", page.locator("main h1").count() > 0)

    @staticmethod
    def _whole(page: Page, width: int) -> None:
        """As high as the page. A bar at the foot of the window covers half of some button wherever one stops; what is
        covered there is seen by scrolling on."""
        page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
