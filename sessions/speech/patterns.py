"""How a list of turns of phrase becomes a pattern. Pure."""

from __future__ import annotations

import re


def each(some: str) -> list[str]:
    """The words of a text."""
    return some.split()


def words(some: str) -> str:
    """Any of these words, as part of a pattern."""
    return f"(?:{'|'.join(each(some))})"


def any_of(*patterns: str) -> re.Pattern[str]:
    """Any of these."""
    return re.compile("|".join(f"(?:{one})" for one in patterns))
