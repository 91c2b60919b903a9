"""Who sees what, when: every card is fetched as each person in turn, before and after it opens."""

from dataclasses import fields
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from intervisie.common.live.hints import pending
from intervisie.common.refusals import NotNow, NotYours, Refusal
from methods.actions import load_methods
from methods.codes import Board, Form, Marks
from methods.rules import mark_choices
from methods.shell import chooses_in
from sessions import laid, visibility
from sessions.actions import choosing, people, pointer, writing
from sessions.allowed import Allowed
from sessions.models import Contribution, Mark, Step
from sessions.room import look
from sessions.screen import Mode, Screen
from tests.methods.facts import first_six, shipped

from .table import a_case, a_session, begin, choose_module, fresh, go_to, in_method, out_of_role, reveal_now, write

pytestmark = pytest.mark.django_db

SECRET = "Ik hoor hier niet bij te twijfelen."


def texts(person, session):
    return {card.text for card in look(person, session.pk).cards}


@pytest.fixture
def filling(group, anna, bas, chris, dana):
    """Gedachtenwolk, writing in silence; Chris has written."""
    session = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    write(session, chris, SECRET, kind="thought")
    return session


def advance(session, by):
    session = fresh(session)
    out_of_role(session)
    pointer.advance(session, by=by, seen_version=session.version)
    return fresh(session)


def test_in_silence_nobody_sees_it_not_even_the_leader(filling, anna, bas, chris, dana):
    assert texts(chris, filling) == {SECRET}
    for other in (anna, bas, dana):
        assert texts(other, filling) == set()


@pytest.mark.django_db(transaction=True)
def test_of_what_is_written_in_silence_the_others_hear_a_number(filling, dana):
    with transaction.atomic():
        write(filling, dana, "Dat had ik ook.", kind="thought")
        assert pending() == {filling.topic: {"tally"}}


def test_during_the_countdown_it_is_still_hidden_and_then_everyone_sees_it(filling, anna, bas, chris, dana):
    session = advance(filling, anna)
    for other in (anna, bas, dana):
        assert texts(other, session) == set()
    reveal_now(session)
    for person in (anna, bas, chris, dana):
        assert texts(person, session) == {SECRET}


def test_the_name_stays_away_where_the_method_says_so(filling, anna, bas, chris):
    session = advance(filling, anna)
    reveal_now(session)
    [card] = look(bas, session.pk).cards
    assert card.name == ""
    [own] = look(chris, session.pk).cards
    assert own.mine


def test_the_leader_cannot_write_content(filling, anna):
    with pytest.raises(NotYours):
        write(filling, anna, "Ook een gedachte", kind="thought")


def test_the_same_form_sent_twice_makes_one_card(filling, dana):
    card_id = uuid4()
    for _press in range(2):
        writing.contribute(filling, by=dana, step_id=filling.step_id, kind="thought", text="Eén", card_id=card_id)
    assert Contribution.objects.filter(author=dana).count() == 1


def test_a_card_id_of_somebody_else_is_no_way_in(filling, dana, chris):
    taken = Contribution.objects.get(author=chris).pk
    with pytest.raises(Refusal):
        writing.contribute(filling, by=dana, step_id=filling.step_id, kind="thought", text="Van mij", card_id=taken)
    assert Contribution.objects.get(pk=taken).author == chris


def test_an_old_tab_writes_nothing_in_a_step_that_is_over(filling, anna, dana):
    old = fresh(filling)
    advance(filling, anna)
    with pytest.raises(NotNow):
        writing.contribute(
            fresh(filling), by=dana, step_id=old.step_id, kind="thought", text="Te laat", card_id=uuid4()
        )


def test_only_the_case_giver_rates_and_only_there(filling, anna, bas, dana):
    session = advance(filling, anna)
    reveal_now(session)
    card = Contribution.objects.get()
    for other in (anna, dana):
        with pytest.raises(NotYours):
            writing.mark(session, by=other, card_id=card.pk, scale="mine", value="mine")
    with pytest.raises(Refusal):
        writing.mark(session, by=bas, card_id=card.pk, scale="temperature", value="warm")
    writing.mark(session, by=bas, card_id=card.pk, scale="mine", value="maybe")
    writing.mark(session, by=bas, card_id=card.pk, scale="mine", value="mine")
    assert Mark.objects.get().value == "mine"


def test_a_mark_is_the_case_givers_alone_until_the_step_ends(filling, anna, bas, dana):
    session = advance(filling, anna)
    reveal_now(session)
    writing.mark(session, by=bas, card_id=Contribution.objects.get().pk, scale="mine", value="mine")
    assert look(bas, session.pk).cards[0].kept == {"mine": "mine"}
    for other in (anna, dana):
        assert look(other, session.pk).cards[0].kept == {}
    session = advance(session, anna)
    assert look(dana, session.pk).cards[0].kept == {"mine": "mine"}


def test_what_is_not_mine_disappears_for_all_and_is_deleted(filling, anna, bas, chris, dana):
    session = advance(filling, anna)
    reveal_now(session)
    writing.mark(session, by=bas, card_id=Contribution.objects.get().pk, scale="mine", value="not_mine")
    session = advance(session, anna)
    for person in (anna, bas, chris, dana):
        assert texts(person, session) == set()
    session = go_to(session, anna, kind=Step.Kind.CLOSING)
    pointer.close(session, by=anna, seen_version=session.version)
    assert not Contribution.objects.exists()


def test_the_turned_chair_hears_but_sees_and_writes_nothing(group, anna, bas, chris, dana):
    turned = [doc for doc in shipped() for phase in doc.phases if phase.turned and phase.writers != "none"]
    assert turned, "the library has a phase in which peers write while the chair is turned"
    doc = turned[0]
    phase = next(p for p in doc.phases if p.turned and p.writers != "none")
    session = in_method(a_session(group), anna, bas, doc.id, chris, dana, phase=phase.id)
    card = write(session, chris, SECRET, kind=phase.kinds[0])
    assert texts(dana, session) >= {SECRET}
    assert SECRET not in texts(bas, session)
    for kind in {*phase.kinds, *phase.own_kinds, "note"}:
        with pytest.raises(NotYours):
            write(session, bas, "Maar ik bedoelde", kind=kind)
    assert Contribution.objects.get().pk == card.pk


def test_advice_is_refused_among_questions_and_can_be_parked(group, anna, bas, chris, dana):
    session = in_method(a_session(group), anna, bas, "gossip", chris, dana, phase="explore")
    with pytest.raises(NotYours):
        write(session, chris, "Je moet bellen", kind="advice")
    parked = write(session, chris, "Ik zou bellen", kind="advice", parked=True)
    for other in (anna, bas, dana):
        assert parked.text not in texts(other, session)
    assert parked.text in texts(chris, session)


def test_parked_advice_opens_for_the_case_giver_who_asks(group, anna, bas, chris, dana):
    session = in_method(a_session(group), anna, bas, "gossip", chris, dana, phase="explore")
    parked = write(session, chris, "Ik zou bellen", kind="advice", parked=True)
    with pytest.raises(NotYours):
        writing.open_parked(fresh(session), by=dana, wanted=True)
    writing.open_parked(fresh(session), by=bas, wanted=True)
    assert parked.text in texts(bas, session)
    assert parked.text not in texts(dana, session)


def test_saying_no_to_parked_advice_deletes_it(group, anna, bas, chris, dana):
    session = in_method(a_session(group), anna, bas, "gossip", chris, dana, phase="explore")
    write(session, chris, "Ik zou bellen", kind="advice", parked=True)
    writing.open_parked(fresh(session), by=bas, wanted=False)
    assert not Contribution.objects.exists()


def test_gifts_stay_closed_until_the_case_giver_wrote_and_opens(group, anna, bas, chris, dana):
    session = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="space")
    gift = write(session, chris, "Twijfel is ook zorg.", kind="helping_thought")
    assert texts(bas, session) == texts(dana, session) == set()
    with pytest.raises(NotNow):
        writing.open_gifts(fresh(session), by=bas, step_id=session.step_id)
    own = write(session, bas, "Ik mag het niet weten.", kind="helping_thought")
    with pytest.raises(NotYours):
        writing.open_gifts(fresh(session), by=dana, step_id=session.step_id)
    writing.open_gifts(fresh(session), by=bas, step_id=session.step_id)
    assert texts(bas, session) == {gift.text, own.text}


MODULES = [doc for doc in shipped() if doc.form == Form.MODULE]
PLAYED = [(doc, None) for doc in shipped() if doc.form == Form.METHOD]
PLAYED += [(doc, module) for doc in shipped() if doc.form == Form.SHELL for module in MODULES]


@pytest.mark.parametrize(("doc", "module"), PLAYED, ids=lambda doc: doc.id if doc else "")
def test_the_chip_never_says_less_than_what_others_see(doc, module, group, anna, bas, chris, dana):
    """For every phase in which a peer writes, also in a module that fills a slot: `only_me` on the chip means that
    nobody else has the card."""
    load_methods([module] if module else [])
    session = in_method(a_session(group), anna, bas, doc.id, chris, dana)
    while session.step.kind == Step.Kind.PHASE:
        if module and session.step.doc.id == chooses_in(doc).id:
            session = choose_module(session, anna, module.id)
        room = look(chris, session.pk)
        for kind in room.kinds[:1]:
            card = write(session, chris, SECRET, kind=kind)
            others = [p for p in (anna, bas, dana) if card.pk in {c.pk for c in look(p, session.pk).cards}]
            assert room.chip.only_me == (not others), room.step.doc.id
        session = advance(session, anna)


# ── marks, and the question everybody keeps in sight ───────────────────────────────────────────────
def rated(group, anna, bas, chris, dana, marks):
    """A step of the library in which Bas rates a card of Chris on this scale, and how it is shown to each."""
    doc = next(doc for doc in first_six() for phase in doc.phases if phase.marks == marks)
    phase = next(phase for phase in doc.phases if phase.marks == marks)
    session = in_method(a_session(group), anna, bas, doc.id, chris, dana)
    while fresh(session).step.doc.id != phase.id:
        for kind in look(chris, session.pk).kinds[:1]:
            write(session, chris, SECRET, kind=kind)
        session = advance(session, anna)
        reveal_now(session)
    return session


@pytest.mark.parametrize("marks", [marks for marks in Marks if marks])
def test_the_chip_of_a_mark_never_says_less_than_what_others_see(group, anna, bas, chris, dana, client_of, marks):
    """For every scale of the library: `only_me` on the chip means that nobody else sees what is chosen."""
    session = rated(group, anna, bas, chris, dana, marks)
    chip = visibility.mark_chip(marks, session.step.doc.board)
    code = next(choice.code for choice in mark_choices(marks, "nl") if not choice.removes)
    card, place = rating(client_of(bas), bas, session)
    assert chip.text in place
    writing.mark(session, by=bas, card_id=card.pk, scale=marks, value=code)
    assert kept(bas, session, card) == {marks: code}
    others = [kept(person, session, card) for person in (anna, chris, dana)]
    assert chip.only_me == (others == [{}, {}, {}])


def rating(browser, bas, session):
    """A card that asks Bas for a mark, and what stands at the place where it does: a pile, or the panel of a board."""
    screen = Screen(look(bas, session.pk), Mode.TABLE)
    if screen.drawn:
        piece = screen.drawn.laid.of("thought")[0]
        panel = browser.get(reverse("room_piece", args=[session.pk, piece.id])).text
        return SimpleNamespace(pk=piece.id), panel.split('id="board-panel"')[1]
    page = browser.get(reverse("room", args=[session.pk])).text
    card = next(c for pile in screen.piles for c in pile.cards if c.to_rate)
    return card, page.split('id="marks-see"')[1].split("</p>")[0]


def kept(person, session, card):
    return next(one.kept for one in look(person, session.pk).cards if one.pk == card.pk)


@pytest.mark.parametrize("board", Board)
@pytest.mark.parametrize("marks", [marks for marks in Marks if marks])
def test_when_a_mark_is_seen_follows_from_its_promise(marks, board):
    here, before = SimpleNamespace(id=uuid4(), doc=SimpleNamespace(board=board)), str(uuid4())
    moment = visibility.Moment([here], here, timezone.now())
    for giver in (True, False):
        viewer = visibility.Viewer(uuid4(), is_case_giver=giver)
        now = visibility.sees_mark(viewer, moment, scale=marks, given_in=str(here.id))
        assert now == (giver or not visibility.mark_chip(marks, board).only_me)
        assert visibility.sees_mark(viewer, moment, scale=marks, given_in=before)  # the step is over


def worded(group, anna, bas, chris):
    session = go_to(begin(a_session(group), anna, bas, chris), anna, kind="case_choice")
    choosing.choose_case(session, by=anna, case_id=a_case(bas, group).pk)
    session = go_to(session, anna, kind="question")
    choosing.word_question(fresh(session), by=bas, text=SECRET)
    return fresh(session)


def test_the_chip_of_the_key_question_says_who_sees_it(group, anna, bas, chris, client_of):
    session, address = worded(group, anna, bas, chris), "room"
    page = client_of(bas).get(reverse(address, args=[session.pk])).text
    assert visibility.question_chip().text in page.split('id="question-sees"')[1].split("</div>")[0]
    assert visibility.question_chip().only_me is False
    for person in (anna, chris):
        assert look(person, session.pk).key_question == SECRET


def test_who_sees_the_key_question_and_what_its_chip_says_are_one_promise(group, anna, bas, chris, monkeypatch):
    session = worded(group, anna, bas, chris)
    never = visibility.Promise(visibility.Opens.NEVER, None, named=True, turned=False)
    monkeypatch.setattr(visibility, "QUESTION", never)
    assert visibility.question_chip().only_me is True
    assert look(bas, session.pk).key_question == SECRET
    assert look(chris, session.pk).key_question == ""


def test_the_policy_asks_no_database(filling, anna, django_assert_num_queries):
    room = look(anna, filling.pk)
    with django_assert_num_queries(0):
        visibility.query(room.viewer, room.moment)
        visibility.chip(room.step, room.steps, case_giver="Bas", lang="nl")


def test_a_look_costs_the_same_with_one_card_and_with_three(filling, bas, chris, dana, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(look(chris, filling.pk).cards) == 1
    for text in ("Nog een", "En nog een"):
        write(filling, chris, text, kind="thought")
    with django_assert_num_queries(3):
        assert len(look(chris, filling.pk).cards) == 3


@pytest.fixture
def looks(filling, anna, bas, chris, dana):
    """What each of four sees, at each step from the writing on."""

    def through():
        write(filling, dana, "Dat had ik ook.", kind="thought")
        session = filling
        while session.step.kind == Step.Kind.PHASE:
            reveal_now(session)
            yield from (look(person, session.pk) for person in (anna, bas, chris, dana))
            session = advance(session, anna)

    return through()


def test_who_asks_for_the_cards_of_some_steps_sees_of_them_what_who_asks_for_all_sees(looks):
    compared = 0
    for room in looks:
        everything = Contribution.objects.filter(visibility.query(room.viewer, room.moment))
        for step in room.steps:
            some = Contribution.objects.filter(visibility.query(room.viewer, room.moment, [step.pk]), step=step)
            assert set(some.values_list("pk")) == set(everything.filter(step=step).values_list("pk"))
            compared += some.count()
    assert compared > 20


def test_the_cards_of_a_room_are_those_of_the_policy_also_as_sql_that_is_made_once(looks):
    seen = 0
    for room in looks:
        asked = [step.pk for step in room.steps]
        plain = Contribution.objects.filter(visibility.query(room.viewer, room.moment), step__in=asked)
        once = laid.visible_cards(room.viewer, room.moment, asked)
        assert {card.pk for card in once} == set(plain.values_list("pk", flat=True))
        seen += len(once)
    assert seen > 20


def seen_by(session, *users):
    rooms = [look(user, session.pk) for user in users]
    return {room.user.pk: {card.text for step in room.steps for card in room.look_back_at(step)} for room in rooms}


def test_who_passes_where_silent_writing_is_read_out_keeps_it_also_afterwards(group, anna, bas, chris, dana):
    session = in_method(a_session(group, leads=anna), anna, bas, "questions_only", chris, dana, phase="write")
    write(session, chris, "Wat laat je dan liggen?", kind="question")
    write(session, dana, "Wie merkt dat?", kind="question")
    session = go_to(session, anna, phase="offer")
    people.end_turn(session, by=chris, step_id=session.step_id, user_id=chris.pk, how="passed")
    people.end_turn(fresh(session), by=dana, step_id=session.step_id, user_id=dana.pk, how="done")
    for phase in ("offer", "think", "learn"):
        session = go_to(session, anna, phase=phase)
        told = seen_by(session, anna, bas, chris, dana)
        assert told[chris.pk] == {"Wat laat je dan liggen?", "Wie merkt dat?"}
        assert told[anna.pk] == told[bas.pk] == told[dana.pk] == {"Wie merkt dat?"}


def test_what_is_allowed_comes_in_again_as_it_went_out():
    ids = iter([uuid4() for _ in range(30)])
    several = {one.name: (next(ids), next(ids)) for one in fields(Allowed)}
    several |= {"viewer": next(ids), "current": next(ids)}
    several["was_read"] = ((next(ids), next(ids)), (next(ids), next(ids)))
    some = Allowed(**several)
    assert Allowed.of(*some.values()) == some
    assert Allowed.of(*Allowed(some.viewer).values()) == Allowed(some.viewer)
