"""Every message about groups: when it is still true, and what it says."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from groups.agreements import current
from groups.models import Group, GroupRequest, Invitation, Membership, RequestReply
from groups.permissions import is_coach, is_member
from groups.tokens import invitation_token, request_token
from intervisie.common.delivery import kind

from .letters import Letter, link, write


def day(moment, zone) -> str:
    return formats.date_format(timezone.localtime(moment, zone), "j F")


# ── a visitor asks ─────────────────────────────────────────────────────────────────────────────────
@kind("request_confirm")
class RequestConfirm:
    """To who asked for a group: is this your address?"""

    def still_true(self, row):
        return GroupRequest.objects.filter(pk=row.about, confirmed_at=None).exists()

    def render(self, row):
        asked = GroupRequest.objects.get(pk=row.about)
        return write(lambda: self.letter(asked), language=row.speaks)

    def letter(self, asked):
        return Letter(
            subject=_("Klopt je adres?"),
            title=_("Klopt je adres?"),
            paragraphs=[
                _("Dag %(name)s,") % {"name": asked.name},
                _("Je vroeg een groep aan bij %(organisation)s. Bevestig je adres, dan kunnen we je antwoorden.")
                % {"organisation": asked.organisation.name},
            ],
            button=_("Ja, dit is mijn adres"),
            url=link("confirm_request", request_token(asked.pk)),
            after=[_("De link werkt drie dagen. Vroeg je niets aan? Dan hoef je niets te doen; we wissen het.")],
        )


@kind("request_arrived")
class RequestArrived:
    """To the intake organisation: somebody asks for a group."""

    def still_true(self, row):
        open_ones = GroupRequest.objects.filter(pk=row.about, declined_at=None, group=None, replies=None)
        return open_ones.filter(organisation__roles__user_id=row.user_id).exists()

    def render(self, row):
        return write(lambda: self.letter(row), language=row.speaks)

    def letter(self, row):
        return Letter(
            subject=_("Iemand vraagt een groep aan"),
            title=_("Iemand vraagt een groep aan"),
            paragraphs=[
                _("Dag %(name)s,") % {"name": row.user.first_name},
                _("Er is een nieuwe aanvraag. Wat erin staat lees je in Intervisie, niet in deze mail."),
            ],
            button=_("Lees de aanvraag"),
            url=link("group_request", row.about),
        )


@kind("request_reply")
class RequestReplied:
    """To who asked: what the organisation wrote back."""

    def still_true(self, row):
        return RequestReply.objects.filter(pk=row.facts["reply"]).exists()

    def render(self, row):
        reply = RequestReply.objects.select_related("request__organisation", "by").get(pk=row.facts["reply"])
        message = write(lambda: self.letter(reply), language=row.speaks)
        if reply.by:
            message.headers["Reply-To"] = reply.by.email
        return message

    def letter(self, reply):
        return Letter(
            subject=_("Over je aanvraag voor een groep"),
            label=reply.request.organisation.name,
            title=_("Over je aanvraag"),
            paragraphs=[part.strip() for part in reply.text.split("\n\n") if part.strip()],
            after=[_("Antwoord gerust op deze mail; dan komt het bij %(name)s.") % {"name": reply.by.called}]
            if reply.by
            else [],
        )


# ── a group and its people ─────────────────────────────────────────────────────────────────────────
@kind("group_founded")
class GroupFounded:
    """To the coach whom a coordinator asked."""

    def still_true(self, row):
        group = Group.objects.alive().filter(pk=row.about).first()
        return group is not None and is_coach(row.user, group)

    def render(self, row):
        group = Group.objects.get(pk=row.about)
        return write(lambda: self.letter(row.user, group), language=row.speaks, zone=group.zone)

    def letter(self, user, group):
        return Letter(
            subject=_("Je begeleidt een nieuwe groep"),
            label=group.name,
            title=_("Je begeleidt een nieuwe groep"),
            paragraphs=[
                _("Dag %(name)s,") % {"name": user.first_name},
                _("De groep %(group)s staat voor je klaar. Jij nodigt de mensen uit.") % {"group": group.name},
            ],
            button=_("Nodig mensen uit"),
            url=link("invite", group.pk),
        )


@kind("invitation")
class Invited:
    """To somebody who may join. The link is derived when the mail is written and kept nowhere."""

    def still_true(self, row):
        waiting = Invitation.objects.filter(pk=row.about, accepted_at=None, revoked_at=None, group__archived_at=None)
        return waiting.filter(sent_count=row.facts["round"], expires_at__gt=timezone.now()).exists()

    def render(self, row):
        invitation = Invitation.objects.select_related("group__organisation", "by").get(pk=row.about)
        return write(lambda: self.letter(invitation), language=row.speaks, zone=invitation.group.zone)

    def letter(self, invitation):
        group = invitation.group
        by = invitation.by.called if invitation.by else group.organisation.name
        return Letter(
            subject=_("%(by)s nodigt je uit voor %(group)s") % {"by": by, "group": group.name},
            label=group.organisation.name,
            title=_("Kom je bij ‘%(group)s’?") % {"group": group.name},
            paragraphs=[
                _("%(by)s nodigt je uit voor een intervisiegroep.") % {"by": by},
                _(
                    "Met een vaste groep kijk je naar situaties uit je werk die je bezighouden. Om de beurt brengt "
                    "iemand iets in, en de anderen helpen kijken. Wat er gezegd wordt, blijft in de groep."
                ),
            ],
            button=_("Bekijk de uitnodiging"),
            url=link("invitation", invitation_token(invitation.pk, invitation.sent_count)),
            after=[
                _("De link is voor jou alleen en werkt tot %(day)s. Doe je niet mee? Dan hoef je niets te doen.")
                % {"day": day(invitation.expires_at, group.tz)}
            ],
        )


@kind("newcomer")
class Newcomer:
    """To everybody in a group that has already met: somebody came in."""

    def still_true(self, row):
        new = Membership.objects.current().filter(pk=row.facts["membership"], welcomed_at=None)
        return new.exists() and Membership.objects.current().filter(group_id=row.about, user=row.user).exists()

    def render(self, row):
        new = Membership.objects.select_related("user", "group").get(pk=row.facts["membership"])
        return write(lambda: self.letter(row.user, new), language=row.speaks, zone=new.group.zone)

    def letter(self, reader, new):
        return Letter(
            subject=_("Er is iemand bij jullie groep gekomen"),
            label=new.group.name,
            title=_("%(name)s is erbij gekomen") % {"name": new.user.called},
            paragraphs=[
                _("Dag %(name)s,") % {"name": reader.first_name},
                _(
                    "%(name)s doet mee met jullie groep, en ziet alleen wat er vanaf nu gebeurt. Ken je %(name)s? "
                    "Zeg dan even welkom. Verwachtte je iemand anders? Zeg het in de groep."
                )
                % {"name": new.user.first_name},
            ],
            button=_("Zeg welkom"),
            url=link("group_people", new.group_id),
        )


@kind("agreement")
class AgreementWritten:
    """To everybody who has not yet confirmed the version that holds."""

    def still_true(self, row):
        group = Group.objects.alive().filter(pk=row.about).first()
        agreement = current(group, row.user) if group and is_member(row.user, group) else None
        if agreement is None or agreement.spoken or agreement.signed:
            return False
        return agreement.version == row.facts["version"]

    def render(self, row):
        group = Group.objects.get(pk=row.about)
        return write(lambda: self.letter(row, group), language=row.speaks, zone=group.zone)

    def letter(self, row, group):
        first = row.facts["version"] == 1
        new = _("De afspraken van jullie groep staan op papier.")
        changed = _("De afspraken van jullie groep zijn veranderd; daarom vragen we iedereen opnieuw.")
        return Letter(
            subject=_("Lees en bevestig jullie afspraken"),
            label=group.name,
            title=_("Wat jullie met elkaar afspreken"),
            paragraphs=[
                _("Dag %(name)s,") % {"name": row.user.first_name},
                new if first else changed,
                _("Lees ze rustig. Kun je je erin vinden, bevestig ze dan. Mis je iets? Zeg het in de groep."),
            ],
            button=_("Lees de afspraken"),
            url=link("agreement", group.pk),
        )


@kind("membership_ended")
class MembershipEnded:
    """To somebody whose membership another ended."""

    def still_true(self, row):
        return not Membership.objects.current().filter(group_id=row.about, user=row.user).exists()

    def render(self, row):
        group = Group.objects.get(pk=row.about)
        return write(lambda: self.letter(row.user, group), language=row.speaks, zone=group.zone)

    def letter(self, user, group):
        return Letter(
            subject=_("Je hoort niet meer bij de groep %(group)s") % {"group": group.name},
            label=group.name,
            title=_("Je plek in de groep is beëindigd"),
            paragraphs=[
                _("Dag %(name)s,") % {"name": user.first_name},
                _("Je hoort vanaf vandaag niet meer bij %(group)s. De tekst van je eigen casussen daar is gewist.")
                % {"group": group.name},
                _("Had je dit niet verwacht? Praat dan met de begeleider of met iemand uit de groep."),
            ],
        )
