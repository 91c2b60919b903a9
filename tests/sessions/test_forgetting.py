"""What goes by itself: texts around the cases, rooms left open, reasons for not coming, names of years ago."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from feedback.models import Pulse, PulseLine
from groups.models import GroupFact, MemberFact, Organisation
from intervisie.common.models import AuditEvent, DataKey, DestroyedKey
from sessions.actions import cases, forgetting, harvest
from sessions.keys import session_key
from sessions.models import Case, CaseSession, Contribution, RoomEvent, Rsvp, Seat
from sessions.tasks import close_left_open, expire_sessions, forget_attendance
from tests.groups.test_forgetting import asked_for

from .table import a_session, fresh, go_to, in_method, write

DAY = timedelta(days=1)


# ── the text of a session ──────────────────────────────────────────────────────────────────────────
@pytest.fixture
def held(group, anna, bas, chris):
    """Closed a moment ago: Chris wrote something in the review, and a sentence of the pulse was released."""
    session = go_to(in_method(a_session(group), anna, bas, "five_step", chris), anna, kind="review")
    write(session, chris, "Jullie vroegen door, dat hielp.", kind="feedback")
    now = timezone.now()
    CaseSession.objects.filter(pk=session.pk).update(state="closed", ended_at=now)
    pulse = Pulse.objects.create(session=session, key=fresh(session).key, present=3, closes_at=now, closed_at=now)
    PulseLine.objects.create(pulse=pulse, text="Meer tijd voor de oogst.")
    return fresh(session)


def said(session):
    return [*Contribution.objects.filter(step__session=session), *PulseLine.objects.filter(pulse__session=session)]


def test_fifty_one_days_later_the_text_around_the_cases_is_gone(held, time_machine):
    time_machine.move_to(held.ended_at + 51 * DAY - timedelta(minutes=1))
    assert expire_sessions() == 0
    assert [row.text for row in said(held)] == ["Jullie vroegen door, dat hielp.", "Meer tijd voor de oogst."]
    time_machine.move_to(held.ended_at + 51 * DAY)
    assert expire_sessions() == 1
    assert [row.text for row in said(held)] == ["", ""]
    assert DestroyedKey.objects.filter(pk=held.key_id, scope="session").exists()
    assert AuditEvent.objects.filter(verb="session.expire", about_id=str(held.pk)).count() == 1
    assert expire_sessions() == 0


def test_never_longer_than_the_organisation_allows(held, time_machine):
    Organisation.objects.update(case_days=10)
    time_machine.move_to(held.ended_at + 10 * DAY)
    assert expire_sessions() == 1


def test_what_was_planned_and_never_held_keeps_no_key_either(group, time_machine):
    session = a_session(group, state="cancelled")
    session_key(session)
    time_machine.move_to(session.ends_at + 51 * DAY)
    assert expire_sessions() == 1
    assert not DataKey.objects.filter(scope="session").exists()


def test_as_long_as_it_runs_nothing_is_taken(held, time_machine):
    CaseSession.objects.update(state="running")
    time_machine.move_to(held.ended_at + 400 * DAY)
    assert expire_sessions() == 0


def test_what_people_took_along_is_theirs_and_stays(group, anna, bas, chris, time_machine):
    session = go_to(in_method(a_session(group), anna, bas, "five_step", chris), anna, kind="harvest")
    harvest.commit(session, by=chris, kind="takeaway", text="Eerst vragen, dan praten.", commitment_id=uuid4())
    CaseSession.objects.filter(pk=session.pk).update(state="closed", ended_at=timezone.now())
    time_machine.move_to(timezone.now() + 400 * DAY)
    assert expire_sessions() == 1
    assert [kept.text for kept in chris.commitments.select_related("key")] == ["Eerst vragen, dan praten."]


def test_the_page_of_a_session_without_its_key_is_still_there(held, bas, client_of, time_machine):
    time_machine.move_to(held.ended_at + 52 * DAY)
    expire_sessions()
    answer = client_of(bas).get(f"/bijeenkomst/{held.pk}/")
    assert answer.status_code == 200
    assert "vroegen door" not in answer.content.decode()


# ── rooms left open ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def open_room(group, anna, bas, chris):
    """In the middle of a method; everybody went home without pressing anything."""
    return fresh(in_method(a_session(group), anna, bas, "five_step", chris))


def test_a_room_left_open_is_closed_as_of_its_last_move(open_room, time_machine):
    last = RoomEvent.objects.latest("at").at
    time_machine.move_to(open_room.ends_at + timedelta(hours=11))
    assert close_left_open() == 0
    time_machine.move_to(open_room.ends_at + timedelta(hours=12))
    assert close_left_open() == 1
    closed = fresh(open_room)
    assert (closed.state, closed.ended_at, closed.version) == ("closed", last, open_room.version + 1)
    assert close_left_open() == 0


def test_its_facts_are_written_and_its_text_expires(open_room, group, bas, time_machine):
    time_machine.move_to(open_room.ends_at + DAY)
    close_left_open()
    assert GroupFact.objects.get(kind="held").counts["present"] == 3
    assert MemberFact.objects.filter(user=bas, kind="came").exists()
    assert not Seat.objects.filter(left_at=None).exists()
    assert Case.objects.get().state == "treated"
    time_machine.move_to(open_room.ends_at + 60 * DAY)
    assert (cases.expire_cases(), forgetting.expire_sessions()) == (1, 1)
    assert Case.objects.select_related("key").get().question == ""


def test_who_goes_on_late_is_not_interrupted(open_room, anna, time_machine):
    time_machine.move_to(open_room.ends_at + timedelta(hours=11, minutes=50))
    RoomEvent.objects.create(session=open_room, kind="advanced", by=anna, version=open_room.version)
    time_machine.move_to(open_room.ends_at + timedelta(hours=13))
    assert close_left_open() == 0


def test_a_move_in_between_wins(open_room):
    CaseSession.objects.update(version=open_room.version + 1)
    assert forgetting._close(open_room.pk, open_room.version, timezone.now()) == 0
    assert fresh(open_room).state == "running"


def test_one_that_nobody_moved_ends_at_its_planned_end(group, time_machine):
    session = a_session(group, state="running")
    time_machine.move_to(session.ends_at + DAY)
    assert close_left_open() == 1
    assert fresh(session).ended_at == session.ends_at


# ── who came ───────────────────────────────────────────────────────────────────────────────────────
def test_why_somebody_could_not_come_is_forgotten_after_a_month(planned, bas, time_machine):
    Rsvp.objects.update_or_create(session=planned, user=bas, defaults={"answer": "no", "reason": "ill"})
    time_machine.move_to(planned.starts_at + 30 * DAY)
    assert forget_attendance() == 0
    time_machine.move_to(planned.starts_at + 31 * DAY)
    assert forget_attendance() == 1
    assert (Rsvp.objects.get(user=bas).answer, Rsvp.objects.get(user=bas).reason) == ("no", "")


@pytest.mark.parametrize(("by", "years"), [("nobody", 1), ("organisation", 6), ("group", 6)])
def test_after_its_time_nobody_is_named_any_more(planned, bas, anna, by, years, time_machine):
    asked_for(planned.group, by)
    Seat.objects.create(session=planned, user=bas)
    RoomEvent.objects.create(session=planned, kind="advanced", by=anna, version=1)
    Rsvp.objects.update_or_create(session=planned, user=bas, defaults={"answer": "yes"})
    time_machine.move_to(planned.starts_at + years * 365 * DAY)
    assert forget_attendance() == 0
    time_machine.move_to(planned.starts_at + years * 365 * DAY + DAY)
    forget_attendance()
    assert [rows.objects.count() for rows in (Seat, RoomEvent, Rsvp)] == [0, 0, 0]
    assert CaseSession.objects.filter(pk=planned.pk).exists()
