"""A dry play of a method: who speaks, who writes what, what is hidden until when, what lies on the table, how long it
takes; and in words what cannot work. Pure; no people are needed.
"""

from collections import Counter
from dataclasses import dataclass

from methods.codes import Role
from methods.format import MethodDoc, Problem
from methods.plan import Plan, plan
from methods.play.refusals import refusals
from methods.play.scenes import Laid, Scene, on_paper, scenes, seats

__all__ = ["Laid", "Play", "Scene", "on_paper", "play", "seats"]


@dataclass(frozen=True, slots=True)
class Play:
    """A method from beginning to end. It works when nothing is `refused`."""

    doc: MethodDoc
    plan: Plan
    table: Counter[Role]
    scenes: tuple[Scene, ...]
    refused: tuple[Problem, ...]


def play(doc: MethodDoc, *, people: int, minutes: int) -> Play:
    """The whole method for so many people in so many minutes. Never raises: what cannot work is told in `refused`."""
    made = plan(doc.phases, people=people, time=minutes)
    table = seats(people)
    passing = tuple(scenes(made, table))
    return Play(doc, made, table, passing, tuple(refusals(doc, made, passing)))
