"""What in a text may lead to somebody: names, places, dates, numbers, addresses. Local rules only. Pure.

Nothing is sent anywhere and nothing is refused: the words are underlined, and the person decides. The rules would
rather point once too often than miss a citizen service number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sessions.names import FIRST_NAMES, NOT_NAMES, PLACES, WORKPLACES

MOST = 20  # hints at once; more would only frighten


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"
    POSTCODE = "postcode"
    DATE = "date"
    AGE = "age"
    NUMBER = "number"
    PLACE = "place"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters `start` to `end` of the text."""

    start: int
    end: int
    kind: Kind
    word: str


_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october)"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")),
    (Kind.POSTCODE, re.compile(r"\b[1-9]\d{3}\s?(?!(?:SA|SD|SS)\b)[A-Z]{2}\b")),
    (Kind.DATE, re.compile(rf"\b\d{{1,2}}(?:e|ste|de|th|st|nd|rd)?\s+(?:of\s+)?{_MONTH}(?:\s+\d{{4}})?\b", re.I)),
    (Kind.DATE, re.compile(rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b", re.I)),
    (Kind.DATE, re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b")),
    (Kind.AGE, re.compile(r"\b\d{1,3}[\s-]*(?:jaar oude?|jarige?n?|jaar oud|years?[\s-]old)\b", re.I)),
    (
        Kind.AGE,
        re.compile(
            r"\b(?:jongen|meisje|man|vrouw|cliënt|client|kind|zoon|dochter|leerling|student|patiënt|moeder|vader|boy|girl"
            r"|woman|child|son|daughter|pupil|patient|mother|father) (?:van|aged|of) \d{1,3}\b",
            re.I,
        ),
    ),
)
_DIGITS = re.compile(r"(?<![\w@.])(?:\+|\(\d{2,4}\)\s?)?\d[\d\s().\-]{2,18}\d(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)\d\d)?")
_WORD = re.compile(r"[^\W\d_][\w'’\-]*")
_TITLE = re.compile(
    r"\b(?:meneer|mevrouw|dhr|mevr|mw|mr|mrs|ms|dr|drs|prof|familie|fam|oom|tante|juf|meester)\.?\s+$", re.I
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\r…]|[\"'“”‘’(\-–—]\s?)\s*$")


def find(text: str) -> list[Spot]:
    """What stands out, in the order of the text, never two over each other; at most twenty."""
    taken: list[Spot] = []
    for spot in [*_fixed(text), *_numbers(text), *_capitals(text)]:
        if not any(spot.start < other.end and other.start < spot.end for other in taken):
            taken.append(spot)
    return sorted(taken, key=lambda spot: spot.start)[:MOST]


def pieces(text: str) -> list[tuple[str, Kind | None]]:
    """The whole text in pieces, each with what it may be: for underlining."""
    cut, at = [], 0
    for spot in find(text):
        cut += [(text[at : spot.start], None), (spot.word, spot.kind)]
        at = spot.end
    cut.append((text[at:], None))
    return [piece for piece in cut if piece[0]]


def replaced(text: str, word: str, by: str) -> str:
    """Every place where this word was found, replaced; "" leaves the word out. A word nobody found changes nothing."""
    cut = [by if kind and piece == word else piece for piece, kind in pieces(text)]
    joined = "".join(cut)
    return joined if by else re.sub(r"[ \t]{2,}", " ", joined)


def _fixed(text: str) -> Iterator[Spot]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Spot(match.start(), match.end(), kind, match.group())


def _numbers(text: str) -> Iterator[Spot]:
    """Long numbers: a citizen service number passes its check, a telephone number has nine to thirteen digits."""
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if kind := _number_kind(digits, match.group()):
            yield Spot(match.start(), match.end(), kind, match.group())


def _number_kind(digits: str, written: str) -> Kind | None:
    if len(digits) in (8, 9) and _eleven_test(digits.zfill(9)) and not written.startswith(("+", "0")):
        return Kind.BSN
    if 9 <= len(digits) <= 13 and (written.startswith(("+", "0", "(0")) or len(digits) > 10):
        return Kind.PHONE
    if _YEARS.fullmatch(written):
        return None  # a year says little
    return Kind.NUMBER if len(digits) >= 4 else None


def _eleven_test(digits: str) -> bool:
    """The check of the Dutch citizen service number: weights 9 … 2 and −1, divisible by eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return int(digits) > 0 and sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


def _capitals(text: str) -> Iterator[Spot]:
    """Places and names: by list, after a title, or a capital in the middle of a sentence."""
    for match in _WORD.finditer(text):
        word = match.group().rstrip("'’-")
        if kind := _word_kind(word, text[max(0, match.start() - 24) : match.start()]):
            yield Spot(match.start(), match.start() + len(word), kind, word)


def _word_kind(word: str, before: str) -> Kind | None:
    if not word[0].isupper() or (len(word) < 2):
        return None
    plain = re.sub(r"(['’]s|s['’])$", "", word).casefold()
    if plain in PLACES:
        return Kind.PLACE
    if _TITLE.search(before):
        return Kind.NAME
    if plain in NOT_NAMES or word.isupper():
        return None
    if plain in FIRST_NAMES:
        return Kind.NAME
    if plain in WORKPLACES or _SENTENCE_START.search(before):
        return None
    return Kind.NAME
