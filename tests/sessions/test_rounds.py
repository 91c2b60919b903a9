"""A round: one at a time, nobody jumps in. What one writes beforehand opens at one's turn; a pass keeps it so."""

from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from methods.codes import Rule
from sessions import flow
from sessions.aliases import aliases
from sessions.models import Turn
from sessions.room import look
from tests.sessions.table import a_session, fresh, in_phases, write
from tests.sessions.test_phase_rules import a_phase
from tests.sessions.test_room_presses import press

WORDS = "Wat maakte dat je bleef?"


@pytest.fixture
def session(group, anna, bas, chris, dana):
    """Peers ask in a round, Bas answers: Chris is first, then Dana."""
    asking = a_phase("ask", Rule.ROUND, who="peers_ask", own_kinds=["answer"])
    after = a_phase("after", writers="none", kinds=[], shows=["ask"])
    return in_phases(a_session(group), anna, bas, chris, dana, phases=[asking, after])


def seen_by(session, *people):
    return [WORDS in {card.text for card in look(person, session.pk).cards} for person in people]


def end(browser, session, user, how="done"):
    return press(browser, session, "room_turn", step=session.step_id, user=user.pk, how=how).status_code


def test_a_question_written_beforehand_waits_for_its_turn(session, anna, bas, chris, dana, client_of):
    write(session, dana, WORDS, kind="question")
    assert seen_by(session, anna, bas, chris, dana) == [False, False, False, True]
    assert end(client_of(chris), session, chris) == 204
    assert seen_by(session, anna, bas, chris, dana) == [True, True, True, True]


def test_the_chip_says_so_before_and_at_ones_turn(session, chris, dana, client_of):
    def chip(user):
        return look(user, session.pk).chip

    assert (chip(dana).text, chip(dana).only_me) == ("Nu alleen jij; de groep als jij aan de beurt bent", True)
    assert (chip(chris).text, chip(chris).only_me) == ("De groep, meteen", False)
    end(client_of(chris), session, chris)
    assert chip(dana).only_me is False
    end(client_of(dana), session, dana, "passed")
    assert (chip(dana).text, chip(dana).only_me) == ("Alleen jij", True)


def test_the_page_of_who_waits_gets_the_new_chip_by_its_pull(session, chris, dana, client_of):
    browser = client_of(dana)
    page = browser.get(reverse("room", args=[session.pk]))
    end(client_of(chris), session, chris)
    key = page.context["screen"].key
    pulled = browser.get(reverse("room_part", args=[session.pk, "step"]) + f"?key={key}").content.decode()
    assert 'id="card-promise"' in pulled
    assert "De groep, meteen" in pulled.split('id="card-promise"')[1].split("</span>")[0] + pulled


def test_who_passes_keeps_it_to_oneself_also_afterwards(session, anna, bas, chris, dana, client_of):
    write(session, chris, WORDS, kind="question")
    assert end(client_of(chris), session, chris, "passed") == 204
    assert seen_by(session, anna, bas, dana) == [False, False, False]
    press(client_of(anna), session, "room_advance", version=session.version)
    assert seen_by(fresh(session), anna, bas, chris, dana) == [False, False, True, False]


def test_who_leaves_before_their_turn_takes_it_along(session, anna, bas, chris, dana, client_of):
    write(session, dana, WORDS, kind="question")
    press(client_of(dana), session, "room_leave")
    assert seen_by(session, anna, bas, chris) == [False, False, False]


def test_come_back_to_me_comes_last(session, anna, chris, dana, client_of):
    write(session, chris, WORDS, kind="question")
    assert end(client_of(chris), session, chris, "later") == 204
    assert seen_by(session, anna, dana) == [False, False]
    assert end(client_of(dana), session, dana) == 204
    assert seen_by(session, anna, dana) == [True, True]
    assert look(chris, session.pk).turn.id == chris.pk


def test_who_passed_may_think_better_of_it_and_nobody_else_for_them(session, anna, bas, chris, dana, client_of):
    write(session, chris, WORDS, kind="question")
    end(client_of(chris), session, chris, "passed")
    assert "Kom toch nog bij mij" in client_of(chris).get(reverse("room", args=[session.pk])).content.decode()
    assert end(client_of(anna), session, chris, "later") == 204
    assert look(anna, session.pk).turn.id == dana.pk
    end(client_of(dana), session, dana)
    assert look(anna, session.pk).turn is None
    assert end(client_of(chris), session, chris, "later") == 204
    assert look(anna, session.pk).turn.id == chris.pk
    assert seen_by(session, anna, bas, dana) == [True, True, True]


def test_the_case_giver_who_answers_need_not_wait(session, anna, bas, dana):
    write(session, bas, WORDS, kind="answer")
    assert seen_by(session, anna, dana) == [True, True]
    assert look(bas, session.pk).chip.only_me is False


def test_a_press_names_the_turn_it_ends(session, anna, chris, dana, client_of):
    """Pressed twice, or by two: only the turn that was meant is over; another's only the leader ends."""
    assert end(client_of(chris), session, dana) == 403
    assert [end(client_of(anna), session, chris), end(client_of(chris), session, chris)] == [204, 204]
    assert look(anna, session.pk).turn.id == dana.pk


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_strangers_end_no_turn(session, cast, chris, client_of, who):
    assert end(client_of(getattr(cast, who)), session, chris) == 404


def test_who_is_not_logged_in_ends_no_turn(session, chris, client):
    assert end(client, session, chris) == 302


@given(st.lists(st.sampled_from(["waiting", "done", "passed", "later"]), min_size=1, max_size=12))
def test_a_round_settles_when_everybody_spoke_or_passed(states):
    turns = [Turn(place=place, state=state) for place, state in enumerate(states, start=1)]
    left = {turn.state for turn in turns} & {"waiting", "later"}
    assert flow.round_settled(turns) == (not left)
    if "waiting" in left:
        assert flow.whose_turn(turns).state == "waiting", "who comes back comes after all others"


# ── whose name stands there ────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("attribution", "said"), [("name", ""), ("none", ", zonder je naam"), ("alias", ", onder een schuilnaam")]
)
def test_name_alias_or_none_by_the_policy(group, anna, bas, chris, dana, client_of, attribution, said):
    phases = [a_phase("write", attribution=attribution), a_phase("after", writers="none", kinds=[])]
    session = in_phases(a_session(group), anna, bas, chris, dana, phases=phases)
    assert look(chris, session.pk).chip.text == f"De groep, meteen{said}"
    for user in (chris, dana, chris):
        press(
            client_of(user),
            session,
            "room_contribute",
            kind="thought",
            text=WORDS,
            card_id=uuid4(),
            step=session.step_id,
        )
    names = [card.name for card in look(bas, session.pk).cards]
    html = client_of(bas).get(reverse("room", args=[session.pk])).content.decode()
    cards = html.split('id="stage-cards"')[1].split("</section>")[0]
    assert ("Chris" in cards) == (attribution == "name")
    if attribution == "name":
        assert names == ["Chris", "Dana", "Chris"]
    elif attribution == "none":
        assert names == ["", "", ""]
    else:
        assert names[0] == names[2] != names[1]
        assert all(names)


@given(st.lists(st.uuids(), min_size=1, max_size=12, unique=True), st.text(max_size=8))
def test_an_alias_is_ones_own_and_stays_when_somebody_comes_in(people, seed):
    given_names = aliases(people, seed=seed)
    assert len(set(given_names.values())) == len(people)
    assert aliases(people[:-1], seed=seed).items() <= given_names.items()
