"""What we write, to whom. Importing this registers every kind of message of this app."""

from . import messages, roles, stopping  # noqa: F401 (they register themselves)
from .account import account_letter

__all__ = ["account_letter"]
