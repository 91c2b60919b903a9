"""Two methods side by side: what differs, and what is the same said once. Pure: words in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from methods import cards, method_page
from methods.cards import Segment
from methods.format import MethodDoc
from methods.format.document import WRITTEN_FOR

NEAREST = 4  # so many are offered first


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    slug: str
    name: str
    promise: str
    summary: str
    segments: tuple[Segment, ...]  # both on one scale: the rest of the longer one stays empty


@dataclass(frozen=True, slots=True)
class Line:
    """What the two say about one thing."""

    label: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.left == self.right


def page(left: MethodDoc, right: MethodDoc) -> dict[str, Any]:
    """Everything the page shows."""
    longest = max(_minutes(left), _minutes(right))
    return {"sides": [_side(left, longest), _side(right, longest)], "lines": list(_lines(left, right))}


def _minutes(doc: MethodDoc) -> int:
    return sum(part.minutes for part in method_page.segments(doc, WRITTEN_FOR))


def _side(doc: MethodDoc, longest: int) -> Side:
    drawn = method_page.segments(doc, WRITTEN_FOR)
    minutes = sum(part.minutes for part in drawn)
    rest = (Segment(longest - minutes, "rest"),) if longest > minutes else ()
    text = doc.text(method_page.lang())
    return Side(doc.id, text.name, text.promise, cards.summary(minutes, len(drawn)), (*drawn, *rest))


def _lines(left: MethodDoc, right: MethodDoc) -> Iterable[Line]:
    """What both leave empty is not asked."""
    for label, ours, theirs in zip(_labels(), _told(left), _told(right), strict=True):
        if ours or theirs:
            yield Line(label, ours, theirs)


def _labels() -> list[str]:
    known = [_("Duur"), _("Groep"), _("Ervaring"), _("Begeleider"), _("Diepte"), _("Advies"), _("Waar")]
    return [
        *known,
        _("Goed voor"),
        _("Past als"),
        _("Liever niet als"),
        _("Niet doen als"),
        _("Aan het eind"),
        _("Vooraf"),
        _("Rollen"),
        _("De stappen"),
    ]


def _told(doc: MethodDoc) -> list[tuple[str, ...]]:
    text = doc.text(method_page.lang())
    return [
        *((said,) for _label, said in method_page.facts(doc)),
        tuple(cards.card(doc).suits),
        text.when,
        text.when_not,
        text.contra,
        (text.outcome,),
        text.preparation,
        text.roles,
        tuple(_("%(minutes)s min: %(title)s") % {"title": s.text.title, "minutes": s.minutes} for s in _steps(doc)),
    ]


def _steps(doc: MethodDoc) -> list[method_page.StepView]:
    return method_page.steps(doc, WRITTEN_FOR)
