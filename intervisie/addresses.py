"""What is wrong with an address of the environment, in words; "" when nothing is. Pure.

A half-right address is worse than none: everything starts, and the first page, mail or task falls over it.
"""

from email.utils import parseaddr
from urllib.parse import SplitResult, urlsplit

HIGHEST_PORT = 65535


def wrong_redis(url: str) -> str:
    where = _split(url)
    if where is None or where.scheme not in ("redis", "rediss", "unix"):
        return "does not lead to Valkey or Redis: redis://host:6379/0"
    if where.scheme == "unix":
        return "" if where.path.strip("/") else "names no socket: unix:///run/valkey.sock"
    return "" if where.hostname else "names no host: redis://host:6379/0"


def wrong_site(url: str) -> str:
    """Of the site itself: what comes after the host would be in no link that leads here."""
    where = _split(url)
    host = where.hostname if where else ""
    if not host or any(sign.isspace() for sign in url):
        return "names no host: https://intervisie.example.org"
    more = where.path.strip("/") or where.query or where.fragment or where.username  # type: ignore[union-attr]
    return "is more than https:// and a host" if more else ""


def wrong_sender(text: str) -> str:
    name, at, domain = parseaddr(text)[1].partition("@")
    return "" if name and at and domain else "is no address: Intervisie <no-reply@example.org>"


def wrong_contact(text: str) -> str:
    """It becomes a link on public pages and in security.txt, where only these two have a meaning."""
    where = _split(text)
    reached = where and {"mailto": "@" in where.path, "https": bool(where.hostname)}.get(where.scheme)
    return "" if reached else "is no address: mailto:somebody@example.org or https://…"


def wrong_place(text: str) -> str:
    """host:port, to listen on."""
    host, colon, port = text.rpartition(":")
    right = host and colon and port.isdecimal() and int(port) <= HIGHEST_PORT
    return "" if right else "has to be host:port"


def _split(url: str) -> SplitResult | None:
    try:
        where = urlsplit(url)
        where.port  # noqa: B018 (reading it is what fails)
    except ValueError:
        return None
    return where
