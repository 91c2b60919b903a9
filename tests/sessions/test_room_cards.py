"""What people write, through HTTP and against old tabs: the server holds the rule of every phase."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.models import Contribution, Mark, PrivateNote, ScaleMark, Step
from tests.sessions.table import a_session, fresh, go_to, in_method, reveal_now, write
from tests.sessions.test_room_presses import press

SECRET = "Straks denken ze dat ik aan hen twijfel."


def lay(browser, session, *, kind, text=SECRET, step=None, **more):
    fields = {"kind": kind, "text": text, "card_id": uuid4(), "step": step or fresh(session).step_id, **more}
    return press(browser, session, "room_contribute", **fields)


def everything_drawn(browser, session):
    """All that this browser can get of the room: the page, every part, and a look at every step."""
    page = browser.get(reverse("room", args=[session.pk]))
    key = page.context["screen"].key if page.context else ""
    texts = [page.content.decode()]
    for of in ("step", "people", "cards", "tally"):
        texts.append(browser.get(reverse("room_part", args=[session.pk, of]) + f"?key={key}").content.decode())
    texts.append(browser.get(reverse("room_part", args=[session.pk, "step"]) + "?key=old").content.decode())
    texts += [
        browser.get(reverse(name, args=[session.pk])).content.decode()
        for name in ("room_notes", "room_advice", "room_score")
    ]
    for step in session.steps.all():
        texts.append(browser.get(reverse("room_peek", args=[session.pk, step.pk])).content.decode())
    return "\n".join(texts)


# ── silent writing ─────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def filling(group, anna, bas, chris, dana):
    return in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="fill")


def test_what_is_written_in_silence_is_in_no_answer_to_anybody_else(filling, anna, bas, chris, dana, client_of):
    assert lay(client_of(chris), filling, kind="thought").status_code == 204
    assert SECRET in everything_drawn(client_of(chris), filling)
    for user in (anna, bas, dana):
        shown = everything_drawn(client_of(user), filling)
        assert SECRET not in shown
        assert "Eén kaart ligt dicht op tafel." in shown


def test_at_the_reveal_it_lies_open_for_everybody_without_a_name(filling, anna, bas, chris, dana, client_of):
    lay(client_of(chris), filling, kind="thought")
    running = go_to(filling, anna, phase="reveal")
    Step.objects.filter(pk=running.step_id).update(reveal_at=timezone.now() + timedelta(minutes=1))
    assert SECRET not in everything_drawn(client_of(dana), running)
    assert "Drie tellen" in client_of(dana).get(reverse("room", args=[running.pk])).content.decode()
    reveal_now(running)
    for user in (anna, bas, dana):
        shown = client_of(user).get(reverse("room", args=[running.pk])).content.decode()
        assert SECRET in shown
        cards = shown.split('id="stage-cards"')[1].split("</section>")[0]
        assert "Chris" not in cards


def test_the_same_form_sent_twice_makes_one_card(filling, chris, client_of):
    same = uuid4()
    for _press in range(2):
        assert lay(client_of(chris), filling, kind="thought", card_id=same).status_code == 204
    assert Contribution.objects.count() == 1


def test_nobody_makes_a_card_under_the_number_of_another(filling, chris, dana, client_of):
    same = uuid4()
    lay(client_of(chris), filling, kind="thought", card_id=same)
    assert lay(client_of(dana), filling, kind="thought", card_id=same, text="Iets anders").status_code == 400
    assert Contribution.objects.get().text == SECRET


def test_what_is_not_of_this_step_is_refused_and_stays_typed(filling, chris, client_of):
    answer = lay(client_of(chris), filling, kind="advice")
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#flash"
    assert SECRET not in answer.content.decode()
    assert not Contribution.objects.exists()


def test_without_script_what_was_refused_stands_in_its_field_again(filling, chris, client_of):
    address = reverse("room_contribute", args=[filling.pk])
    fields = {"kind": "advice", "text": SECRET, "card_id": uuid4(), "step": filling.step_id}
    answer = client_of(chris).post(address, fields)
    assert answer.status_code == 403
    assert f"{SECRET}</textarea>" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_empty_and_overlong_is_said_in_words(filling, chris, client_of, text):
    assert lay(client_of(chris), filling, kind="thought", text=text).status_code == 400


def test_a_limit_is_a_limit(filling, chris, client_of):
    browser = client_of(chris)
    answers = [lay(browser, filling, kind="thought", text=f"Gedachte {n}").status_code for n in range(5)]
    assert answers == [204, 204, 204, 204, 409]


def test_the_last_card_that_fits_is_taken_once_more_when_its_form_comes_twice(filling, chris, client_of):
    browser, same = client_of(chris), uuid4()
    for n in range(3):
        lay(browser, filling, kind="thought", text=f"Gedachte {n}")
    answers = [lay(browser, filling, kind="thought", card_id=same).status_code for _press in range(2)]
    assert answers == [204, 204]
    assert Contribution.objects.count() == 4


def test_an_old_tab_writes_nothing_into_a_step_that_is_over(filling, anna, chris, client_of):
    over = filling.step_id
    running = go_to(filling, anna, phase="reveal")
    answer = lay(client_of(chris), running, kind="thought", step=over)
    assert answer.status_code == 409
    assert "Je tekst blijft op je scherm staan" in answer.content.decode()


def test_one_changes_and_takes_away_only_ones_own(filling, chris, dana, client_of):
    card = write(filling, chris, SECRET, kind="thought")
    assert press(client_of(dana), filling, "room_change", card.pk, text="Gekaapt").status_code == 409
    press(client_of(dana), filling, "room_take_away", card.pk)
    assert Contribution.objects.get().text == SECRET
    assert press(client_of(chris), filling, "room_change", card.pk, text="Anders").status_code == 204
    assert Contribution.objects.get().text == "Anders"
    for _press in range(2):
        assert press(client_of(chris), filling, "room_take_away", card.pk).status_code == 204
    assert not Contribution.objects.exists()


def test_in_the_quiet_nothing_is_laid_down(filling, chris, client_of):
    press(client_of(chris), filling, "room_stop")
    assert lay(client_of(chris), filling, kind="thought").status_code == 409


# ── questions and advice apart ─────────────────────────────────────────────────────────────────────
@pytest.fixture
def exploring(group, anna, bas, chris, dana):
    return in_method(a_session(group), anna, bas, "five_step", chris, dana, phase="explore")


def test_advice_is_refused_where_people_ask(exploring, chris, client_of):
    assert lay(client_of(chris), exploring, kind="advice").status_code == 403
    assert lay(client_of(chris), exploring, kind="question").status_code == 204


def test_early_advice_is_parked_in_one_tap_and_seen_by_nobody(exploring, anna, bas, chris, dana, client_of):
    assert lay(client_of(chris), exploring, kind="advice", parked="on").status_code == 204
    for user in (anna, bas, dana):
        assert SECRET not in everything_drawn(client_of(user), exploring)
    assert SECRET in everything_drawn(client_of(chris), exploring)


def test_only_a_peer_parks_and_what_is_parked_is_advice(exploring, anna, bas, chris, client_of):
    assert lay(client_of(bas), exploring, kind="advice", parked="on").status_code == 403
    assert lay(client_of(anna), exploring, kind="advice", parked="on").status_code == 403
    assert lay(client_of(chris), exploring, kind="question", parked="on").status_code == 204
    assert [(card.kind, card.parked) for card in Contribution.objects.all()] == [("advice", True)]


def test_parked_advice_comes_back_to_its_writer_in_the_round_of_advice(exploring, anna, chris, dana, client_of):
    card = write(exploring, chris, SECRET, kind="advice", parked=True)
    assert press(client_of(chris), exploring, "room_release_parked", card.pk).status_code == 409
    running = go_to(exploring, anna, phase="advice")
    press(client_of(dana), running, "room_release_parked", card.pk)
    assert Contribution.objects.get().parked
    reveal_now(running)
    where, button = reverse("room", args=[running.pk]), reverse("room_release_parked", args=[running.pk, card.pk])
    assert button in client_of(chris).get(where).content.decode()
    assert SECRET not in everything_drawn(client_of(dana), running)
    press(client_of(chris), running, "room_release_parked", card.pk)
    assert not Contribution.objects.get().parked
    assert SECRET in client_of(dana).get(reverse("room", args=[running.pk])).content.decode()


def test_who_kept_advice_reads_where_it_comes_back(exploring, anna, chris, client_of):
    write(exploring, chris, SECRET, kind="advice", parked=True)
    running = go_to(exploring, anna, phase="core")
    assert "Bij ‘Adviesronde’ kun je het alsnog op tafel leggen." in cards_of(client_of(chris), running)
    running = go_to(running, anna, phase="choose")
    assert "Bas kan er bij de oogst om vragen." in cards_of(client_of(chris), running)


@pytest.mark.parametrize("wanted", [True, False])
def test_at_the_harvest_the_case_giver_asks_for_it_or_not(exploring, anna, bas, chris, dana, client_of, wanted):
    write(exploring, chris, SECRET, kind="advice", parked=True)
    running = go_to(exploring, anna, kind="harvest")
    where = reverse("room", args=[running.pk])
    assert "Er is één advies bewaard." in client_of(bas).get(where).content.decode()
    assert "advies bewaard" not in client_of(dana).get(where).content.decode()
    answer = {"yes": "on"} if wanted else {"no": "on"}
    assert press(client_of(dana), running, "room_open_parked", **answer).status_code == 403
    running.step.turns.filter(user=bas).update(state="done")  # what one takes along oneself comes first
    assert press(client_of(bas), running, "room_open_parked", **answer).status_code == 204
    assert (SECRET in client_of(bas).get(where).content.decode()) == wanted
    assert SECRET not in client_of(dana).get(where).content.decode()
    assert Contribution.objects.filter(parked=True).exists() == wanted


# ── the turned chair ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("method", "phase", "kind"), [("five_step", "advice", "advice"), ("gossip", "gossip", "question")]
)
def test_who_listens_writes_nothing_public(group, anna, bas, chris, client_of, method, phase, kind):
    running = in_method(a_session(group), anna, bas, method, chris, phase=phase)
    if running.step.doc.turned:
        assert "Je luistert." in client_of(bas).get(reverse("room", args=[running.pk])).content.decode()
    answer = lay(client_of(bas), running, kind=kind)
    assert answer.status_code == 403
    assert not Contribution.objects.exists()


def test_the_quiet_page_holds_no_card_no_name_and_no_input_but_ones_own_notes(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "gossip", chris, dana, phase="gossip")
    shown = client_of(bas).get(reverse("room", args=[running.pk])).content.decode()
    body = shown.split('id="room"')[1]
    assert "Chris" not in body
    assert "Dana" not in body
    assert body.count("<textarea") == 1
    assert "Ik wil even stoppen" in body


def test_notes_are_ones_own(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "gossip", chris, phase="gossip")
    answer = press(client_of(bas), running, "room_note", text=SECRET, mark="touched")
    assert SECRET in answer.content.decode()
    assert press(client_of(bas), running, "room_note", text="", mark="").status_code == 400
    for user in (anna, chris):
        assert SECRET not in everything_drawn(client_of(user), running)
    note = PrivateNote.objects.get()
    press(client_of(chris), running, "room_erase_note", note.pk)
    assert PrivateNote.objects.exists()
    press(client_of(bas), running, "room_erase_note", note.pk)
    assert not PrivateNote.objects.exists()


# ── rating ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def choosing(group, anna, bas, chris, dana):
    running = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    write(running, chris, SECRET, kind="thought")
    running = go_to(running, anna, phase="reveal")
    reveal_now(running)
    return running


def test_only_the_case_giver_rates(choosing, anna, bas, chris, client_of):
    card = Contribution.objects.get()
    for user in (anna, chris):
        assert press(client_of(user), choosing, "room_mark", card.pk, scale="mine", value="mine").status_code == 403
    assert press(client_of(bas), choosing, "room_mark", card.pk, scale="mine", value="mine").status_code == 204
    assert press(client_of(bas), choosing, "room_mark", card.pk, scale="mine", value="lovely").status_code == 400
    assert press(client_of(bas), choosing, "room_mark", card.pk, scale="keep", value="keep").status_code == 400
    assert press(client_of(bas), choosing, "room_mark", uuid4(), scale="mine", value="mine").status_code == 409
    assert Mark.objects.get().value == "mine"


def test_a_mark_is_on_no_other_screen_until_the_step_is_over(choosing, anna, bas, chris, client_of):
    before = {user: cards_of(client_of(user), choosing) for user in (anna, chris)}
    press(client_of(bas), choosing, "room_mark", Contribution.objects.get().pk, scale="mine", value="maybe")
    assert "checked" in cards_of(client_of(bas), choosing)
    for user in (anna, chris):
        assert cards_of(client_of(user), choosing) == before[user]


def test_a_card_that_is_not_mine_is_gone_for_everyone_when_the_step_is_over(choosing, anna, bas, chris, client_of):
    press(client_of(bas), choosing, "room_mark", Contribution.objects.get().pk, scale="mine", value="not_mine")
    assert SECRET in cards_of(client_of(chris), choosing)
    running = go_to(choosing, anna, phase="order")
    for user in (anna, bas, chris):
        assert SECRET not in everything_drawn(client_of(user), running)


def test_what_others_take_for_themselves_is_not_laid_before_the_case_giver(exploring, anna, bas, chris, client_of):
    running = go_to(exploring, anna, phase="advice")
    offered = write(running, chris, "Ik zou vragen wat zij nodig heeft.", kind="advice")
    running = go_to(running, anna, phase="choose")
    own = write(running, chris, SECRET, kind="takeaway")
    assert SECRET not in cards_of(client_of(bas), running), "it is a round, and not yet their turn"
    running.step.turns.filter(user=chris).update(state="done")
    shown = cards_of(client_of(bas), running)
    assert SECRET in shown
    assert [f"m-{card.pk}-let_go" in shown for card in (offered, own)] == [True, False]
    assert press(client_of(bas), running, "room_mark", own.pk, scale="keep", value="let_go").status_code == 409
    assert press(client_of(bas), running, "room_mark", offered.pk, scale="keep", value="keep").status_code == 204


def test_of_their_own_thoughts_nobody_asks_whose_they_are(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    own = write(running, bas, SECRET, kind="thought")
    running = go_to(running, anna, phase="reveal")
    reveal_now(running)
    assert SECRET in cards_of(client_of(bas), running)
    assert f"m-{own.pk}-mine" not in cards_of(client_of(bas), running)
    assert press(client_of(bas), running, "room_mark", own.pk, scale="mine", value="not_mine").status_code == 409
    running = go_to(running, anna, phase="order")
    assert press(client_of(bas), running, "room_mark", own.pk, scale="stance", value="helps").status_code == 204


def cards_of(browser, session):
    shown = browser.get(reverse("room", args=[session.pk])).content.decode()
    return shown.split('id="stage-cards"')[1].split("</section>")[0]


# ── a private number ───────────────────────────────────────────────────────────────────────────────
def test_a_number_is_private_until_it_is_shared(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "streefbeeld", chris, phase="scale")
    assert press(client_of(chris), running, "room_score_give", value=4).status_code == 403
    assert press(client_of(bas), running, "room_score_give", value=11).status_code == 400
    assert press(client_of(bas), running, "room_score_give", value=4).status_code == 204
    assert press(client_of(bas), running, "room_score_give", value=5).status_code == 204
    assert ScaleMark.objects.count() == 1
    assert "geeft een 5" not in everything_drawn(client_of(chris), running)
    press(client_of(chris), running, "room_share_score")
    assert "geeft een 5" not in everything_drawn(client_of(chris), running)
    press(client_of(bas), running, "room_share_score")
    assert "Bas geeft een 5." in everything_drawn(client_of(chris), running)
    assert "Bas geeft een 5." in client_of(anna).get(reverse("room", args=[running.pk])).content.decode()


def test_a_number_asked_again_stands_beside_the_first_for_its_owner_alone(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, phase="one_thought")
    press(client_of(bas), running, "room_score_give", value=9)
    press(client_of(bas), running, "room_share_score")
    running = go_to(running, anna, phase="space")
    assert "Eerder gaf je een 90." in everything_drawn(client_of(bas), running)
    for user in (anna, chris):
        shown = everything_drawn(client_of(user), running)
        assert "gaf je een 9" not in shown and "geeft een 9" not in shown


def test_while_it_is_told_the_picture_lies_before_its_owner_in_the_order_of_writing(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "streefbeeld", chris, phase="picture")
    lines = [f"Ik zie stoel {number}." for number in range(6)]
    for line in lines:
        write(running, bas, line, kind="image")
    assert "de groep na deze stap" in client_of(bas).get(reverse("room", args=[running.pk])).content.decode()
    assert "de groep als Bas het opent" in client_of(chris).get(reverse("room", args=[running.pk])).content.decode()
    running = go_to(running, anna, phase="sharpen")
    shown = cards_of(client_of(bas), running)
    assert sorted(lines, key=shown.index) == lines
    for user in (anna, chris):  # on the board, as soon as the silence is over
        assert "Ik zie stoel" in everything_drawn(client_of(user), running)


def test_another_scale_is_not_set_beside_it(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "streefbeeld", chris, phase="scale")
    press(client_of(bas), running, "room_score_give", value=4)
    running = go_to(running, anna, phase="first_step")
    assert "Eerder gaf je" not in everything_drawn(client_of(bas), running)


# ── several beginnings ─────────────────────────────────────────────────────────────────────────────
def test_each_beginning_is_kept_as_the_kind_that_belongs_to_it(group, anna, bas, chris, client_of):
    """The first line the first of `own_kinds`, the second the second; the last repeats."""
    session = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, phase="harvest")
    giver = client_of(bas)
    page = giver.get(reverse("room", args=[session.pk])).content.decode()
    forms = [form for form in page.split("<form")[1:] if 'class="stem"' in form]
    for number, form in enumerate(forms):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        fields.pop("csrfmiddlewaretoken")
        assert press(giver, session, "room_contribute", **fields, text=f"zin {number}").status_code == 204
    laid = Contribution.objects.select_related("key").order_by("created_at")
    assert [card.kind for card in laid] == ["takeaway", "takeaway", "observation"]
    assert laid[2].text == "Tot de volgende keer let ik op zin 2"
