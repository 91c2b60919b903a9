"""Load the built-in library, or a folder of method files of your own."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from methods.actions import LIBRARY, load_methods, read_library
from methods.format import FormatError


class Command(BaseCommand):
    help = "Reads the method files, checks them and brings the library up to date. Harmless to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=LIBRARY, help="a folder with .toml files")
        parser.add_argument("--check", action="store_true", help="only read and check, change nothing")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        try:
            docs = read_library(folder)
        except FormatError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if check:
            self.stdout.write(f"{len(docs)} methods read, all of them valid.")
            return
        outcomes = load_methods(docs)
        if options["verbosity"] > 1:
            for slug, outcome in outcomes.items():
                self.stdout.write(f"{slug}: {outcome}")
        changed = sum(outcome != "same" for outcome in outcomes.values())
        self.stdout.write(f"{len(outcomes)} methods, {changed} new or changed.")
