"""What a page already shows: each part of the room carries a print of what was drawn, and a pull says which prints the
page has. A part whose print is the same is not sent again. To who has no key a print says nothing about the text."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b

from django.conf import settings

# What differs each time without being news: the token of a form, the place a part is put in, and of a clock that runs
# all but its end, because the browser draws it from there.
NO_NEWS = [
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), ""),
    (re.compile(r' data-hx-swap-oob="true"'), ""),
    (
        re.compile(r'<div class="timer[^>]*data-ends-at="([^"]*)"[^>]*data-total="([^"]*)".*?</div>', re.DOTALL),
        r"\1 \2",
    ),
]
ROOT = re.compile(r"<\w+")
ID = re.compile(r'\bid="([\w-]+)"')
LONGEST = 2000


def print_of(html: str) -> str:
    """Sixteen characters; the same for two drawings between which nothing changed for this viewer."""
    for pattern, instead in NO_NEWS:
        html = pattern.sub(instead, html)
    key = settings.SECRET_KEY.encode()[:64]
    return urlsafe_b64encode(blake2b(html.encode(), key=key, digest_size=12).digest()).decode()


def marked(html: str, print_: str) -> str:
    """The part with its print on its root element."""
    return ROOT.sub(lambda root: f'{root[0]} data-shown="{print_}"', html, count=1)


def id_of(html: str) -> str:
    found = ID.search(html)
    return found[1] if found else ""


# What each pull draws, by the names of hints; the pull of the step draws all.
DRAWS = {"people": {"people", "presence", "tally"}, "cards": {"cards", "harvest"}, "tally": {"tally"}}


def drawn_from(versions: Mapping[str, int], of: str) -> str:
    """`people=5 presence=12`: of what a pull draws, how often it changed. The same again: nothing has since."""
    names = DRAWS.get(of, versions)
    return " ".join(f"{name}={versions[name]}" for name in sorted(versions) if name in names)


def told(header: str) -> Mapping[str, str]:
    """Of `room-bar=Ab3… circle=x9…`, as room.js says it: id → print. Whatever else stands there is nothing."""
    pairs = (pair.partition("=") for pair in header[:LONGEST].split())
    return {part: print_ for part, _is, print_ in pairs if print_}
