"""The five statements of the pulse: usefulness, pleasure, form, group and guidance. Answered from 1 to 5.

Own words, free to use (reference: own items P1 to P4 of the field guide, and pleasure).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCALE = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Item:
    """One statement with the words at both ends of its scale."""

    code: str
    statement: Promise
    low: Promise
    high: Promise


ITEMS = (
    Item("useful", _("Ik heb iets geleerd dat ik kan gebruiken"), _("niets"), _("veel")),
    Item("pleasure", _("Ik was er graag bij"), _("liever niet"), _("heel graag")),
    Item("form", _("De werkvorm paste bij de casus"), _("niet"), _("precies")),
    Item("group", _("Ik kon zeggen wat ik wilde zeggen"), _("niet"), _("steeds")),
    Item("guidance", _("De begeleiding hield ons bij de stappen"), _("niet"), _("steeds")),
)
CODES = frozenset(item.code for item in ITEMS)
