"""The first organisation of an installation, and its first coordinator. May be repeated: nothing is made twice."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from groups import actions
from groups.emails.letters import link
from groups.models import Organisation, OrganisationRole
from groups.tokens import role_token

COORDINATOR = OrganisationRole.Role.COORDINATOR


class Command(BaseCommand):
    help = "Make an organisation and ask somebody to coordinate it: by mail, and with a link that works once."

    def add_arguments(self, parser):
        parser.add_argument("name", help="of the organisation, as people know it")
        parser.add_argument("email", help="of its first coordinator")
        parser.add_argument("--language", choices=["nl", "en"], default="nl", help="of its invitations")
        parser.add_argument("--zone", default="Europe/Amsterdam", help="time zone, such as Europe/Brussels")

    def handle(self, *args, **options):
        name, email = " ".join(options["name"].split()), options["email"].strip().lower()
        self._check(name, email)
        if options["zone"] not in available_timezones():
            raise CommandError(f"{options['zone']} is not a time zone; such as Europe/Amsterdam.")
        known = Organisation.objects.filter(name=name).exists()
        organisation = actions.found_organisation(name, language=options["language"], zone=options["zone"])
        self.stdout.write(f"{name} {'was there already' if known else 'is there'}.")
        if not known and organisation.is_intake:
            self.stdout.write("Requests of visitors arrive here, as in the first organisation of an installation.")
        if organisation.roles.filter(role=COORDINATOR, user__email=email).exists():
            self.stdout.write(f"{email} coordinates it already; nothing to do.")
            return
        self._ask(organisation, email)

    def _check(self, name, email):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        if not name or len(name) > 120:
            raise CommandError("The name of an organisation has 1 to 120 characters.")

    def _ask(self, organisation, email):
        """The same link as in the mail, for who has no mail server yet. Asked again while it works: the same one."""
        invitation = actions.invite_role(organisation, email, COORDINATOR, by=None)
        address = link("role_invitation", role_token(invitation.pk, invitation.sent_count))
        self.stdout.write(f"{email} is asked by mail. The same link, for this address alone, good for one time:")
        self.stdout.write(address)
