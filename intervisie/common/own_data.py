"""What somebody may take along: lines in sections, as a file for machines and as one for people.

Each app lists what is its own to list, in its `own.py`; the roof puts them together. Never anything of another person.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise


@dataclass(frozen=True)
class Line:
    """`key` for machines and for ever, `label` for people, in their language. An empty value is left out."""

    key: str
    label: str | Promise
    value: Any


@dataclass(frozen=True)
class Section:
    key: str
    title: str | Promise
    entries: list[list[Line]] = field(default_factory=list)


def as_json(sections: Iterable[Section]) -> str:
    told = {
        one.key: [{line.key: _plain(line.value) for line in _said(entry)} for entry in one.entries] for one in sections
    }
    return json.dumps({"made_at": timezone.now().isoformat(timespec="seconds"), **told}, ensure_ascii=False, indent=2)


def as_text(sections: Iterable[Section]) -> str:
    parts: list[str] = []
    for section in sections:
        title = str(section.title)
        parts += [title, "=" * len(title), ""]
        for entry in section.entries or [[]]:
            parts += [f"{line.label}: {_words(line.value)}" for line in _said(entry)] or ["-"]
            parts.append("")
    return "\n".join(parts)


def _said(entry: list[Line]) -> list[Line]:
    return [line for line in entry if line.value not in (None, "", [], {})]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float | list | dict) else str(value)


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(one)}" for name, one in value.items())
    return str(value)
