"""One shape for all letters of this app: a title, some sentences, at most one button, and what else to know.

Nothing of a case, ever. Words are chosen while the reader's language is active.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from intervisie.common.delivery import Message, mail


@dataclass
class Letter:
    subject: str
    title: str
    paragraphs: list[str]
    label: str = ""  # the small line above the title
    code: str = ""  # to type over
    button: str = ""
    url: str = ""
    after: list[str] = field(default_factory=list)  # small, below the button


def link(name: str, *args) -> str:
    """An address that works in a mail."""
    return settings.BASE_URL + reverse(name, args=args)


def write(letter, *, language: str, zone: str = "") -> Message:
    """`letter()` makes the Letter; it is called with the reader's language active."""
    with override(language):
        made = letter()
    return mail("groups/letter", language=language, zone=zone or settings.TIME_ZONE, letter=made)
