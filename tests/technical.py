"""What tests need around them: a clean cache, the real server, people in front of a real browser, eyes that see errors.

site          our own server process on the test's database: `site.url`
open_page(anna)      a browser of Anna's own, logged in, at no page yet; `open_page()` is nobody's
                     options: width=390, dark=True, javascript=False, language="en", and what Playwright knows
page                 `open_page()`
check_axe(page)      fails on any finding of axe (WCAG 2.2 AA, best practice) or HTML_CodeSniffer (WCAG 2 AA), in light
                     and in dark
eyes                 every page is watched; console errors, exceptions, CSP violations and requests to others fail the
                     test. `eyes.expects("409")` lets pass what the test provokes
"""

import asyncio
import os
import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache

from intervisie.dev import chromium, looks

TELL_VIOLATIONS = """
addEventListener('securitypolicyviolation', (found) => console.error(
  `Content Security Policy: ${found.effectiveDirective} ${found.blockedURI} at ${found.sourceFile}:${found.lineNumber}`
));
"""


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    """Counters, drafts and versions of one test are not those of the next. `dev.py test` gives us a database to
    empty."""
    yield
    cache.clear()


# ── the real server ────────────────────────────────────────────────────────────────────────────────
class Running:
    """`intervisie.serve` in a thread: the same dispatch, threads and streams as in production."""

    def __init__(self) -> None:
        from intervisie import asgi, serve  # noqa: PLC0415 (builds the application, which browserless tests do not need)

        self.application = asgi.application
        self.listener = serve.listen("127.0.0.1", 0)
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        self.server = serve.Server(serve.config(self.application))
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        _until(lambda: self.server.started)

    def run(self) -> None:
        asyncio.run(self.server.serve(sockets=[self.listener]))

    def stop(self) -> None:
        self.application.close()
        self.server.should_exit = True
        self.thread.join(15)
        self.application.pages.close()


def _until(true, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def _running(django_db_setup) -> Iterator[Running]:
    running = Running()
    yield running
    running.stop()


@pytest.fixture
def site(transactional_db, _running, settings) -> Running:
    settings.BASE_URL = _running.url
    return _running


# ── the browser ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="session")
def browser_type_launch_args():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in the thread of the test
    return {"executable_path": chromium.find(), "args": chromium.ARGUMENTS, "headless": True}


class Eyes:
    """Watches every page; at the end of the test nothing may have gone wrong that the test did not announce."""

    def __init__(self, ours: str) -> None:
        self.ours, self.seen, self.allowed = ours, [], []

    def expects(self, pattern: str) -> None:
        self.allowed.append(re.compile(pattern))

    def watch(self, context) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self.listen)
        context.on("weberror", lambda error: self.note(f"exception: {error.error}"))
        context.on("request", lambda request: self.check_origin(request.url))

    def listen(self, message) -> None:
        if message.type == "error":
            self.note(f"console: {message.text} ({message.location['url']})")

    def check_origin(self, url: str) -> None:
        if not url.startswith((self.ours, "data:", "blob:", "about:")):
            self.note(f"request to somebody else: {url}")

    def note(self, what: str) -> None:
        self.seen.append(what)

    def problems(self) -> list[str]:
        return [what for what in self.seen if not any(pattern.search(what) for pattern in self.allowed)]


@pytest.fixture
def eyes(site) -> Iterator[Eyes]:
    watching = Eyes(site.url)
    yield watching
    assert not watching.problems(), "The browser saw: " + "\n".join(watching.problems())


@pytest.fixture
def open_page(browser, site, eyes):
    contexts = []

    def open_one(user=None, *, width=1280, height=800, dark=False, javascript=True, language="nl", **more):
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale=language,
            timezone_id="Europe/Amsterdam",
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        eyes.watch(context)
        if user:
            context.add_cookies([{**login_cookie(user), "url": site.url}])
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    return open_page()


def login_cookie(user) -> dict[str, str]:
    """A browser session as a login makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": django_settings.SESSION_COOKIE_NAME, "value": session.session_key}


# ── accessibility ──────────────────────────────────────────────────────────────────────────────────
def check_axe(page, *, without: tuple[str, ...] = ()) -> None:
    """No finding of axe, nor of HTML_CodeSniffer, on the page as it stands, neither by day nor in the evening.

    Scrolled to its end: what happens to lie below the bar that stays at the foot is not hidden by it, for it scrolls.
    """
    page.wait_for_load_state()  # a press has just led here
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    told = [
        f"{scheme}: {found}"
        for scheme in looks.schemes(page)
        for look in (looks.axe, looks.sniff)
        for found in look(page, without=without)
    ]
    assert not told, f"on {page.url}:\n" + "\n".join(told)


@pytest.fixture(name="check_axe")
def _check_axe():
    return check_axe


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
