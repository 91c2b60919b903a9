"""What every page of the editor shows around its form: whose it is, what is kept, what still lacks, where to go.

Asks the database nothing; the door loaded the method with its draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intervisie.common.words import number
from methods import cards, draft, explained
from methods.draft import Found, labels, steps
from methods.draft.shape import FACTS, ORDER, PHASE, PLAN, TIMES, WORDS
from methods.format import MethodDoc
from methods.models import Method, MethodDraft

PAGES = {PLAN: "own_method", WORDS: "own_words", FACTS: "own_facts"}


@dataclass(frozen=True)
class Tab:
    """One page of the editor."""

    url: str
    name: str
    current: bool
    left: int = 0  # how many things it still lacks


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, with the way to its cure."""

    url: str
    label: str
    text: str
    field: str
    lang: str
    stops: bool


@dataclass(frozen=True)
class StepRow:
    """One step in the list."""

    id: str
    number: int
    title: str
    who: str
    minutes: int
    least: int
    starts: int  # minutes after the beginning
    ends: int
    band: str
    optional: bool
    silent: bool
    lacks: list[Lack]
    first: bool
    last: bool


@dataclass
class Editor:
    """`part`: the page one is on (`methods.draft.shape`), or another word for a page without a form."""

    method: Method
    part: str = PLAN

    @property
    def draft(self) -> MethodDraft:
        return self.method.draft  # type: ignore[attr-defined]

    @property
    def document(self) -> dict[str, Any]:
        return self.draft.document

    @cached_property
    def doc(self) -> MethodDoc:
        """The draft as a method, unfinished where it is."""
        return draft.as_doc(self.document)

    @property
    def name(self) -> str:
        return name_of(self.document)

    @property
    def seen(self) -> str:
        """What this page shows, as its form says it."""
        return draft.stamp(self.document, TIMES if self.part == PLAN else self.part)

    @property
    def seen_order(self) -> str:
        return draft.stamp(self.document, ORDER)

    @property
    def home_name(self) -> str:
        return str(self.method.owner)

    # ── what it still lacks ────────────────────────────────────────────────────────────────────────
    @cached_property
    def found(self) -> list[Found]:
        return draft.found(self.document)

    @property
    def left(self) -> int:
        """How many things stand in the way of publishing."""
        return len(draft.stopping(self.found))

    @cached_property
    def lacks(self) -> list[Lack]:
        """On this page."""
        return self.lacks_of(self.part)

    def lacks_of(self, part: str) -> list[Lack]:
        return [self._lack(one) for one in self.found if one.part == part]

    @property
    def chapters(self) -> list[tuple[str, list[Lack]]]:
        """Everything, under the name of its page."""
        parts = list(dict.fromkeys(one.part for one in self.found))
        return [(self.part_name(part), self.lacks_of(part)) for part in parts]

    def _lack(self, one: Found) -> Lack:
        anchor = f"step-{one.phase}" if one.part == PLAN and one.phase else f"f-{one.field}"
        label = one.label
        if one.part == PLAN and one.phase:
            label = f"{self.part_name(PHASE + one.phase)}: {label}"
        return Lack(f"{self.url_of(one.part)}#{anchor}", label, one.text, one.field, one.lang, one.stops)

    @property
    def fields(self) -> list[str]:
        """The names of the fields of this page that have a place beside them."""
        if self.part.startswith(PHASE):
            return [*labels.PHASE_WORDS, *labels.PHASE_FACTS]
        return list({WORDS: labels.WORDS, FACTS: labels.FACTS}.get(self.part, ()))

    @cached_property
    def slots(self) -> dict[str, list[Lack]]:
        """By field, for the places beside the fields."""
        by_field: dict[str, list[Lack]] = {}
        for one in self.lacks:
            by_field.setdefault(one.field, []).append(one)
        return by_field

    # ── where to go ────────────────────────────────────────────────────────────────────────────────
    def url_of(self, part: str) -> str:
        if part.startswith(PHASE):
            return reverse("own_phase", args=[self.method.pk, part.removeprefix(PHASE)])
        return reverse(PAGES.get(part, "own_method"), args=[self.method.pk])

    def part_name(self, part: str) -> str:
        if part.startswith(PHASE):
            names = {phase["id"]: title_of(phase) for phase in self.document["phase"]}
            return names.get(part.removeprefix(PHASE), "")
        return {PLAN: _("De stappen"), WORDS: _("Over de vorm"), FACTS: _("Voor wie")}[part]

    @property
    def tabs(self) -> list[Tab]:
        """The pages, with how much each still lacks."""
        here = PLAN if self.part.startswith(PHASE) else self.part
        tabs = [Tab(self.url_of(part), self.part_name(part), here == part, self._left_in(part)) for part in PAGES]
        more = [("own_preview", _("Voorbeeld")), ("own_versions", _("Versies")), ("own_publish", _("Uitbrengen"))]
        return [*tabs, *(Tab(reverse(name, args=[self.method.pk]), said, here == name) for name, said in more)]

    def _left_in(self, part: str) -> int:
        inside = [one for one in draft.stopping(self.found) if one.part == part or (part == PLAN and one.phase)]
        return len(inside)

    # ── the steps ──────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def steps(self) -> list[StepRow]:
        rows, start, phases = [], 0, self.doc.phases
        for nr, phase in enumerate(phases, start=1):
            rows.append(
                StepRow(
                    id=phase.id,
                    number=nr,
                    title=title_of(self.document["phase"][nr - 1]),
                    who=str(explained.WHO[phase.who]),
                    minutes=phase.minutes,
                    least=phase.least,
                    starts=start,
                    ends=start + phase.minutes,
                    band="close" if nr == len(phases) else phase.band,
                    optional=phase.optional,
                    silent=phase.silent,
                    lacks=[*self._times_of(phase.id), *self.lacks_of(PHASE + phase.id)],
                    first=nr == 1,
                    last=nr == len(phases),
                )
            )
            start += phase.minutes
        return rows

    def _times_of(self, phase_id: str) -> list[Lack]:
        return [self._lack(one) for one in self.found if one.part == PLAN and one.phase == phase_id]

    @property
    def removed(self) -> list[tuple[str, str]]:
        """The steps that were taken out, the last first: id and title."""
        return [(entry["phase"]["id"], title_of(entry["phase"])) for entry in reversed(self.draft.removed)]

    @property
    def for_people(self) -> list[tuple[int, int]]:
        """How long with a small, a usual and a large group, where the minutes grow with the group."""
        low, high = self.doc.size
        people = sorted({max(low, min(high, count)) for count in (4, 6, 8)})
        return [(count, self.doc.minutes_for(count)) for count in people]

    @property
    def summary(self) -> str:
        return cards.card(self.doc).summary if self.doc.phases else _("Nog geen stappen")

    @property
    def steps_word(self) -> str:
        return number(len(self.steps))

    # ── one step ───────────────────────────────────────────────────────────────────────────────────
    @property
    def phase_id(self) -> str:
        return self.part.removeprefix(PHASE) if self.part.startswith(PHASE) else ""

    @property
    def step(self) -> StepRow | None:
        return next((row for row in self.steps if row.id == self.phase_id), None)

    @property
    def before(self) -> StepRow | None:
        return self._beside(-1)

    @property
    def after(self) -> StepRow | None:
        return self._beside(+1)

    def _beside(self, by: int) -> StepRow | None:
        places = {row.id: nr for nr, row in enumerate(self.steps)}
        place = places.get(self.phase_id, -9) + by
        return self.steps[place] if 0 <= place < len(self.steps) else None

    @property
    def opened_in(self) -> str:
        """The name of the step in which the group sees what is written in this one; "" when in none."""
        opener = steps.opened_in(self.document, self.phase_id) if self.phase_id else None
        return title_of(opener) if opener else ""


def name_of(document: Mapping[str, Any]) -> str:
    """In the reader's language, in the other, or that there is none yet."""
    mine, other = _languages()
    return document[mine].get("name") or document[other].get("name") or _("Nog zonder naam")


def title_of(phase: Mapping[str, Any]) -> str:
    mine, other = _languages()
    return phase[mine].get("title") or phase[other].get("title") or _("Nog zonder naam")


def _languages() -> tuple[str, str]:
    return ("en", "nl") if (get_language() or "nl").startswith("en") else ("nl", "en")
