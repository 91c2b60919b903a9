"""What we write, to whom. Importing this registers every kind of message of this app."""

from . import messages  # noqa: F401 (registers the kinds)
from .account import account_letter

__all__ = ["account_letter"]
