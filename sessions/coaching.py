"""What a coach still does in the room: less with every stage of the handover. Pure.

The ladder of the field guide (3.2): lead, prompt, ask, note, silent. What is left of it shrinks. For what is not safe
everybody has the stop button, at every stage.
"""

from __future__ import annotations

from enum import StrEnum

from groups.models import Stage

ENOUGH = 2  # interventions in a session that members lead themselves (field guide 3.2, stage 3)


class Deed(StrEnum):
    """One rung."""

    LEAD = "lead"  # holds the lead, or takes it as agreed aloud
    PROMPT = "prompt"  # whispers a word to who leads
    ASK = "ask"  # asks the group a question aloud
    NOTE = "note"  # keeps something for afterwards


EVERY = (Deed.LEAD, Deed.PROMPT, Deed.ASK, Deed.NOTE)
LEFT = {
    Stage.CONTRACT: EVERY,
    Stage.GUIDED: EVERY,
    Stage.CO_LED: EVERY,
    Stage.SHADOWED: (Deed.PROMPT, Deed.ASK, Deed.NOTE),
    Stage.SELF_LED: (Deed.ASK, Deed.NOTE),
    Stage.MAINTAINED: (Deed.NOTE,),
}


def left_to(stage: int) -> tuple[Deed, ...]:
    """What a coach may still do of their own accord at this stage. What members ask of them, they may do at any."""
    return LEFT[Stage(stage)]


def may(stage: int, deed: Deed) -> bool:
    return deed in left_to(stage)
