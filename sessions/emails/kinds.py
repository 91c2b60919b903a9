"""The kinds of message about a session: is it still true, and what goes into the envelope.

Everything is looked up at the moment of sending. Nobody who left hears anything, nothing is said of a plan that has
changed since, and nothing leaves after the start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from groups.models import Membership
from groups.people import members_of
from intervisie.common.delivery import Message, kind, mail, topic
from sessions import calendar
from sessions.attendance import Attendance
from sessions.emails import letters, names
from sessions.models import Case, CaseSession, PlanChange, Rsvp
from sessions.openings import question_for

ICS = "bijeenkomst.ics"
State = CaseSession.State
REMINDERS = topic(
    "reminders",
    label=_("Herinneringen"),
    what=_("Een paar dagen voor een bijeenkomst: waar en wanneer, en wat jij nog kunt doen."),
    without=_("De uitnodiging krijg je nog wel, en bericht als er iets verandert."),
)


def session_of(row: Any) -> CaseSession:
    """To write about; `still_true` has said that it is there."""
    return CaseSession.objects.select_related("group", "host", "leads").get(pk=row.about)


def upcoming(row: Any) -> CaseSession | None:
    """The session of this row if it stands as the row says it does and this person still belongs."""
    planned = CaseSession.objects.select_related("group").filter(state=State.PLANNED, starts_at__gt=timezone.now())
    session = planned.filter(pk=row.about, sequence=row.facts.get("sequence", -1)).first()
    return session if session and belongs(session.group_id, row.user_id) else None


def belongs(group_id: Any, user_id: Any) -> bool:
    current = Membership.objects.current().filter(group=group_id, user=user_id, group__archived_at=None)
    return current.exists()


def belongs_as_member(group_id: Any, user_id: Any) -> bool:
    """Not as a coach, who brings no case."""
    return Membership.objects.current().filter(group=group_id, user=user_id, role=Membership.Role.MEMBER).exists()


def answer_of(session: CaseSession, user: Any) -> str:
    return session.rsvps.filter(user=user).values_list("answer", flat=True).first() or ""


def compose(
    session: CaseSession, row: Any, write: Callable[[], letters.Letter], ics: Callable[[], bytes] | None
) -> Message:
    """Letter and calendar in the person's language and the group's zone."""
    zone = session.group.tz
    with translation.override(row.speaks), timezone.override(zone):
        letter, entry = write(), ics() if ics else b""
    message = mail("sessions/letter", language=row.speaks, zone=zone, letter=letter)
    return enclose(message, entry)


def enclose(message: Message, entry: bytes) -> Message:
    """As part of the message, which calendars of mail programs read, and as a file for all the others."""
    if entry:
        text = entry.decode()
        method = "CANCEL" if "METHOD:CANCEL" in text else "REQUEST" if "METHOD:REQUEST" in text else "PUBLISH"
        if method != "PUBLISH":
            message.alternatives.append((text, f"text/calendar; method={method}"))
        message.attachments.append((ICS, entry, "application/ics"))
    return message


@kind(names.INVITATION)
class Invitation:
    def still_true(self, row: Any) -> bool:
        return upcoming(row) is not None

    def render(self, row: Any) -> Message:
        session = session_of(row)
        said = answer_of(session, row.user)
        return compose(
            session,
            row,
            lambda: letters.invitation(session, row.user),
            lambda: calendar.request(session, row.user, said, stamp=timezone.now()),
        )


@kind(names.DATES)
class Dates:
    """Several dates in one mail. What was cancelled or has begun since is left out."""

    def still_true(self, row: Any) -> bool:
        return bool(self.sessions(row)) and belongs(row.about, row.user_id)

    def render(self, row: Any) -> Message:
        sessions = self.sessions(row)
        return compose(
            sessions[0],
            row,
            lambda: letters.dates(sessions, row.user),
            lambda: calendar.published(sessions, stamp=timezone.now()),
        )

    def sessions(self, row: Any) -> list[CaseSession]:
        wanted = CaseSession.objects.filter(pk__in=row.facts.get("sessions", []), state=State.PLANNED)
        return list(wanted.filter(starts_at__gt=timezone.now()).select_related("group").order_by("starts_at"))


@kind(names.CHANGED)
class Changed:
    def still_true(self, row: Any) -> bool:
        return upcoming(row) is not None

    def render(self, row: Any) -> Message:
        session = session_of(row)
        was = PlanChange.objects.get(pk=row.facts["since"])
        said = answer_of(session, row.user)
        return compose(
            session,
            row,
            lambda: letters.changed(session, row.user, was),
            lambda: calendar.request(session, row.user, said, stamp=timezone.now()),
        )


@kind(names.CANCELLED)
class Cancelled:
    """Also when it is the group that closed."""

    def still_true(self, row: Any) -> bool:
        session = CaseSession.objects.filter(pk=row.about, state=State.CANCELLED).first()
        return (
            session is not None
            and Membership.objects.current().filter(group=session.group_id, user=row.user_id).exists()
        )

    def render(self, row: Any) -> Message:
        session = session_of(row)
        return compose(
            session,
            row,
            lambda: letters.cancelled(session, row.user),
            lambda: calendar.cancellation(session, row.user, stamp=timezone.now()),
        )


@kind(names.DATES_OFF)
class DatesOff:
    """The group closed, and several dates with it: one letter, and for each date what takes it out of a calendar.

    A cancellation may name one event only (RFC 5546, 3.2.5); so each is a file of its own.
    """

    def still_true(self, row: Any) -> bool:
        off = self.sessions(row)
        current = Membership.objects.current().filter(user=row.user_id)
        return bool(off) and current.filter(group=off[0].group_id).exists()

    def render(self, row: Any) -> Message:
        sessions = self.sessions(row)
        message = compose(sessions[0], row, lambda: letters.dates_off(sessions, row.user), None)
        with translation.override(row.speaks):
            entries = [calendar.cancellation(session, row.user, stamp=timezone.now()) for session in sessions]
        for number, entry in enumerate(entries, start=1):
            message.attachments.append((f"{number}-{ICS}", entry, "application/ics"))
        return message

    def sessions(self, row: Any) -> list[CaseSession]:
        off = CaseSession.objects.filter(pk__in=row.facts.get("sessions", []), state=State.CANCELLED)
        return list(off.select_related("group").order_by("starts_at"))


@kind(names.REMINDER, topic=REMINDERS)
class Reminder:
    """By role. Not to who said no."""

    def still_true(self, row: Any) -> bool:
        session = upcoming(row)
        return session is not None and answer_of(session, row.user) != Rsvp.Answer.NO

    def render(self, row: Any) -> Message:
        session = session_of(row)
        offered = Case.objects.filter(owner=row.user, meant_for=session, state__in=["draft", "shared"])
        facts = {
            "days": row.facts["days"],
            "member": belongs_as_member(session.group_id, row.user_id),
            "said": answer_of(session, row.user),
            "case": offered.order_by("-state").values_list("state", flat=True).first() or "",
            "waiting": Case.objects.filter(group=session.group, state=Case.State.SHARED).count(),
            "question": question_for(session).text(row.speaks),
        }
        return compose(session, row, lambda: letters.reminder(session, row.user, **facts), None)


@kind(names.QUORUM)
class Quorum:
    """Only while too few have said yes, and only to who carries the session now."""

    def still_true(self, row: Any) -> bool:
        session = upcoming(row)
        return session is not None and attendance_of(session).short

    def render(self, row: Any) -> Message:
        session = session_of(row)
        attendance = attendance_of(session)
        return compose(session, row, lambda: letters.quorum(session, row.user, attendance), None)


def attendance_of(session: CaseSession) -> Attendance:
    return Attendance.of(session, members_of(session.group), session.rsvps.all())
