"""Gedachtenwolk and then streefbeeld, with the same case. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from methods.format import MethodDoc, PhaseDoc
from sessions.boards.kinds import BoardKind

CARRIED = "carried"  # fact of the first step of a board: thoughts of an earlier case were laid there


def after_a_cloud(method: MethodDoc) -> list[PhaseDoc]:
    """The phases of a method, with ids that no phase of another has: both belong to one treatment now."""
    return [
        replace(phase, id=_own_id(method, phase.id), shows=tuple(_own_id(method, name) for name in phase.shows))
        for phase in method.phases
    ]


def _own_id(method: MethodDoc, phase_id: str) -> str:
    return f"{method.id}_{phase_id}"[:40]


def followed(phases: Iterable[Any], board: BoardKind) -> bool:
    """Are the phases of its pair there already?"""
    return any(phase.doc.id.startswith(f"{board.pair}_") for phase in phases)
