"""Every address one gets to by links or knows by name, as somebody. Only ever by GET; nothing is pressed."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from bench.outside.place import Site
from intervisie.demo.story import PASSWORD

URLS = "bench.outside.urls"
ROLES = {  # → who that is in the demonstration
    "nobody": "",
    "member": "bas@demo.example",
    "coach": "anna@demo.example",
    "coordinator": "coen@demo.example",
}
ALIKE = 3  # of addresses that differ only in an id: so many
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
IN_CSS = re.compile(r"url\(['\"]?([^'\")]+)")
UNNAMED = ("/", "/deze-pagina-is-er-niet/", "/robots.txt")


@dataclass(frozen=True)
class Visit:
    """What one address answered to somebody."""

    role: str
    path: str
    status: int
    kind: str  # the media type
    text: str  # of pages only
    policy: str
    letter: str = ""  # which kind, when a key in the address led here; maybe by a redirect that remembers it

    @property
    def route(self) -> str:
        """In the URL conf; empty when there is none."""
        try:
            return resolve(urlsplit(self.path).path, URLS).route
        except Resolver404:
            return ""

    @property
    def is_page(self) -> bool:
        return self.kind == "text/html" and "<html" in self.text and not 300 <= self.status < 400

    def __str__(self) -> str:
        return f"{self.role} {self.letter or self.path}"


class Links(HTMLParser):
    """Where a page leads, and what it loads."""

    NAMES = ("href", "src", "data-hx-get", "action")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form" and (given.get("method") or "get").lower() != "get":
            return
        self.found += [value for name, value in attributes if name in self.NAMES and value]


def client(site: Site, email: str) -> httpx.Client:
    """A browser without eyes; with an address it is logged in, through the form as everybody is."""
    asking = httpx.Client(base_url=site.url, verify=site.secrets.context(), timeout=30)
    if email:
        done = press(asking, "/account/login/", {"login": email, "password": PASSWORD})
        assert done.status_code == 302, f"{email} could not log in: {done.status_code}"
    return asking


def press(asking: httpx.Client, path: str, typed: dict[str, str]) -> httpx.Response:
    """The form at this address, filled in and sent."""
    page = asking.get(path)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token, f"{path} has no form"
    return asking.post(path, data={**typed, "csrfmiddlewaretoken": token[1]}, headers={"Referer": str(page.url)})


def cookies(asking: httpx.Client) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in asking.cookies.jar)


def crawl(site: Site, role: str, asking: httpx.Client) -> list[Visit]:
    """From the front door, breadth first; of addresses alike only the first few."""
    known = [*UNNAMED, *named(get_resolver(URLS).url_patterns)]
    waiting, seen = deque(known), set(known)
    alike: Counter[str] = Counter()
    visits = []
    while waiting:
        path = waiting.popleft()
        shape = ID.sub("*", urlsplit(path).path)
        alike[shape] += 1
        if "*" in shape and alike[shape] > ALIKE:
            continue
        visit, found = look(site, role, asking, path)
        visits.append(visit)
        for other in found:
            if urlsplit(other).path not in seen:
                seen.add(urlsplit(other).path)
                waiting.append(other)
    return visits


def named(patterns: Iterable[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Every address of ours that needs no id."""
    for one in patterns:
        path = before + str(one.pattern)
        if not set(path) & set("<(^$"):
            yield from named(one.url_patterns, path) if isinstance(one, URLResolver) else [path]


def look(site: Site, role: str, asking: httpx.Client, path: str) -> tuple[Visit, list[str]]:
    answer = asking.get(path)
    kind = answer.headers.get("content-type", "").partition(";")[0]
    readable = kind in ("text/html", "text/css", "application/manifest+json")
    policy = answer.headers.get("content-security-policy", "")
    text = answer.text if readable else ""
    visit = Visit(role, path, answer.status_code, kind, text if kind == "text/html" else "", policy)
    return visit, list(_ours(site, path, _leads(kind, text, answer.headers.get("location", ""))))


def _leads(kind: str, text: str, location: str) -> list[str]:
    if location:
        return [location]
    if kind == "text/css":
        return IN_CSS.findall(text)
    return Links(text).found if kind == "text/html" else []


def _ours(site: Site, at: str, found: list[str]) -> Iterator[str]:
    for link in found:
        whole = urlsplit(urljoin(site.url + at, link))
        if f"{whole.scheme}://{whole.netloc}" == site.url:
            yield whole.path + (f"?{whole.query}" if whole.query else "")
