"""Words that stand nowhere else: each text of the world has its own, so that a leak says what leaked.

content("stap")   said in confidence and encrypted: nowhere in the open, in no mail, and for who may see it only
inside("plek")    the group's own affairs (agreement, place, link, whom they invite): for members, stored in the open
"""

import re
from html import unescape

CONTENT, INSIDE = "kanarie", "binnen"
_WORD = re.compile(rf"(?:{CONTENT}|{INSIDE})-[a-z]+")


def content(place):
    return f"Dit is {CONTENT}-{place} en verder niets."


def inside(place):
    return f"{INSIDE}-{place}"


def words_in(text):
    """Every word of ours in a text, in bytes, or in the answer to a request: its body and its headers."""
    if hasattr(text, "headers"):
        return words_in(f"{text.headers}\n".encode() + text.content)
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    return set(_WORD.findall(text.lower())) | set(_WORD.findall(unescape(text).lower()))


def content_in(text):
    return {word for word in words_in(text) if word.startswith(CONTENT)}
