"""Messages to who coaches and coordinates, and to groups about their coach."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from groups.models import Group, Membership, Organisation, OrganisationRole, RoleInvitation
from groups.permissions import is_coach
from groups.policy import COORDINATOR_IN_SHORT
from groups.tokens import role_token
from intervisie.common.delivery import kind

from .letters import Letter, link, write

COACH = OrganisationRole.Role.COACH


@kind("role_invitation")
class RoleAsked:
    """To who is asked to coach or coordinate. The link is derived when the mail is written and kept nowhere."""

    def still_true(self, row):
        waiting = RoleInvitation.objects.filter(pk=row.about, accepted_at=None, revoked_at=None)
        return waiting.filter(sent_count=row.facts["round"], expires_at__gt=timezone.now()).exists()

    def render(self, row):
        invitation = RoleInvitation.objects.select_related("organisation", "by").get(pk=row.about)
        return write(lambda: self.letter(invitation), language=row.speaks, zone=invitation.organisation.zone)

    def letter(self, invitation):
        organisation = invitation.organisation
        coach = invitation.role == COACH
        title = _("Wil je groepen begeleiden?") if coach else _("Wil je intervisie coördineren?")
        what = (
            _("Je begint groepen, nodigt mensen uit en leidt ze op weg, tot ze het zonder je kunnen.")
            if coach
            else str(COORDINATOR_IN_SHORT)
        )
        return Letter(
            subject=f"{title} {organisation.name}",
            label=organisation.name,
            title=title,
            paragraphs=[self._asks(invitation, coach), what],
            button=_("Bekijk de uitnodiging"),
            url=link("role_invitation", role_token(invitation.pk, invitation.sent_count)),
            after=[
                _("De link is voor jou alleen en werkt tot %(day)s. Wil je niet? Dan hoef je niets te doen.")
                % {"day": formats.date_format(timezone.localtime(invitation.expires_at, organisation.tz), "j F")}
            ],
        )

    @staticmethod
    def _asks(invitation, coach):
        names = {"by": invitation.by.called if invitation.by else "", "organisation": invitation.organisation.name}
        if not invitation.by:
            said = _("Je bent gevraagd als begeleider bij %(organisation)s.")
            return (said if coach else _("Je bent gevraagd als coördinator van %(organisation)s.")) % names
        said = _("%(by)s vraagt je als begeleider bij %(organisation)s.")
        return (said if coach else _("%(by)s vraagt je als coördinator van %(organisation)s.")) % names


@kind("role_ended")
class RoleEnded:
    """To who no longer coaches or coordinates."""

    def still_true(self, row):
        held = OrganisationRole.objects.filter(organisation=row.about, user=row.user, role=row.facts["role"])
        return not held.exists()

    def render(self, row):
        organisation = Organisation.objects.get(pk=row.about)
        return write(lambda: self.letter(row, organisation), language=row.speaks, zone=organisation.zone)

    def letter(self, row, organisation):
        names = {"organisation": organisation.name}
        coach = row.facts["role"] == COACH
        said = _("Je begeleidt vanaf vandaag geen groepen meer bij %(organisation)s.")
        other = _("Je coördineert vanaf vandaag %(organisation)s niet meer.")
        return Letter(
            subject=_("Je rol bij %(organisation)s is geëindigd") % names,
            label=organisation.name,
            title=_("Je rol is geëindigd"),
            paragraphs=[
                _("Dag %(name)s,") % {"name": row.user.first_name},
                (said if coach else other) % names,
                _("Had je dit niet verwacht? Vraag het na bij je organisatie."),
            ],
        )


@kind("coaching")
class Coaching:
    """To a coach who was asked for a group that is already there."""

    def still_true(self, row):
        group = Group.objects.alive().filter(pk=row.about).first()
        return group is not None and is_coach(row.user, group)

    def render(self, row):
        group = Group.objects.get(pk=row.about)
        return write(lambda: self.letter(row.user, group), language=row.speaks, zone=group.zone)

    def letter(self, user, group):
        return Letter(
            subject=_("Je begeleidt een groep: %(group)s") % {"group": group.name},
            label=group.name,
            title=_("Je begeleidt deze groep"),
            paragraphs=[
                _("Dag %(name)s,") % {"name": user.first_name},
                _("Vanaf vandaag begeleid je %(group)s. De leden hebben bericht gekregen.") % {"group": group.name},
                _("Je ziet wat er vanaf nu gebeurt. Begin met kennismaken, en met de afspraken die de groep heeft."),
            ],
            button=_("Naar de groep"),
            url=link("group", group.pk),
        )


@kind("coach_appointed")
class CoachAppointed:
    """To everybody in the group: who coaches from now on."""

    def still_true(self, row):
        coach = Membership.objects.current().filter(pk=row.facts["membership"])
        return coach.exists() and Membership.objects.current().filter(group_id=row.about, user=row.user).exists()

    def render(self, row):
        coach = Membership.objects.select_related("user", "group").get(pk=row.facts["membership"])
        return write(lambda: self.letter(row.user, coach), language=row.speaks, zone=coach.group.zone)

    def letter(self, reader, coach):
        return Letter(
            subject=_("Jullie groep heeft een begeleider"),
            label=coach.group.name,
            title=_("%(name)s gaat jullie begeleiden") % {"name": coach.user.called},
            paragraphs=[
                _("Dag %(name)s,") % {"name": reader.first_name},
                _("%(name)s begeleidt jullie groep vanaf vandaag, en ziet alleen wat er vanaf nu gebeurt.")
                % {"name": coach.user.first_name},
                _("Past dat niet, zeg het dan in de groep of tegen je coördinator."),
            ],
            button=_("Bekijk wie er in de groep zitten"),
            url=link("group_people", coach.group_id),
        )
