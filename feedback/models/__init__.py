"""What people say of a session afterwards, and what came of a step."""

from .follow_up import FollowUp
from .pulse import Pulse, PulseAnswer

__all__ = ["FollowUp", "Pulse", "PulseAnswer"]
