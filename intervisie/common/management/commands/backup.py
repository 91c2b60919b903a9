"""`manage.py backup DIR`: see `intervisie.common.backups` and docs/operations.md."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from intervisie.common import backups


class Command(BaseCommand):
    help = "Write a backup into a new folder: the database without its keys, the keys apart, the tombstones."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keys", type=Path, help="a folder of its own for the sealed keys, on another disk")

    def handle(self, *args, folder: Path, keys: Path | None, **options) -> None:
        try:
            about = backups.make(folder, keys=keys)
        except backups.BackupTrouble as trouble:
            raise CommandError(str(trouble)) from None
        self.stdout.write("{keys} keys (master key {master}), {destroyed} destroyed so far.".format(**about))
