"""What lies on the table when a method is chosen: three that fit those at the table in the time there is, why, and on
request one nobody expects. Worked out anew at each look, so a latecomer or a minute less counts at the next pull."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from methods import cards
from methods.format import MethodDoc
from methods.models import MethodQuerySet
from methods.reading import read_all
from methods.recommend import CaseFacts, Circumstances, Recommendation, recommend, surprise
from sessions.intake import case_facts
from sessions.room import Room
from sessions.suggested import sealed

PRESSED = "surprises"  # in the facts of the step: how often somebody pressed “Verras ons”


@dataclass(frozen=True, slots=True)
class Choice:
    """A method as the list of all shows it: "Gedachtenwolk, 60 minuten"."""

    slug: str
    label: str


def offer(
    room: Room, library: MethodQuerySet, evening_of: Callable[[Room, list[str]], Circumstances]
) -> dict[str, Any]:
    """For the template. Only the case-giver reads the reasons that say something private. `library`: with `recent`
    (done in the last sessions of this group) and `used` (done by it at all)."""
    assert room.treatment is not None and room.step is not None
    rows = read_all(library, "recent", "used")
    docs = [doc for doc, _row in rows]
    case = case_facts(room.treatment.case.intake)
    evening = evening_of(room, [doc.id for doc, row in rows if row["recent"]])
    found = recommend(case, evening, docs)
    surprised = _surprised(room, found, case, evening, docs, {doc.id for doc, row in rows if row["used"]})
    about = "" if room.is_case_giver else room.treatment.case.owner.first_name
    people = evening.people

    def words(one: Recommendation | None) -> cards.Match | None:
        return cards.match(one, about=about, people=people) if one else None

    return {
        "match": words(found),
        "surprised": words(surprised),
        "presses": room.step.facts.get(PRESSED, 0),
        "suggested": sealed(room.treatment.pk, [*_slugs(found), *_slugs(surprised)]),
        "evening": evening,
        "all_methods": _choices(docs, room.lang, people),
        "chosen_method": cards.card(room.method, people) if room.method else None,
    }


def _surprised(
    room: Room,
    found: Recommendation,
    case: CaseFacts,
    evening: Circumstances,
    docs: Sequence[MethodDoc],
    used: set[str],
) -> Recommendation | None:
    press = room.step.facts.get(PRESSED, 0) if room.step else 0
    if not press:
        return None
    known = used | set(_slugs(found))
    return surprise(case, evening, docs, known=known, seed=str(room.session.pk), press=press)


def _slugs(found: Recommendation | None) -> list[str]:
    """What is shown, best first."""
    return [one.method.id for one in (*found.suggestions, *found.nearest)] if found else []


def _choices(docs: Sequence[MethodDoc], lang: str, people: int) -> list[Choice]:
    named = sorted(((doc.text(lang).name, doc) for doc in docs), key=lambda pair: pair[0].casefold())
    said = _("%(name)s, %(minutes)s minuten")
    return [Choice(doc.id, said % {"name": name, "minutes": doc.minutes_for(people)}) for name, doc in named]
