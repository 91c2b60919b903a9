"""What allauth asks us: who may sign up, where somebody goes next, and how our mails look.

Its mails go at once and leave no row, so a code is stored nowhere and written in no log.
"""

import logging
import smtplib

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intervisie.common.browsers import end_everywhere
from intervisie.common.refusals import Refusal

from . import doorway, role_doorway
from .emails import account_letter
from .models import User

log = logging.getLogger(__name__)


class MailIsAway(Refusal):
    """The mail server cannot be reached: nothing was sent, trying again is safe."""

    status = 503
    default = _("De mail kon nu niet weg. Probeer het over een minuut nog eens.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dit account is niet meer in gebruik."),
        "cannot_remove_primary_email": _("Dit is het adres waarop we je bereiken. Kies eerst een ander."),
        "duplicate_email": _("Dit adres staat al bij je account."),
        "email_password_mismatch": _("Dit adres en dit wachtwoord horen niet bij elkaar."),
        "email_taken": _("Er is al iemand met dit adres."),
        "enter_current_password": _("Dit is niet je huidige wachtwoord."),
        "incorrect_code": _("Deze code klopt niet. Kijk nog eens in je mail."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "invalid_or_expired_key": _("Deze link is oud of klopt niet."),
        "invalid_login": _("Zo kunnen we je niet vinden."),
        "invalid_password_reset": _("Deze link is oud of klopt niet. Vraag een nieuwe."),
        "max_email_addresses": _("Meer dan %d adressen kan niet."),
        "too_many_login_attempts": _("Dat waren veel pogingen. Vraag een nieuwe code, of wacht een paar minuten."),
        "unknown_email": _("Dit adres kennen we niet."),
        "unverified_primary_email": _("Bevestig eerst het adres waarop we je bereiken."),
        "select_only_one": _("Kies er één."),
        "same_as_current": _("Dit is hetzelfde als nu."),
        "rate_limited": _("Even rustig aan. Probeer het zo nog eens."),
    }

    def is_open_for_signup(self, request) -> bool:
        return doorway.may_sign_up(request) or role_doorway.may_sign_up(request)

    def get_login_redirect_url(self, request):
        if doorway.KEY in request.session:
            return reverse("invitation_open")
        if role_doorway.KEY in request.session:
            return reverse("role_invitation_open")
        return super().get_login_redirect_url(request)

    get_signup_redirect_url = get_login_redirect_url

    def login(self, request, user):
        super().login(request, user)
        log.info("account: %s signed in", user.pk)

    def logout(self, request):
        log.info("account: %s signed out", request.user.pk)
        super().logout(request)

    def authentication_failed(self, request, **credentials):
        """Not the address, which may be a typing error or a password: a digest, to see the same one tried again."""
        super().authentication_failed(request, **credentials)
        tried = str(credentials.get("email", "")).lower()
        digest = salted_hmac("groups.tried", tried, algorithm="sha256").hexdigest()[:12]
        log.warning("account: a password for %s was refused", digest)

    def get_email_verification_redirect_url(self, email_address):
        """Who changes an address goes back to where it stands; who signs up goes on."""
        on_the_way = {doorway.KEY, role_doorway.KEY} & set(self.request.session.keys())
        if self.request.user.is_authenticated and not on_the_way:
            return reverse("account_email")
        return super().get_email_verification_redirect_url(email_address)

    def get_password_change_redirect_url(self, request):
        return reverse("me")

    def save_user(self, request, user, form, commit=True):
        """The name from the form, the language of the page; addresses are kept in lower case."""
        user.name = form.cleaned_data.get("name", "")
        user.language = (get_language() or "nl")[:2]
        return super().save_user(request, user, form, commit)

    def set_password(self, user, password):
        """Whoever was in with the old one is out, wherever; allauth keeps the browser in which it was changed."""
        super().set_password(user, password)
        end_everywhere(user)

    def format_email_subject(self, subject):
        return subject

    def send_mail(self, template_prefix, email, context):
        letter = account_letter(template_prefix, language=self._language(email, context), context=context)
        message = EmailMultiAlternatives(
            letter.subject, letter.text, self.get_from_email(), [email], headers={"Auto-Submitted": "auto-generated"}
        )
        message.attach_alternative(letter.html, "text/html")
        try:
            message.send()
        except (smtplib.SMTPException, OSError):
            raise MailIsAway from None

    @staticmethod
    def _language(email, context) -> str:
        """Of the person the mail is for; of the page when we do not know them."""
        owner = context.get("user") or User.objects.filter(emailaddress__email__iexact=email).first()
        return getattr(owner, "language", "") or get_language() or "nl"
