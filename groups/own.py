"""What this app keeps of one person, for that person to take along."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from groups.models import AgreementSignature, Membership
from groups.people import roles_of
from intervisie.common.delivery import TOPICS, unwanted_by
from intervisie.common.own_data import Line, Section


def sections(user) -> list[Section]:
    return [_profile(user), _groups(user), _roles(user), _signatures(user)]


def _profile(user) -> Section:
    off = unwanted_by(user)
    kinds = sorted({str(one.get_type_display()) for one in Authenticator.objects.filter(user=user)})
    lines = [
        Line("name", _("naam"), user.name),
        Line("email", _("e-mailadres"), user.email),
        Line("language", _("taal"), user.language),
        Line("theme", _("weergave"), user.theme),
        Line("joined_at", _("account sinds"), user.date_joined),
        Line("last_login_at", _("laatst ingelogd"), user.last_login),
        Line("second_steps", _("extra stappen bij het inloggen"), kinds),
        Line(
            "mails_not_wanted", _("mails die je niet wilt"), [str(TOPICS[name].label) for name in TOPICS if name in off]
        ),
    ]
    return Section("profile", _("Wie je bent"), [lines])


def _groups(user) -> Section:
    held = Membership.objects.filter(user=user).select_related("group__organisation").order_by("since")
    entries = [
        [
            Line("group", _("groep"), one.group.name),
            Line("organisation", _("organisatie"), one.group.organisation.name),
            Line("role", _("als"), one.get_role_display()),
            Line("since", _("sinds"), one.since),
            Line("until", _("tot"), one.until),
        ]
        for one in held
    ]
    return Section("groups", _("Groepen"), entries)


def _roles(user) -> Section:
    entries = [
        [Line("role", _("rol"), one.get_role_display()), Line("organisation", _("organisatie"), one.organisation.name)]
        for one in roles_of(user)
    ]
    return Section("roles", _("Rollen"), entries)


def _signatures(user) -> Section:
    held = AgreementSignature.objects.filter(user=user).select_related("agreement__group").order_by("at")
    entries = [
        [
            Line("group", _("groep"), one.agreement.group.name),
            Line("version", _("versie"), one.agreement.version),
            Line("confirmed_at", _("bevestigd op"), one.at),
        ]
        for one in held
    ]
    return Section("agreements", _("Afspraken die je bevestigde"), entries)
