"""What people take along, looking back on it, and the next date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from intervisie.common.refusals import Refusal
from sessions.actions import fitting, harvest, next_date
from sessions.dates import NoSuchTime, TwiceThatTime, instant
from sessions.forms import room as forms
from sessions.models import CaseSession
from sessions.views.room_deed import deed

TAKEN = ("harvest",)


@deed
def commit(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    harvest.commit(session, by=request.user, **forms.Commit.read(request))
    return TAKEN


@deed
def share(request: HttpRequest, session: CaseSession, commitment: UUID) -> Iterable[str]:
    harvest.share(commitment, by=request.user)
    return TAKEN


@deed
def unshare(request: HttpRequest, session: CaseSession, commitment: UUID) -> Iterable[str]:
    harvest.unshare(commitment, by=request.user)
    return TAKEN


@deed
def drop_commitment(request: HttpRequest, session: CaseSession, commitment: UUID) -> Iterable[str]:
    harvest.drop_commitment(commitment, by=request.user)
    return TAKEN


@deed
def look_back(request: HttpRequest, session: CaseSession, commitment: UUID) -> Iterable[str]:
    harvest.look_back(commitment, by=request.user, room=session, **forms.LookBack.read(request))
    return TAKEN


@deed
def say_fit(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    said = forms.Fit.read(request)
    fitting.say_fit(session, by=request.user, treatment_id=said["treatment"], answer=said["answer"])
    return ("step",)


@deed
def plan_next(request: HttpRequest, session: CaseSession) -> Iterable[str]:
    """Settle the next date, or who leads and hosts it, before everyone leaves."""
    said = forms.NextDate.read(request)
    next_date.plan_next(
        session,
        by=request.user,
        starts_at=_moment(session, said),
        leads_id=said["leads"],
        host_id=said["host"],
        seen=said["seen"],
    )
    return ("step", "harvest")


def _moment(session: CaseSession, said: dict[str, Any]) -> datetime:
    try:
        return instant(said["date"], said["time"], session.group.tz)
    except NoSuchTime as gap:
        raise Refusal(_("Dat tijdstip bestaat die nacht niet: de klok gaat een uur vooruit.")) from gap
    except TwiceThatTime as twice:
        raise Refusal(_("Dat tijdstip komt die nacht twee keer voor. Kies een ander.")) from twice
    except OverflowError as far:
        raise Refusal(_("Deze dag ligt te ver weg.")) from far
