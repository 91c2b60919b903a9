"""The pointer: one holder, one winner, and nothing lost. Through the deeds; HTTP is in test_room_*."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from groups.models import GroupFact, MemberFact
from intervisie.common.live.hints import pending
from intervisie.common.refusals import NotNow, NotYours
from sessions.actions import lead, people, pointer
from sessions.models import CaseSession, RoomEvent, Seat, Step, Turn
from sessions.room import look

from .table import a_session, begin, fresh, go_to, in_method, reveal_now, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return begin(a_session(group, leads=anna), anna, bas, chris, dana)


def test_the_room_opens_a_quarter_of_an_hour_early(group, bas):
    early = a_session(group, starts_in=timedelta(minutes=16))
    with pytest.raises(NotNow):
        pointer.sit(early, by=bas)
    pointer.sit(a_session(group, number=2, starts_in=timedelta(minutes=14)), by=bas)
    assert Seat.objects.filter(user=bas).count() == 1


def test_only_the_planned_leader_or_the_coach_begins(group, bas, chris, anna):
    planned = a_session(group, leads=bas)
    with pytest.raises(NotYours):
        pointer.begin(planned, by=chris, coach=False)
    with pytest.raises(NotNow, match="tafel"):
        pointer.begin(planned, by=bas, coach=False)
    pointer.sit(planned, by=bas)
    pointer.begin(planned, by=bas, coach=False)
    assert fresh(planned).leader == bas


def test_when_it_is_time_and_the_planned_leader_is_missing_anyone_at_the_table_begins(
    group, bas, chris, dana, client_of
):
    session = a_session(group, leads=bas, starts_in=timedelta(minutes=-1))
    pointer.sit(session, by=chris)
    lobby = client_of(chris).get(f"/bijeenkomst/{session.pk}/kamer/").content.decode()
    assert "Bas is er nog niet." in lobby and "Begin de bijeenkomst" in lobby
    pointer.sit(session, by=bas)
    with pytest.raises(NotYours):  # he came in meanwhile
        pointer.begin(fresh(session), by=chris, coach=False)
    people.leave_seat(fresh(session), by=bas)
    pointer.begin(fresh(session), by=chris, coach=False)
    assert fresh(session).leader == chris
    with pytest.raises(NotNow):
        pointer.begin(fresh(session), by=dana, coach=False)


def test_beginning_twice_lays_the_spine_once(group, anna):
    session = a_session(group, leads=anna)
    pointer.sit(session, by=anna)
    pointer.begin(session, by=anna, coach=True)
    with pytest.raises(NotNow):
        pointer.begin(session, by=anna, coach=True)
    assert session.steps.count() == 9
    assert fresh(session).step.kind == Step.Kind.LANDING


def test_advance_starts_the_next_clock_and_says_so(session, anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        pointer.advance(session, by=anna, seen_version=session.version)
        assert pending()[session.topic] == {"step", "cards", "people"}
    after = fresh(session)
    assert (after.step.kind, after.version) == (Step.Kind.CHECK_IN, session.version + 1)
    assert after.step.entered_at is not None
    assert after.events.latest("at").kind == RoomEvent.Kind.ADVANCED


def test_of_two_simultaneous_presses_one_wins_and_the_other_hears_who(session, anna):
    pointer.advance(session, by=anna, seen_version=session.version)
    with pytest.raises(NotNow, match="Anna"):
        pointer.advance(session, by=anna, seen_version=session.version)
    assert fresh(session).step.kind == Step.Kind.CHECK_IN


def test_who_does_not_lead_moves_nothing(session, bas):
    for deed in (pointer.advance, pointer.skip, pointer.undo):
        with pytest.raises(NotYours):
            deed(session, by=bas, seen_version=session.version)
    with pytest.raises(NotYours):
        pointer.pause(session, by=bas)
    assert fresh(session).version == session.version


def test_an_advance_can_be_taken_back_for_ten_seconds(session, anna):
    begun = fresh(session).step
    pointer.advance(session, by=anna, seen_version=session.version)
    pointer.undo(fresh(session), by=anna, seen_version=session.version + 1)
    back = fresh(session)
    assert back.step.pk == begun.pk
    assert back.step.entered_at == begun.entered_at  # the clock goes on as if nothing was left
    assert not Turn.objects.filter(step__session=session).exists()


def test_after_ten_seconds_it_stays(session, anna):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        pointer.advance(session, by=anna, seen_version=session.version)
        clock.shift(11)
        with pytest.raises(NotNow):
            pointer.undo(fresh(session), by=anna, seen_version=session.version + 1)


def test_a_reveal_is_final_after_its_countdown(group, anna, bas, chris):
    session = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, phase="fill")
    pointer.advance(session, by=anna, seen_version=session.version)
    reveal_now(session)
    with pytest.raises(NotNow, match="gezien"):
        pointer.undo(fresh(session), by=anna, seen_version=session.version + 1)


def test_a_skipped_step_leaves_a_trace(session, anna):
    session = go_to(session, anna, kind=Step.Kind.LOOK_BACK)
    pointer.skip(session, by=anna, seen_version=session.version)
    assert session.steps.get(kind=Step.Kind.LOOK_BACK).skipped
    assert fresh(session).step.kind == Step.Kind.CASE_CHOICE


def test_without_a_case_the_step_is_skipped_on_purpose_or_not_left(session, anna):
    session = go_to(session, anna, kind=Step.Kind.CASE_CHOICE)
    with pytest.raises(NotNow):
        pointer.advance(session, by=anna, seen_version=session.version)
    pointer.skip(session, by=anna, seen_version=session.version)
    assert fresh(session).step.kind == Step.Kind.QUESTION


def test_stepping_out_of_roles_cannot_be_skipped(group, anna, bas, chris):
    session = in_method(a_session(group), anna, bas, "gossip", chris, phase="close")
    with pytest.raises(NotNow):
        pointer.skip(session, by=anna, seen_version=session.version)


def test_a_minute_more_is_added_once_however_often_it_is_pressed(session, anna):
    for _press in range(3):
        pointer.extend(session, by=anna, minutes=3, seen_added=0)
    assert fresh(session).step.added_minutes == 3


def test_a_pause_stands_still_and_runs_on(session, anna):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        pointer.pause(session, by=anna)
        pointer.pause(session, by=anna)
        clock.shift(90)
        pointer.resume(fresh(session), by=anna)
    step = fresh(session).step
    assert step.paused_at is None
    assert step.paused_seconds == 90


def test_a_round_of_questions_has_turns_for_those_who_ask_in_seating_order(group, anna, bas, chris, dana):
    session = in_method(a_session(group), anna, bas, "gossip", chris, dana, phase="explore")
    assert [turn.user for turn in session.step.turns.select_related("user")] == [chris, dana]


def test_a_turn_ends_once(session, anna, bas):
    session = go_to(session, anna, kind=Step.Kind.CHECK_IN)
    room = look(anna, session.pk)
    first = room.turn
    for _press in range(2):
        people.end_turn(session, by=anna, step_id=session.step_id, user_id=first.id, how="done")
    assert look(anna, session.pk).turn.id != first.id
    assert session.step.turns.filter(state="done").count() == 1


def test_nobody_ends_the_turn_of_another(session, anna, bas, chris):
    session = go_to(session, anna, kind=Step.Kind.CHECK_IN)
    with pytest.raises(NotYours):
        people.end_turn(session, by=bas, step_id=session.step_id, user_id=chris.pk, how="done")


def test_the_lead_moves_only_when_accepted(session, anna, dana):
    lead.offer_lead(session, by=anna, to_id=dana.pk)
    assert fresh(session).leader == anna
    lead.answer_lead(fresh(session), by=dana, accept=True)
    after = fresh(session)
    assert after.leader == dana
    with pytest.raises(NotYours):
        pointer.advance(after, by=anna, seen_version=after.version)
    pointer.advance(after, by=dana, seen_version=after.version)


def test_one_offer_at_a_time(session, anna, bas, dana):
    lead.offer_lead(session, by=anna, to_id=dana.pk)
    with pytest.raises(NotNow):
        lead.offer_lead(session, by=anna, to_id=bas.pk)


def test_taking_over_is_one_press_and_can_be_taken_back(session, anna, chris):
    lead.take_lead(session, by=chris)
    assert fresh(session).leader == chris
    lead.take_lead(fresh(session), by=anna)
    assert fresh(session).leader == anna


def test_stop_is_calm_for_all_and_tells_nobody_who(session, anna, chris):
    people.stop(session, by=chris)
    after = fresh(session)
    assert (after.calm, after.calmed) == (True, True)
    assert after.step.paused_at is not None
    assert not after.events.filter(by=chris).exists()
    with pytest.raises(NotNow):
        pointer.advance(after, by=anna, seen_version=after.version)
    people.calm_over(after, by=anna)
    assert fresh(session).step.paused_at is None


def test_closing_writes_the_ledger_and_starts_the_clock_of_the_text(group, anna, bas, chris, dana):
    session = in_method(a_session(group, host=chris), anna, bas, "five_step", chris, dana)
    case = session.step.treatment.case
    session = go_to(session, anna, kind=Step.Kind.CLOSING)
    pointer.close(session, by=anna, seen_version=session.version)
    held = GroupFact.objects.get(group=group, kind="held")
    assert held.counts["present"] == 4
    assert held.counts["cases"] == 1
    assert held.counts["coach_moves"] > 0
    assert set(MemberFact.objects.filter(kind="came").values_list("user__email", flat=True)) == {
        "anna@example.org",
        "bas@example.org",
        "chris@example.org",
        "dana@example.org",
    }
    assert MemberFact.objects.get(kind="brought").user == bas
    assert MemberFact.objects.get(kind="hosted").user == chris
    case.refresh_from_db()
    assert case.state == "treated"
    assert case.text_until - fresh(session).ended_at == timedelta(days=51)


def test_what_a_coach_does_counts_as_a_step_or_as_time_and_nothing_else_does(session, anna):
    """The page of the handover says: so often the coach took a step or gave time."""
    session = go_to(session, anna, kind=Step.Kind.LOOK_BACK)  # begun, and two steps further
    pointer.extend(session, by=anna, minutes=3, seen_added=0)
    pointer.pause(fresh(session), by=anna)
    pointer.resume(fresh(session), by=anna)
    pointer.close(fresh(session), by=anna, seen_version=fresh(session).version)
    assert session.events.filter(by=anna).count() == 7  # pausing, going on and closing as well
    assert GroupFact.objects.get(kind="held").counts["coach_moves"] == 4


def test_closing_twice_closes_once(session, anna):
    pointer.close(session, by=anna, seen_version=session.version)
    with pytest.raises(NotNow):
        pointer.close(session, by=anna, seen_version=session.version)
    assert GroupFact.objects.filter(kind="held").count() == 1


def test_a_member_who_led_everything_is_remembered_as_having_led(group, anna, dana, bas):
    session = begin(a_session(group, leads=dana), dana, bas)
    pointer.close(session, by=dana, seen_version=session.version)
    assert MemberFact.objects.get(kind="led").user == dana
    assert fresh(session).state == CaseSession.State.CLOSED


def test_what_was_parked_and_never_asked_for_is_gone_after_closing(group, anna, bas, chris, dana):
    session = in_method(a_session(group), anna, bas, "gossip", chris, dana, phase="explore")
    write(session, chris, "Ik zou gewoon bellen.", kind="advice", parked=True)
    session = go_to(session, anna, kind=Step.Kind.CLOSING)
    pointer.close(session, by=anna, seen_version=session.version)
    assert not session.steps.filter(contributions__parked=True).exists()
