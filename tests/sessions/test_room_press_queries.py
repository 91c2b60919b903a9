"""What every press and every part of the room asks of the database, literally; the same with one item as with three.

A press may ask twelve things at most (the browser's session and the person included), a part five. The names come from
the addresses: a new press or part without a figure here fails.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from methods.actions import load_methods
from sessions.actions import choosing, harvest, lead, pointer, wall, writing
from sessions.models import Case, Commitment, Contribution, Mark, PrivateNote
from sessions.urls import room as urls
from tests.counting import Queries
from tests.methods.facts import first_six, method, shipped
from tests.sessions.table import a_case, a_session, before_the_slot, begin, fresh, go_to, in_method, reveal_now, write
from tests.sessions.test_replan import proposals, said

HTMX = {"HX-Request": "true"}
TABLES = (urls.POINTER, urls.PEOPLE, urls.WRITING, urls.CHOOSING, urls.BOARDS, urls.HARVEST)
WALL = {name for _view, name in urls.WALL.values()} - {"room_wall"}  # that is the page
PRESSES = WALL | {name for table in TABLES for _view, name in table.values()}
MOST = 12
MOST_PART = 5

FIGURES = {
    "room_advance": 10,
    "room_another_question": 6,
    "room_ask_lead": 7,
    "room_answer_lead": 7,
    "room_ask_wall": 8,
    "room_at_distance": 5,
    "room_begin": 12,
    "room_bring_aloud": 12,
    "room_calm_over": 7,
    "room_calm_please": 4,
    "room_change": 7,
    "room_choose_case": 12,
    "room_choose_method": 12,
    "room_choose_module": 11,
    "room_choose_way": 5,
    "room_carry_over": 11,
    "room_close": 11,
    "room_close_walls": 6,
    "room_commit": 8,
    "room_contribute": 8,
    "room_dot": 9,
    "room_drop_commitment": 6,
    "room_erase_note": 5,
    "room_everyone_brings": 6,
    "room_extend": 7,
    "room_fit": 6,
    "room_forget_own_question": 6,
    "room_give_note": 12,
    "room_intervene": 8,
    "room_join": 8,
    "room_leave": 6,
    "room_look_back": 5,
    "room_mark": 9,
    "room_next_case": 8,
    "room_note": 8,
    "room_offer_lead": 6,
    "room_open_dots": 5,
    "room_open_gifts": 6,
    "room_own_question": 8,
    "room_open_parked": 8,
    "room_pair": 8,
    "room_pause": 6,
    "room_plan_back": 8,
    "room_plan_lead": 7,
    "room_place": 8,
    "room_plan_next": 12,
    "room_ready": 5,
    "room_more_time": 5,
    "room_release_parked": 5,
    "room_replan": 8,
    "room_rest": 6,
    "room_resume": 7,
    "room_role": 5,
    "room_round_again": 6,
    "room_round_least": 7,
    "room_say": 8,
    "room_score_give": 8,
    "room_seat_other": 10,
    "room_share": 6,
    "room_share_score": 5,
    "room_sit": 6,
    "room_skip": 10,
    "room_stand_in": 9,
    "room_stop": 7,
    "room_stop_case": 12,
    "room_surprise": 5,
    "room_take_away": 8,
    "room_take_lead": 8,
    "room_turn": 5,
    "room_undo": 10,
    "room_unseat_other": 8,
    "room_unshare": 5,
    "room_whisper_heard": 4,
    "room_whisper_say": 7,
    "room_withdraw_lead": 5,
    "room_word_question": 5,
}


@pytest.fixture(params=[1, 3], ids=["one", "three"])
def many(request):
    return request.param


@pytest.fixture
def table(group, anna, bas, chris, dana, eva, many):
    """Anna leads, Bas brings; one peer or three."""
    peers = [chris, dana, eva][:many]
    if many == 3:
        group.memberships.create(user=eva, since=timezone.now() - timedelta(days=90))
    return [anna, bas, *peers]


def cost(browser, session, name, *ids, **fields):
    """How much one press asks; it has to be one that is done, or the figure says nothing."""
    address = reverse(name, args=[session.pk, *ids])
    with Queries() as asked:
        answer = browser.post(address, fields, headers=HTMX)
    assert answer.status_code in (200, 204, 302), (name, answer.status_code, answer.content.decode()[:300])
    return len(asked)


def check(found):
    """Against the figures; over the bar is said first."""
    assert {name: count for name, count in found.items() if count > MOST} == {}
    assert found == {name: FIGURES[name] for name in found}


def test_every_press_has_a_figure():
    assert set(FIGURES) == PRESSES


def test_the_lobby_and_the_beginning(group, table, client_of, many):
    session = a_session(group, leads=table[0])
    for person in table[1:]:
        pointer.sit(session, by=person)
    browser = client_of(table[0])
    check({name: cost(browser, session, name) for name in ("room_sit", "room_begin")})


def test_at_the_table(group, table, client_of, many):
    anna, bas, chris, *_more = table
    session = begin(a_session(group, leads=anna), *table)
    leader, other = client_of(anna), client_of(chris)
    found = {"room_choose_way": cost(leader, session, "room_choose_way", way="feet", step=session.step_id)}
    session = go_to(session, anna, kind="check_in")
    seen = session.step.facts["question"]
    found |= {
        "room_another_question": cost(leader, session, "room_another_question", seen=seen),
        "room_own_question": cost(leader, session, "room_own_question", text="Wat bleef je bij?"),
        "room_extend": cost(leader, session, "room_extend", minutes=1, seen_added=0),
        "room_pause": cost(leader, session, "room_pause"),
        "room_resume": cost(leader, session, "room_resume"),
        "room_ready": cost(other, session, "room_ready", step=session.step_id, ready="on"),
        "room_more_time": cost(other, session, "room_more_time", step=session.step_id, asks="on"),
        "room_turn": cost(other, session, "room_turn", step=session.step_id, user=chris.pk, how="done"),
        "room_role": cost(other, session, "room_role", role="scribe"),
        "room_calm_please": cost(other, session, "room_calm_please", yes="on"),
        "room_offer_lead": cost(leader, session, "room_offer_lead", to=bas.pk),
        "room_withdraw_lead": cost(leader, session, "room_withdraw_lead"),
    }
    asked = fresh(session).step.facts["question"]
    found["room_forget_own_question"] = cost(leader, session, "room_forget_own_question", seen=asked)
    lead.offer_lead(fresh(session), by=anna, to_id=chris.pk)
    found |= {
        "room_answer_lead": cost(other, session, "room_answer_lead", yes="on"),
        "room_take_lead": cost(leader, session, "room_take_lead"),
        "room_stop": cost(other, session, "room_stop"),
        "room_calm_over": cost(leader, session, "room_calm_over"),
        "room_leave": cost(other, session, "room_leave"),
    }
    check(found)


def test_a_wall_and_somebody_at_a_distance(group, table, client_of, many):
    anna, bas, chris, *others = table
    session = begin(a_session(group, leads=anna, medium="hybrid"), anna, bas, *others)
    browser = client_of(bas)
    for _nr in range(many - 1):
        wall.open_wall(wall.ask_wall(session, by=bas).code)
    found = {
        "room_at_distance": cost(browser, session, "room_at_distance", yes="on"),
        "room_ask_wall": cost(browser, session, "room_ask_wall"),
        "room_close_walls": cost(browser, session, "room_close_walls"),
        "room_seat_other": cost(browser, session, "room_seat_other", to=chris.pk),
        "room_unseat_other": cost(browser, session, "room_unseat_other", to=chris.pk),
    }
    check(found)


def test_choosing(group, table, client_of, many):
    anna, bas, chris, *_more = table
    load_methods([*first_six(), method("turns", everyone=True, size=[3, 9])])
    session = go_to(begin(a_session(group, leads=anna), *table), anna, kind="case_choice")
    cases = [a_case(bas, group) for _nr in range(many)]
    leader, giver = client_of(anna), client_of(bas)
    dotted = {"case": cases[0].pk, "on": "on", "step": session.step_id}
    found = {"room_dot": cost(client_of(chris), session, "room_dot", **dotted)}
    found["room_open_dots"] = cost(leader, session, "room_open_dots", step=session.step_id)
    said = {"owner": chris.pk, "question": "Hoe dan?"}
    found |= {"room_bring_aloud": cost(leader, session, "room_bring_aloud", **said)}
    found["room_choose_case"] = cost(leader, session, "room_choose_case", case=cases[0].pk)  # in place of the other
    session = go_to(session, anna, kind="question")
    found["room_word_question"] = cost(giver, session, "room_word_question", text="Hoe kan ik het zeggen?")
    session = go_to(session, anna, kind="method_choice")
    found["room_everyone_brings"] = cost(giver, session, "room_everyone_brings", yes="on")
    choosing.choose_method(session, by=bas, slug="incident")
    found["room_surprise"] = cost(giver, session, "room_surprise", step=session.step_id, seen=0)
    found["room_choose_method"] = cost(giver, session, "room_choose_method", slug="five_step")
    session = go_to(session, anna, kind="phase")
    found["room_stop_case"] = cost(giver, session, "room_stop_case", yes="on")
    found["room_rest"] = cost(giver, session, "room_rest")
    check(found)


def test_choosing_a_module(group, table, client_of, many):
    """In the place of another, as dear as the first."""
    session = before_the_slot(a_session(group, leads=table[0]), *table)
    giver = client_of(table[1])
    said = {"step": session.step_id, "slug": "module_brainstorm"}
    check({"room_choose_module": cost(giver, session, "room_choose_module", **said)})
    said = {"step": session.step_id, "slug": "module_headstand", "seen": "module_brainstorm"}
    check({"room_choose_module": cost(giver, session, "room_choose_module", **said)})


@pytest.fixture
def filling(group, table, many):
    """Thoughts are being filled in: one of each peer, and as many of Bas as there are items."""
    anna, bas, *peers = table
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", *peers, phase="fill")
    for person in [*peers, *[bas] * many]:
        write(session, person, "Een gedachte", kind="thought")
    writing.note(fresh(session), by=peers[0], text="De eerste maakt ook de sleutel van wie schrijft")
    return fresh(session)


def test_writing(filling, table, client_of, many):
    anna, bas, chris, *_more = table
    giver, other = client_of(bas), client_of(chris)
    session, card = filling, Contribution.objects.get(author=chris).pk
    said = {"kind": "thought", "text": "Nog een", "card_id": uuid4(), "step": session.step_id}
    found = {
        "room_contribute": cost(other, session, "room_contribute", **said),
        "room_change": cost(other, session, "room_change", card, text="Anders"),
        "room_take_away": cost(other, session, "room_take_away", card),
        "room_note": cost(other, session, "room_note", text="Nog een"),
    }
    found["room_erase_note"] = cost(other, session, "room_erase_note", PrivateNote.objects.first().pk)
    session = go_to(session, anna, phase="reveal")
    reveal_now(session)
    shown = Contribution.objects.filter(author=chris).get()
    found["room_mark"] = cost(giver, session, "room_mark", shown.pk, scale="mine", value="not_mine")
    check(found)


def test_a_board(filling, table, client_of, many):
    """At the ordering, with as many thoughts of Bas as there are items, and one that is joined."""
    anna, bas, *_more = table
    load_methods([doc for doc in shipped() if doc.id == "streefbeeld"])
    write(filling, bas, "Nog een", kind="thought")
    session = go_to(filling, anna, phase="reveal")
    reveal_now(session)
    session, giver = go_to(session, anna, phase="order"), client_of(bas)
    one, other = Contribution.objects.filter(author=bas)[:2]
    found = {
        "room_place": cost(giver, session, "room_place", one.pk, x=20, y=30, step=session.step_id),
        "room_say": cost(giver, session, "room_say", one.pk, facet="loud", value="4", step=session.step_id),
        "room_join": cost(giver, session, "room_join", one.pk, other=other.pk, step=session.step_id),
    }
    session = go_to(session, anna, phase="harvest")
    found["room_pair"] = cost(giver, session, "room_pair", step=session.step_id)
    check(found)


def test_a_round(group, table, client_of, many):
    """Anew with the fewest turns first, and once more around when all had theirs."""
    anna, bas, *peers = table
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", *peers, phase="explore")
    leader, said = client_of(anna), {"step": session.step_id}
    found = {"room_round_least": cost(leader, session, "room_round_least", **said)}
    session.step.turns.update(state="done")
    found["room_round_again"] = cost(leader, session, "room_round_again", **said)
    check(found)


def test_what_comes_along_from_a_cloud(filling, group, table, client_of, many):
    """As many thoughts that hinder as there are items."""
    anna, bas, *peers = table
    for card in Contribution.objects.filter(author=bas):
        Mark.objects.create(contribution=card, step=filling.step, scale="stance", value="hinders")
    session = in_method(a_session(group, number=2, leads=anna), anna, bas, "streefbeeld", *peers, phase="scale")
    Case.objects.filter(pk=session.step.treatment.case_id).update(sequel_of=filling.step.treatment.case_id)
    check({"room_carry_over": cost(client_of(bas), session, "room_carry_over", step=session.step_id)})


def test_the_pointer(filling, table, client_of, many):
    """Into a round, so with turns, and past a step in which cards were let go of."""
    anna, bas, *_more = table
    session = go_to(filling, anna, phase="reveal")
    reveal_now(session)
    for card in Contribution.objects.exclude(author=bas):
        writing.mark(fresh(session), by=bas, card_id=card.pk, scale="mine", value="not_mine")
    session = go_to(session, anna, phase="order")
    leader, found = client_of(anna), {}
    found["room_advance"] = cost(leader, session, "room_advance", version=session.version)
    found["room_undo"] = cost(leader, session, "room_undo", version=session.version + 1)
    found["room_skip"] = cost(leader, session, "room_skip", version=session.version + 2)
    check(found)


def test_a_private_number(group, table, client_of, many):
    anna, bas, *peers = table
    session = in_method(a_session(group, leads=anna), anna, bas, "streefbeeld", *peers, phase="scale")
    giver = client_of(bas)
    writing.score(session, by=bas, value=3)
    found = {"room_score_give": cost(giver, session, "room_score_give", value=4, step=session.step_id)}
    found["room_share_score"] = cost(giver, session, "room_share_score", step=session.step_id)
    check(found)


def test_kept_advice_and_gifts(group, table, client_of, many):
    anna, bas, *peers = table
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", *peers, phase="explore")
    kept = [write(session, peer, "Een advies", kind="advice", parked=True) for peer in [*peers, peers[0]]]
    session = go_to(session, anna, phase="core")
    write(session, bas, "Mijn kern", kind="formulation")
    for peer in peers:
        write(session, peer, "Een cadeau", kind="formulation")
    giver, other = client_of(bas), client_of(peers[0])
    found = {"room_open_gifts": cost(giver, session, "room_open_gifts", step=session.step_id)}
    session = go_to(session, anna, phase="advice")
    reveal_now(session)
    found["room_release_parked"] = cost(other, session, "room_release_parked", kept[0].pk)
    session = go_to(session, anna, kind="harvest")
    found["room_open_parked"] = cost(giver, session, "room_open_parked", no="on")
    check(found)


def test_the_harvest_and_the_end(group, table, client_of, many):
    anna, bas, chris, *_more = table
    session = in_method(a_session(group, leads=anna, host=chris), *table[:2], "five_step", *table[2:], phase="explore")
    for peer in table[2:]:
        write(session, peer, "Een vraag", kind="question")
        write(session, peer, "Een advies", kind="advice", parked=True)
    session = go_to(session, anna, kind="harvest")
    leader, other = client_of(anna), client_of(chris)
    for _nr in range(many):
        harvest.commit(session, by=chris, kind="step", text="Een stap", commitment_id=uuid4())
    mine = Commitment.objects.first().pk
    said = {"kind": "takeaway", "text": "Een zin", "commitment_id": uuid4()}
    found = {
        "room_commit": cost(other, session, "room_commit", **said),
        "room_share": cost(other, session, "room_share", mine),
        "room_unshare": cost(other, session, "room_unshare", mine),
        "room_look_back": cost(other, session, "room_look_back", mine, outcome="done"),
        "room_drop_commitment": cost(other, session, "room_drop_commitment", mine),
        "room_next_case": cost(leader, session, "room_next_case"),
    }
    when = {"date": (timezone.localdate() + timedelta(days=30)).isoformat(), "time": "10:00"}
    found["room_plan_next"] = cost(leader, session, "room_plan_next", leads=bas.pk, host=chris.pk, **when)
    found["room_close"] = cost(leader, session, "room_close", version=fresh(session).version)
    check(found)


def test_the_review(group, table, client_of, many):
    anna, bas, *peers = table
    session = go_to(in_method(a_session(group, leads=anna), anna, bas, "five_step", *peers), anna, kind="review")
    check({"room_fit": cost(client_of(bas), session, "room_fit", treatment=session.step.treatment_id, answer="yes")})


def test_the_lead_on_its_way(group, table, client_of, many, monkeypatch):
    """Asked for, planned for a step and offered as it begins, kept warm; the coach beside who leads."""
    anna, _bas, chris, *_more = table
    session = begin(a_session(group, leads=anna, medium="online"), *table)
    leader, other = client_of(anna), client_of(chris)
    found = {"room_ask_lead": cost(other, session, "room_ask_lead")}
    assert cost(leader, session, "room_answer_lead", no="on") < FIGURES["room_answer_lead"]
    ahead = session.steps.get(kind="check_in")
    found["room_plan_lead"] = cost(leader, session, "room_plan_lead", step=ahead.pk, to=chris.pk)
    long_ago = timezone.now() - timedelta(minutes=5)
    monkeypatch.setattr("sessions.views.room_people.gone_since", lambda *_who: long_ago)
    found["room_stand_in"] = cost(other, session, "room_stand_in")
    said = {"text": "Even stil laten.", "whisper_id": uuid4()}
    found["room_whisper_say"] = cost(leader, session, "room_whisper_say", **said)  # Anna coaches, and leads no more
    found["room_intervene"] = cost(leader, session, "room_intervene", deed="ask", seen=0)
    found["room_whisper_heard"] = cost(other, session, "room_whisper_heard", said["whisper_id"])
    check(found)


def test_a_step_with_a_leader_by_plan(group, table, client_of, many):
    """Dearer than another, and within what a press may ask."""
    anna, _bas, chris, *_more = table
    session = begin(a_session(group, leads=anna), *table)
    lead.plan_lead(session, by=anna, step_id=session.steps.get(kind="check_in").pk, to_id=chris.pk)
    assert cost(client_of(anna), session, "room_advance", version=session.version) <= MOST


def test_a_plan_that_gives_way(group, table, client_of, many):
    anna, bas, *peers = table
    session = in_method(a_session(group, leads=anna, starts_in=timedelta(minutes=-60)), anna, bas, "incident", *peers)
    [plan, *_others] = proposals(session)
    leader = client_of(anna)
    found = {"room_replan": cost(leader, session, "room_replan", **said(session, plan))}
    found["room_plan_back"] = cost(leader, session, "room_plan_back", step=session.step_id)
    check(found)


def test_a_note_that_is_given(group, table, client_of, many):
    anna, bas, *peers = table
    session = go_to(in_method(a_session(group, leads=anna), anna, bas, "five_step", *peers), anna, kind="review")
    note = writing.note(session, by=peers[0], text="Iets")
    check({"room_give_note": cost(client_of(peers[0]), session, "room_give_note", note.pk)})
