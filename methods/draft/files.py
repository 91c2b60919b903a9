"""A method that comes in as a file: what can be read becomes a draft, what is wrong is told with its line and its cure.

Texts may be missing: they are written here. Facts must be right, because nobody can guess them. A field about rights
that the format does not know is kept as text, with the facts about where the method came from. Pure.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from intervisie.common.http import UNSTORABLE
from methods.draft import labels
from methods.draft.problems import strings, told
from methods.draft.shape import Document, canonical
from methods.draft.steps import MOST
from methods.format import LANGUAGES, MethodDoc, Problem, read
from methods.format.checks import SLUG, method_problems
from methods.format.origins import LONG, MOST_LICENCES, Origin, read_origin
from methods.format.reader import Reader

LARGEST = 200 * 1024  # bytes; the longest method that ships is a tenth of it
MOST_TOLD = 40  # problems shown at once
MOST_LETTERS = 300  # of one sentence about what is wrong
ABOUT_RIGHTS = re.compile(r"licen[cs]e|licentie|lizenz|copyright|spdx|auteur|author|owner|creator|attribution", re.I)
FACTS = ('"size"', '"time_source"', '"sources"')  # what is right or wrong by itself, and not by what stands around it
_FROM = re.compile(r', from "(\d+)"')
_LANGUAGE = re.compile(r", (nl|en)(?:,|$)")
TEXTS = {"name": "", "promise": "", "purpose": "", "outcome": "", "origin": "", "when": [], "when_not": []}
PHASE_TEXTS = {"title": "", "purpose": "", "line": "", "say": ""}


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong in a file: the line (0: unknown), which step or language, and what to do."""

    line: int
    place: str
    text: str


class FileTrouble(ValueError):
    """The file cannot become a draft. `.troubles` says everything that is wrong with it."""

    def __init__(self, troubles: list[Trouble]) -> None:
        self.troubles = troubles[:MOST_TOLD]
        super().__init__()


@dataclass(frozen=True)
class Reading:
    """What a file became."""

    document: Document
    origins: list[Origin] = field(default_factory=list)  # the file itself, then what it says it was made of


def read_file(content: bytes) -> Reading:
    """The draft in this file. Raises FileTrouble with everything that is wrong."""
    text = _decoded(content)
    data = _parsed(text)
    if any(UNSTORABLE.search(words) for words in strings(data)):
        raise FileTrouble([Trouble(0, "", _("Er zit een teken in dat we niet kunnen bewaren, zoals \\u0000."))])
    licences = {name: _plain(data.pop(name)) for name in list(data) if ABOUT_RIGHTS.search(name)}
    filled = _filled(data)
    doc, problems = read(filled, "file")
    wrong = [one for one in problems if not _of_a_text(one)]
    wrong += [Problem("file", text) for text in method_problems(doc) if text.startswith(FACTS)]
    origin = _itself(doc, {} if (too_much := list(_licences(licences, text))) else licences, wrong)
    troubles = [*_told(wrong, text), *_ids(filled, text), *too_much]
    if troubles:
        raise FileTrouble(sorted(troubles, key=lambda one: one.line or 10**6))
    return Reading(canonical(filled), [origin, *map(dict, doc.origins)])


def _itself(doc: MethodDoc, licences: dict[str, str], wrong: list[Problem]) -> Origin:
    """The file as an origin: by the rules of every other, so that it goes out again as it came."""
    table = {"kind": "file", "id": doc.id, "version": doc.version, "rights": doc.rights, "licences": licences}
    table |= {lang: {"name": doc.text(lang).name, "credit": doc.text(lang).credit} for lang in LANGUAGES}
    return read_origin(Reader("file", table, wrong))


def _licences(licences: dict[str, str], text: str) -> Iterator[Trouble]:
    """Kept whole, or refused; never half."""
    lines = Lines(text)
    if len(licences) > MOST_LICENCES:
        words = _("Meer dan %(most)s velden over rechten. Zet ze bij elkaar.")
        yield Trouble(0, "", words % {"most": MOST_LICENCES})
    for name, said in licences.items():
        if len(name) + len(said) > LONG:
            words = _("‘%(field)s’ is langer dan %(most)s tekens. Zet er de naam van de licentie en het adres.")
            yield Trouble(lines.at(0, "", name), "", words % {"field": name[:40], "most": LONG})


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise FileTrouble([Trouble(0, "", _("Dit bestand is groter dan 200 KB. Een werkvorm is hooguit een tiende."))])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileTrouble([Trouble(line, "", _("Dit is geen tekst. Bewaar het bestand als tekst in UTF-8."))]) from None


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        words = _("Hier is het geen TOML meer. Kijk naar aanhalingstekens, haken en komma’s op deze regel en erboven.")
        raise FileTrouble([Trouble(line, "", words)]) from None
    except RecursionError:
        raise FileTrouble([Trouble(0, "", _("Er zitten te veel haken in elkaar."))]) from None


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """With empty texts where none are, and without an id of its own making: a draft gets a new one."""
    filled = {"id": "method", "version": "1.0", "rights": "", "phase": [], **data}
    _fill_texts(filled, TEXTS)
    if isinstance(filled["phase"], list):
        filled["phase"] = [dict(one) if isinstance(one, Mapping) else one for one in filled["phase"]]
        for phase in filled["phase"]:
            if isinstance(phase, dict):
                _fill_texts(phase, PHASE_TEXTS)
    return filled


def _fill_texts(table: dict[str, Any], empty: Mapping[str, Any]) -> None:
    for lang in LANGUAGES:
        if isinstance(table.setdefault(lang, {}), Mapping):
            table[lang] = {**empty, **table[lang]}


def _plain(value: Any) -> str:
    return re.sub(r"\s+", " ", str(value)).strip()


# ── what is wrong, and where ───────────────────────────────────────────────────────────────────────
def _told(problems: list[Problem], text: str) -> Iterator[Trouble]:
    """Each field once: what is missing is not also too small, and the shortest time follows from the time."""
    lines, seen = Lines(text), set()
    for problem in problems:
        name, words, _stops = told(problem.message)
        if (problem.where, name) in seen or (name == "least" and (problem.where, "minutes") in seen):
            continue
        seen |= {(problem.where, name)} | ({(problem.where, "least")} if name == "minutes" else set())
        if problem.message.endswith("is missing"):
            words = _("‘%(field)s’ ontbreekt.") % {"field": name}
        line = lines.of(problem.where, name, _word(problem.message))
        yield Trouble(line, _place(problem.where), words[:MOST_LETTERS])


def _of_a_text(problem: Problem) -> bool:
    """A text that is not there: no trouble. (Missing it can only be where no table of texts is; that is told.)"""
    return problem.message.endswith("is empty") or (
        problem.message.endswith("is missing") and bool(_LANGUAGE.search(problem.where))
    )


def _word(message: str) -> str:
    """The word inside a field that is meant, where a sentence names one."""
    found = re.search(r" (?:says (\w+) =|does not know '(\w+)')", message)
    return (found[1] or found[2]) if found else ""


def _ids(data: Mapping[str, Any], text: str) -> Iterator[Trouble]:
    """The steps are found by their ids, so these have to be there, right and different before anything can be shown."""
    phases = [one for one in data["phase"] if isinstance(one, Mapping)] if isinstance(data["phase"], list) else []
    lines, seen = Lines(text), set()
    if len(phases) > MOST:
        yield Trouble(0, "", _("Dit zijn meer dan %(most)s stappen.") % {"most": MOST})
    for number, phase in enumerate(phases, start=1):
        name = phase.get("id")
        if isinstance(name, str) and not SLUG.fullmatch(name.strip()):
            words = _("Een id heeft alleen kleine letters, cijfers en lage streepjes, zoals ask.")
            yield Trouble(lines.at(number, "", "id"), _step(str(number)), words)
        elif isinstance(name, str) and name.strip() in seen:
            yield Trouble(lines.at(number, "", "id"), _step(name), _("Een andere stap heeft deze id al."))
        seen.add(name.strip() if isinstance(name, str) else None)


def _place(where: str) -> str:
    """In words: which step, which language."""
    phase, origin = re.search(r'phase "([^"]+)"', where), _FROM.search(where)
    lang = _LANGUAGE.search(where)
    parts = [_step(phase[1])] if phase else [_("herkomst %(number)s") % {"number": origin[1]}] if origin else []
    return ", ".join([*parts, *([str(labels.LANGUAGES[lang[1]])] if lang else [])])


def _step(name: str) -> str:
    return _("stap %(name)s") % {"name": name}


class Lines:
    """On which line of a TOML file a field stands. Reads headings and names only: enough to point at."""

    def __init__(self, text: str) -> None:
        self.known: dict[tuple[int, str, str], int] = {}
        self.names: dict[str, int] = {}  # the id of a phase → which one it is
        phase, here, table, origins = 0, 0, "", 0
        for number, line in enumerate(text.splitlines(), start=1):
            heading = re.match(r"\s*(\[+)\s*([\w.]+)\s*\]+", line)
            key = re.match(r"\s*([\w-]+)\s*=\s*(.*)", line)
            if heading:
                phase += heading[1] == "[[" and heading[2] == "phase"
                inside = heading[2].startswith("phase")
                here, table = (phase, heading[2].partition(".")[2]) if inside else (0, heading[2])
                if heading[2] == "from":
                    origins += 1
                    table = f"from {origins}"
                self.known.setdefault((here, table, ""), number)
            elif key:
                self.known.setdefault((here, table, key[1]), number)
                if here and key[1] == "id" and not table:
                    self.names.setdefault(key[2].strip().strip("\"'"), here)

    def of(self, where: str, name: str, word: str) -> int:
        """The line of this word in this field of this place, or the nearest above it; 0 when unknown."""
        if origin := _FROM.search(where):
            return self.at(0, f"from {origin[1]}", name)
        phase = re.search(r'phase "([^"]+)"', where)
        lang = _LANGUAGE.search(where)
        number = self.names.get(phase[1]) or (int(phase[1]) if phase[1].isdecimal() else 0) if phase else 0
        return self.known.get((number, name, word)) or self.at(number, lang[1] if lang else "", name)

    def at(self, phase: int, table: str, name: str) -> int:
        """A field may be a line, or a table with a heading of its own."""
        places = [(phase, table, name), (phase, name, ""), (phase, table, ""), (phase, "", table), (phase, "", "")]
        return next((self.known[place] for place in places if place in self.known), 0)
