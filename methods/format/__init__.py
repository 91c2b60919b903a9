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
from methods.format.reader import from_snapshot, load_dict, load_file, parse_phase
from methods.format.snapshot import phase_snapshot, to_snapshot

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
    "to_snapshot",
]
