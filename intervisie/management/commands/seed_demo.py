"""The demonstration: made once, and brought up to date at every start. Refused outside development."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intervisie.demo import build, story
from methods.actions import load_methods, read_library


class Command(BaseCommand):
    help = "Make the demonstration, or put its next session ten minutes from now again."

    def handle(self, *args, **options):
        if not settings.DEVELOPMENT:
            raise CommandError("The demonstration is for development only: its passwords are known to everybody.")
        load_methods(read_library())
        now = timezone.now()
        if build.made():
            build.redate(now)
        else:
            build.make(now)
        self.say_who()

    def say_who(self):
        """The logins, one on a line, for whoever starts the program."""
        self.stdout.write(f"Demo logins (password: {story.PASSWORD})")
        for short, does in story.WHO_IS_WHO:
            self.stdout.write(f"  {short}@demo.example".ljust(24) + f"{story.PEOPLE[short].split()[0]} {does}")
