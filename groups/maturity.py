"""How far a group is in looking together: by its own word, or else by how often it met. Pure.

Source: the field guide (1.1 and 4.3): 1 new; 2 after some three sessions, knows one method and keeps its rules; 3
trusts and can be confronted; 4 that, with a trained facilitator. Set by group and facilitator, every three sessions.
Nothing that was counted says that people trust each other: 3 and 4 are the group's own word alone.
"""

from .models import Maturity

SOME = 3  # sessions: enough to know a method, and time to ask again


def maturity_of(said: int | None, held: int) -> Maturity:
    """`said`: the group's own word, or None; `held`: how many sessions it has held."""
    if said is not None:
        return Maturity(said)
    return Maturity.STEADY if held >= SOME else Maturity.NEW


def time_to_ask(held_since: int) -> bool:
    """After every third session since the group last spoke, until the next is held. Asked once, not at every turn."""
    return held_since > 0 and held_since % SOME == 0
