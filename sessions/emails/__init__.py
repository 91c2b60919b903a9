"""What this app writes to people. `kinds` says when a message is still true, `letters` what it says."""

from . import kinds

__all__ = ["kinds"]
