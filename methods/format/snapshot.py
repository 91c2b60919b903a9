"""A document as a JSON dict, in the shape of the file it came from. Pure."""

from dataclasses import asdict
from typing import Any

from methods.format.document import FORMAT, MethodDoc, PhaseDoc, PhaseText


def to_snapshot(method: MethodDoc) -> dict[str, Any]:
    """The whole method, both languages, as plain JSON. `from_snapshot(to_snapshot(m)) == m`."""
    facts = ["id", "version", "form", "family", "current", "maturity", "facilitator", "confront", "advice", "starter"]
    facts += ["everyone", "online", "time_source", "rights"]
    return {
        "format": FORMAT,
        **{name: getattr(method, name) for name in facts},
        "fit": dict(method.fit),
        "focus": dict(method.focus),
        "suits": dict(method.suits),
        "size": list(method.size),
        "contains": sorted(method.contains),
        "sources": list(method.sources),
        **{lang: _plain(asdict(text)) for lang, text in method.texts.items()},
        "phase": [phase_snapshot(phase) for phase in method.phases],
    }


def phase_snapshot(phase: PhaseDoc) -> dict[str, Any]:
    """One phase as plain JSON; `parse_phase` reads it back."""
    facts = ["id", "who", "minutes", "least", "writers", "writes", "limit", "own_limit", "reveal", "marks"]
    facts += ["attribution", "board", "optional", "slot", "per_person"]
    return {
        **{name: getattr(phase, name) for name in facts},
        "rules": sorted(phase.rules),
        "kinds": list(phase.kinds),
        "own_kinds": list(phase.own_kinds),
        "shows": list(phase.shows),
        **{lang: _text(text) for lang, text in phase.texts.items()},
    }


def _text(text: PhaseText) -> dict[str, Any]:
    return _plain({name: value for name, value in asdict(text).items() if value})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
