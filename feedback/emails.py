"""What we write about feedback. No content; and no mail depends on who answered: what is sent is kept with a time."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import FollowUp, Pulse
from groups.models import Membership
from intervisie.common.delivery import Message, kind, mail, topic
from intervisie.common.models import Delivery
from sessions.models import CaseSession

PULSES = topic(
    "pulse",
    label=_("Peilingen"),
    what=_("Na een bijeenkomst: een korte peiling, of drie vragen voor een gesprek."),
    without=_("De peiling staat dan alleen op je eigen pagina, onder Vandaag."),
)
FOLLOW_UPS = topic(
    "follow_up",
    label=_("Vragen over je stap"),
    what=_("Een week en drie weken na je eigen casus: wat is ervan gekomen?"),
    without=_("De vraag staat dan alleen op je eigen pagina, onder Vandaag."),
)


def belongs(row: Delivery, group_id: object) -> bool:
    """Whoever left hears nothing any more."""
    return Membership.objects.current().filter(group_id=group_id, user_id=row.user_id).exists()


def render(template: str, row: Delivery, session: CaseSession, **context: object) -> Message:
    group = session.group
    return mail(
        f"feedback/{template}",
        language=row.speaks,
        zone=group.zone,
        person=row.user,
        session=session,
        group=group,
        **context,
    )


@kind("pulse", topic=PULSES)
class PulseMail:
    """Right after the session, to everyone who was there."""

    def still_true(self, row: Delivery) -> bool:
        pulse = Pulse.objects.open(timezone.now()).filter(pk=row.about).select_related("session").first()
        return pulse is not None and belongs(row, pulse.session.group_id)

    def render(self, row: Delivery) -> Message:
        pulse = _pulse(row)
        return render("pulse", row, pulse.session, pulse=pulse)


@kind("pulse_talk", topic=PULSES)
class TalkMail:
    """With three or two there is no pulse: three questions to talk about."""

    def still_true(self, row: Delivery) -> bool:
        pulse = Pulse.objects.filter(pk=row.about).select_related("session").first()
        return pulse is not None and belongs(row, pulse.session.group_id)

    def render(self, row: Delivery) -> Message:
        pulse = _pulse(row)
        return render("pulse_talk", row, pulse.session, pulse=pulse)


def _pulse(row: Delivery) -> Pulse:
    return Pulse.objects.select_related("session__group").get(pk=row.about)


@kind("follow_up", topic=FOLLOW_UPS)
class FollowUpMail:
    """One message for all steps of that evening: where to say what came of them, and nothing about them."""

    def still_true(self, row: Delivery) -> bool:
        asked = self._asked(row).select_related("commitment__session").first()
        return asked is not None and belongs(row, asked.commitment.session.group_id)

    def render(self, row: Delivery) -> Message:
        asked = self._asked(row).select_related("commitment__session__group")[0]
        return render("follow_up", row, asked.commitment.session, follow_up=asked, weeks=asked.day // 7)

    @staticmethod
    def _asked(row: Delivery):
        """Questions of this person about this session that still stand. A stop or a case taken back ends them."""
        rows = FollowUp.objects.open(timezone.now()).filter(commitment__owner=row.user_id)
        rows = rows.filter(commitment__session=row.about, day=row.facts.get("day"))
        rows = rows.filter(commitment__session__calmed=False)
        return rows.exclude(commitment__treatment__case__state="withdrawn").order_by("commitment__created_at")
