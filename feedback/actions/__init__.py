"""What is done about feedback, one module per noun. One transaction each; named errors; messages inside."""

from .follow_up import answer_follow_up, ask_follow_up, to_follow_up
from .pulse import answer_pulse, close_pulse, open_pulse, to_open

__all__ = [
    "answer_follow_up",
    "answer_pulse",
    "ask_follow_up",
    "close_pulse",
    "open_pulse",
    "to_follow_up",
    "to_open",
]
