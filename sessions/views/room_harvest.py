"""What people take along, looking back on it, and the next date."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from intervisie.common.refusals import NotYours, Refusal
from sessions import permissions
from sessions.actions import fitting, harvest, planning
from sessions.actions.at_table import not_quiet, sitting
from sessions.dates import NoSuchTime, TwiceThatTime, instant
from sessions.forms import room as forms
from sessions.models import CaseSession
from sessions.tables import following
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
    sitting(session, request.user)
    if not permissions.can_move(request.user.pk, session):
        raise NotYours(_("Vastleggen doet wie nu leidt."))
    not_quiet(session)
    said = forms.NextDate.read(request)
    later = following(session)
    _settle(session, later, request.user, said) if later else _plan(session, request.user, said)
    return ("step", "harvest")


def _plan(session: CaseSession, by, said: dict) -> None:
    where = planning.Where(session.minutes, session.medium, session.place, session.link)
    who = planning.Who(said["host"], said["leads"], session.quorum)
    planning.schedule(session.group, by=by, starts=[_moment(session, said)], where=where, who=who)


def _settle(session: CaseSession, later: CaseSession, by, said: dict) -> None:
    where = planning.Where(later.minutes, later.medium, later.place, later.link)
    who = planning.Who(said["host"], said["leads"], later.quorum)
    at = _moment(session, said)
    planning.reschedule(later.pk, by=by, seen_sequence=later.sequence, starts_at=at, where=where, who=who)


def _moment(session: CaseSession, said: dict):
    try:
        return instant(said["date"], said["time"], session.group.tz)
    except NoSuchTime as gap:
        raise Refusal(_("Dat tijdstip bestaat die nacht niet: de klok gaat een uur vooruit.")) from gap
    except TwiceThatTime as twice:
        raise Refusal(_("Dat tijdstip komt die nacht twee keer voor. Kies een ander.")) from twice
    except OverflowError as far:
        raise Refusal(_("Deze dag ligt te ver weg.")) from far
