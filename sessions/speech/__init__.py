"""What a sentence looks like in a round of questions: advice, a closed question, a question for reasons. Pure.

Rules, not a judgement: they know some turns of phrase and nothing of who says them. So a finding is a hint to the
writer alone, before the card lies on the table, and never a refusal. Nothing leaves the server. How often they are
wrong, on sentences they were not made with: `python3 dev.py bench said`.
"""

from __future__ import annotations

import re
from enum import StrEnum

from sessions.speech import en, nl


class Spot(StrEnum):
    """What a sentence looks like."""

    ADVICE = "advice"  # plain, or dressed as a question
    WHY = "why"  # asks for reasons, and so for a defence
    CLOSED = "closed"  # can be answered with yes or no


LANGUAGES = {"nl": nl, "en": en}
_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")
_CURLY = str.maketrans("‘’“”", "''\"\"")


def spot(text: str, lang: str) -> Spot | None:
    """What stands out most in it, or nothing. `lang`: the reader's, for words that say nothing about their language."""
    told = LANGUAGES[language_of(text, lang)]
    sentences = [told.plain(found) for found in _SENTENCE.findall(" ".join(text.translate(_CURLY).lower().split()))]
    sentences = [sentence for sentence in sentences if sentence]
    if any(told.left_alone(sentence) for sentence in sentences):
        return None
    if any(told.advises(sentence) for sentence in sentences):
        return Spot.ADVICE
    if any(told.asks_why(sentence) for sentence in sentences):
        return Spot.WHY
    closed = sentences and told.is_closed(sentences[-1]) and not any(told.is_open(one) for one in sentences)
    return Spot.CLOSED if closed else None


def language_of(text: str, lang: str) -> str:
    """The language with most of its small words in this text; a tie goes to the reader's."""
    words = re.findall(r"[a-zé]+", text.lower())
    here = "en" if lang.startswith("en") else "nl"
    counts = {code: sum(word in told.SMALL for word in words) for code, told in LANGUAGES.items()}
    return max(counts, key=lambda code: (counts[code], code == here))
