"""What each screen will say in each step of a method, for whoever makes one. Nobody is in a room, nothing is kept.

The sentences are the room's own: `methods.rules` for what holds, `visibility` for who sees what, `speaking` for who is
heard. So a preview cannot promise what the room does not do. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from methods import rules
from methods.codes import Reveal
from methods.explained import KIND_WORDS, REVEALS
from methods.format import MethodDoc, PhaseDoc, PhaseText
from methods.rules import MarkChoice, Role, RuleLine
from sessions import visibility
from sessions.screen.speaking import who_speaks
from sessions.visibility import Chip

NAMESPACE = UUID("5d0f8f4e-6f0e-4a3c-9a0d-3c6d4a1d2b11")


@dataclass
class Imagined:
    """A step as `visibility` knows one, in a session that is not there."""

    doc: PhaseDoc
    position: int
    id: UUID
    treatment_id: UUID | None = None
    entered_at: datetime | None = None
    left_at: datetime | None = None
    reveal_at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """What somebody may write here, and who sees it."""

    asks: tuple[str, ...]  # a line above each field
    kinds: tuple[str, ...]
    stem: str
    limit: int
    aloud: bool
    chip: Chip


@dataclass(frozen=True)
class Pile:
    """What lies on the table, and how it gets there."""

    title: str
    how: str  # "" when it lay open before


@dataclass(frozen=True)
class Face:
    """One screen in one step."""

    number: int
    minutes: int
    title: str
    line: str
    heard: str
    rules: list[RuleLine]
    turned: bool
    speaks: bool
    field: Field | None
    parks: Chip | None
    piles: list[Pile]
    weighs: tuple[MarkChoice, ...]
    score: PhaseText | None  # for who gives a number: the question and the words at its ends
    script: PhaseText | None  # for who leads


def faces(doc: MethodDoc, role: Role, *, lang: str, case_giver: str) -> list[Face]:
    """Every step of the method on the screen of somebody in this role."""
    steps = [Imagined(phase, nr, uuid5(NAMESPACE, phase.id)) for nr, phase in enumerate(doc.phases, start=1)]
    return [_face(step, steps, role, lang, case_giver) for step in steps]


def _face(step: Imagined, steps: Sequence[Imagined], role: Role, lang: str, name: str) -> Face:
    doc, text = step.doc, step.doc.text(lang).filled(name)
    own = role == Role.CASE_GIVER
    return Face(
        number=step.position,
        minutes=doc.minutes,
        title=text.title,
        line=rules.my_line(doc, text, role, lang),
        heard=who_speaks(doc, name),
        rules=rules.rule_lines(doc, lang, name, role),
        turned=own and doc.turned,
        speaks=rules.speaks(doc, role),
        field=_field(step, steps, role, lang, name, text),
        parks=_parks(step, steps, role, lang, name),
        piles=[] if own and doc.turned else _piles(step, steps, lang),
        weighs=rules.mark_choices(doc.marks, lang) if rules.rates(doc, role) else (),
        score=text if rules.scores(doc, role) else None,
        script=text if role == Role.LEADER else None,
    )


def _field(
    step: Imagined, steps: Sequence[Imagined], role: Role, lang: str, name: str, text: PhaseText
) -> Field | None:
    kinds, own = rules.kinds_for(step.doc, role), role == Role.CASE_GIVER
    if not kinds:
        return None
    ask = (own and text.own_ask) or text.ask or _("In je eigen woorden")
    return Field(
        asks=(text.own_stems if own and text.own_stems else (ask,)),
        kinds=tuple(str(KIND_WORDS.get(kind, kind.value)) for kind in kinds),
        stem=text.own_stem if own else text.stem,
        limit=rules.limit_for(step.doc, role),
        aloud=step.doc.writes == "aloud",
        chip=visibility.chip(step, steps, case_giver=name, lang=lang, own=own),
    )


def _parks(step: Imagined, steps: Sequence[Imagined], role: Role, lang: str, name: str) -> Chip | None:
    if role != Role.PEER or not rules.advice_parked(step.doc):
        return None
    return visibility.chip(step, steps, case_giver=name, lang=lang, parked=True)


def _piles(step: Imagined, steps: Sequence[Imagined], lang: str) -> list[Pile]:
    """What earlier steps laid down; only what was hidden until now says how it opens."""
    shown = [one for one in steps if one.doc.id in step.doc.shows]
    return [Pile(one.doc.text(lang).title, _how(one, step, steps)) for one in shown]


def _how(shown: Imagined, here: Imagined, steps: Sequence[Imagined]) -> str:
    held = visibility.promise(shown, steps)
    return str(REVEALS[here.doc.reveal]) if held.at and held.at.id == here.id and here.doc.reveal != Reveal.NONE else ""


def keeps_silent(face: Face) -> bool:
    """Nothing to say, to write, to weigh or to lead: one listens."""
    return not (face.speaks or face.field or face.weighs or face.score or face.script)
