"""How a question becomes sharper: what a computer can see of it, in Dutch and in English. Pure.

Rules of the field: in the I-form, beginning with "hoe kan ik", one question, about one's own doing, bounded and open.
These are hints, never a judgement; nothing changes unless the person does it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONG, SHORT = 30, 4  # words


class Hint(StrEnum):
    HOW = "how"  # good: begins with "how can I"
    OWN = "own"  # good: open, about oneself
    WHY = "why"
    CLOSED = "closed"
    NO_HOW = "no_how"
    NO_I = "no_i"
    TWO = "two"
    OTHER = "other"
    OTHER_SECOND = "other_second"  # only the second of two questions is about another
    WIDE = "wide"
    LONG = "long"
    SHORT = "short"


GOOD = frozenset({Hint.HOW, Hint.OWN})


@dataclass(frozen=True, slots=True)
class Found:
    """One hint. `word` is the piece of the text it is about, "" when it is about the whole."""

    hint: Hint
    word: str = ""

    @property
    def good(self) -> bool:
        return self.hint in GOOD


_HOW = re.compile(
    r"^\W*(hoe (kan|kom|ga|blijf|kies|zorg|houd|hou|vind|leer|maak|zou|wil|mag|doe|zeg|vraag|geef|neem|stel|krijg|word"
    r"|begin|stop|laat) ik"
    r"|wat kan ik|how (can|could|do|might|should|would|will|may) i|what can i)\b",
    re.I,
)
_OPEN = re.compile(r"^\W*(hoe|wat|welke?|waar(in|aan|mee|door|toe|van)?|wanneer|how|what|which|where|when)\b", re.I)
_WHY = re.compile(r"^\W*(waarom|hoezo|why|how come)\b", re.I)
_CLOSED = re.compile(
    r"^\W*((moet|zal|kan|mag|ben|heb|doe|wil|zou|is|was|klopt|vinden|vind|hoort|zijn|hebben) \w+"
    r"|(should|shall|can|must|am|is|are|was|do|does|did|may|have|has|would|will|could)"
    r" (i|we|it|this|that|he|she|they|my|the))\b",
    re.I,
)
_I = re.compile(r"\b(ik|mij|me|mijn|mezelf|mijzelf|i|i'm|i’m|my|mine|myself)\b", re.I)
_JOIN = re.compile(
    r"\?\s+(?=\S)|[,;]?\s+(?:en|maar|of|and|but|or)\s+(?=(?:hoe|wat|waarom|wanneer|welke?|wie|waar"
    r"|how|what|why|when|which|who|where)\b)",
    re.I,
)
_OTHER = re.compile(
    r"\b(zover|zo ver)\b.*\bdat\b|\bervoor zorgen dat (?!ik\b)\w+|\bzorg(en)? (ik )?dat (?!ik\b)\w+"
    r"|\b(wil|wilde|hoop) (ik )?(graag )?dat (hij|zij|ze|hen|anderen|iedereen|mensen|de \w+|het \w+|mijn \w+|die \w+)\b"
    r"|\blaat ik (hem|haar|hen|ze|mijn \w+|de \w+|een ander|anderen|iemand|[A-Z]\w+)\b"
    r"|\bkrijg ik (hem|haar|hen|ze|mijn \w+|de \w+|een ander|anderen|iemand|[A-Z]\w+)\b"
    r"|\b(get|make|persuade|convince|force|have|bring) (him|her|them|my \w+|the \w+|others|someone|people|[A-Z]\w+)\b"
    r"|\bso that (he|she|they|my \w+|the \w+|others|people)\b",
)
_WIDE = re.compile(
    r"\b(altijd|nooit|iedereen|niemand|overal|alles|in het algemeen|always|never|everyone|everybody|nobody|everything"
    r"|in general)\b",
    re.I,
)


def sharpen(question: str) -> list[Found]:
    """What can be seen of this question, what is good first. Empty for an empty question."""
    text = " ".join(question.split())
    if not text:
        return []
    parts = questions_in(text)
    return [*_opening(text), *_self(text), *_number(parts), *_others(parts), *_bounds(text)]


def questions_in(text: str) -> list[str]:
    """The separate questions in a text: "… , en hoe …" and a question mark in the middle both begin another."""
    parts = [part.strip(" ,;") for part in _JOIN.split(" ".join(text.split()))]
    return [part for part in parts if part]


def first_question(text: str) -> str:
    """Only the first of several questions, as a whole sentence."""
    parts = questions_in(text)
    return parts[0].rstrip(" ?.,;") + "?" if parts else ""


def _opening(text: str) -> list[Found]:
    if _HOW.search(text):
        return [Found(Hint.HOW)]
    if _WHY.search(text):
        return [Found(Hint.WHY)]
    if _CLOSED.search(text):
        return [Found(Hint.CLOSED)]
    if _OPEN.search(text):
        return [Found(Hint.OWN)] if _I.search(text) else []
    return [Found(Hint.NO_HOW)]


def _self(text: str) -> list[Found]:
    return [] if _I.search(text) else [Found(Hint.NO_I)]


def _number(parts: list[str]) -> list[Found]:
    return [Found(Hint.TWO)] if len(parts) > 1 else []


def _others(parts: list[str]) -> list[Found]:
    about = [bool(_OTHER.search(part)) for part in parts]
    if len(parts) > 1 and any(about[1:]) and not about[0]:
        return [Found(Hint.OTHER_SECOND)]
    return [Found(Hint.OTHER)] if any(about) else []


def _bounds(text: str) -> list[Found]:
    words = len(text.split())
    if words > LONG:
        return [Found(Hint.LONG)]
    if words < SHORT:
        return [Found(Hint.SHORT)]
    wide = _WIDE.search(text)
    return [Found(Hint.WIDE, wide.group(0).lower())] if wide else []
