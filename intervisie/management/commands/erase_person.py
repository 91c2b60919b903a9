"""Erase somebody who asks for it in another way, or after a restore everybody who was erased since the backup."""

from django.core.management.base import BaseCommand, CommandError

from groups.models import User
from intervisie.erasing import erase_again, erase_person


class Command(BaseCommand):
    help = "Erase a person for good, as the page does; --again after restoring a backup."

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--keep-given", action="store_true", help="what they gave to others stays, without a name")
        parser.add_argument("--again", action="store_true", help="who was erased since the backup, by their tombstones")

    def handle(self, *args, **options):
        if bool(options["email"]) == options["again"]:
            raise CommandError("Say whose account, or --again.")
        if options["again"]:
            self.stdout.write(f"{erase_again()} erased again.")
            return
        person = User.objects.filter(email__iexact=options["email"], erased_at=None).first()
        if person is None:
            raise CommandError("There is no account with this address.")
        erase_person(person, keep_given=options["keep_given"])
        self.stdout.write("Erased.")
