"""A browser as small as it can be, so that what is measured is the server."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

from bench._process import HOST

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}


@dataclass
class Browser:
    """Somebody logged in, on one connection that stays open. As a proxy in front would pass the requests on."""

    port: int
    session_key: str
    token: str = field(default_factory=_get_new_csrf_string)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session_key}; {settings.CSRF_COOKIE_NAME}={self.token}"
        self.headers = {
            "Host": HOST,
            "Cookie": cookies,
            "X-Forwarded-For": "192.0.2.1",
            "X-Forwarded-Proto": "https",
            "Accept-Language": "nl",
        }

    def get(self, path: str) -> bytes:
        return self._ask("GET", path, None, {}, 200)

    def post(self, path: str, **values: object) -> bytes:
        """A form, as a browser without script sends it."""
        return self._ask("POST", path, self._form(values), FORM, 302)

    def press(self, path: str, **values: object) -> bytes:
        """A button, as htmx presses it."""
        return self._ask("POST", path, self._form(values), FORM | {"HX-Request": "true"}, 204)

    def _form(self, values: dict[str, object]) -> str:
        return urlencode({"csrfmiddlewaretoken": self.token, **values})

    def _ask(self, method: str, path: str, body: str | None, more: dict[str, str], expected: int) -> bytes:
        self.line.request(method, path, body, self.headers | more)
        answer = self.line.getresponse()
        content = answer.read()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.headers.get('Location', '')}")
        return content


def together(browsers: list[Browser], ask: Callable[[Browser, int], object], each: int) -> float:
    """All of them at once, each so many times; seconds until the last has its answer."""
    failed: list[BaseException] = []

    def work(browser: Browser) -> None:
        try:
            for number in range(each):
                ask(browser, number)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=[browser]) for browser in browsers]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return time.monotonic() - began
