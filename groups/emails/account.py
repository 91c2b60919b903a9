"""The mails of signing in: codes, links and what changed. Sent at once by the adapter, kept nowhere."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from intervisie.common.delivery import Message

from .letters import Letter, link, write


def account_letter(prefix: str, *, language: str, context: dict) -> Message:
    """The message for allauth's template prefix, such as "account/email/login_code"."""
    make = LETTERS[prefix.removeprefix("account/").removeprefix("mfa/").removeprefix("email/")]
    return write(lambda: make(context), language=language)


def _code(title: str, sentence: str, context) -> Letter:
    return Letter(
        subject=title,
        title=title,
        paragraphs=[sentence],
        code=context["code"],
        after=[_("De code werkt een paar minuten en één keer. Vroeg je hem niet aan? Dan hoef je niets te doen.")],
    )


def _changed(title: str, sentence: str) -> Letter:
    return Letter(
        subject=title,
        title=title,
        paragraphs=[sentence],
        button=_("Kijk bij je gegevens"),
        url=link("me"),
        after=[_("Was jij dit niet? Kies dan meteen een nieuw wachtwoord.")],
    )


def login_code(context) -> Letter:
    return _code(_("Je code om in te loggen"), _("Met deze code log je in. Typ hem over op de pagina."), context)


def confirm_address(context) -> Letter:
    return _code(_("Bevestig je adres"), _("Met deze code weten we dat dit adres van jou is."), context)


def password_code(context) -> Letter:
    return _code(_("Een nieuw wachtwoord"), _("Met deze code kies je een nieuw wachtwoord."), context)


def password_link(context) -> Letter:
    return Letter(
        subject=_("Een nieuw wachtwoord"),
        title=_("Een nieuw wachtwoord"),
        paragraphs=[_("Je vroeg om een nieuw wachtwoord. Kies er hier een.")],
        button=_("Kies een nieuw wachtwoord"),
        url=context["password_reset_url"],
        after=[_("De link werkt één keer. Vroeg je dit niet? Dan hoef je niets te doen, er verandert niets.")],
    )


def unknown(context) -> Letter:
    return Letter(
        subject=_("Bij dit adres hoort geen account"),
        title=_("Bij dit adres hoort geen account"),
        paragraphs=[
            _("Iemand, misschien jij, wilde met dit adres inloggen. Er hoort nog geen account bij."),
            _("Een account begint met een uitnodiging van een groep. Heb je die, open dan de link in die mail."),
        ],
        after=[_("Was jij dit niet? Dan hoef je niets te doen.")],
    )


def exists(context) -> Letter:
    return Letter(
        subject=_("Je hebt al een account"),
        title=_("Je hebt al een account"),
        paragraphs=[_("Iemand, misschien jij, wilde met dit adres een account maken. Dat is er al: log gewoon in.")],
        button=_("Log in"),
        url=link("account_login"),
        after=[_("Wachtwoord vergeten? Log in met een code per mail.")],
    )


def password_changed(context) -> Letter:
    return _changed(_("Je wachtwoord is veranderd"), _("Vanaf nu log je in met je nieuwe wachtwoord."))


def password_set(context) -> Letter:
    return _changed(_("Je hebt een wachtwoord"), _("Vanaf nu kun je ook met een wachtwoord inloggen."))


def address_changed(context) -> Letter:
    return _changed(_("Je e-mailadres is veranderd"), _("Onze mails gaan vanaf nu naar je nieuwe adres."))


def address_confirmed(context) -> Letter:
    return _changed(_("Je e-mailadres is bevestigd"), _("Er is een adres bij je account bevestigd."))


def address_removed(context) -> Letter:
    return _changed(_("Een e-mailadres is weg"), _("Er is een adres bij je account weggehaald."))


def totp_on(context) -> Letter:
    return _changed(_("Inloggen in twee stappen staat aan"), _("Bij het inloggen vragen we ook een code uit je app."))


def totp_off(context) -> Letter:
    return _changed(_("Inloggen in twee stappen staat uit"), _("Bij het inloggen vragen we geen code uit je app meer."))


def new_recovery_codes(context) -> Letter:
    return _changed(_("Nieuwe herstelcodes"), _("Er zijn nieuwe herstelcodes gemaakt. De oude werken niet meer."))


def passkey_added(context) -> Letter:
    return _changed(_("Een toegangssleutel erbij"), _("Vanaf nu kun je ook met die toegangssleutel inloggen."))


def passkey_removed(context) -> Letter:
    return _changed(_("Een toegangssleutel weg"), _("Met die toegangssleutel kun je niet meer inloggen."))


def erased(context) -> Letter:
    return Letter(
        subject=_("Je account is weg"),
        title=_("Je account is weg"),
        paragraphs=[
            _("Je naam, je adres en je teksten zijn gewist. Uit de reservekopieën is dat binnen 35 dagen zo."),
            _("Dit is het laatste bericht dat je van ons krijgt. Dank je voor wat je gaf."),
        ],
        after=[_("Heb jij dit niet gedaan? Zeg het dan meteen tegen je begeleider of je coördinator.")],
    )


LETTERS: dict[str, Callable[[dict], Letter]] = {
    "login_code": login_code,
    "email_confirmation": confirm_address,
    "email_confirmation_signup": confirm_address,
    "password_reset_code": password_code,
    "password_reset_key": password_link,
    "unknown_account": unknown,
    "account_already_exists": exists,
    "account_erased": erased,
    "password_changed": password_changed,
    "password_reset": password_changed,
    "password_set": password_set,
    "email_changed": address_changed,
    "email_confirm": address_confirmed,
    "email_deleted": address_removed,
    "totp_activated": totp_on,
    "totp_deactivated": totp_off,
    "recovery_codes_generated": new_recovery_codes,
    "webauthn_added": passkey_added,
    "webauthn_removed": passkey_removed,
}
