"""`manage.py restore DIR`: see `intervisie.common.backups` and docs/operations.md."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from intervisie.common import backups


class Command(BaseCommand):
    help = "Fill an empty database from a backup. Keys that were destroyed since stay destroyed."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keys", type=Path, help="where the sealed keys of this backup are, when kept apart")
        parser.add_argument(
            "--tombstones",
            type=Path,
            action="append",
            default=[],
            help="tombstones.json of a newer backup; give the newest you have",
        )

    def handle(self, *args, folder: Path, keys: Path | None, tombstones: list[Path], **options) -> None:
        try:
            done = backups.restore(folder, keys_in=keys, tombstones=tombstones)
        except (backups.BackupTrouble, FileNotFoundError) as trouble:
            raise CommandError(str(trouble)) from None
        self.stdout.write("{keys} keys restored, {kept_destroyed} kept destroyed.".format(**done))
