"""What people do in the house: pages with cookies as a browser has them behind the proxy, and a stream that listens."""

import contextlib
import html
import http.client
import json
import re
import socket
import threading
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.faults.house import HOST

COOKIE, TOKEN = "__Host-sessionid", "__Host-csrftoken"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Visitor:
    """Somebody's browser. `at` says which web process answers; cookies hold everywhere."""

    at: int
    session: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.session:
            self.cookies[COOKIE] = self.session

    def headers(self, **more: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7", "Cookie": cookies}
        return own | {"Origin": f"https://{HOST}", "Accept-Language": "nl"} | more

    def ask(self, method: str, path: str, body: str = "", seconds: float = 20, **more: str) -> Answer:
        there = http.client.HTTPConnection("127.0.0.1", self.at, timeout=seconds)
        try:
            there.request(method, path, body=body.encode() or None, headers=self.headers(**more))
            answer = there.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read().decode())
        except OSError as error:
            return Answer(0, {}, type(error).__name__)
        finally:
            there.close()

    def get(self, path: str, **more) -> Answer:
        return self.ask("GET", path, **more)

    def post(self, path: str, **fields: object) -> Answer:
        """A form of ours, with the token of the page it stood on."""
        token = self.cookies.get(TOKEN, "")
        body = urlencode({"csrfmiddlewaretoken": token, **fields})
        return self.ask("POST", path, body, **FORM)

    def hang_up(self, path: str, **fields: object) -> None:
        """The same, and gone before the answer comes."""
        there = http.client.HTTPConnection("127.0.0.1", self.at, timeout=20)
        body = urlencode({"csrfmiddlewaretoken": self.cookies.get(TOKEN, ""), **fields})
        with contextlib.suppress(OSError):
            there.request("POST", path, body=body.encode(), headers=self.headers(**FORM))
        there.close()


class Ear:
    """A stream as static/js/live.js keeps it: opened with the address of the page, opened again when it ends."""

    def __init__(self, visitor: Visitor, page: str) -> None:
        self.visitor, self.page = visitor, page
        self.events: list[tuple[str, object]] = []
        self.opened, self.stopped = 0, threading.Event()
        self.line: http.client.HTTPConnection | None = None
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self) -> None:
        while not self.stopped.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                self.once()
            self.stopped.wait(0.3)

    def once(self) -> None:
        found = re.search(r'data-live-url="([^"]+)"', self.visitor.get(self.page).text)
        if not found:
            return
        there = self.line = http.client.HTTPConnection("127.0.0.1", self.visitor.at, timeout=20)
        try:
            there.request("GET", html.unescape(found[1]), headers=self.visitor.headers())
            answer = there.getresponse()
            if answer.status == 200:
                self.opened += 1
                self.read(answer)
        finally:
            there.close()

    def read(self, answer: http.client.HTTPResponse) -> None:
        name = ""
        while not self.stopped.is_set() and not answer.isclosed():
            line = answer.readline().decode().strip("\n")
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                self.events.append((name, json.loads(line.removeprefix("data: "))))

    def names(self) -> list[str]:
        return [name for name, _data in self.events]

    def hints(self) -> dict[str, int]:
        told: dict[str, int] = {}
        for name, data in self.events:
            told |= data if name == "hint" else {}
        return told

    def drop(self) -> None:
        """The line breaks, as when somebody walks out of reach."""
        if self.line is not None and self.line.sock is not None:
            with contextlib.suppress(OSError):
                self.line.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.stopped.set()
