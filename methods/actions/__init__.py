"""What happens to methods, one module per noun: the built-in library, own methods, their drafts, their versions."""

from .drafts import (
    Gone,
    Plan,
    Stale,
    add_step,
    bring_back,
    move_step,
    open_step_in,
    put_back,
    remove_step,
    restore_step,
    time_steps,
    write_facts,
    write_phase,
    write_words,
)
from .library import LIBRARY, load_methods, read_library
from .own import be_out, fork, take_in, throw_away
from .versions import asks_credit, publish, withdraw

__all__ = [
    "LIBRARY",
    "Gone",
    "Plan",
    "Stale",
    "add_step",
    "asks_credit",
    "be_out",
    "bring_back",
    "fork",
    "load_methods",
    "move_step",
    "open_step_in",
    "publish",
    "put_back",
    "read_library",
    "remove_step",
    "restore_step",
    "take_in",
    "throw_away",
    "time_steps",
    "withdraw",
    "write_facts",
    "write_phase",
    "write_words",
]
