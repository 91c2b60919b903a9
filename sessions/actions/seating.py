"""Somebody who has no device: another at the table puts them down, so that one screen is enough for all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from groups.agreements import needs_signature
from groups.models import Membership
from intervisie.common.refusals import NotNow, NotYours
from sessions.actions import people, pointer
from sessions.models import CaseSession


@transaction.atomic
def seat_other(session: CaseSession, *, by: Any, user_id: UUID) -> None:
    """A member who is in the room takes a seat without a screen of their own. With one they take it over themselves.

    They count, have turns (which the leader ends) and can bring the case. Sits already: nothing more.
    """
    _at_table(session, by)
    member = Membership.objects.current().filter(group=session.group, user=user_id).select_related("user").first()
    if member is None:
        raise NotNow(_("Deze persoon hoort niet bij de groep."))
    if session.seats.filter(user=user_id, left_at__isnull=True).exists():
        return
    if needs_signature(member.user, session.group):
        said = _("%(name)s heeft de afspraken nog niet bevestigd. Dat doet ieder zelf, één keer.")
        raise NotNow(said % {"name": member.user.first_name})
    pointer.sit(session, by=member.user)
    session.seats.filter(user=user_id).update(no_screen=True)


@transaction.atomic
def unseat_other(session: CaseSession, *, by: Any, user_id: UUID) -> None:
    """They go home, or were put down by mistake. Whoever sits at a screen of their own leaves by themselves."""
    _at_table(session, by)
    seat = session.seats.filter(user=user_id, no_screen=True, left_at__isnull=True).select_related("user").first()
    if seat is not None:
        people.leave_seat(session, by=seat.user)


def _at_table(session: CaseSession, by: Any) -> None:
    if not session.seats.filter(user=by, left_at__isnull=True).exists():
        raise NotYours(_("Kom eerst aan tafel zitten."))
