"""`manage.py give_up_keys ID`: a master key is lost for good. What it opened is gone; the pages learn to say so.

Until then every page that shows such a text fails. Each data key under that master is destroyed as if its time had
come: a tombstone stays, the text is shown as gone, everything else is as it was. Refused while FIELD_KEYS holds it.
"""

from django.core.management.base import BaseCommand, CommandError

from intervisie.common.encryption import masters
from intervisie.common.models import DataKey


class Command(BaseCommand):
    help = "Destroy every data key that only a lost master key could open. For good."

    def add_arguments(self, parser) -> None:
        parser.add_argument("master", help="the number of the lost master key, as it stood in FIELD_KEYS")
        parser.add_argument("--for-good", action="store_true", help="without it, only says how many there are")

    def handle(self, *args, master: str, for_good: bool, **options) -> None:
        if master in masters():
            raise CommandError(f"FIELD_KEYS holds master key {master}: nothing is lost.")
        lost = DataKey.objects.filter(master=master)
        if not for_good:
            self.stdout.write(
                f"{lost.count()} data keys need master key {master}. Look everywhere, then say --for-good."
            )
            return
        count = 0
        for key in lost.iterator():
            key.destroy()
            count += 1
        self.stdout.write(f"{count} data keys destroyed; their texts are gone.")
