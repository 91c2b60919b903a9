"""Once more around in the same step, who begins, and who asked how many. What lay open stays open."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from methods.codes import Rule
from sessions import flow
from sessions.actions import people, pointer
from sessions.models import Turn
from sessions.room import look
from tests.sessions.table import a_session, fresh, in_phases, write
from tests.sessions.test_phase_rules import a_phase
from tests.sessions.test_room_presses import press
from tests.sessions.test_rounds import WORDS, seen_by


@pytest.fixture
def session(group, anna, bas, chris, dana):
    """Peers ask in a round, Bas answers: Chris is first, then Dana. A second round of questions comes after."""
    asking = [a_phase(name, Rule.ROUND, who="peers_ask", own_kinds=["answer"]) for name in ("ask", "again")]
    return in_phases(a_session(group), anna, bas, chris, dana, phases=asking)


def once_around(session, *people_, how="done"):
    for person in people_:
        people.end_turn(fresh(session), by=person, step_id=session.step_id, user_id=person.pk, how=how)


def again(browser, session):
    return press(browser, session, "room_round_again", step=session.step_id).status_code


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


# ── once more around ───────────────────────────────────────────────────────────────────────────────
def test_when_everybody_had_a_turn_the_leader_goes_around_once_more(session, anna, chris, dana, client_of):
    assert 'id="round-again"' not in page(client_of(anna), session)
    once_around(session, chris, dana)
    assert 'id="round-again"' in page(client_of(anna), session)
    assert 'id="round-again"' not in page(client_of(chris), session)
    assert again(client_of(anna), session) == 204
    assert look(anna, session.pk).turn.id == chris.pk
    shown = page(client_of(chris), session)
    assert "Tweede ronde" in shown
    assert "Jij stelde één vraag." in shown


@pytest.mark.parametrize(("who", "status"), [("chris", 403), ("bas", 403), ("coen", 404), ("eva", 404), ("femke", 404)])
def test_nobody_else_does(session, cast, chris, dana, client_of, who, status):
    once_around(session, chris, dana)
    for name in ("room_round_again", "room_round_least"):
        browser = client_of(getattr(cast, who))
        assert press(browser, session, name, step=session.step_id).status_code == status
    assert look(chris, session.pk).turn is None


def test_pressed_twice_it_is_one_round_more_and_in_a_round_it_does_nothing(session, anna, chris, dana, client_of):
    assert again(client_of(anna), session) == 204
    assert not Turn.objects.filter(earlier__gt=0).exists()
    once_around(session, chris, dana)
    assert [again(client_of(anna), session) for _press in range(2)] == [204, 204]
    assert set(Turn.objects.filter(step=session.step_id).values_list("earlier", flat=True)) == {1}


def test_from_an_old_tab_and_where_there_is_no_round_it_is_refused(group, session, anna, chris, dana, client_of):
    before = session.step_id
    once_around(session, chris, dana)
    pointer.advance(fresh(session), by=anna, seen_version=fresh(session).version)
    assert press(client_of(anna), session, "room_round_again", step=before).status_code == 409
    out = in_phases(a_session(group, number=2), anna, dana, chris, phases=[a_phase("out", Rule.DEROLE, who="all")])
    assert press(client_of(anna), out, "room_round_again", step=out.step_id).status_code == 409


def test_what_lay_open_stays_open_and_the_chip_says_so(session, anna, bas, chris, dana, client_of):
    write(session, dana, WORDS, kind="question")
    once_around(session, chris, dana)
    assert seen_by(session, anna, bas, chris) == [True, True, True]
    again(client_of(anna), session)
    assert seen_by(session, anna, bas, chris) == [True, True, True]
    assert look(dana, session.pk).chip.only_me is False
    once_around(session, chris)
    once_around(session, dana, how="passed")
    assert seen_by(session, anna, bas, chris) == [True, True, True], "a pass afterwards takes nothing back"
    assert look(dana, session.pk).chip.only_me is False
    assert "Kom toch nog bij mij" in page(client_of(dana), session)


def test_who_passed_keeps_it_until_a_turn_of_the_next_round(session, anna, bas, chris, dana, client_of):
    write(session, chris, WORDS, kind="question")
    once_around(session, chris, how="passed")
    once_around(session, dana)
    again(client_of(anna), session)
    assert look(anna, session.pk).turn.id == chris.pk  # their turn now: what they wrote opens
    assert seen_by(session, anna, bas, dana) == [True, True, True]
    once_around(session, chris, how="passed")
    assert seen_by(session, anna, bas, dana) == [False, False, False]


def test_who_left_gets_no_turn_in_it(session, anna, chris, dana, client_of):
    people.leave_seat(fresh(session), by=dana)
    once_around(session, chris)
    again(client_of(anna), session)
    once_around(session, chris)
    assert look(anna, session.pk).turn is None


# ── who begins ─────────────────────────────────────────────────────────────────────────────────────
def test_who_had_the_fewest_turns_today_begins(session, anna, chris, dana, client_of):
    once_around(session, chris)
    once_around(session, dana, how="passed")
    pointer.advance(fresh(session), by=anna, seen_version=fresh(session).version)
    session = fresh(session)
    assert look(anna, session.pk).turn.id == chris.pk
    for _press in range(2):
        assert press(client_of(anna), session, "room_round_least", step=session.step_id).status_code == 204
    assert look(anna, session.pk).turn.id == dana.pk
    assert [person.id for person in look(anna, session.pk).after_turn] == [chris.pk]


def test_once_the_round_began_it_is_too_late(session, anna, chris, client_of):
    once_around(session, chris)
    answer = press(client_of(anna), session, "room_round_least", step=session.step_id)
    assert answer.status_code == 409
    assert "al begonnen" in answer.content.decode()


def test_who_is_at_a_distance_still_comes_first(group, anna, bas, chris, dana, client_of):
    asking = a_phase("ask", Rule.ROUND, who="peers_ask")
    session = in_phases(
        a_session(group, medium="hybrid"), anna, bas, chris, dana, phases=[asking, a_phase("b", Rule.ROUND)]
    )
    people.be_at_distance(fresh(session), by=chris, on=True)
    once_around(session, chris)
    once_around(session, dana, how="passed")
    pointer.advance(fresh(session), by=anna, seen_version=fresh(session).version)
    session = fresh(session)
    press(client_of(anna), session, "room_round_least", step=session.step_id)
    assert look(anna, session.pk).turn.id == chris.pk


def test_it_is_offered_before_the_round_begins_and_to_the_leader_alone(group, anna, bas, chris, dana, client_of):
    asking = a_phase("ask", Rule.ROUND, who="all")
    session = in_phases(a_session(group), anna, bas, chris, dana, phases=[asking])
    assert 'id="least-first"' in page(client_of(anna), session)
    assert 'id="least-first"' not in page(client_of(chris), session)
    people.end_turn(fresh(session), by=bas, step_id=session.step_id, user_id=bas.pk, how="done")
    assert 'id="least-first"' not in page(client_of(anna), session)


@given(st.lists(st.sampled_from(["waiting", "done", "passed", "later"]), min_size=1, max_size=9))
def test_a_round_is_fresh_as_long_as_all_wait(states):
    turns = [Turn(place=place, state=state) for place, state in enumerate(states, start=1)]
    assert flow.round_fresh(turns) == (set(states) == {"waiting"})


# ── who asked how many ─────────────────────────────────────────────────────────────────────────────
def test_in_a_round_of_questions_everybody_reads_who_asked_how_many(session, anna, bas, chris, dana, client_of):
    once_around(session, chris, dana)
    again(client_of(anna), session)
    once_around(session, chris)
    for viewer in (anna, bas, dana):
        screen = client_of(viewer).get(reverse("room", args=[session.pk])).context["screen"]
        notes = {person.id: note for person, note in screen.people_rows}
        assert "twee vragen" in notes[chris.pk]
        assert "één vraag" in notes[dana.pk]
        assert "vra" not in notes[bas.pk]
