"""Before everyone leaves: when the group meets again, who leads then and who hosts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from intervisie.common.refusals import NotNow, NotYours
from sessions import permissions
from sessions.actions import planning
from sessions.actions.at_table import not_quiet, sitting
from sessions.following import Following, following
from sessions.models import CaseSession

Carry = dict[str, UUID | None]  # who leads and who hosts


@transaction.atomic
def plan_next(
    session: CaseSession,
    *,
    by: Any,
    starts_at: datetime,
    leads_id: UUID | None,
    host_id: UUID | None,
    seen: Following | None,
) -> None:
    """Settle the date that the page showed, or plan one where it showed none; as it stands already: nothing happens.

    `seen` is what the page showed of the next session. What somebody else planned, moved or took upon themselves
    meanwhile is not overwritten: raises NotNow.
    """
    sitting(session, by)
    if not permissions.can_move(by.pk, session):
        raise NotYours(_("Vastleggen doet wie nu leidt."))
    not_quiet(session)
    stands = _held(session, seen) if seen else following(session)
    if stands and (stands.starts_at, stands.leads_id, stands.host_id) == (starts_at, leads_id, host_id):
        return  # a second press
    carry = {"leads_id": leads_id, "host_id": host_id}
    if seen is None:
        _plan(session, stands, by, starts_at, carry)
    else:
        _settle(stands, by, starts_at, carry, seen)


def _held(session: CaseSession, seen: Following) -> CaseSession | None:
    """The one the page spoke of, if it is still to come; a press of the same moment came first, or waits."""
    rows = CaseSession.objects.select_related("group__organisation").select_for_update(of=("self",))
    return rows.filter(group=session.group_id, state=CaseSession.State.PLANNED, pk=seen.id).first()


def _plan(session: CaseSession, stands: CaseSession | None, by: Any, starts_at: datetime, carry: Carry) -> None:
    if stands:
        raise NotNow(_("Iemand heeft intussen al een volgende keer gepland. Kijk eerst of die goed staat."))
    where = planning.Where(session.minutes, session.medium, session.place, session.link)
    planning.schedule(
        session.group, by=by, starts=[starts_at], where=where, who=planning.Who(quorum=session.quorum, **carry)
    )


def _settle(stands: CaseSession | None, by: Any, starts_at: datetime, carry: Carry, seen: Following) -> None:
    if stands is None:
        raise NotNow(_("Wat hier stond, gaat niet door of is al begonnen. Kijk eerst wat er nu gepland staat."))
    if (stands.sequence, stands.leads_id, stands.host_id) != (seen.sequence, seen.leads_id, seen.host_id):
        raise NotNow(planning.changed_meanwhile())
    where = planning.Where(stands.minutes, stands.medium, stands.place, stands.link)
    who = planning.Who(quorum=stands.quorum, **carry)
    planning.replan(stands, by=by, starts_at=starts_at, where=where, who=who)
