"""Which screen comes when, and what stands on it. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intervisie.dry_run import invented
from methods import rules
from methods.codes import Kind, Marks, Reveal, Role, Writes
from methods.format import MethodDoc, PhaseDoc, PhaseText
from methods.rules import RuleLine
from sessions import visibility
from sessions.visibility import Chip, Opens

ROLES = {
    "deelnemer": (Role.PEER, gettext_lazy("deelnemer")),
    "inbrenger": (Role.CASE_GIVER, gettext_lazy("inbrenger")),
    "begeleider": (Role.LEADER, gettext_lazy("begeleider")),
}
LAST_PLACES = 999  # no method is so long; a greater number is nonsense
_HOUSE = UUID("5d0e5b1e-8b1f-4a43-9d39-3f6f3a1c7f10")
_THEN = datetime(2020, 1, 1, tzinfo=UTC)  # the policy asks whether something is past; nothing here depends on when


@dataclass(frozen=True)
class Place:
    """A step of the trial as the policy of the room knows one."""

    id: UUID
    position: int
    doc: PhaseDoc
    entered_at: datetime | None = None
    left_at: datetime | None = None
    reveal_at: datetime | None = None
    treatment_id: UUID | None = _HOUSE
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pile:
    """What lies on the table, or why it does not yet."""

    title: str
    cards: Sequence[tuple[str, str]]  # who wrote it (or nothing), and the words
    closed: str


@dataclass(frozen=True)
class Input:
    """What somebody may write here, and who sees it when."""

    ask: str
    samples: Sequence[str]
    much: str
    chip: Chip
    aloud: bool


@dataclass(frozen=True)
class Screen:
    """One step on the screen of one role."""

    number: int
    minutes: int
    text: PhaseText
    line: str
    rules: Sequence[RuleLine]
    input: Input | None
    parks: Chip | None
    piles: Sequence[Pile]
    marks: str
    score: bool
    reveals: str
    slot: bool


@dataclass(frozen=True)
class Mark:
    """One step in the list of steps."""

    number: int
    title: str
    state: str
    query: str


@dataclass(frozen=True)
class DryRun:
    """What the page shows."""

    doc: MethodDoc
    lang: str
    role: str
    at: int  # 0 before it begins; one more than there are steps: it is over

    @property
    def screen(self) -> Screen | None:
        return _Drawn(self).screen() if 0 < self.at <= len(self.doc.phases) else None

    @property
    def over(self) -> bool:
        return self.at > len(self.doc.phases)

    @property
    def role_word(self) -> str:
        return str(ROLES[self.role][1])

    @property
    def roles(self) -> list[tuple[str, str, bool]]:
        """To choose from: the address, the word, and whether that is who one is."""
        return [(self._query(als=name), str(word), name == self.role) for name, (_role, word) in ROLES.items()]

    @property
    def marks(self) -> list[Mark]:
        return [
            Mark(nr, phase.text(self.lang).title, _state(nr, self.at), self._query(stap=nr))
            for nr, phase in enumerate(self.doc.phases, start=1)
        ]

    @property
    def back(self) -> str:
        return self._query(stap=self.at - 1) if self.at else ""

    @property
    def on(self) -> str:
        return "" if self.over else self._query(stap=self.at + 1)

    @property
    def next_title(self) -> str:
        return self.doc.phases[self.at].text(self.lang).title if self.at < len(self.doc.phases) else ""

    @property
    def again(self) -> str:
        return self._query(stap=0)

    def _query(self, **changed: Any) -> str:
        return urlencode({"als": self.role, "stap": self.at, **changed})


def dry_run(doc: MethodDoc, lang: str, role: str, at: str) -> DryRun:
    """From what an address says; what it says wrongly is the beginning, as somebody who takes part."""
    number = int(at) if at.isascii() and at.isdecimal() and len(at) <= len(str(LAST_PLACES)) else 0
    return DryRun(doc, lang, role if role in ROLES else "deelnemer", min(number, len(doc.phases) + 1))


def _state(number: int, at: int) -> str:
    return "now" if number == at else "done" if number < at else "next"


class _Drawn:
    """One screen being drawn."""

    def __init__(self, run: DryRun) -> None:
        self.lang, self.role = run.lang, ROLES[run.role][0]
        self.places = [self._place(nr, phase, run.at) for nr, phase in enumerate(run.doc.phases, start=1)]
        self.here = self.places[run.at - 1]
        self.doc = self.here.doc
        self.text = self.doc.text(run.lang).filled(invented.NAME)
        self.own = self.role == Role.CASE_GIVER

    @staticmethod
    def _place(number: int, phase: PhaseDoc, at: int) -> Place:
        entered, left = (_THEN if number <= at else None), (_THEN if number < at else None)
        return Place(uuid5(_HOUSE, str(number)), number, phase, entered, left, reveal_at=entered)

    def screen(self) -> Screen:
        turned = self.own and rules.away(self.doc)
        return Screen(
            number=self.here.position,
            minutes=self.doc.minutes,
            text=self.text,
            line=(self.text.own_line if self.own else "") or self.text.line,
            rules=rules.rule_lines(self.doc, self.lang, invented.NAME, self.role),
            input=self._input(),
            parks=self._parks(),
            piles=[] if turned else [self._pile(place) for place in self._on_the_table()],
            marks=self._marks(),
            score=rules.scores(self.doc, self.role),
            reveals=_reveals(self.doc, own=self.own),
            slot=self.doc.slot,
        )

    # ── writing ────────────────────────────────────────────────────────────────────────────────────
    def _input(self) -> Input | None:
        kinds = rules.kinds_for(self.doc, self.role)
        if not kinds:
            return None
        ask = (self.own and self.text.own_ask) or self.text.ask or _("In je eigen woorden")
        chip = visibility.chip(self.here, self.places, case_giver=invented.NAME, lang=self.lang, own=self.own)
        return Input(ask, self._samples(kinds), self._much(), chip, self.doc.writes == Writes.ALOUD)

    def _samples(self, kinds: Sequence[Kind]) -> list[str]:
        """Unfinished sentences where the method gives them, else what somebody might write."""
        if self.own and self.text.own_stems:
            return [f"{stem} …" for stem in self.text.own_stems]
        stem = self.text.own_stem if self.own else self.text.stem
        return [f"{stem.strip()} …"] if stem else [str(one) for one in invented.WRITTEN.get(kinds[0], ())[:1]]

    def _much(self) -> str:
        most = rules.limit_for(self.doc, self.role)
        return ngettext("Eén kaart.", "Hooguit %(count)s kaarten.", most) % {"count": most} if most else ""

    def _parks(self) -> Chip | None:
        """Advice that comes up too early can be kept by who takes part."""
        if self.role != Role.PEER or not rules.advice_parked(self.doc):
            return None
        return visibility.chip(self.here, self.places, case_giver=invented.NAME, lang=self.lang, parked=True)

    # ── the table ──────────────────────────────────────────────────────────────────────────────────
    def _on_the_table(self) -> list[Place]:
        return [place for place in self.places if place.doc.id in self.doc.shows and place is not self.here]

    def _pile(self, place: Place) -> Pile:
        moment = visibility.Moment(steps=self.places, current=self.here, now=_THEN + timedelta(seconds=1))
        open_now = visibility.is_open(place, moment)
        held = visibility.promise(place, self.places)
        turns = held.opens == Opens.BY_TURN and held.at is self.here
        cards = self._cards(place) if open_now or turns else []
        return Pile(place.doc.text(self.lang).title, cards, "" if open_now else self._closed(held.opens, turns))

    def _cards(self, place: Place) -> list[tuple[str, str]]:
        named = visibility.names_shown(place, self.places)
        kinds = place.doc.kinds or place.doc.own_kinds
        words = [str(one) for one in invented.WRITTEN.get(kinds[0], ())] if kinds else []
        by = invented.PEERS if place.doc.kinds and place.doc.writers != "case_giver" else (invented.NAME,)
        return [(by[nr % len(by)] if named else "", said) for nr, said in enumerate(words)]

    def _closed(self, opens: Opens, turns: bool) -> str:
        if turns:
            return _("Ieders kaarten verschijnen als die aan de beurt is.")
        if opens == Opens.BY_CASE_GIVER:
            return (
                _("Dicht, tot jij ze opent. Dat hoeft niet.")
                if self.own
                else _("Dicht, tot %(name)s ze opent.") % {"name": invented.NAME}
            )
        return _("Nog dicht voor iedereen.")

    def _marks(self) -> str:
        """How the case-giver rates what lies there; what the others read about it."""
        if self.doc.marks == Marks.NONE:
            return ""
        words = ", ".join(choice.label for choice in rules.mark_choices(self.doc.marks, self.lang))
        if self.own:
            return _("Jij legt elke kaart neer: %(words)s. Niemand vraagt waarom.") % {"words": words}
        return _("%(name)s legt elke kaart neer: %(words)s.") % {"name": invented.NAME, "words": words}


def _reveals(doc: PhaseDoc, *, own: bool) -> str:
    """How what was hidden appears here."""
    if own and doc.reveal == Reveal.WHEN_OPENED:
        return _("Jij kiest of de cadeaus open mogen.")
    return {
        Reveal.AT_ENTER: _("De begeleider drukt; na drie tellen ligt alles tegelijk open."),
        Reveal.IN_ROUNDS: _("Wie aan de beurt is, laat de eigen kaarten zien."),
        Reveal.WHEN_OPENED: _("%(name)s kiest of de cadeaus open mogen.") % {"name": invented.NAME},
    }.get(doc.reveal, "")
