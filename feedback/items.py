"""The five statements of the pulse: usefulness, pleasure, form, group and guidance. Answered from 1 to 5.

Own words, free to use (reference: own items P1 to P4 of the field guide, and pleasure).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SCALE = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Item:
    """One statement with the words at both ends of its scale."""

    code: str
    statement: Promise
    low: Promise
    high: Promise


ITEMS = (
    Item(
        "useful",
        _("Ik heb iets geleerd dat ik kan gebruiken"),
        pgettext_lazy("scale", "niets"),
        pgettext_lazy("scale", "veel"),
    ),
    Item(
        "pleasure",
        _("Ik was er graag bij"),
        pgettext_lazy("scale", "liever niet"),
        pgettext_lazy("scale", "heel graag"),
    ),
    Item(
        "form", _("De werkvorm paste bij de casus"), pgettext_lazy("scale", "niet"), pgettext_lazy("scale", "precies")
    ),
    Item(
        "group",
        _("Ik kon zeggen wat ik wilde zeggen"),
        pgettext_lazy("scale", "niet"),
        pgettext_lazy("scale", "steeds"),
    ),
    Item(
        "guidance",
        _("De begeleiding hield ons bij de stappen"),
        pgettext_lazy("scale", "niet"),
        pgettext_lazy("scale", "steeds"),
    ),
)
CODES = frozenset(item.code for item in ITEMS)
