"""On a board only the case-giver moves and names: through HTTP, against others, strangers and old tabs."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from methods.actions import load_methods
from sessions.actions import boards, pointer, writing
from sessions.models import Commitment, Contribution, ScaleMark, Step, Turn
from tests.methods.facts import shipped
from tests.sessions.table import a_session, fresh, go_to, in_method, reveal_now, write
from tests.sessions.test_room_cards import everything_drawn
from tests.sessions.test_room_presses import press

LOUD = "Als ik nu iets zeg, gaat het weer over mij."
OFFERED = "Straks denken ze dat ik aan hen twijfel."
NOT_MINE = "Ik ben hier te jong voor."


@pytest.fixture
def cloud(group, anna, bas, chris, dana):
    """At the ordering: one thought of Bas, one of Chris that he took, one that he let go of."""
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    write(session, bas, LOUD, kind="thought")
    for text in (OFFERED, NOT_MINE):
        write(session, chris, text, kind="thought")
    session = go_to(session, anna, phase="reveal")
    reveal_now(session)
    for text, value in ((OFFERED, "mine"), (NOT_MINE, "not_mine")):
        writing.mark(fresh(session), by=bas, card_id=card(text).pk, scale="mine", value=value)
    return go_to(session, anna, phase="order")


@pytest.fixture
def pokes(monkeypatch):
    told = []
    monkeypatch.setattr(boards, "poke", lambda topic, *names: told.append((topic, names)))
    return told


def card(text):
    return next(one for one in Contribution.objects.select_related("key") if one.text == text)


def deeds(session):
    """Each deed on a board, ready to be pressed: name, ids, fields."""
    step = session.step_id
    return {
        "room_place": ([card(LOUD).pk], {"x": 30, "y": 40, "step": step}),
        "room_say": ([card(LOUD).pk], {"facet": "loud", "value": "5", "step": step}),
        "room_join": ([card(LOUD).pk], {"other": card(OFFERED).pk, "step": step}),
    }


NAMES = ("room_place", "room_say", "room_join")


def kept():
    one = card(LOUD)
    return one.x, one.y, one.said


@pytest.mark.parametrize("name", NAMES)
def test_the_case_giver_does_it_and_everybody_hears(cloud, bas, client_of, name, pokes):
    ids, fields = deeds(cloud)[name]
    answer = press(client_of(bas), cloud, name, *ids, **fields)
    assert answer.status_code == 204
    assert json.loads(answer.headers["HX-Trigger"]) == {"live:cards": {}}
    assert kept() != (None, None, {})
    assert pokes == [(cloud.topic, ("cards",))]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["anna", "chris", "dana"])
def test_nobody_else_moves_or_names(cloud, client_of, request, name, who):
    ids, fields = deeds(cloud)[name]
    answer = press(client_of(request.getfixturevalue(who)), cloud, name, *ids, **fields)
    assert answer.status_code == 403
    assert kept() == (None, None, {})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_for_strangers_and_the_coordinator_it_is_not_there(cloud, client_of, request, name, who):
    ids, fields = deeds(cloud)[name]
    browser = client_of(request.getfixturevalue(who))
    assert press(browser, cloud, name, *ids, **fields).status_code == 404
    assert browser.get(reverse("room_piece", args=[cloud.pk, ids[0]])).status_code == 404
    assert kept() == (None, None, {})


@pytest.mark.parametrize("name", NAMES)
def test_a_member_who_was_removed_finds_nothing(cloud, group, bas, client_of, name):
    ids, fields = deeds(cloud)[name]
    browser = client_of(bas)
    group.memberships.filter(user=bas).delete()
    assert press(browser, cloud, name, *ids, **fields).status_code == 404
    assert kept() == (None, None, {})


@pytest.mark.parametrize("name", NAMES)
def test_who_is_not_logged_in_logs_in_first(cloud, client, name):
    ids, fields = deeds(cloud)[name]
    answer = client.post(reverse(name, args=[cloud.pk, *ids]), fields)
    assert answer.status_code == 302
    assert "/inloggen/" in answer.url or "login" in answer.url
    assert kept() == (None, None, {})


@pytest.mark.parametrize("name", NAMES)
def test_an_old_tab_changes_nothing(cloud, anna, bas, client_of, name):
    ids, fields = deeds(cloud)[name]
    go_to(cloud, anna, phase="one_thought")
    assert press(client_of(bas), cloud, name, *ids, **fields).status_code == 409
    assert kept() == (None, None, {})


@pytest.mark.parametrize("name", NAMES)
def test_while_it_is_quiet_nothing_moves(cloud, bas, client_of, name):
    type(cloud).objects.filter(pk=cloud.pk).update(calm=True)
    ids, fields = deeds(cloud)[name]
    assert press(client_of(bas), cloud, name, *ids, **fields).status_code == 409
    assert kept() == (None, None, {})


@pytest.mark.parametrize("name", NAMES)
def test_get_is_refused(cloud, bas, client_of, name):
    ids, _fields = deeds(cloud)[name]
    assert client_of(bas).get(reverse(name, args=[cloud.pk, *ids])).status_code == 405


def test_twice_is_the_same(cloud, bas, client_of):
    browser, found = client_of(bas), deeds(cloud)
    for _time in range(2):
        for name in ("room_place", "room_say"):
            ids, fields = found[name]
            press(browser, cloud, name, *ids, **fields)
    assert kept() == (30, 40, {"loud": "5"})


def test_a_line_is_drawn_once_and_taken_away_from_either_end(cloud, bas, client_of):
    browser = client_of(bas)
    join = lambda a, b: press(browser, cloud, "room_join", card(a).pk, other=card(b).pk, step=cloud.step_id)  # noqa: E731
    join(LOUD, OFFERED)
    assert card(LOUD).said == {"links": [str(card(OFFERED).pk)]}
    assert 'class="link strong"' in browser.get(reverse("room", args=[cloud.pk])).text
    join(OFFERED, LOUD)
    assert card(LOUD).said == card(OFFERED).said == {}
    assert join(LOUD, LOUD).status_code == 400


@pytest.mark.parametrize(
    ("facet", "value", "status"),
    [
        ("loud", "3", 204),
        ("loud", "6", 400),
        ("sort", "fact", 204),
        ("sort", "fear", 400),
        ("voice", "past", 204),
        ("believed", "50", 400),  # asked of a helping thought alone
        ("links", "x", 400),
        ("cluster", "no id", 400),
        ("cluster", "3bc5f53e-8585-4822-9341-6cfa5d0d343c", 409),
        ("sort", "", 204),
    ],
)
def test_only_what_the_board_knows_can_be_said(cloud, bas, client_of, facet, value, status):
    said = {"facet": facet, "value": value, "step": cloud.step_id}
    assert press(client_of(bas), cloud, "room_say", card(LOUD).pk, **said).status_code == status


def test_a_cluster_is_a_name_the_case_giver_wrote(cloud, bas, chris, client_of):
    write(cloud, bas, "Erbij horen", kind="word")
    said = {"facet": "cluster", "value": str(card("Erbij horen").pk), "step": cloud.step_id}
    assert press(client_of(bas), cloud, "room_say", card(LOUD).pk, **said).status_code == 204
    assert "Erbij horen" in client_of(chris).get(reverse("room", args=[cloud.pk])).text


@pytest.mark.parametrize(("move", "closer"), [("in", True), ("out", False)])
def test_without_a_hand_it_goes_a_stride_closer_or_further(cloud, bas, client_of, move, closer):
    said = {"x": 20, "y": 20, "move": move, "step": cloud.step_id}
    press(client_of(bas), cloud, "room_place", card(LOUD).pk, **said)
    x, y, _said = kept()
    assert (abs(x - 50) + abs(y - 50) < 60) == closer


def test_without_script_the_press_leads_back_to_the_room_and_the_panel_is_a_page(cloud, bas, client_of):
    browser = client_of(bas)
    page = browser.get(reverse("room_piece", args=[cloud.pk, card(LOUD).pk]))
    assert page.status_code == 200
    assert "<html" in page.text
    answer = browser.post(
        reverse("room_say", args=[cloud.pk, card(LOUD).pk]), {"facet": "loud", "value": "4", "step": cloud.step_id}
    )
    assert answer.url == reverse("room", args=[cloud.pk])


def test_the_group_sees_the_cloud_as_it_changes_and_never_what_was_let_go(cloud, anna, bas, chris, client_of):
    writing.mark(fresh(cloud), by=bas, card_id=card(LOUD).pk, scale="stance", value="hinders")
    press(client_of(bas), cloud, "room_say", card(LOUD).pk, facet="sort", value="forecast", step=cloud.step_id)
    for user in (anna, chris):
        seen = client_of(user).get(reverse("room", args=[cloud.pk])).text
        assert "Hindert, voorspelling" in seen
        assert "Nu de groep" not in seen  # nothing to write there for them
        assert reverse("room_piece", args=[cloud.pk, card(LOUD).pk]) not in seen
    for user in (anna, bas, chris):
        assert NOT_MINE not in everything_drawn(client_of(user), cloud)


def test_what_is_let_go_of_is_deleted_not_stored(cloud, anna):
    session = go_to(cloud, anna, kind="closing")
    pointer.close(session, by=anna, seen_version=session.version)
    assert NOT_MINE not in [one.text for one in Contribution.objects.select_related("key")]


def test_one_panel_for_the_case_giver_alone(cloud, anna, bas, chris, client_of):
    address = reverse("room_piece", args=[cloud.pk, card(LOUD).pk])
    assert "Hoe luid klinkt deze gedachte?" in client_of(bas).get(address).text
    for user in (anna, chris):
        assert client_of(user).get(address).status_code == 404


# ── what belongs to a place ────────────────────────────────────────────────────────────────────────
def test_the_middle_holds_sixty_characters(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="moment")
    browser = client_of(bas)
    said = {"kind": "formulation", "step": session.step_id, "line": 0, "stem": "Het woord in het midden:"}
    long = press(browser, session, "room_contribute", text="s" * 61, card_id=uuid4(), **said)
    assert long.status_code == 400
    assert "60" in long.text
    fits = press(browser, session, "room_contribute", text="s" * 60, card_id=uuid4(), **said)
    assert fits.status_code == 204
    assert (
        press(browser, session, "room_change", Contribution.objects.get().pk, text="Het woord: " + "s" * 60).status_code
        == 400
    )


def test_the_writer_is_told_who_may_be_recognised_and_nobody_else(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="moment")
    write(session, bas, "Het woord in het midden: Marieke", kind="formulation")
    said = "Je noemt <b>Marieke</b>. Herkent iemand deze persoon?"
    assert said in client_of(bas).get(reverse("room", args=[session.pk])).text
    assert said not in client_of(chris).get(reverse("room", args=[session.pk])).text


def test_a_question_is_asked_back_as_a_statement_and_never_refused(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="fill")
    write(session, bas, "Wat als ze me traag vinden?", kind="thought")
    assert "Maak er een bewering van" in client_of(bas).get(reverse("room", args=[session.pk])).text


def test_a_heavy_load_is_said_back_to_its_owner_alone(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="moment")
    case = session.step.treatment.case
    case.intake = {"load": 9}
    case.save(update_fields=["intake"])
    assert "je hoeft dit niet alleen te dragen" in client_of(bas).get(reverse("room", args=[session.pk])).text
    for user in (anna, chris):
        assert "alleen te dragen" not in everything_drawn(client_of(user), session)


def test_the_telling_goes_from_facts_to_experience_halfway(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="facts")
    now = '<li aria-current="step">{}</li>'.format
    page = lambda: client_of(chris).get(reverse("room", args=[session.pk])).text  # noqa: E731
    assert now("Eerst de feiten") in page()
    step = Step.objects.get(pk=session.step_id)
    Step.objects.filter(pk=step.pk).update(entered_at=step.entered_at - 0.6 * minutes(step))
    assert now("Dan wat er door je heen ging") in page()


def minutes(step):
    return timedelta(minutes=step.minutes)


# ── what becomes of it ─────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def first_step(group, anna, bas, chris, dana):
    return in_method(a_session(group, leads=anna), anna, bas, "streefbeeld", chris, dana, phase="first_step")


def test_a_first_step_becomes_a_commitment_with_its_day_and_its_buddy(first_step, bas, chris, client_of):
    said = {"kind": "step", "step": first_step.step_id, "text": "Ik zeg het dinsdag.", "card_id": uuid4()}
    browser = client_of(bas)
    for _time in range(2):  # one step fits here; the same form sent again is that step, and changes nothing
        assert press(browser, first_step, "room_contribute", **said, buddy=chris.pk).status_code == 204
    another = said | {"card_id": uuid4()}
    assert press(browser, first_step, "room_contribute", **another, buddy=chris.pk).status_code == 409
    made = Commitment.objects.select_related("key").get()
    assert (made.pk, made.kind, made.text) == (said["card_id"], "step", "Ik zeg het dinsdag.")
    assert (made.owner, made.buddy, made.shared_at) == (bas, chris, None)
    assert made.treatment_id == first_step.step.treatment_id
    assert 2 <= (made.due_on - first_step.started_at.date()).days <= 4


def test_it_changes_and_goes_with_its_card(first_step, bas, client_of):
    one = write(first_step, bas, "Ik zeg het dinsdag.", kind="step")
    press(client_of(bas), first_step, "room_change", one.pk, text="Ik zeg het woensdag.")
    assert Commitment.objects.select_related("key").get().text == "Ik zeg het woensdag."
    press(client_of(bas), first_step, "room_take_away", one.pk)
    assert not Commitment.objects.exists()


def test_a_buddy_sits_at_the_table_and_a_day_still_comes(first_step, bas, eva, client_of):
    said = {"kind": "step", "step": first_step.step_id, "text": "Ik zeg het dinsdag."}
    for wrong in ({"buddy": eva.pk}, {"buddy": bas.pk}, {"due_on": "2020-01-01"}):
        assert press(client_of(bas), first_step, "room_contribute", card_id=uuid4(), **said, **wrong).status_code == 400
    assert not Commitment.objects.exists()


def test_what_to_watch_for_becomes_a_commitment_and_the_sentence_does_not(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="harvest")
    write(session, bas, "Ik merk dat ik de gedachte heb dat ik moet", kind="takeaway")
    write(session, bas, "Tot de volgende keer let ik op de stilte", kind="observation")
    write(session, chris, "Ik herken de stilte", kind="takeaway")
    made = Commitment.objects.select_related("key").get()
    assert (made.kind, made.text) == ("observation", "Tot de volgende keer let ik op de stilte")
    assert made.due_on is not None


# ── the streefbeeld ────────────────────────────────────────────────────────────────────────────────
def test_the_three_ticks_are_the_case_givers_and_no_check(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "streefbeeld", chris, phase="how")
    one = write(session, bas, "Hoe kan ik rustig blijven?", kind="formulation")
    for value in ("own", "concrete", "own"):
        press(client_of(bas), session, "room_say", one.pk, facet="ticks", value=value, step=session.step_id)
    assert card("Hoe kan ik rustig blijven?").said == {"ticks": ["concrete"]}
    seen = client_of(chris).get(reverse("room", args=[session.pk])).text
    assert "Je zou het kunnen zien" in seen
    assert "tick-own" not in seen


def test_a_card_goes_to_another_circle_by_its_owner(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "streefbeeld", chris, phase="inner")
    one = write(session, bas, "Ik vroeg het al eens", kind="sign")
    other = write(session, chris, "Je ziet iedereen", kind="appreciation")
    for pk, ring in ((one.pk, "outer"), (other.pk, "beyond")):
        said = {"facet": "ring", "value": ring, "step": session.step_id}
        assert press(client_of(chris), session, "room_say", pk, **said).status_code == 403
        assert press(client_of(bas), session, "room_say", pk, **said).status_code == 204
    Turn.objects.filter(step=session.step).update(state=Turn.State.DONE)  # a card opens at its writer's turn
    drawn = client_of(anna).get(reverse("room", args=[session.pk])).context["screen"].drawn.data
    assert {choice.code: [piece.text for piece in row] for choice, row, _others in drawn["groups"]} == {
        "inner": [], "outer": ["Ik vroeg het al eens"], "beyond": ["Je ziet iedereen"],
    }  # fmt: skip


def test_the_picture_stays_blind_both_ways_until_it_is_told(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "streefbeeld", chris, phase="picture")
    write(session, bas, "Ik zie drie gezichten", kind="image")
    write(session, chris, "Ik gun je dat het stil mag zijn", kind="wish")
    assert "drie gezichten" not in everything_drawn(client_of(chris), session)
    assert "stil mag zijn" not in everything_drawn(client_of(bas), session)
    assert "Nu alleen jij; de groep na deze stap" in client_of(bas).get(reverse("room", args=[session.pk])).text
    session = go_to(session, anna, phase="sharpen")
    seen = client_of(chris).get(reverse("room", args=[session.pk])).text
    assert "drie gezichten" in seen
    assert "stil mag zijn" in seen  # one's own
    for user in (anna, bas):
        assert "stil mag zijn" not in everything_drawn(client_of(user), session)


def test_who_takes_notes_writes_the_case_givers_words_and_nobody_else(group, anna, bas, chris, dana, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "streefbeeld", chris, dana, phase="picture")
    session.seats.filter(user=dana).update(role="scribe")
    said = {"kind": "image", "text": "de klok tikt", "card_id": uuid4()}
    early = press(client_of(dana), session, "room_contribute", **said, step=session.step_id)
    assert early.status_code == 403  # in silence each writes alone
    session = go_to(session, anna, phase="sharpen")
    assert press(client_of(chris), session, "room_contribute", **said, step=session.step_id).status_code == 403
    assert "In de woorden van Bas, en alleen die" in client_of(dana).get(reverse("room", args=[session.pk])).text
    assert press(client_of(dana), session, "room_contribute", **said, step=session.step_id).status_code == 204
    drawn = client_of(bas).get(reverse("room", args=[session.pk])).context["screen"].drawn.data
    assert [piece.text for _stem, row in drawn["senses"] for piece in row] == ["de klok tikt"]


def test_credibility_is_a_number_of_a_hundred_seen_by_its_owner(cloud, anna, bas, chris, client_of):
    session = go_to(cloud, anna, phase="one_thought")
    writing.score(session, by=bas, value=7)
    assert ">70</label>" in client_of(bas).get(reverse("room", args=[session.pk])).text
    assert ">70<" not in client_of(chris).get(reverse("room_score", args=[session.pk])).text
    assert "Bas geeft een" not in everything_drawn(client_of(chris), session)
    session = go_to(session, anna, phase="space")
    assert "Eerder gaf je een 70." in client_of(bas).get(reverse("room", args=[session.pk])).text
    assert ScaleMark.objects.count() == 1


def test_how_far_a_helping_thought_is_believed_is_its_owners_alone(cloud, anna, bas, chris, client_of):
    session = go_to(cloud, anna, phase="space")
    one = write(session, bas, "Ik mag wachten", kind="helping_thought")
    press(client_of(bas), session, "room_say", one.pk, facet="believed", value="60", step=session.step_id)
    assert card("Ik mag wachten").said == {"believed": "60"}
    writing.open_gifts(fresh(session), by=bas, step_id=session.step_id)
    session = go_to(session, anna, phase="harvest")
    seen = client_of(chris).get(reverse("room", args=[session.pk])).context["screen"].drawn
    assert [piece.said for piece in seen.laid.of("helping_thought")] == [{}]


# ── the pair in one evening ────────────────────────────────────────────────────────────────────────
@pytest.fixture
def last_phase(cloud, anna):
    load_methods([doc for doc in shipped() if doc.id == "streefbeeld"])
    return go_to(cloud, anna, phase="harvest")


@pytest.mark.parametrize("who", ["anna", "bas"])
def test_the_streefbeeld_follows_with_the_same_case(last_phase, client_of, request, who):
    browser = client_of(request.getfixturevalue(who))
    for _twice in range(2):
        assert press(browser, last_phase, "room_pair", step=last_phase.step_id).status_code == 204
    phases = [step.doc.id for step in last_phase.steps.filter(kind="phase")]
    assert phases.count("streefbeeld_how") == 1
    assert phases.index("streefbeeld_how") == phases.index("harvest") + 1


def test_a_peer_does_not_choose_it(last_phase, chris, coen, client_of):
    assert press(client_of(chris), last_phase, "room_pair", step=last_phase.step_id).status_code == 403
    assert press(client_of(coen), last_phase, "room_pair", step=last_phase.step_id).status_code == 404


def test_what_hinders_becomes_a_question_and_what_helps_lies_inside(cloud, anna, bas, chris, client_of):
    load_methods([doc for doc in shipped() if doc.id == "streefbeeld"])
    writing.mark(fresh(cloud), by=bas, card_id=card(LOUD).pk, scale="stance", value="hinders")
    session = go_to(cloud, anna, phase="space")
    write(session, bas, "Ik mag wachten", kind="helping_thought")
    session = go_to(session, anna, phase="harvest")
    press(client_of(anna), session, "room_pair", step=session.step_id)
    session = go_to(session, anna, phase="streefbeeld_one_up")
    drawn = client_of(bas).get(reverse("room", args=[session.pk])).context["screen"].drawn.data
    assert [piece.text for piece in drawn["questions"]] == [LOUD]
    assert [piece.text for piece in drawn["groups"][0][1]] == ["Ik mag wachten"]
    others = client_of(chris).get(reverse("room", args=[session.pk])).context["screen"].drawn.data
    assert others["questions"] == []


def test_undoing_leaves_the_board_as_it_was(cloud, anna, bas, client_of):
    press(client_of(bas), cloud, "room_place", card(LOUD).pk, x=30, y=40, step=cloud.step_id)
    session = fresh(cloud)
    pointer.advance(session, by=anna, seen_version=session.version)
    session = fresh(cloud)
    pointer.undo(session, by=anna, seen_version=session.version)
    assert kept()[:2] == (30, 40)
