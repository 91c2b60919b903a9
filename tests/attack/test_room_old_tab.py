"""Every press of the room from a tab that is behind: it is over, one left the table, it is quiet, the group went on.

The presses come from the addresses and the forms from the templates: a new one without a line here fails.
"""

import re
from uuid import uuid4

import pytest

from groups.models import Organisation
from sessions.actions import choosing, harvest, people, pointer, writing
from sessions.models import Contribution, Mark, ScaleMark, Turn
from sessions.urls import room as urls
from tests.sessions.table import a_case, a_session, fresh, go_to, in_method, write
from tests.sessions.test_room_presses import press

TABLES = (urls.POINTER, urls.PEOPLE, urls.WRITING, urls.CHOOSING, urls.HARVEST)
PRESSES = {name for table in TABLES for _view, name in table.values()}
TYPED = "Straks denken ze dat ik aan hen twijfel."

# Who presses, what the form carries, and the answer: when the session is over, from no seat, in the quiet.
# 409: not now; 403: not from here; the rest is one's own and may be done at any moment, or does nothing more.
EVERY = {
    "room_advance": ("anna", {"version": "{version}"}, 409, 403, 409),
    "room_skip": ("anna", {"version": "{version}"}, 409, 403, 409),
    "room_undo": ("anna", {"version": "{version}"}, 409, 403, 409),
    "room_extend": ("anna", {"minutes": 1, "seen_added": 0, "step": "{step}"}, 409, 403, 409),
    "room_pause": ("anna", {}, 409, 403, 204),
    "room_resume": ("anna", {}, 409, 403, 409),
    "room_begin": ("anna", {}, 409, 409, 409),
    "room_ready": ("chris", {"step": "{step}", "ready": "on"}, 409, 403, 409),
    "room_more_time": ("chris", {"step": "{step}", "asks": "on"}, 409, 403, 409),
    "room_turn": ("chris", {"step": "{step}", "user": "{chris}", "how": "done"}, 409, 403, 409),
    "room_round_again": ("anna", {"step": "{step}"}, 409, 403, 409),
    "room_round_least": ("anna", {"step": "{step}"}, 409, 403, 409),
    "room_ask_lead": ("chris", {}, 409, 403, 204),
    "room_stand_in": ("chris", {}, 409, 403, 409),
    "room_plan_lead": ("anna", {"step": "{step}"}, 409, 403, 409),
    "room_replan": ("anna", {"step": "{step}", "time": 10, "here": 5, "mark": "x"}, 409, 403, 409),
    "room_plan_back": ("anna", {"step": "{step}"}, 409, 403, 409),
    "room_intervene": ("anna", {"deed": "note", "seen": 0}, 409, 403, 403),  # she leads
    "room_whisper_say": ("anna", {"text": TYPED, "whisper_id": "{new}"}, 409, 403, 403),
    "room_whisper_heard": ("dana", {}, 204, 204, 204),
    "room_give_note": ("chris", {}, 409, 409, 409),
    "room_offer_lead": ("anna", {"to": "{dana}"}, 409, 403, 204),
    "room_answer_lead": ("dana", {"yes": "on"}, 409, 403, 204),
    "room_withdraw_lead": ("anna", {}, 204, 204, 204),
    "room_take_lead": ("chris", {}, 409, 403, 204),
    "room_role": ("chris", {"role": "scribe"}, 409, 403, 204),
    "room_calm_please": ("chris", {"yes": "on"}, 409, 403, 204),
    "room_at_distance": ("chris", {"yes": "on"}, 409, 403, 409),
    "room_stop": ("chris", {}, 409, 403, 204),
    "room_contribute": (
        "chris",
        {"step": "{step}", "card_id": "{new}", "kind": "thought", "text": TYPED},
        409,
        403,
        409,
    ),
    "room_change": ("chris", {"text": "Anders"}, 409, 403, 409),
    "room_take_away": ("chris", {}, 409, 403, 409),
    "room_mark": ("bas", {"scale": "mine", "value": "mine", "step": "{step}"}, 409, 403, 409),
    "room_release_parked": ("chris", {}, 409, 403, 409),
    "room_open_gifts": ("bas", {"step": "{step}"}, 409, 403, 409),
    "room_open_parked": ("bas", {"yes": "on"}, 409, 403, 409),
    "room_score_give": ("bas", {"value": 4, "step": "{step}"}, 409, 403, 409),
    "room_share_score": ("bas", {"step": "{step}"}, 409, 403, 409),
    "room_note": ("chris", {"text": TYPED}, 409, 403, 200),
    "room_erase_note": ("chris", {}, 200, 200, 200),
    "room_another_question": ("anna", {"seen": "x"}, 409, 403, 409),
    "room_own_question": ("anna", {"text": TYPED}, 409, 403, 409),
    "room_forget_own_question": ("anna", {"seen": "x"}, 409, 403, 409),
    "room_dot": ("chris", {"step": "{step}", "case": "{case}", "on": "on"}, 409, 403, 409),
    "room_open_dots": ("anna", {"step": "{step}"}, 409, 403, 409),
    "room_choose_case": ("anna", {"case": "{case}"}, 409, 403, 409),
    "room_bring_aloud": ("anna", {"owner": "{dana}", "question": TYPED}, 409, 403, 409),
    "room_next_case": ("anna", {}, 409, 403, 409),
    "room_word_question": ("bas", {"text": TYPED}, 409, 403, 409),
    "room_choose_module": ("bas", {"slug": "module_brainstorm", "step": "{step}"}, 409, 403, 409),
    "room_surprise": ("bas", {"step": "{step}", "seen": 0}, 409, 403, 409),
    "room_fit": ("bas", {"treatment": "{treatment}", "answer": "yes"}, 409, 403, 409),
    "room_choose_way": ("anna", {"step": "{step}", "way": "x"}, 409, 403, 409),
    "room_rest": ("chris", {}, 409, 403, 409),
    "room_everyone_brings": ("bas", {"yes": "on"}, 409, 403, 409),
    "room_choose_method": ("bas", {"slug": "incident"}, 409, 403, 409),
    "room_commit": ("chris", {"kind": "takeaway", "text": TYPED, "commitment_id": "{new}"}, 204, 204, 204),
    "room_share": ("chris", {}, 204, 204, 204),
    "room_unshare": ("chris", {}, 204, 204, 204),
    "room_look_back": ("chris", {"outcome": "done"}, 204, 204, 204),
    "room_drop_commitment": ("chris", {}, 204, 204, 204),
    "room_plan_next": ("anna", {"date": "2031-01-01", "time": "10:00"}, 409, 403, 409),
    "room_stop_case": ("bas", {}, 409, 204, 204),  # the own case can always be stopped, from wherever
    "room_calm_over": ("anna", {}, 409, 403, 204),
    "room_close": ("anna", {"version": "{version}"}, 409, 403, 204),
    "room_leave": ("chris", {}, 204, 204, 204),
    "room_sit": ("chris", {}, 409, 302, 302),
}
OVER, AWAY, QUIET = 2, 3, 4


@pytest.fixture
def playing(group, anna, bas, chris, dana):
    """A card, a kept note and a commitment of Chris; the thoughts are being filled in."""
    Organisation.objects.filter(pk=group.organisation_id).update(help_lines="")
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    card = write(session, chris, "Een gedachte", kind="thought")
    note = writing.note(fresh(session), by=chris, text="Van mij")
    taken = harvest.commit(fresh(session), by=chris, kind="step", text="Van mij", commitment_id=uuid4())
    return fresh(session), {
        "card": card.pk,
        "note": note.pk,
        "commitment": taken.pk,
        "whisper": uuid4(),
        "case": a_case(dana, group).pk,
    }


def answers(session, things, cast, client_of, names):
    """The status of every press, each by who it is for, in the order of the table."""
    facts = {"version": session.version, "step": session.step_id, "new": uuid4(), "case": things["case"]}
    facts["treatment"] = session.step.treatment_id
    facts |= {short: getattr(cast, short).pk for short in ("chris", "dana")}
    browsers = {short: client_of(getattr(cast, short)) for short in ("anna", "bas", "chris", "dana")}
    found = {}
    for name in names:
        who, fields, *_expected = EVERY[name]
        said = {key: str(value).format(**facts) for key, value in fields.items()}
        found[name] = press(browsers[who], session, name, *ids_for(name, things), **said).status_code
    return found


def ids_for(name, things):
    address = next(address for table in TABLES for address, (_view, known) in table.items() if known == name)
    return [things[thing] for thing in re.findall(r"<uuid:(\w+)>", address)]


def expected(place, but=()):
    return {name: line[place] for name, line in EVERY.items() if name not in but}


def test_every_press_of_the_room_has_its_line():
    assert set(EVERY) == PRESSES


def test_when_the_session_is_over_only_what_is_one_s_own_goes_on(playing, cast, client_of):
    session, things = playing
    pointer.close(session, by=cast.anna, seen_version=session.version)
    before = [(card.text, card.parked) for card in Contribution.objects.select_related("key")]
    assert answers(session, things, cast, client_of, EVERY) == expected(OVER)
    assert [(card.text, card.parked) for card in Contribution.objects.select_related("key")] == before
    assert not Turn.objects.filter(state=Turn.State.DONE).exists()


def test_from_no_seat_nothing_is_moved_or_written(playing, cast, client_of):
    session, things = playing
    for person in (cast.anna, cast.bas, cast.chris, cast.dana):
        people.leave_seat(fresh(session), by=person)
    first = [name for name in EVERY if name != "room_stop_case"]
    assert answers(session, things, cast, client_of, first) == expected(AWAY, but=["room_stop_case"])
    assert Contribution.objects.get().text == "Een gedachte"
    assert answers(fresh(session), things, cast, client_of, ["room_stop_case"]) == {"room_stop_case": 204}


def test_in_the_quiet_nothing_moves_and_nothing_is_written_for_others(playing, cast, client_of):
    session, things = playing
    people.stop(session, by=cast.chris)
    ends = ["room_take_lead", "room_stop_case", "room_calm_over", "room_close", "room_leave", "room_sit"]
    leads = ["room_answer_lead", "room_ask_lead"]  # one thing at a time is asked about the lead
    first = [name for name in EVERY if name not in (*ends, *leads)]
    assert answers(session, things, cast, client_of, first) == expected(QUIET, but=[*ends, *leads])
    assert fresh(session).step_id == session.step_id
    assert Contribution.objects.get().text == "Een gedachte"


@pytest.mark.parametrize(
    "name", ["room_take_lead", "room_stop_case", "room_calm_over", "room_close", "room_leave", "room_sit"]
)
def test_from_the_quiet_there_is_always_a_way_on(playing, cast, client_of, name):
    session, things = playing
    people.stop(session, by=cast.dana)
    assert answers(session, things, cast, client_of, [name]) == {name: EVERY[name][QUIET]}


def test_the_lead_can_be_handed_on_in_the_quiet(playing, cast, client_of):
    session, things = playing
    people.stop(session, by=cast.dana)
    lead = ["room_offer_lead", "room_answer_lead", "room_ask_lead"]
    assert answers(session, things, cast, client_of, lead) == dict.fromkeys(lead, 204)
    assert fresh(session).leader_id == cast.dana.pk


# ── the group went on ──────────────────────────────────────────────────────────────────────────────
IN_STEP = {
    "room_extend": ("fill", "anna", {"minutes": 3, "seen_added": 0}),
    "room_ready": ("fill", "chris", {"ready": "on"}),
    "room_more_time": ("fill", "chris", {"asks": "on"}),
    "room_turn": ("harvest", "chris", {"user": "{chris}", "how": "done"}),
    "room_mark": ("reveal", "bas", {"scale": "mine", "value": "not_mine"}),
    "room_score_give": ("scale", "bas", {"value": 4}),
    "room_share_score": ("scale", "bas", {}),
}


@pytest.mark.parametrize("name", IN_STEP)
def test_what_belongs_to_a_step_that_is_over_is_answered_and_not_applied(group, cast, client_of, name):
    phase, who, fields = IN_STEP[name]
    method = "streefbeeld" if phase == "scale" else "gedachtenwolk"
    session = in_method(a_session(group), cast.anna, cast.bas, method, cast.chris, phase=phase)
    if phase == "scale":
        writing.score(session, by=cast.bas, value=7)
    card = lay(session, cast.chris) if name == "room_mark" else None
    over = session.step_id
    pointer.advance(fresh(session), by=cast.anna, seen_version=fresh(session).version)
    said = {key: str(value).format(chris=cast.chris.pk) for key, value in fields.items()}
    ids = [card.pk] if card else []
    answer = press(client_of(getattr(cast, who)), fresh(session), name, *ids, step=over, **said)
    assert answer.status_code == 409
    assert "al bij de volgende stap" in answer.content.decode() or "al voorbij" in answer.content.decode()
    assert "live:step" in answer.headers["HX-Trigger"]
    assert fresh(session).step.added_minutes == 0
    assert not Mark.objects.exists()
    assert not ScaleMark.objects.filter(shared_at__isnull=False).exists()


def lay(session, author):
    step = session.steps.get(kind="phase", phase__id="fill")
    treatment = session.step.treatment
    return Contribution.objects.create(step=step, author=author, kind="thought", key=treatment.key, text="Een gedachte")


def test_a_second_case_is_not_chosen_from_the_tab_of_the_first(group, cast, client_of):
    session = go_to(
        in_method(a_session(group), cast.anna, cast.bas, "five_step", cast.chris), cast.anna, kind="harvest"
    )
    first = session.steps.get(kind="case_choice").pk
    choosing.next_case(session, by=cast.anna)
    session = go_to(session, cast.anna, kind="case_choice")
    case = a_case(cast.chris, group)
    assert press(client_of(cast.anna), session, "room_choose_case", case=case.pk, step=first).status_code == 409
    assert session.treatments.count() == 1


def test_a_number_that_was_not_given_is_not_shared(group, cast, client_of):
    session = in_method(a_session(group), cast.anna, cast.bas, "streefbeeld", cast.chris, phase="scale")
    answer = press(client_of(cast.bas), session, "room_share_score", step=session.step_id)
    assert answer.status_code == 409
    assert "Kies het eerst" in answer.content.decode()


def test_minutes_pressed_twice_are_one_deed_of_who_leads(group, cast, client_of):
    session = in_method(a_session(group), cast.anna, cast.bas, "five_step", cast.chris)
    for _press in range(2):
        press(client_of(cast.anna), session, "room_extend", minutes=3, seen_added=0, step=session.step_id)
    assert session.events.filter(kind="extended").count() == 1
