"""A reason as a value: which one, with which words in it, and who may read it.

Rendered when it is read, in the reader's language. `parts()` speaks to the case-giver ("je schreef"), `parts("Bas")`
speaks about them to the group. The person's own answers come as quotes, never as markup. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import get_language, gettext

from methods.recommend.messages import MESSAGES, Phrase

_QUOTE = re.compile(r"\[\[(.*?)\]\]")


class Part(NamedTuple):
    """A piece of a sentence. `quote` marks the person's own answer."""

    text: str
    quote: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """One true statement about the input. `kind`: for, also (true, but it did not count), care or not.
    `private`: for the case-giver alone."""

    code: str
    kind: str
    private: bool = False
    weight: float = 0
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def parts(self, name: str = "") -> tuple[Part, ...]:
        """The sentence in pieces, in the active language."""
        own, about = MESSAGES[self.code]
        sentence = gettext(about if name else own)
        words = {key: _word(value, name) for key, value in self.values.items()} | {"name": name}
        pieces = enumerate(_QUOTE.split(sentence))
        return tuple(Part(piece % words, bool(number % 2)) for number, piece in pieces if piece)

    def text(self, name: str = "") -> str:
        """The sentence as plain text."""
        return "".join(part.text for part in self.parts(name))


def _word(value: object, name: str) -> object:
    if isinstance(value, tuple) and not isinstance(value, Phrase):
        return gettext(" en ").join(str(_word(part, name)) for part in value)
    if isinstance(value, Phrase):
        return gettext(value.about if name else value.own)
    if isinstance(value, Mapping):
        language = (get_language() or "nl")[:2]
        return value.get(language) or value["nl"]
    return value
