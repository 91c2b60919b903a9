"""`manage.py keep_backups DIR --keys DIR`: one more backup, and those older than 35 days go. See docs/operations.md."""

import logging
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.db import connections

from intervisie.common import backups

HOUR = 3600
TRY_AGAIN = 300  # seconds after one that could not be made
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Make a backup in a folder named after this moment, and remove those that are too old. May go on for ever."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keys", type=Path, help="a folder of its own for the sealed keys, on another disk")
        parser.add_argument("--days", type=int, default=35, help="how long each is kept; what the site promises is 35")
        parser.add_argument("--every", type=float, default=0, metavar="HOURS", help="again and again, until stopped")

    def handle(self, *args, every: float, **options) -> None:
        if not every:
            self.stdout.write(str(self.make(**options)))
            return
        while True:
            time.sleep(every * HOUR if self.tried(**options) else TRY_AGAIN)

    def tried(self, **options) -> bool:
        """For who goes on for ever: what is away comes back."""
        try:
            log.info("backup: %s", self.make(**options).name)
        except (CommandError, DatabaseError, OSError) as error:
            log.error("backup: not made: %s", type(error).__name__, exc_info=True)
            return False
        finally:
            connections.close_all()
        return True

    @staticmethod
    def make(folder: Path, keys: Path | None, days: int, **_options) -> Path:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if keys:
            keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return backups.keep(folder, keys=keys, days=days)
        except backups.BackupTrouble as trouble:
            raise CommandError(str(trouble)) from None
