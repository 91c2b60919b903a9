"""One viewer's screen of the room: which face it shows, where we are, who sits where. Asks `Room`, queries nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from intervisie.common.words import number
from methods import rules
from methods.codes import Kind, Marks, Reveal, Rule, Who, Writes
from sessions import spine, visibility
from sessions.check_in import question
from sessions.models import CaseSession, Seat, Step
from sessions.models.session import LOBBY_OPENS
from sessions.room import Person, Room
from sessions.sharpen import Hint, sharpen

LATE = timedelta(minutes=2)  # after the beginning: from then on somebody gets the three lines
ANOTHER = timedelta(minutes=30)  # so much time is needed for one more case
MOST_SEATS = 9  # beyond that no ring is drawn

SHARPER = {
    Hint.HOW: _lazy("Begint met ‘hoe kan ik’: hij gaat over wat jij doet."),
    Hint.OWN: _lazy("Open, en over jou."),
    Hint.WHY: _lazy("‘Waarom’ vraagt om een verklaring. Wat wil je kunnen?"),
    Hint.CLOSED: _lazy("Hierop kun je ja of nee antwoorden. Hoe klinkt hij met ‘hoe kan ik’?"),
    Hint.NO_HOW: _lazy("Probeer hem eens te laten beginnen met ‘hoe kan ik’."),
    Hint.NO_I: _lazy("Jij komt er niet in voor. Wat is jouw stukje?"),
    Hint.TWO: _lazy("Dit zijn twee vragen. Welke houdt je wakker?"),
    Hint.OTHER: _lazy("Dit gaat over wat een ander moet doen. Wat kun jij doen?"),
    Hint.OTHER_SECOND: _lazy("Het tweede deel gaat over een ander. Laat dat gerust weg."),
    Hint.WIDE: _lazy("‘%(word)s’ is groot. Om welk moment gaat het?"),
    Hint.LONG: _lazy("Een lange zin. Wat is de kern?"),
    Hint.SHORT: _lazy("Nog wat kort. Waar en met wie speelt het?"),
}


KIND_WORDS = {
    Kind.QUESTION: _lazy("een vraag"),
    Kind.ANSWER: _lazy("een antwoord"),
    Kind.ADVICE: _lazy("een advies"),
    Kind.HYPOTHESIS: _lazy("een vermoeden"),
    Kind.ASSOCIATION: _lazy("een beeld of gevoel"),
    Kind.POSITION: _lazy("wat ik zou doen"),
    Kind.FORMULATION: _lazy("in mijn woorden"),
    Kind.THOUGHT: _lazy("een gedachte"),
    Kind.HELPING_THOUGHT: _lazy("een helpende gedachte"),
    Kind.IMAGE: _lazy("een beeld"),
    Kind.WISH: _lazy("wat ik je gun"),
    Kind.SIGN: _lazy("een teken"),
    Kind.APPRECIATION: _lazy("wat sterk is"),
    Kind.EXPERIENCE: _lazy("wat ik herken"),
    Kind.OUTCOME: _lazy("de afloop"),
    Kind.LESSON: _lazy("een les"),
    Kind.TAKEAWAY: _lazy("wat ik meeneem"),
    Kind.STEP: _lazy("een stap"),
    Kind.OBSERVATION: _lazy("iets om op te letten"),
    Kind.FEEDBACK: _lazy("hoe we hielpen"),
    Kind.WORD: _lazy("een woord"),
    Kind.PITCH: _lazy("een casus"),
}


class Mode(StrEnum):
    """Which face the room shows to this viewer."""

    SOON = "soon"  # planned, the lobby is not open (or its time is over)
    OFF = "off"  # cancelled
    SIGN = "sign"  # first read and confirm what was agreed
    DOOR = "door"  # open, but this person has no seat
    LOBBY = "lobby"
    CALM = "calm"
    TURNED = "turned"
    TABLE = "table"
    CLOSED = "closed"


def mode_of(room: Room, *, unsigned: bool = False) -> Mode:
    """`unsigned` matters only to who has no seat yet."""
    session = room.session
    if session.state in (CaseSession.State.CLOSED, CaseSession.State.CANCELLED):
        return Mode.CLOSED if session.state == CaseSession.State.CLOSED else Mode.OFF
    if not session.lobby_open(room.now):
        return Mode.SOON
    if room.me is None:
        return Mode.SIGN if unsigned else Mode.DOOR
    if not session.is_running:
        return Mode.LOBBY
    if session.calm:
        return Mode.CALM
    return Mode.TURNED if room.turned else Mode.TABLE


# The steps of the spine: who works on a screen of their own, what lies on the table, what may be left out.
WORK = frozenset(
    {Step.Kind.CASE_CHOICE, Step.Kind.QUESTION, Step.Kind.METHOD_CHOICE, Step.Kind.HARVEST, Step.Kind.CLOSING}
)
LEADERS_WORK = frozenset({Step.Kind.CASE_CHOICE, Step.Kind.CLOSING})
LISTED = frozenset({*WORK, Step.Kind.LANDING, Step.Kind.CHECK_IN, Step.Kind.LOOK_BACK})
SKIPPABLE = frozenset(set(Step.Kind) - {Step.Kind.PHASE, Step.Kind.HARVEST, Step.Kind.CLOSING})
WIDE = frozenset({Step.Kind.METHOD_CHOICE, Step.Kind.HARVEST})
RINGED = frozenset({Step.Kind.PHASE, Step.Kind.LANDING, Step.Kind.LOOK_BACK})
PINNED = frozenset({Step.Kind.QUESTION, Step.Kind.METHOD_CHOICE, Step.Kind.PHASE, Step.Kind.HARVEST})


@dataclass(frozen=True)
class SharperLine:
    """One hint about the question."""

    good: bool
    text: str


@dataclass(frozen=True)
class Mark:
    """One step on the rail."""

    step: Step | None
    title: str
    state: str  # done | now | next | locked
    number: int
    minutes: int = 0
    note: str = ""  # why it is locked, or that it was left out


@dataclass(frozen=True)
class Chapter:
    """Steps that belong together: the opening, the phases of a method, the end."""

    title: str
    marks: list[Mark]

    @property
    def done(self) -> bool:
        return all(mark.state == "done" for mark in self.marks)

    @property
    def now(self) -> bool:
        return any(mark.state == "now" for mark in self.marks)


@dataclass
class Screen:
    """Everything the templates of the room ask for beside the room itself."""

    room: Room
    mode: Mode
    present: set[UUID] = field(default_factory=set)  # who has the room open now
    card_id: UUID = field(default_factory=uuid4)  # of the form for the next card: sent twice, it is one card

    # ── what the page already has ──────────────────────────────────────────────────────────────────
    @property
    def key(self) -> str:
        """Changes when the work area has to be drawn anew; a pull with the same key leaves what is typed alone."""
        step = self.room.session.step_id
        role = self.room.role.value if self.seated and step else ""
        lead = "lead" if self.room.is_leader else ""
        parts = [self.mode.value, step.hex[:12] if step else "", role, lead, self._grown]
        return "-".join(part for part in parts if part)

    @property
    def _grown(self) -> str:
        """What changes the work area of a step of the spine while it lasts."""
        step = self.room.step
        if step is None or step.kind not in (Step.Kind.QUESTION, Step.Kind.METHOD_CHOICE, Step.Kind.CASE_CHOICE):
            return ""
        treatment = step.treatment_id.hex[:6] if step.treatment_id else ""
        return f"{treatment}{sum(s.kind == Step.Kind.PHASE for s in self.room.steps) or ''}"

    @property
    def seated(self) -> bool:
        return self.room.me is not None

    @property
    def running(self) -> bool:
        return self.mode in (Mode.TABLE, Mode.TURNED)

    # ── which templates ────────────────────────────────────────────────────────────────────────────
    @property
    def face(self) -> str:
        return f"sessions/room/face_{self.mode}.html"

    @property
    def work(self) -> str:
        """What somebody does on screen in a step of the spine; in a phase it follows from the rules."""
        step, leads = self.room.step, self.room.is_leader
        if step is None or step.kind not in WORK or (step.kind in LEADERS_WORK and not leads):
            return ""
        return f"sessions/room/work_{step.kind}.html"

    @property
    def listing(self) -> str:
        """What lies on the table in a step of the spine."""
        step = self.room.step
        return f"sessions/room/list_{step.kind}.html" if step and step.kind in LISTED else ""

    @property
    def announcement(self) -> str:
        """Said once when the page arrives somewhere else."""
        if self.mode == Mode.CALM:
            return _("Even stil. De klok staat stil.")
        if self.mode == Mode.TURNED:
            return _("Nu: je luistert.")
        if self.mode != Mode.TABLE:
            return ""
        return _("Nu: %(title)s. %(line)s") % {"title": self.room.text.title, "line": self.my_line}

    # ── where we are ───────────────────────────────────────────────────────────────────────────────
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
        if self.room.method and here and step.treatment_id == here.pk:
            return self.room.method.text(self.room.lang).name
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
        note = _("overgeslagen") if step.skipped else ""
        return Mark(step, self.room.text_of(step).title, state, place, step.minutes + step.added_minutes, note)

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
        return self.room.text_of(self.room.next_step).title if self.room.next_step else ""

    @property
    def not_settled(self) -> str:
        """What has to happen before the next step makes sense."""
        step = self.room.step
        if step and step.kind == Step.Kind.CASE_CHOICE and not step.facts.get("chosen"):
            return _("Kies eerst een casus")
        if step and step.kind == Step.Kind.METHOD_CHOICE and not _is_phase(self.room.next_step):
            return _("Kies eerst een werkvorm")
        return ""

    @property
    def wide_work(self) -> bool:
        """The work needs the width; who is here stands below it then."""
        step = self.room.step
        return step is not None and step.kind in WIDE and not self.room.is_leader

    @property
    def ring_in_work(self) -> bool:
        """The leader sees the ring where people speak or arrive, not where something is chosen or written down."""
        step = self.room.step
        return self.draws_ring and step is not None and (bool(self.room.round) or step.kind in RINGED)

    @property
    def pins_question(self) -> bool:
        """The question stays in sight as long as it is worked with."""
        step, treatment = self.room.step, self.room.treatment
        return bool(step and step.kind in PINNED and treatment and treatment.key_question)

    @property
    def only_listens(self) -> bool:
        """Nothing to say or write for the group now: one's own notes lie open."""
        return self.room.step is not None and _is_phase(self.room.step) and not (self.speaks or self.writes)

    @property
    def may_skip(self) -> bool:
        """A step of the spine that a group may leave out; the phases of a method come in their order, and what was
        chosen is not skipped."""
        step = self.room.step
        if step is None or step.kind not in SKIPPABLE or self.is_last:
            return False
        if step.kind in (Step.Kind.CASE_CHOICE, Step.Kind.METHOD_CHOICE):
            return bool(self.not_settled)
        return not (step.kind == Step.Kind.QUESTION and self.room.treatment)

    @property
    def plan(self) -> list[tuple[str, int]]:
        """What we are going to do, with minutes, before it begins; the case in the middle gets what is left."""
        planned = spine.planned(self.room.session.minutes)
        kept = sum(minutes for _place, _doc, minutes in planned)
        rows = [(doc.text(self.room.lang).title, minutes) for _place, doc, minutes in planned]
        at = next(nr for nr, (_place, doc, _minutes) in enumerate(planned) if doc.id == Step.Kind.HARVEST)
        return [*rows[:at], (_("De casus"), max(15, self.room.session.minutes - kept)), *rows[at:]]

    @property
    def opens_at(self) -> datetime:
        return self.room.session.starts_at - LOBBY_OPENS

    # ── who sits where ─────────────────────────────────────────────────────────────────────────────
    @cached_property
    def seats(self) -> list[dict[str, str]]:
        """For the ring: in seating order, as `{% ring %}` wants them."""
        return [self._seat(person) for person in self.room.people]

    def _seat(self, person: Person) -> dict[str, str]:
        room, turned = self.room, bool(self.room.step and self.room.doc.turned)
        states = {
            "case": person.brings,
            "turned": person.brings and turned,
            "lead": person.leads,
            "now": person is room.turn,
            "next": bool(room.after_turn) and person is room.after_turn[0],
            "ready": person.ready,
        }
        name = _("jij") if person.me else person.first_name
        return {"name": name, "initials": person.initials, "state": " ".join(k for k, on in states.items() if on)}

    @property
    def empty_seats(self) -> list[dict[str, str]]:
        """The ring on the page of who listens turned away: chairs without names, one's own below, turned."""
        people = self.room.people
        mine = next((nr for nr, person in enumerate(people) if person.me), 0)
        turned_last = people[mine:] + people[:mine]
        return [{"name": "", "initials": " ", "state": "case turned" if p.me else ""} for p in turned_last]

    @property
    def ring_sentence(self) -> str:
        room = self.room
        said = [_("De kring.")]
        if room.turn:
            said.append(self.turn_sentence)
        if giver := room.case_giver:
            listens = _("%(name)s brengt in en luistert met de stoel gedraaid.")
            brings = listens if room.doc.turned else _("%(name)s brengt in.")
            said.append(_("Jij brengt in.") if giver.me else brings % {"name": giver.first_name})
        if leader := room.leader:
            said.append(_("Jij leidt.") if leader.me else _("%(name)s leidt.") % {"name": leader.first_name})
        if any(person.me and person.ready for person in room.people):
            said.append(_("Jij bent klaar."))
        ready = [person.first_name for person in room.people if person.ready and not person.me]
        if ready:
            said.append(
                ngettext("%(names)s is klaar.", "%(names)s zijn klaar.", len(ready)) % {"names": listing(ready)}
            )
        return " ".join(said)

    @property
    def turn_sentence(self) -> str:
        room = self.room
        if room.turn is None:
            return _("Iedereen is aan de beurt geweest.")
        if room.turn.me:
            return _("Jij bent aan de beurt.")
        return _("%(name)s is aan de beurt.") % {"name": room.turn.first_name}

    @property
    def after_names(self) -> str:
        return listing([self.name_of(p) for p in self.room.after_turn])

    def name_of(self, person: Person) -> str:
        return _("jij") if person.me else person.first_name

    @property
    def draws_ring(self) -> bool:
        return 0 < len(self.room.people) <= MOST_SEATS

    @property
    def others(self) -> list[Person]:
        return [person for person in self.room.people if not person.me]

    def is_away(self, person: Person) -> bool:
        """Nobody counts as gone because a phone is locked; it is only said."""
        return bool(self.present) and person.id not in self.present and not person.me

    @property
    def people_rows(self) -> list[tuple[Person, str]]:
        return [(person, self._notes_on(person)) for person in self.room.people]

    def _notes_on(self, person: Person) -> str:
        words = {"observer": _("observator"), "timekeeper": _("tijdbewaker"), "scribe": _("notulist")}
        said = [_("leidt")] if person.leads else []
        said += [_("brengt in")] if person.brings else []
        said += [words[person.seat_role]] if person.seat_role in words else []
        said += [_("klaar")] if person.ready else []
        said += [_("scherm dicht")] if self.is_away(person) else []
        return ", ".join(said)

    @property
    def chair_sentence(self) -> str:
        return _("Een kring van stoelen. Jouw stoel staat met de rug naar de groep.")

    @property
    def roles(self) -> list[tuple[str, Any]]:
        return [(code, word) for code, word in Seat.Role.choices]

    @property
    def may_bring(self) -> list[Person]:
        """Who may tell a case: everyone but who leads."""
        return [person for person in self.room.people if not person.leads]

    @property
    def can_stop_case(self) -> bool:
        step = self.room.step
        return step is not None and step.kind not in (Step.Kind.REVIEW, Step.Kind.CLOSING)

    @property
    def help_lines(self) -> list[str]:
        """Whom to call, as the organisation wrote it down."""
        return [line for line in self.room.session.group.organisation.help_lines.splitlines() if line.strip()]

    # ── the lead ───────────────────────────────────────────────────────────────────────────────────
    @property
    def offered_to_me(self) -> bool:
        offer = self.room.session.offered
        return bool(offer) and offer["to"] == str(self.room.user.pk)

    @property
    def offered_to(self) -> Person | None:
        """To whom the lead is offered, for everybody to see who leads soon."""
        offer = self.room.session.offered
        return next((p for p in self.room.people if offer and str(p.id) == offer["to"]), None)

    @property
    def idle_hint(self) -> str:
        """For the leader, and only from what everyone may see."""
        room = self.room
        waiting = [p.first_name for p in room.people if not p.leads and not p.ready]
        if not room.ready_count or room.ready_of < 2:
            return ""
        if not waiting:
            return _("Iedereen is klaar.")
        said = {"n": number(room.ready_count).capitalize(), "m": number(room.ready_of), "names": listing(waiting)}
        some = ngettext("%(n)s van de %(m)s is klaar.", "%(n)s van de %(m)s zijn klaar.", room.ready_count) % said
        last = ngettext("%(names)s komt nog.", "%(names)s komen nog.", len(waiting)) % said
        return f"{some} {last}"

    @property
    def my_line(self) -> str:
        """What is mine to do in this step, in one sentence."""
        text = self.room.text
        own = self.room.is_case_giver and text.own_line
        return own or text.line

    # ── time ───────────────────────────────────────────────────────────────────────────────────────
    @property
    def plan_line(self) -> str:
        """2 min later dan gepland"""
        behind = self.room.minutes_behind
        if behind > 0:
            return _("%(min)s min later dan gepland") % {"min": behind}
        if behind < 0:
            return _("%(min)s min voor op het plan") % {"min": -behind}
        return _("op tijd")

    @property
    def undo_ms(self) -> int:
        """How long the last advance can still be taken back."""
        until = self.room.session.undo_until
        return max(0, _ms(until, self.room.now)) if until and self.room.undo_left else 0

    @property
    def reveal_ms(self) -> int:
        """How long until what was written in silence lies open; 0 when it does."""
        step = self.room.step
        return max(0, _ms(step.reveal_at, self.room.now)) if step and step.reveal_at else 0

    @property
    def spoken_minutes(self) -> str:
        """Ongeveer zes minuten, for who only listens."""
        clock = self.room.clock
        if clock is None or clock.seconds_left <= 0:
            return _("Het kan nog even duren.")
        said = ngettext("Nog ongeveer één minuut.", "Nog ongeveer %(count)s minuten.", clock.minutes_left)
        return said % {"count": number(clock.minutes_left)}

    # ── writing ────────────────────────────────────────────────────────────────────────────────────
    @property
    def writes(self) -> bool:
        return bool(self.room.kinds)

    @property
    def aloud(self) -> bool:
        """Speaking is the default here; typing is for who wants it."""
        return self.room.doc.writes == Writes.ALOUD

    @property
    def speaks(self) -> bool:
        return rules.speaks(self.room.doc, self.room.role)

    @property
    def my_turn(self) -> bool:
        return self.room.turn is not None and self.room.turn.me

    @property
    def own_ask(self) -> str:
        text = self.room.text
        own = self.room.is_case_giver
        return (own and text.own_ask) or text.ask or _("In je eigen woorden")

    @property
    def stem(self) -> str:
        text = self.room.text
        return text.own_stem if self.room.is_case_giver else text.stem

    @property
    def stems(self) -> tuple[str, ...]:
        """Several starts, a line for each; only the case-giver gets those."""
        return self.room.text.own_stems if self.room.is_case_giver else ()

    @property
    def has_form(self) -> bool:
        """The form for one card is on the page."""
        return self.writes and not self.work and not self.stems

    @property
    def kind_words(self) -> list[tuple[str, str]]:
        return [(kind.value, str(KIND_WORDS.get(kind, kind.value))) for kind in self.room.kinds]

    @property
    def limit(self) -> int:
        return rules.limit_for(self.room.doc, self.room.role)

    @property
    def left(self) -> int:
        return max(0, self.limit - len(self.mine)) if self.limit else 0

    @property
    def full(self) -> bool:
        return bool(self.limit) and len(self.mine) >= self.limit

    @cached_property
    def mine(self) -> list[Any]:
        """One's own cards of this step, in the order of writing."""
        own = [c for c in self.room.cards if c.mine and not c.parked and c.step_id == self.room.session.step_id]
        return sorted(own, key=lambda card: card.created_at)

    @cached_property
    def own_parked(self) -> list[Any]:
        return self.room.parked

    @property
    def laid_elsewhere(self) -> int:
        """How many cards others laid down that are still closed: a number everybody may see."""
        return max(0, self.room.session.laid - len(self.mine))

    @property
    def hidden(self) -> bool:
        """What is written here is not seen at once."""
        held = visibility.promise(self.room.step, self.room.steps)  # type: ignore[arg-type]
        return held.opens != visibility.Opens.AT_ONCE

    @property
    def waits_for_me(self) -> bool:
        """The case-giver can open what the others wrote, after writing something of their own where that is asked."""
        return self.room.gifts_wait and (not self.writes or bool(self.mine))

    @property
    def returns(self) -> bool:
        """Parked advice may be laid down now by its writer."""
        return rules.parked_advice_returns(self.room.doc)

    # ── the steps of the spine ─────────────────────────────────────────────────────────────────────
    @property
    def check_in_question(self) -> str:
        return question((self.room.step.facts if self.room.step else {}).get("question", ""), self.room.lang)

    @property
    def words_question(self) -> bool:
        return self.room.is_case_giver or self.room.is_leader

    @property
    def chooses_method(self) -> bool:
        return self.room.is_case_giver or self.room.is_leader

    @property
    def question_hints(self) -> list[SharperLine]:
        """What a computer can see of the question: to its owner only, never a judgement."""
        treatment = self.room.treatment
        if not (self.room.is_case_giver and treatment):
            return []
        found = sharpen(treatment.key_question)
        return [SharperLine(one.good, SHARPER[one.hint] % {"word": one.word}) for one in found if one.hint in SHARPER]

    @property
    def group_chip(self) -> visibility.Chip:
        return visibility.Chip("users-round", _("De groep, meteen"), False)

    @property
    def share_chip(self) -> visibility.Chip:
        return visibility.share_chip(False)

    @property
    def next_on(self) -> date | None:
        """When the group meets again: the default day for looking back."""
        following = self.room.session.next_at
        return following.astimezone(self.room.session.group.tz).date() if following else None

    @property
    def next_default(self) -> datetime:
        """A good first guess for the next date: as it is planned, else the same hour after the group's usual weeks."""
        group, session = self.room.session.group, self.room.session
        weeks = timedelta(weeks=group.rhythm_weeks)
        following = session.next_at
        return following.astimezone(group.tz) if following else session.starts_at.astimezone(group.tz) + weeks

    @property
    def numbers(self) -> range:
        return range(11)

    @property
    def time_for_more(self) -> bool:
        """Half an hour or more is left before the planned end."""
        return self.room.session.ends_at - self.room.now >= ANOTHER

    # ── on the table ───────────────────────────────────────────────────────────────────────────────
    @cached_property
    def piles(self) -> list[tuple[Step, str, list[Any]]]:
        """The cards of others, and one's own where they are open, per step; what one may still change stands apart."""
        room, piles, stances = self.room, [], self._stances
        for step in room.table:
            for card in room.cards_of(step):
                card.stance = stances.get(card.kept.get(Marks.STANCE, ""))
            cards = [c for c in room.cards_of(step) if not c.parked and not self._apart(c, step)]
            if cards:
                piles.append((step, room.text_of(step).title, cards))
        return piles

    def _apart(self, card: Any, step: Step) -> bool:
        return card.mine and step is self.room.step and self.writes

    @property
    def _stances(self) -> dict[str, rules.MarkChoice]:
        """The words of helps, hinders and so on, which stay with a card after the step in which they were given."""
        return {choice.code: choice for choice in rules.mark_choices(Marks.STANCE, self.room.lang)}

    @property
    def chosen(self) -> Any:
        """The one card that was put in the middle."""
        return next((c for c in self.room.cards if "chosen" in c.kept.values()), None)

    @property
    def reveals(self) -> bool:
        return self.room.doc.reveal == Reveal.AT_ENTER

    @property
    def keeps_quiet(self) -> bool:
        """A moment in which nothing happens on screen."""
        return Rule.SILENCE in self.room.doc.rules

    # ── coming in late ─────────────────────────────────────────────────────────────────────────────
    @property
    def late(self) -> bool:
        """This person came in during the step that goes on now, after the others had begun."""
        room, begun = self.room, self.room.session.started_at
        entered = room.step.entered_at if room.step else None
        if not (room.me and room.me.arrived and begun and entered):
            return False
        return room.me.arrived > max(entered, begun + LATE)

    @property
    def who_speaks(self) -> str:
        """Who is heard in this step, in a few words."""
        names = {"name": self.room.case_giver_name}
        return {
            Who.LEADER: _("wie leidt, spreekt"),
            Who.CASE_GIVER: _("%(name)s vertelt"),
            Who.PEERS: _("de groep spreekt"),
            Who.ALL: _("iedereen komt aan het woord"),
            Who.PEERS_ASK: _("de groep vraagt, %(name)s antwoordt"),
            Who.LEADER_AND_CASE_GIVER: _("%(name)s en wie leidt spreken"),
        }[self.room.doc.who] % names


def listing(names: Sequence[str]) -> str:
    """Rachid, Sietske en Joke"""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s en %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def _ms(then: datetime, now: datetime) -> int:
    return round((then - now).total_seconds() * 1000)


def _is_phase(step: Step | None) -> bool:
    return step is not None and step.kind == Step.Kind.PHASE
