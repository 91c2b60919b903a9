"""Calendar entries: invitations, changes, cancellations and the personal feed. Builds bytes, reads no database.

An entry says when, where and with which group; never anything of a case. Its identity stays the same for the life of a
session and its sequence only rises, so that every calendar programme replaces the entry instead of adding one.

What writes the format is loaded by whoever needs an entry, not by every web process.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.models import CaseSession, Rsvp

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Intervisie//Intervisie//NL"
MIME = "text/calendar; charset=utf-8; method={method}"
PARTSTAT: dict[str, str] = {Rsvp.Answer.YES: "ACCEPTED", Rsvp.Answer.NO: "DECLINED", Rsvp.Answer.MAYBE: "TENTATIVE"}
REFRESH = timedelta(hours=4)


def uid(session: CaseSession) -> str:
    """The same for ever, whatever changes about the session or about where Intervisie runs."""
    return f"{session.pk}@intervisie"


def request(session: CaseSession, user: Any, answer: str = "", *, stamp: datetime) -> bytes:
    """An invitation or a change, addressed to one person. `stamp`: when it is sent."""
    return _calendar("REQUEST", [_addressed(_event(session, stamp), user, answer)])


def cancellation(session: CaseSession, user: Any, *, stamp: datetime) -> bytes:
    return _calendar("CANCEL", [_addressed(_event(session, stamp), user, "")])


def published(sessions: Iterable[CaseSession], *, stamp: datetime, name: str = "") -> bytes:
    """Several dates to import, or a feed (with a name)."""
    return _calendar("PUBLISH", [_event(session, stamp) for session in sessions], name)


def feed(sessions: Iterable[CaseSession]) -> bytes:
    """The personal feed. The stamp of an entry is when it last changed, so that an unchanged feed is byte-identical."""
    events = [_event(session, session.changed_at) for session in sessions]  # type: ignore[attr-defined]
    return _calendar("PUBLISH", events, settings.SITE_NAME)


def _calendar(method: str, events: list[Event], name: str = "") -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 (see above)

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT4H")
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(session: CaseSession, stamp: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415

    zone = session.group.tz
    event = Event()
    event.add("uid", uid(session))
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", session.sequence)
    event.add("dtstart", session.starts_at.astimezone(zone).replace(microsecond=0))
    event.add("dtend", session.ends_at.astimezone(zone).replace(microsecond=0))
    event.add("summary", _("Intervisie: %(group)s") % {"group": session.group.name})
    event.add("status", "CANCELLED" if session.state == CaseSession.State.CANCELLED else "CONFIRMED")
    event.add("url", settings.BASE_URL + reverse("session", args=[session.pk]))
    event.add("class", "PRIVATE")
    if where := _where(session):
        event.add("location", where)
    if session.link and session.state != CaseSession.State.CANCELLED:
        event.add("description", _("Meedoen op afstand: %(link)s") % {"link": session.link})
    return event


def _addressed(event: Event, user: Any, answer: str) -> Event:
    """Who asks and who is asked. No reply by calendar: the answer is given by the links in the mail."""
    from icalendar import vCalAddress, vText  # noqa: PLC0415

    organiser = vCalAddress(f"MAILTO:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["CN"] = vText(settings.SITE_NAME)
    event.add("organizer", organiser)
    attendee = vCalAddress(f"MAILTO:{user.email}")
    attendee.params["CN"] = vText(user.called)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(PARTSTAT.get(answer, "NEEDS-ACTION"))
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
    return event


def _where(session: CaseSession) -> str:
    if session.medium == CaseSession.Medium.ONLINE:
        return session.link or str(session.get_medium_display())
    return session.place
