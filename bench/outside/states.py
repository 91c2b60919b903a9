"""What no link leads to: forms sent back, the other language, and every step of a room."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from bench.outside.browser import Eyes
from bench.outside.verdict import Verdict
from groups.models import Group, User
from intervisie.common.refusals import Refusal
from intervisie.demo.story import demo_id
from methods.models import Method
from sessions.actions import choosing, pointer
from sessions.models import CaseSession, Step
from tests.sessions import table

LEADER, GIVER, MEMBER = "anna", "bas", "chris"
COMMON = {"lobby", "closed", *Step.Kind.values} - {Step.Kind.PHASE.value}
SENT_BACK = "[aria-invalid=true], .invalid-feedback, .alert-danger, [role=alert], .errorlist"
NOTHING = """form => { form.noValidate = true;
  for (const field of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {
    field.required = false;
    if (/^(text|textarea|email|password|number|date|time|search|tel|url)/.test(field.type)) field.value = '';
  } }"""


class States:
    """Goes there and lets the strangers look. A state that cannot be reached is a finding of its own."""

    def __init__(self, eyes: Eyes, cookies: dict[str, str]) -> None:
        self.eyes, self.cookies = eyes, cookies
        self.verdict = Verdict("states", "forms sent back, English, steps of a room: all reached")
        self.pages: list[tuple[str, str]] = []
        self.spine: set[str] = set()

    def all(self) -> None:
        noord = f"/groep/{demo_id('group:noord')}"
        for role, path in [
            ("nobody", "/account/login/"),
            ("nobody", "/account/signup/"),
            ("nobody", "/account/password/reset/"),
            ("nobody", "/account/login/code/"),
            ("nobody", "/aanvragen/"),
            ("member", "/account/password/change/"),
            ("member", "/account/email/"),
            ("member", f"{noord}/casus/"),
            ("coach", f"{noord}/plannen/"),
            ("coach", f"{noord}/uitnodigen/"),
            ("coach", f"{noord}/afspraken/schrijven/"),
            ("coach", "/groepen/nieuw/"),
        ]:
            self.sent_back(role, path)
        for role, path in [("nobody", "/"), ("nobody", "/account/login/"), ("nobody", "/werkvormen/gedachtenwolk/")]:
            self.in_english(role, path)
        for number, method in enumerate(Method.objects.order_by("slug"), start=900):
            self.room(method, number)

    def _reached(self, page: Page, where: str, there: bool) -> None:
        self.verdict.looked += 1
        print(f"  state {self.verdict.looked} {where}", flush=True)
        if not there:
            self.verdict.found.append(f"{where}: not reached")
            return
        self.eyes.strangers(page, where)
        self.pages.append((where, page.content()))

    def sent_back(self, role: str, path: str) -> None:
        """A form with nothing in it, past the browser's own checks."""
        with self.eyes.window(self.cookies[role]) as page:
            page.goto(path)
            form = page.locator("main form[method=post]:has(:is(input:not([type=hidden]), textarea))").first
            if form.count():
                form.evaluate(NOTHING)
                form.locator("button:not([type=button])").first.click()
                page.wait_for_load_state()
            self._reached(page, f"{role} {path} sent back", page.locator(SENT_BACK).count() > 0)

    def in_english(self, role: str, path: str) -> None:
        with self.eyes.window(self.cookies[role], extra_http_headers={"Accept-Language": "en"}) as page:
            page.goto(path)
            self._reached(page, f"{role} {path} in English", page.locator("html[lang=en]").count() == 1)

    # ── the room ──
    def room(self, method: Method, number: int) -> None:
        """Every step of a session with this method, on the screens of who leads, who brought the case, who is there.

        The steps all sessions have in common are looked at in the first.
        """
        people = {name: User.objects.get(email=f"{name}@demo.example") for name in (LEADER, GIVER, MEMBER)}
        group = Group.objects.get(pk=demo_id("group:noord"))
        session = table.a_session(group, number=number, leads=people[LEADER])
        for step in walk(session, people, method.slug):
            if step in self.spine:
                continue
            self.spine |= {step} & COMMON
            for role, name in (("coach", LEADER), ("member", GIVER), ("third", MEMBER)):
                size = {"width": 1280, "height": 860} if name == LEADER else {"width": 390, "height": 844}
                with self.eyes.window(self.cookies[role], viewport=size) as page:
                    page.goto(f"/bijeenkomst/{session.pk}/kamer/")
                    self._reached(page, f"{name} {method.slug} {step}", page.locator("main h1").count() > 0)


def walk(session: CaseSession, people: dict[str, User], slug: str) -> Iterator[str]:
    """The names of its steps, one after the other, as the pointer stands there; the lobby first, the end last."""
    table.a_case(people[GIVER], session.group)
    for person in people.values():
        pointer.sit(session, by=person)
    yield "lobby"
    pointer.begin(table.fresh(session), by=people[LEADER], coach=True)
    for _step in range(60):
        now = table.fresh(session)
        table.reveal_now(now)
        yield _name(now)
        if now.state == CaseSession.State.CLOSED:
            return
        _do_what_it_needs(now, people, slug)
        _on(now, people[LEADER])


def _name(session: CaseSession) -> str:
    step = session.step
    return "closed" if step is None else step.doc.id if step.kind == Step.Kind.PHASE else step.kind


def _do_what_it_needs(session: CaseSession, people: dict[str, User], slug: str) -> None:
    needs: dict[str, Callable[[], object]] = {
        Step.Kind.CASE_CHOICE: lambda: choosing.choose_case(
            session, by=people[LEADER], case_id=table.a_case(people[GIVER], session.group).pk
        ),
        Step.Kind.METHOD_CHOICE: lambda: choosing.choose_method(session, by=people[LEADER], slug=slug),
    }
    if session.step and session.step.kind in needs:
        needs[session.step.kind]()


def _on(session: CaseSession, leader: User) -> None:
    now = table.fresh(session)
    try:
        pointer.advance(now, by=leader, seen_version=now.version)
    except Refusal:  # the last step is left by closing
        pointer.close(table.fresh(session), by=leader, seen_version=table.fresh(session).version)
