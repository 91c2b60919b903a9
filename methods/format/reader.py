"""Reading a method: from TOML or a dict into a document, strictly. Unknown words are refused, never ignored. Pure."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from methods.codes import (
    Advice,
    Attribution,
    Board,
    Current,
    Family,
    Fit,
    Focus,
    Form,
    Kind,
    Marks,
    Online,
    Reveal,
    Rule,
    Veto,
    Who,
    Writers,
    Writes,
)
from methods.format import checks
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
from methods.format.lines import located
from methods.format.origins import read_origins

Code = TypeVar("Code", bound=StrEnum)
Loose = Mapping[str, Any]
_AT_LINE = re.compile(r"at line (\d+)")


def load_file(path: str | Path) -> MethodDoc:
    """A method from a TOML file. Raises FormatError with the lines, also when the file is not TOML."""
    path = Path(path)
    text = _text(path)
    try:
        return load_dict(tomllib.loads(text), source=path.name)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        raise _unreadable(path, error, int(at[1]) if at else 0) from error
    except FormatError as error:
        raise FormatError(located(error.problems, text)) from error


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _unreadable(path, error, data.count(b"\n", 0, error.start) + 1) from error


def _unreadable(path: Path, error: Exception, line: int) -> FormatError:
    return FormatError([Problem(path.name, f"this is not a readable TOML file: {error}", line)])


def load_dict(data: Loose, source: str = "method") -> MethodDoc:
    """A method from a dict in the shape of the file. Raises FormatError with everything that is wrong."""
    return _held_to(checks.method_problems, data, source)


def _held_to(check: Callable[[MethodDoc], list[str]], data: Loose, source: str) -> MethodDoc:
    method, problems = read(data, source)
    if not problems:
        problems = [Problem(source, message) for message in check(method)]
    if problems:
        raise FormatError(problems)
    return method


def read(data: Loose, source: str = "method") -> tuple[MethodDoc, list[Problem]]:
    """What can be read of a dict in the shape of the file, and what of it is missing or not what it must be.

    The method may be unfinished: where something is wrong stands something harmless. `load_dict` is what runs.
    """
    reader = Reader(source, data)
    return _method(reader), reader.problems


def from_snapshot(data: Loose) -> MethodDoc:
    """The method a session kept. Raises FormatError when the stored copy is damaged."""
    return _held_to(checks.running_problems, data, "snapshot")


def parse_phase(data: Loose, source: str = "phase") -> PhaseDoc:
    """One phase on its own, for the steps of a session around a method. `shows` may name steps kept elsewhere."""
    reader = Reader(source, data)
    phase = _phase(reader)
    if not reader.problems:
        reader.problems += [Problem(reader.where, message) for message in checks.phase_problems(phase)]
    if reader.problems:
        raise FormatError(reader.problems)
    return phase


class Reader:
    """Takes fields from a table one by one, notes what is wrong, and in the end what was never asked for."""

    def __init__(self, where: str, data: Any, problems: list[Problem] | None = None) -> None:
        self.where = where
        self.problems: list[Problem] = [] if problems is None else problems
        self.left: dict[str, Any] = dict(data) if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.wrong("this must be a table of fields")

    def wrong(self, message: str) -> None:
        self.problems.append(Problem(self.where, message))

    def inner(self, name: str, data: Any) -> "Reader":
        return Reader(f"{self.where}, {name}", data, self.problems)

    def take(self, name: str, kind: type, default: Any = None) -> Any:
        """The field, or the default. Without a default the field must be there."""
        if name not in self.left:
            if default is None:
                self.wrong(f'"{name}" is missing')
            return kind() if default is None else default
        value = self.left.pop(name)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong(f'"{name}" must be {_WORDS[kind]}, not {value!r}')
            return kind()
        return value

    def words(self, name: str, *, required: bool = False) -> str:
        """A text. A required text may not be empty."""
        value = str(self.take(name, str, None if required else "")).strip()
        if required and not value and not any(f'"{name}"' in p.message for p in self.problems if p.where == self.where):
            self.wrong(f'"{name}" is empty')
        return value

    def lines(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self.take(name, list, None if required else [])
        if not all(isinstance(line, str) and line.strip() for line in value):
            self.wrong(f'"{name}" must be a list of texts')
            return ()
        return tuple(line.strip() for line in value)

    def number(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number between two bounds."""
        value = int(self.take(name, int, default))
        if not low <= value <= high:
            self.wrong(f'"{name}" must be between {low} and {high}, not {value}')
        return value

    def decimal(self, name: str, low: float, high: float) -> float:
        """A number that may have a fraction; 0 when it is not there."""
        value = self.left.pop(name, 0)
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            self.wrong(f'"{name}" must be a number from {low:g} to {high:g}, not {value!r}')
            return 0.0
        return float(value)

    def code(self, name: str, codes: type[Code], default: Code | None = None) -> Code:
        """One word of a closed list."""
        value = self.take(name, str, default)
        return self._known(name, codes, value) or next(iter(codes))

    def codes(self, name: str, codes: type[Code], *, repeated: bool = False) -> tuple[Code, ...]:
        """Several words of a closed list, in the order given; each once, unless a repeated one says something."""
        known = [self._known(name, codes, value) for value in self.take(name, list, [])]
        found = [value for value in known if value is not None]
        return tuple(found if repeated else dict.fromkeys(found))

    def weights(self, name: str, codes: Iterable[str], high: float) -> dict[str, float]:
        """A table of words and how strongly they hold; without those that are wrong."""
        allowed, right = list(codes), {}
        for word, value in self.take(name, dict, {}).items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if word not in allowed:
                self.wrong(f'"{name}" does not know {word!r}. Use one of: {", ".join(allowed)}')
            elif not number or not 0 < value <= high:
                self.wrong(f'"{name}" says {word} = {value!r}; it must be above 0 and at most {high:g}')
            else:
                right[word] = value
        return right

    def done(self) -> None:
        """What is left over was written by mistake."""
        for name in self.left:
            self.wrong(f'"{name}" is not a field here. Is it spelled right?')

    def _known(self, name: str, codes: type[Code], value: Any) -> Code | None:
        if value in list(codes):
            return codes(value)
        allowed = ", ".join(code.value or '""' for code in codes)
        self.wrong(f'"{name}" does not know {value!r}. Use one of: {allowed}')
        return None


_WORDS = {str: "a text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}


def _method(reader: Reader) -> MethodDoc:
    if reader.number("format", 1, 99, FORMAT) > FORMAT:
        reader.wrong(f"this file needs a newer version of the program: it reads format {FORMAT}")
    fit = reader.weights("fit", Fit, 2)
    focus = reader.weights("focus", Focus, 2)
    method = MethodDoc(
        id=reader.words("id", required=True),
        version=reader.words("version", required=True),
        form=reader.code("form", Form, Form.METHOD),
        family=reader.code("family", Family),
        fit={code: int(fit[code]) for code in Fit if code in fit},
        focus={code: float(focus[code]) for code in Focus if code in focus},
        suits={word: float(value) for word, value in reader.weights("suits", checks.SUITS, 2).items()},
        current=reader.code("current", Current, Current.EITHER),
        maturity=reader.number("maturity", 1, 4),
        facilitator=reader.number("facilitator", 1, 3),
        confront=reader.number("confront", 1, 3),
        size=_size(reader),
        advice=reader.code("advice", Advice),
        contains=frozenset(reader.codes("contains", Veto)),
        starter=reader.take("starter", bool, False),
        everyone=reader.take("everyone", bool, False),
        online=reader.code("online", Online, Online.GOOD),
        time_source=reader.words("time_source") or "ours",
        sources=reader.lines("sources"),
        rights=reader.words("rights", required=True),
        phases=_phases(reader),
        texts=_texts(reader, _method_text),
        origins=read_origins(reader),
    )
    reader.done()
    return method


def _size(reader: Reader) -> tuple[int, int]:
    value = reader.take("size", list)
    if len(value) != 2 or not all(type(number) is int for number in value):
        reader.wrong('"size" must be the smallest and the largest group, such as [4, 8]')
        return (0, 0)
    return (value[0], value[1])


def _phases(reader: Reader) -> tuple[PhaseDoc, ...]:
    tables = reader.take("phase", list)
    phases = []
    for number, table in enumerate(tables, start=1):
        name = table.get("id", number) if isinstance(table, Mapping) else number
        phases.append(_phase(Reader(f'{reader.where}, phase "{name}"', table, reader.problems)))
    return tuple(phases)


def _phase(reader: Reader) -> PhaseDoc:
    kinds = reader.codes("kinds", Kind)
    limit = reader.number("limit", 0, 20, 0)
    minutes = reader.number("minutes", 1, 90)
    phase = PhaseDoc(
        id=reader.words("id", required=True),
        who=reader.code("who", Who),
        minutes=minutes,
        least=reader.number("least", 1, 90, minutes or 1),
        per_person=reader.decimal("per_person", 0, 10),
        rules=frozenset(reader.codes("rules", Rule)),
        writers=reader.code("writers", Writers, Writers.NONE),
        writes=reader.code("writes", Writes, Writes.ALOUD),
        kinds=kinds,
        own_kinds=reader.codes("own_kinds", Kind, repeated=True) or kinds,
        limit=limit,
        own_limit=reader.number("own_limit", 0, 20, limit),
        shows=reader.lines("shows"),
        reveal=reader.code("reveal", Reveal, Reveal.NONE),
        marks=reader.code("marks", Marks, Marks.NONE),
        attribution=reader.code("attribution", Attribution, Attribution.NAME),
        board=reader.code("board", Board, Board.NONE),
        optional=reader.take("optional", bool, False),
        slot=reader.take("slot", bool, False),
        texts=_texts(reader, _phase_text),
    )
    reader.done()
    return phase


def _texts(reader: Reader, read: Callable[[Reader], Any]) -> dict[str, Any]:
    return {lang: read(reader.inner(lang, reader.take(lang, dict))) for lang in LANGUAGES}


def _phase_text(reader: Reader) -> PhaseText:
    required = {name: reader.words(name, required=True) for name in ["title", "purpose", "line", "say"]}
    optional = ["own_line", "ask", "own_ask", "stem", "own_stem", "score", "low", "high", "paper", "artefact"]
    text = PhaseText(
        **required,
        **{name: reader.words(name) for name in optional},
        own_stems=reader.lines("own_stems"),
        do=reader.lines("do"),
        avoid=reader.lines("avoid"),
        stuck=tuple(_stuck(reader, table) for table in reader.take("stuck", list, [])),
    )
    reader.done()
    return text


def _stuck(reader: Reader, table: Any) -> Stuck:
    inner = reader.inner("stuck", table)
    card = Stuck(when=inner.words("when", required=True), say=inner.words("say", required=True))
    inner.done()
    return card


def _method_text(reader: Reader) -> MethodText:
    required = {name: reader.words(name, required=True) for name in ["name", "promise", "purpose", "outcome", "origin"]}
    text = MethodText(
        **required,
        when=reader.lines("when", required=True),
        when_not=reader.lines("when_not", required=True),
        contra=reader.lines("contra"),
        preparation=reader.lines("preparation"),
        roles=reader.lines("roles"),
        variants=reader.lines("variants"),
        pitfalls=reader.lines("pitfalls"),
        credit=reader.words("credit"),
    )
    reader.done()
    return text
