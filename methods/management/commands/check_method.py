"""Check a method file, and play it dry: for whoever writes one."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from methods import conformance
from methods.format import FormatError, MethodDoc, Problem, load_file
from methods.format.lines import located
from methods.play import play
from methods.play.script import script


class Command(BaseCommand):
    help = "Says everything that is wrong with a method file, with its line and what to do, and plays it dry."
    requires_system_checks: list[str] = []  # reads one file; needs no database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a method, a shell or a module (.toml)")
        parser.add_argument("--people", type=int, help="how many at the table (6, or as near as it allows)")
        parser.add_argument("--minutes", type=int, help="how much time there is (its ideal for so many people)")
        parser.add_argument("--language", choices=["nl", "en"], default="nl", help="in which it is read (nl)")
        parser.add_argument("--paper", action="store_true", help="as it goes without screens")

    def handle(self, *args: Any, file: Path, language: str, paper: bool, **options: Any) -> None:
        doc = self.read(file)
        people = options["people"] if options["people"] is not None else min(max(6, doc.size[0]), doc.size[1])
        if not 1 <= people <= 30:
            raise CommandError("--people must be between 1 and 30.")
        minutes = options["minutes"] if options["minutes"] is not None else doc.minutes_for(people)
        if not 1 <= minutes <= 600:
            raise CommandError("--minutes must be between 1 and 600.")
        passing = play(doc, people=people, minutes=minutes)
        with override(language):
            self.stdout.write("\n".join(script(passing, language, paper=paper)))
        self.judge(file, [*conformance.problems(doc), *passing.refused])

    def read(self, file: Path) -> MethodDoc:
        try:
            return load_file(file)
        except FormatError as error:
            raise CommandError(f"{file.name} cannot be read as a method.\n{error}") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error

    def judge(self, file: Path, found: list[Problem]) -> None:
        """Everything once, in the order of the file. CommandError when there is anything."""
        if not found:
            self.stdout.write(f"\n{file.name}: whole, in both languages, for every size it says.")
            return
        places = located(found, file.read_text(encoding="utf-8"))
        told = sorted(dict.fromkeys((p.line, str(_in_file(p, file.name))) for p in places))
        raise CommandError("\n" + "\n".join(text for _line, text in told))


def _in_file(problem: Problem, name: str) -> Problem:
    """The complaint names the method by its id; who corrects it looks for the file."""
    _id, comma, place = problem.where.partition(", ")
    return Problem(f"{name}{comma}{place}", problem.message, problem.line)
