"""`manage.py rotate_keys`: wrap every data key with the newest master key.

Put a new key in front of FIELD_KEYS, restart, run this, and remove the old key when it says that nothing needs it any
more. May be stopped and run again at any moment, also twice at once; the text itself is not touched.
"""

from django.core.management.base import BaseCommand
from django.db import transaction

from intervisie.common.encryption import newest_master
from intervisie.common.models import DataKey

BATCH = 500


class Command(BaseCommand):
    help = "Wrap every data key with the newest of FIELD_KEYS. Safe to stop and to repeat."

    def handle(self, *args, **options) -> None:
        count = 0
        while wrapped := rewrap_some():
            count += wrapped
        left = DataKey.objects.under_older_masters().count()  # in the hands of another run of this command
        self.stdout.write(f"{count} data keys wrapped anew with master key {newest_master()}; {left} left.")


@transaction.atomic
def rewrap_some() -> int:
    older = DataKey.objects.under_older_masters().select_for_update(skip_locked=True).order_by("pk")[:BATCH]
    keys = [key.rewrap(save=False) for key in older]
    DataKey.objects.bulk_update(keys, ["master", "wrapped"])
    return len(keys)
