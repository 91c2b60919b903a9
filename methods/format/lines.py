"""On which line of a method file something stands. Pure.

The reader and the checks know places by phase and field; whoever corrects the file needs its line. `Lines(text)` looks
at the text once: which table begins where, which field stands in it. A field that is missing is sought where its table
begins; a text that is quoted in the complaint, where it stands.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from methods.codes import Rule
from methods.format.document import Problem

Path = tuple[str | int, ...]

_TABLE = re.compile(r"\[(\[?)\s*([\w.-]+)\s*\]")
_FIELD = re.compile(r"\s*([\w.-]+)\s*=\s*(.*)")
_PHASE = re.compile(r'phase "([^"]+)"(?::\s*)?')
_FROM = re.compile(r', from "(\d+)"')
_LANG = re.compile(r"(?:, |^)(nl|en)(?:,|:|$)")
_NAMED = re.compile(r'"(\w+)"')
_QUOTED = re.compile(r"\((['\"].*['\"])\)$", re.DOTALL)
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"?|\'[^\'\n]*\'?|#[^\n]*|[\[\]{}\n]', re.DOTALL
)


class Lines:
    """The places in one TOML text. Lines count from 1."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.places: dict[Path, int] = {}
        self.phases: dict[str, int] = {}  # id, or place as text → place, from 1
        self.counts: Counter[Path] = Counter()  # of tables that may be there several times
        table: Path = ()
        for number in _beginnings(text):
            line = self.lines[number - 1] if number <= len(self.lines) else ""
            if found := _TABLE.match(line.strip()):
                table = self._table(found[2].split("."), number, another=bool(found[1]))
            elif field := _FIELD.match(line):
                self._field(table, field[1], field[2], number)

    def of(self, problem: Problem) -> int:
        """The line where this is to be cured; 1 where only the whole file can be named."""
        said = _PHASE.sub("", problem.message)
        place = self._phase(problem)
        quoted = _QUOTED.search(said)
        if quoted and (line := self._quoting(quoted[1], place)):
            return line
        lang = _LANG.search(problem.where) or _LANG.search(said)
        inner = ("stuck",) if problem.where.endswith(", stuck") else ()
        return self._nearest(place, (lang[1], *inner) if lang else (), _field_in(said))

    def _table(self, names: list[str], number: int, *, another: bool) -> Path:
        """Of several with one name each has its place: `[[phase]]` once more is the next, and `[phase.nl]` its own."""
        path: Path = ()
        for depth, name in enumerate(names, start=1):
            last = depth == len(names)
            path = (*path, name)
            self.counts[path] += last and another
            if self.counts[path]:
                path = (*path, self.counts[path])
        self.places.setdefault(path, number)
        if len(path) == 2 and path[0] == "phase":
            self.phases[str(path[1])] = int(path[1])
        return path

    def _field(self, table: Path, name: str, value: str, number: int) -> None:
        self.places.setdefault((*table, *name.split(".")), number)
        if len(table) == 2 and table[0] == "phase" and name == "id":
            self.phases.setdefault(value.split("#")[0].strip().strip("\"'"), int(table[1]))

    def _phase(self, problem: Problem) -> Path:
        if origin := _FROM.search(problem.where):
            return ("from", int(origin[1]))
        named = _PHASE.search(problem.where) or _PHASE.match(problem.message)
        place = self.phases.get(named[1]) if named else None
        return ("phase", place) if place else ()

    def _nearest(self, place: Path, inner: Path, field: str) -> int:
        within = (*place, *inner)
        for path in ((*within, field), within, (*place, field), (*place, *inner[:1]), place):
            if path in self.places:
                return self.places[path]
        return 1

    def _quoting(self, quoted: str, place: Path) -> int:
        """Where the text that is complained about stands, in this phase or else anywhere."""
        try:
            text = str(ast.literal_eval(quoted))
        except (SyntaxError, ValueError):
            return 0
        begin = self.places.get(place, 1)
        numbers = [*range(begin, len(self.lines) + 1), *range(1, begin)]
        return next((number for number in numbers if text in self.lines[number - 1]), 0)


def located(problems: Iterable[Problem], text: str) -> list[Problem]:
    """The same problems, each with its line in this text."""
    lines = Lines(text)
    return [problem if problem.line else replace(problem, line=lines.of(problem)) for problem in problems]


def _field_in(message: str) -> str:
    """The field that a complaint names; where it names a rule, that is where rules stand."""
    named = _NAMED.search(message)
    if named:
        return named[1]
    return "rules" if set(re.findall(r"[a-z_]+", message)) & {rule.value for rule in Rule} else ""


def _beginnings(text: str) -> Iterator[int]:
    """The lines on which a table or a field may begin: not in the middle of a list or of a text."""
    number, depth = 1, 0
    yield number
    for token in _TOKEN.finditer(text):
        found = token[0]
        number += found.count("\n")
        if found == "\n" and not depth:
            yield number
        elif found in "[{":
            depth += 1
        elif found in "]}":
            depth = max(0, depth - 1)
