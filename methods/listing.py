"""What the library page needs of a method, made once when the method is loaded. Pure.

A document is some thirty kilobytes; five hundred of them are too much to read for one page. Beside each method stands
a slim row per language: what can be searched, what can be filtered, what the card says.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from methods.format import LANGUAGES, MethodDoc, MethodText

MADE = 2  # raise it when what follows changes: load_methods then writes every row anew
PEOPLE = range(2, 13)  # for so many people the length is known beforehand
MOST_WORDS, LONGEST_WORD = 8, 40  # of a question to the library
LONGEST_PARTICLE = 3  # letters: "een", "van", "the"; inside other words they say nothing

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_WORD = re.compile(r"[^\W_]+")
_HYPHENED = re.compile(r"[^\W_]+(?:[-‑–][^\W_]+)+")


@dataclass(frozen=True, eq=False)
class Facts:
    """What somebody can filter on. The same in every language; read once, so compared as the object it is."""

    times: tuple[int, ...]  # ideal minutes for PEOPLE
    size: tuple[int, int]
    fit: dict[str, int]
    maturity: int
    facilitator: int
    online: str
    advice: str

    def minutes(self, people: int) -> int:
        """The ideal length for so many people, or else for as many as the method takes at most."""
        people = min(max(people, self.size[0], PEOPLE.start), self.size[1], PEOPLE.stop - 1)
        return self.times[people - PEOPLE.start]


def rows(doc: MethodDoc) -> list[dict[str, Any]]:
    """The values of a row for each language."""
    return [_row(doc, lang) for lang in LANGUAGES]


def _row(doc: MethodDoc, lang: str) -> dict[str, Any]:
    text = doc.text(lang)
    return {
        "language": lang,
        "made": MADE,
        "name": text.name,
        "named": spaced(text.name),
        "words": spaced(remembered(doc, lang)),
        "facts": facts(doc),
        "card": card(doc, text),
    }


def _said(doc: MethodDoc, text: MethodText, lang: str) -> list[str]:
    """Everything in a method that somebody may remember of it: also whose it is, for some have a name of ours."""
    titles = [phase.text(lang).title for phase in doc.phases]
    lists = [text.when, text.contra, text.roles, text.pitfalls, titles]  # variants name other methods
    alone = [text.name, text.promise, text.purpose, text.outcome, text.origin, text.credit]
    return [*alone, *(line for lines in lists for line in lines)]


def facts(doc: MethodDoc) -> dict[str, Any]:
    """As JSON; `read_facts` gives them back."""
    return {
        "times": [doc.minutes_for(people) for people in PEOPLE],
        "size": list(doc.size),
        "fit": {str(fit): strength for fit, strength in doc.fit.items()},
        "maturity": doc.maturity,
        "facilitator": doc.facilitator,
        "online": str(doc.online),
        "advice": str(doc.advice),
    }


@lru_cache(maxsize=5000)
def read_facts(written: str) -> Facts:
    """From the JSON of a row. The rows of five hundred methods come with every question, and hardly ever change."""
    return Facts(**json.loads(written))


def facts_of(doc: MethodDoc) -> Facts:
    """The same, as they are compared. Of one document always the same object, which what is remembered goes by."""
    return read_facts(json.dumps(facts(doc)))


def card(doc: MethodDoc, text: MethodText) -> dict[str, Any]:
    """What stands on the card, as JSON. Per step: minutes, the least, minutes per person, how the band draws it."""
    last = len(doc.phases) - 1
    return {
        "promise": text.promise,
        "steps": [
            [phase.minutes, phase.least, phase.per_person, "close" if nr == last else phase.band]
            for nr, phase in enumerate(doc.phases)
        ],
    }


# ── words ──────────────────────────────────────────────────────────────────────────────────────────
def folded(text: str) -> str:
    """Small letters without accents or punctuation. What has a hyphen is there in parts and in one piece."""
    plain = _plain(text)
    whole = [re.sub(r"[-‑–]", "", found) for found in _HYPHENED.findall(plain)]
    return " ".join([*_WORD.findall(plain), *whole])


def spaced(text: str) -> str:
    """Folded, with a space at both ends, so that a word can be looked for where it begins; and each two words that
    follow each other in one piece, for who writes together what stands apart.
    """
    words = folded(text).split()
    joined = [one + other for one, other in pairwise(words) if min(len(one), len(other)) > LONGEST_PARTICLE]
    return f" {' '.join([*words, *joined])} "


def needle(word: str) -> str:
    """What to look for in a spaced text: a long word anywhere, for it may be part of a longer one; a short one where a
    word begins, a single letter only by itself.
    """
    if len(word) > LONGEST_PARTICLE:
        return word
    return f" {word} " if len(word) == 1 else f" {word}"


def remembered(doc: MethodDoc, lang: str) -> str:
    """Everything in a method by which it can be found in this language."""
    return " \n ".join(_said(doc, doc.text(lang), lang))


def says(text: str, words: Iterable[str]) -> bool:
    """Are all these folded words in this text?"""
    there = spaced(text)
    return all(needle(word) in there for word in words)


def asked(text: str) -> list[str]:
    """The words of a question, folded; a question without end is cut off."""
    words = _WORD.findall(_plain(text[: MOST_WORDS * LONGEST_WORD]))
    return [word[:LONGEST_WORD] for word in words[:MOST_WORDS]]


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
