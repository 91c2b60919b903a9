"""The steps every session has: read once from spine.toml, planned for a session's length. Pure after loading."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from methods.format import PhaseDoc, parse_phase

from .flow import scaled

SPINE = Path(__file__).with_name("spine.toml")
GAP = 100  # between positions, so that the phases of a method fit in without renumbering


@cache
def spine() -> tuple[PhaseDoc, ...]:
    """The nine steps in order. Raises FormatError when the file is damaged: better at start-up than in a room."""
    tables = tomllib.loads(SPINE.read_text(encoding="utf-8"))["step"]
    return tuple(parse_phase(table, source=f"spine.toml, {table['id']}") for table in tables)


def spine_step(kind: str) -> PhaseDoc:
    """The step of this kind. Raises KeyError for an unknown one."""
    return {step.id: step for step in spine()}[kind]


def planned(session_minutes: int) -> list[tuple[int, PhaseDoc, int]]:
    """Position, step and minutes of the spine for a session of this length."""
    return [
        (number * GAP, step, scaled(step.minutes, step.least, session_minutes))
        for number, step in enumerate(spine(), start=1)
    ]
