"""Where we are: the rail, the title, the line that is mine."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from intervisie.common.words import listing
from methods import rules
from sessions import flow, spine
from sessions.models import Step
from sessions.models.session import LOBBY_OPENS
from sessions.screen.base import Base
from sessions.screen.speaking import who_speaks
from sessions.screen.steps import PINNED, RINGED, SKIPPABLE, WIDE, Chapter, Mark
from sessions.screen.words import LATE, OVERRAN, _is_phase, minutes


class Where(Base):
    """Where the group is, for this viewer."""

    @cached_property
    def chapters(self) -> list[Chapter]:
        runs: list[list[Step]] = []
        for step in self.room.steps:
            fresh = not runs or _is_phase(runs[-1][-1]) != _is_phase(step)
            runs.append([step]) if fresh else runs[-1].append(step)
        return [Chapter(self._chapter_title(runs, run), self._marks(run)) for run in runs]

    def _chapter_title(self, runs: list[list[Step]], run: list[Step]) -> str:
        if _is_phase(run[0]):
            return self._method_name(run[0])
        if run is runs[0]:
            return _("Opening")
        return _("Afronden") if run is runs[-1] else _("Volgende casus")

    def _method_name(self, step: Step) -> str:
        here = self.room.treatment
        if here and here.method and step.treatment_id == here.pk:
            name, module = _name_of(here.method, self.room.lang), _name_of(here.module, self.room.lang)
            return _("%(method)s: %(module)s") % {"method": name, "module": module} if module else name
        return _("Werkvorm")

    def _marks(self, run: list[Step]) -> list[Mark]:
        marks = []
        for step in run:
            if step.kind == Step.Kind.HARVEST and self._no_method_before(step):
                locked = _("zodra de werkvorm gekozen is")
                marks.append(Mark(None, _("De casus"), "locked", len(marks) + 1, note=locked))
            marks.append(self._mark(step, len(marks) + 1))
        return marks

    def _no_method_before(self, step: Step) -> bool:
        before = [s for s in self.room.steps if s.position < step.position]
        ahead = self.room.step is None or self.room.step.position < step.position
        return ahead and bool(before) and not _is_phase(before[-1])

    def _mark(self, step: Step, place: int) -> Mark:
        current = self.room.step
        state = "next"
        if step is current:
            state = "now"
        elif step.left_at or step.skipped or (current and step.position < current.position):
            state = "done"
        ahead = current is not None and step.position > current.position
        note = (_("vervalt") if ahead else _("overgeslagen")) if step.skipped else self._led_note(step) if ahead else ""
        return Mark(step, self.room.title_of(step), state, place, step.minutes + step.added_minutes, note)

    def _led_note(self, step: Step) -> str:
        """Who leads it by plan, where that is another than who leads now."""
        planned = next((p for p in self.room.people if p.id == step.led_by_id and not p.leads), None)
        if planned is None:
            return ""
        return _("jij leidt") if planned.me else _("%(name)s leidt") % {"name": planned.first_name}

    @property
    def chapter(self) -> Chapter | None:
        return next((chapter for chapter in self.chapters if chapter.now), None)

    @property
    def strip_label(self) -> str:
        chapter = self.chapter
        if chapter is None:
            return ""
        here = next(nr for nr, mark in enumerate(chapter.marks, 1) if mark.state == "now")
        said = {"chapter": chapter.title, "here": here, "all": len(chapter.marks)}
        return _("%(chapter)s: stap %(here)s van %(all)s") % said

    @property
    def is_last(self) -> bool:
        return self.room.next_step is None

    @property
    def next_title(self) -> str:
        return self.room.title_of(self.room.next_step) if self.room.next_step else ""

    @property
    def not_settled(self) -> str:
        """What has to happen before the next step makes sense."""
        step = self.room.step
        if step and step.kind == Step.Kind.CASE_CHOICE and not step.facts.get("chosen"):
            return _("Kies eerst een casus")
        if step and step.kind == Step.Kind.METHOD_CHOICE and not _is_phase(self.room.next_step):
            return _("Kies eerst een werkvorm")
        if step and rules.steps_out(self.room.doc) and self.room.turn:
            return _("Eerst stapt iedereen uit de rol")
        return _("Kies eerst een module") if self.lacks_module else ""

    @property
    def wide_work(self) -> bool:
        """The work needs the width; who is here stands below it then."""
        step = self.room.step
        return step is not None and step.kind in WIDE and not self.room.is_leader

    @property
    def ring_in_work(self) -> bool:
        """The leader sees the ring where people speak or arrive, not where something is chosen or written down."""
        step = self.room.step
        if not self.draws_ring or step is None or self.before_slot or self.has_board:
            return False
        return bool(self.room.round) or step.kind in RINGED

    @property
    def pins_question(self) -> bool:
        """The question stays in sight as long as it is worked with."""
        step = self.room.step
        return bool(step and step.kind in PINNED and self.room.key_question) and not self.has_board

    @property
    def question_above_board(self) -> bool:
        """A drawing has the width; the question everybody keeps in sight is one slim line above it."""
        return self.has_board and bool(self.room.key_question)

    @property
    def only_listens(self) -> bool:
        """Nothing to say or write for the group now: one's own notes lie open."""
        return _is_phase(self.room.step) and not (self.speaks or self.writes or self.room.is_leader)

    @property
    def may_skip(self) -> bool:
        """A step of the spine that a group may leave out, and of a method what it says may be; what was chosen is not
        skipped."""
        step = self.room.step
        if step is None or self.is_last:
            return False
        if step.kind not in SKIPPABLE:
            return self.lacks_module or self.room.doc.optional
        if step.kind in (Step.Kind.CASE_CHOICE, Step.Kind.METHOD_CHOICE):
            return bool(self.not_settled)
        return not (step.kind == Step.Kind.QUESTION and self.room.treatment)

    @property
    def skips_here(self) -> bool:
        """Skipping stands in the bar; of a method, where it is seldom, in the menu."""
        return self.lacks_module or not _is_phase(self.room.step)

    @property
    def skip_words(self) -> str:
        return _("Zonder module verder") if self.lacks_module else _("Sla deze stap over")

    @property
    def lacks_module(self) -> bool:
        """The slot comes next, and is empty."""
        upcoming = self.room.next_step
        return _is_phase(self.room.step) and upcoming is not None and upcoming.doc.slot

    @property
    def before_slot(self) -> bool:
        """In this step the module is chosen, and may be chosen anew: the slot comes next, empty or not."""
        step, upcoming = self.room.step, self.room.next_step
        if step is None or upcoming is None or not _is_phase(step):
            return False
        return self.lacks_module or ("module" in upcoming.facts and "module" not in step.facts)

    @property
    def plan(self) -> list[tuple[str, int]]:
        """What we are going to do, with minutes, before it begins; the case in the middle gets what is left."""
        planned = spine.planned(self.room.session.minutes)
        kept = sum(minutes for _place, _doc, minutes in planned)
        rows = [(doc.text(self.room.lang).title, minutes) for _place, doc, minutes in planned]
        at = next(nr for nr, (_place, doc, _minutes) in enumerate(planned) if doc.id == Step.Kind.HARVEST)
        return [*rows[:at], (_("De casus"), max(0, self.room.session.minutes - kept)), *rows[at:]]

    @property
    def opens_at(self) -> datetime:
        return self.room.session.starts_at - LOBBY_OPENS

    @property
    def late(self) -> bool:
        """This person came in during the step that goes on now, after the others had begun."""
        room, begun = self.room, self.room.session.started_at
        entered = room.step.entered_at if room.step else None
        if not (room.me and room.me.arrived and begun and entered):
            return False
        return room.me.arrived > max(entered, begun + LATE)

    @property
    def how_time_went(self) -> list[str]:
        """For the talk about how it went: when the case began, and what took longer than it was given."""
        room = self.room
        if room.step is None or room.step.kind != Step.Kind.REVIEW:
            return []
        first = next((s for s in room.steps if _is_phase(s) and s.entered_at), None)
        begun = room.session.started_at
        began = round((first.entered_at - begun).total_seconds() / 60) if first and first.entered_at and begun else 0
        said = [_("De casus begon na %(minutes)s.") % {"minutes": minutes(began)}] if began > 0 else []
        long = [(s, flow.minutes_over(s)) for s in room.steps if not s.skipped]
        each = [f"‘{room.title_of(s)}’ {minutes(over)}" for s, over in long if over >= OVERRAN]
        return [*said, _("Langer dan gedacht: %(steps)s.") % {"steps": listing(each)}] if each else said

    @property
    def who_speaks(self) -> str:
        """Who is heard in this step, in a few words."""
        return who_speaks(self.room.doc, self.room.case_giver_name)


def _name_of(kept: dict[str, Any] | None, lang: str) -> str:
    """Of a method, or of what fills its slot, as it was kept; "" while nothing was chosen, and where there is none."""
    words = kept or {}
    return str((words.get(lang[:2]) or words.get("nl") or {}).get("name", ""))
