"""What stands on the library page: found by slim rows, so that five hundred methods cost hardly more than fifty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from methods import cards, finding, listing
from methods.format.document import WRITTEN_FOR
from methods.forms import LibraryFilter
from methods.models import Listing, MethodQuerySet

A_PAGE = 24
_FACTS = Cast("facts", TextField())  # as it is written: read once, see `listing.read_facts`


@dataclass(frozen=True)
class Shelf:
    """Cards that stand together, with what they have in common."""

    title: str
    cards: list[cards.ListedCard]


@dataclass(frozen=True)
class Chip:
    """An answer that narrows the page down, and the same question without it."""

    text: str
    query: str
    left: int = 0  # nothing found: without this answer there are so many


@dataclass(frozen=True)
class LibraryPage:
    """Everything the page shows."""

    form: LibraryFilter
    query: str  # the question as an address, without empty answers
    page: Page
    shelves: list[Shelf]
    chips: list[Chip]
    loosen: list[Chip]

    @property
    def found(self) -> int:
        return self.page.paginator.count

    @property
    def told(self) -> str:
        """How many, as it is shown and announced."""
        if not self.found:
            return _("Geen enkele werkvorm past hierbij")
        return ngettext("%(count)s werkvorm", "%(count)s werkvormen", self.found) % {"count": self.found}

    @property
    def keep(self) -> str:
        """What a link to another page of it takes along."""
        return f"{self.query}&" if self.query else ""


def gather(
    form: LibraryFilter, door: MethodQuerySet, language: str, number: str | None, beside: str = ""
) -> LibraryPage:
    """Two queries. `number`: of the page; `beside`: the method next to which another is being looked for."""
    chosen = form.chosen
    listed = Listing.objects.within(door, language)
    found = finding.find(_rows(listed, form.words), chosen)
    form.count(found.counts)
    page = Paginator(found.keys, A_PAGE).get_page(number)
    people = int(chosen.get("mensen") or WRITTEN_FOR)
    drawn = _cards(listed, list(page), people)
    kept = {**chosen, **({"naast": beside} if beside else {})}
    return LibraryPage(
        form=form,
        query=urlencode(kept),
        page=page,
        shelves=_shelves(drawn, by_length=not ({"voor", finding.TEXT} & set(chosen))),
        chips=[_chip(form, kept, name) for name in chosen],
        loosen=[_chip(form, kept, name, left) for name, left in found.loosened],
    )


def _rows(listed: Any, words: list[str]) -> Iterator[finding.Row]:
    values = listed.asked(words).values_list("method_id", "name", _FACTS, "hit", "in_name")
    for key, name, facts, hit, in_name in values:
        yield finding.Row(key, name, listing.read_facts(facts), hit, in_name)


def _cards(listed: Any, keys: Sequence[Any], people: int) -> list[cards.ListedCard]:
    values = listed.filter(method__in=list(keys)).values_list("method_id", "method__slug", "name", _FACTS, "card")
    known = {
        key: cards.listed(slug, name, listing.read_facts(facts), card, people)
        for key, slug, name, facts, card in values
    }
    return [known[key] for key in keys if key in known]


# ── in which order it stands ───────────────────────────────────────────────────────────────────────
def _shelves(drawn: list[cards.ListedCard], *, by_length: bool) -> list[Shelf]:
    """The shortest first, on shelves by length; what was searched for stands in one row, the nearest first."""
    if not by_length:
        return [Shelf("", drawn)] if drawn else []
    return [Shelf(title, list(row)) for title, row in groupby(drawn, key=lambda card: _length(card.minutes))]


def _length(minutes: int) -> str:
    for most, title in (
        (30, _("In een halfuur")),
        (45, _("In drie kwartier")),
        (60, _("In een uur")),
        (90, _("In anderhalf uur")),
    ):
        if minutes <= most:
            return title
    return _("Langer")


# ── what narrows it down ───────────────────────────────────────────────────────────────────────────
def _chip(form: LibraryFilter, kept: dict[str, str], name: str, left: int = 0) -> Chip:
    without = {other: value for other, value in kept.items() if other != name}
    return Chip(_worded(form, name, kept[name]), urlencode(without), left)


def _worded(form: LibraryFilter, name: str, value: str) -> str:
    said = form.said(name, value)
    return {
        "tijd": _("tot %(said)s minuten"),
        "mensen": _("met %(said)s mensen"),
        "begeleider": _("begeleid door %(said)s"),
    }.get(name, "%(said)s") % {"said": said}
