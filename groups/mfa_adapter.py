"""What allauth asks us about the second step: its words, and what a new passkey is called."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class MFAAdapter(DefaultMFAAdapter):
    """The words; how secrets are kept is apart."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": gettext_lazy("Met inloggen in twee stappen kan er geen adres bij."),
        "cannot_delete_authenticator": gettext_lazy("Dit kun je nu niet uitzetten."),
        "cannot_generate_recovery_codes": gettext_lazy("Herstelcodes horen bij een app of een toegangssleutel."),
        "incorrect_code": gettext_lazy("Deze code klopt niet. Kijk welke code er nu staat."),
        "unverified_email": gettext_lazy("Bevestig eerst je e-mailadres."),
    }

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:
        """A name to begin with; people may say better which device it is on."""
        held = Authenticator.objects.filter(user=user, type=type).count()
        return _("Toegangssleutel %(number)s") % {"number": held + 1}
