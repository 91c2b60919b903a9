"""Log people out of every browser: a stolen laptop, a leak."""

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError

from groups.models import User
from intervisie.common.audit import record
from intervisie.common.browsers import end_everywhere
from intervisie.common.live import kick
from intervisie.common.live.hints import EVERYWHERE


class Command(BaseCommand):
    help = "Log one person (by e-mail address) or everybody out of every browser; open streams end too."

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?")
        parser.add_argument("--everybody", action="store_true")

    def handle(self, *args, email=None, everybody=False, **options):
        if bool(email) == everybody:
            raise CommandError("Name one e-mail address, or say --everybody.")
        ended = self._all() if everybody else self._one(email)
        self.stdout.write(f"{ended} browsers logged out.")

    @staticmethod
    def _all():
        ended, _kinds = Session.objects.all().delete()
        kick(EVERYWHERE)
        record("account.end_sessions", by=None, browsers=ended)
        return ended

    @staticmethod
    def _one(email):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError("Nobody has that address.")
        ended = end_everywhere(user)
        record("account.end_sessions", by=None, about=user, browsers=ended)
        return ended
