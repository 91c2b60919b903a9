"""What lies on the table when a method is chosen: three that fit those at the table in the time there is, why, and on
request one nobody expects. Worked out anew at each look, so a latecomer or a minute less counts at the next pull."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from methods import cards
from methods.format import MethodDoc
from methods.recommend import CaseFacts, Circumstances, Recommendation, recommend, surprise
from sessions.evening import in_a_hurry, library
from sessions.intake import case_facts
from sessions.room import Room
from sessions.suggested import sealed

PRESSED = "surprises"  # in the facts of the step: how often somebody pressed “Verras ons”


@dataclass(frozen=True, slots=True)
class Choice:
    """A method as the list of all shows it: "Gedachtenwolk, 60 minuten"."""

    slug: str
    label: str


def offer(room: Room) -> dict[str, Any]:
    """For the template. Only the case-giver reads the reasons that say something private. One query."""
    assert room.treatment is not None and room.step is not None
    there = library(room)
    case, evening = case_facts(room.treatment.case.intake), there.evening
    found = recommend(case, evening, there.docs)
    surprised = _surprised(room, found, case, evening, there.docs, there.used)
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
        "hurry": in_a_hurry(there.docs, evening),
        "for_everyone": any(doc.everyone and doc.seats(people) for doc in there.docs),
        "everyone": evening.everyone_gets_a_turn,
        "all_methods": _choices(there.docs, room.lang, people),
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
