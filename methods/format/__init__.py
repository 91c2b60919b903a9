"""The open, executable method format. Pure. In words: docs/method-format.md."""

from methods.format.document import (
    FORMAT,
    LANGUAGES,
    FormatError,
    MethodDoc,
    MethodText,
    PhaseDoc,
    PhaseText,
    Problem,
    Stuck,
)
from methods.format.reader import from_snapshot, load_dict, load_file, parse_phase, read
from methods.format.snapshot import phase_snapshot, to_snapshot
from methods.format.writer import to_toml

__all__ = [
    "FORMAT",
    "LANGUAGES",
    "FormatError",
    "MethodDoc",
    "MethodText",
    "PhaseDoc",
    "PhaseText",
    "Problem",
    "Stuck",
    "from_snapshot",
    "load_dict",
    "load_file",
    "parse_phase",
    "phase_snapshot",
    "read",
    "to_snapshot",
    "to_toml",
]
