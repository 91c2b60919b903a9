"""A method as a TOML file that a facilitator can read and change. Pure.

`load_dict(tomllib.loads(to_toml(to_snapshot(doc)))) == doc`. What has the value it would have anyway is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from methods.format.origins import as_table

Snapshot = Mapping[str, Any]

FACTS = ["format", "id", "version", "form", "family", "current", "maturity", "facilitator", "confront", "size"]
FACTS += ["advice", "contains", "starter", "everyone", "online", "time_source", "sources", "rights"]
TABLES = ["fit", "focus", "suits"]
TEXTS = ["name", "promise", "purpose", "when", "when_not", "contra", "outcome", "roles", "preparation", "variants"]
TEXTS += ["pitfalls", "origin", "credit"]
PHASE = ["id", "who", "minutes", "least", "per_person", "optional", "slot", "rules", "writers", "writes", "kinds"]
PHASE += ["limit", "own_kinds", "own_limit", "shows", "reveal", "marks", "attribution", "board"]
PHASE_TEXTS = ["title", "purpose", "line", "own_line", "ask", "own_ask", "stem", "own_stem", "own_stems", "score"]
PHASE_TEXTS += ["low", "high", "say", "do", "avoid", "stuck", "paper", "artefact"]
ALWAYS = {"format", "id", "version", "family", "advice", "rights", "size", "maturity", "facilitator", "confront"}
PHASE_ALWAYS = {"id", "who", "minutes"}
USUAL: dict[str, Any] = {"form": "method", "current": "either", "online": "good", "time_source": "ours"}
PHASE_USUAL: dict[str, Any] = {"writers": "none", "writes": "aloud", "attribution": "name"}
WIDE = 110  # characters on a line before a list is written below each other
LANGUAGES = ("nl", "en")
APART = {*TABLES, *LANGUAGES, "phase"}


def to_toml(snapshot: Snapshot, *, origins: Iterable[Snapshot] = ()) -> str:
    """The file. `origins`: what it was made of, as a method keeps it. An unfinished method may be given."""
    lines = list(_fields(snapshot, FACTS, ALWAYS, USUAL))
    for table in TABLES:
        if snapshot.get(table):
            lines += ["", f"[{table}]", *(f"{name} = {_value(value)}" for name, value in snapshot[table].items())]
    for lang in LANGUAGES:
        lines += ["", f"[{lang}]", *_fields(snapshot.get(lang, {}), TEXTS)]
    for origin in origins:
        lines += ["", "[[from]]", *(f"{name} = {_value(value)}" for name, value in as_table(origin).items())]
    for phase in snapshot.get("phase", []):
        lines += ["", *_phase(phase)]
    return "\n".join(lines) + "\n"


def _phase(phase: Snapshot) -> Iterator[str]:
    usual = {**PHASE_USUAL, "least": phase.get("minutes"), "own_kinds": phase.get("kinds"), "limit": 0}
    usual |= {"own_limit": phase.get("limit", 0), "per_person": 0}
    yield "[[phase]]"
    yield from _fields(phase, PHASE, PHASE_ALWAYS, usual)
    for lang in LANGUAGES:
        yield f"[phase.{lang}]"
        yield from _fields(phase.get(lang, {}), PHASE_TEXTS)


def _fields(
    values: Snapshot, names: Iterable[str], always: Iterable[str] = (), usual: Mapping[str, Any] | None = None
) -> Iterator[str]:
    """In the order people expect; what the format learnt since comes last, so that nothing is ever left behind."""
    usual, known = usual or {}, list(names)
    for name in [*known, *(other for other in values if other not in known and other not in APART)]:
        value = values.get(name)
        spoken_for = value == usual[name] if name in usual else not value
        if value is not None and (name in always or not spoken_for):
            yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(value)
    if isinstance(value, str):
        return _text(str(value))
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_name(name)} = {_value(inner)}" for name, inner in value.items()) + " }"
    return _list([_value(inner) for inner in value])


def _name(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _list(parts: list[str]) -> str:
    line = f"[{', '.join(parts)}]"
    if len(line) <= WIDE:
        return line
    return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"


_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f]')


def _text(words: str) -> str:
    return '"' + _SPECIAL.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}", words) + '"'
