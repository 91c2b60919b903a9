"""What people say of a session afterwards, and what came of a step."""

from .follow_up import FollowUp
from .pulse import Direction, Pulse, PulseAnswer, PulseLine

__all__ = ["Direction", "FollowUp", "Pulse", "PulseAnswer", "PulseLine"]
