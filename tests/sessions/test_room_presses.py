"""Every press of the room through HTTP: it works for whom it is meant, and for nobody else, and only at its moment.

A stranger and a coordinator get 404, the wrong person 403, the wrong moment 409; a second press changes nothing more.
"""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from groups.models import Group, Membership, User
from methods.actions import load_methods
from sessions.actions import lead, people, pointer
from sessions.models import CaseSession, Contribution, LeadOffer, RoomEvent, Seat, Step, Turn
from sessions.suggested import sealed
from tests.methods.facts import first_six
from tests.sessions.table import a_case, a_session, begin, fresh, go_to, in_method, write

HTMX = {"HX-Request": "true"}


def press(browser, session, name, *ids, htmx=True, **fields):
    address = reverse(name, args=[session.pk, *ids])
    return browser.post(address, fields, headers=HTMX if htmx else {})


@pytest.fixture
def session(group, anna, bas, chris, dana):
    """Running, in the landing step; Anna leads."""
    return begin(a_session(group, leads=anna), anna, bas, chris, dana)


EVERY = [
    ("room_sit", {}),
    ("room_begin", {}),
    ("room_advance", {"version": 1}),
    ("room_skip", {"version": 1}),
    ("room_undo", {"version": 1}),
    ("room_extend", {"minutes": 1, "seen_added": 0}),
    ("room_pause", {}),
    ("room_resume", {}),
    ("room_close", {"version": 1}),
    ("room_ready", {"ready": "on"}),
    ("room_more_time", {"asks": "on"}),
    ("room_turn", {"how": "done"}),
    ("room_round_again", {}),
    ("room_round_least", {}),
    ("room_offer_lead", {}),
    ("room_answer_lead", {"yes": "on"}),
    ("room_withdraw_lead", {}),
    ("room_take_lead", {}),
    ("room_ask_lead", {}),
    ("room_stand_in", {}),
    ("room_plan_lead", {}),
    ("room_replan", {"time": 10, "here": 5, "mark": "x"}),
    ("room_plan_back", {}),
    ("room_intervene", {"deed": "note", "seen": 0}),
    ("room_whisper_say", {"text": "x", "whisper_id": "0" * 32}),
    ("room_role", {"role": "scribe"}),
    ("room_calm_please", {"yes": "on"}),
    ("room_at_distance", {"yes": "on"}),
    ("room_ask_wall", {}),
    ("room_close_walls", {}),
    ("room_seat_other", {"to": "0" * 32}),
    ("room_unseat_other", {"to": "0" * 32}),
    ("room_stop", {}),
    ("room_rest", {}),
    ("room_calm_over", {}),
    ("room_leave", {}),
    ("room_contribute", {"kind": "question", "text": "x"}),
    ("room_open_gifts", {}),
    ("room_open_parked", {"yes": "on"}),
    ("room_score_give", {"value": 3}),
    ("room_share_score", {}),
    ("room_note", {"text": "x"}),
    ("room_another_question", {"seen": "x"}),
    ("room_own_question", {"text": "x"}),
    ("room_forget_own_question", {"seen": "x"}),
    ("room_dot", {"case": "0" * 32}),
    ("room_open_dots", {}),
    ("room_choose_way", {"way": "feet"}),
    ("room_choose_case", {}),
    ("room_bring_aloud", {"question": "x"}),
    ("room_next_case", {}),
    ("room_stop_case", {}),
    ("room_word_question", {"text": "x"}),
    ("room_everyone_brings", {"yes": "on"}),
    ("room_choose_method", {"slug": "five_step"}),
    ("room_choose_module", {"slug": "module_brainstorm"}),
    ("room_surprise", {"seen": 0}),
    ("room_pair", {}),
    ("room_carry_over", {}),
    ("room_fit", {"treatment": "0" * 32, "answer": "yes"}),
    ("room_commit", {"kind": "takeaway", "text": "x"}),
    ("room_plan_next", {"date": "2031-01-01", "time": "10:00"}),
]
ON_ONE = [
    "room_give_note",
    "room_whisper_heard",
    "room_change",
    "room_take_away",
    "room_mark",
    "room_release_parked",
    "room_erase_note",
]
ON_ONE += ["room_place", "room_say", "room_join"]
ON_ONE += ["room_share", "room_unshare", "room_drop_commitment", "room_look_back"]


# ── strangers ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_strangers_and_coordinators_find_nothing_to_press(session, cast, client_of, who):
    browser = client_of(getattr(cast, who))
    before = fresh(session).version
    for name, fields in EVERY:
        assert press(browser, session, name, **fields, step=session.step_id).status_code == 404, name
    for name in ON_ONE:
        assert press(browser, session, name, uuid4()).status_code == 404, name
    assert fresh(session).version == before


def test_who_is_not_logged_in_presses_nothing(session, client):
    for name, fields in EVERY:
        assert press(client, session, name, htmx=False, **fields).status_code == 302, name


def test_every_deed_wants_a_post(session, anna, client_of):
    browser = client_of(anna)
    for name, _fields in EVERY:
        assert browser.get(reverse(name, args=[session.pk])).status_code == 405, name


def test_a_forged_form_is_refused(session, anna):
    from django.test import Client  # noqa: PLC0415

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert press(strict, session, "room_advance", version=session.version).status_code == 403


# ── the leader's presses ───────────────────────────────────────────────────────────────────────────
LEADERS = [
    ("room_advance", {"version": 1}),
    ("room_skip", {"version": 1}),
    ("room_extend", {"minutes": 3, "seen_added": 0}),
    ("room_pause", {}),
    ("room_close", {"version": 1}),
]


@pytest.mark.parametrize(("name", "fields"), LEADERS)
def test_who_does_not_lead_is_told_who_may(session, chris, client_of, name, fields):
    answer = press(client_of(chris), session, name, **fields)
    assert answer.status_code == 403
    assert "wie nu leidt" in answer.content.decode()


def test_an_advance_tells_the_page_what_to_pull(session, anna, client_of):
    answer = press(client_of(anna), session, "room_advance", version=session.version)
    assert answer.status_code == 204
    assert "live:step" in answer.headers["HX-Trigger"]
    assert fresh(session).step.kind == Step.Kind.CHECK_IN


def test_without_script_an_advance_leads_back_to_the_room(session, anna, client_of):
    answer = press(client_of(anna), session, "room_advance", htmx=False, version=session.version)
    assert answer.url == reverse("room", args=[session.pk])


def test_a_double_press_moves_once_and_says_who_was_first(session, anna, client_of):
    browser = client_of(anna)
    press(browser, session, "room_advance", version=session.version)
    again = press(browser, session, "room_advance", version=session.version)
    assert again.status_code == 409
    assert "Anna was je net voor" in again.content.decode()
    assert "live:step" in again.headers["HX-Trigger"]
    assert fresh(session).step.kind == Step.Kind.CHECK_IN


def test_without_script_a_stale_press_shows_the_room_as_it_is_now(session, anna, client_of):
    browser = client_of(anna)
    press(browser, session, "room_advance", version=session.version)
    again = press(browser, session, "room_advance", htmx=False, version=session.version)
    assert again.status_code == 409
    shown = again.content.decode()
    assert "Anna was je net voor" in shown
    assert "Check-in" in shown


def test_back_within_ten_seconds(session, anna, client_of):
    browser = client_of(anna)
    press(browser, session, "room_advance", version=session.version)
    assert "Jullie zijn nu bij" in browser.get(reverse("room", args=[session.pk])).content.decode()
    assert press(browser, session, "room_undo", version=session.version + 1).status_code == 204
    assert fresh(session).step.kind == Step.Kind.LANDING


def test_minutes_are_added_once_however_often_it_is_pressed(session, anna, client_of):
    browser = client_of(anna)
    for _press in range(2):
        press(browser, session, "room_extend", minutes=3, seen_added=0)
    assert fresh(session).step.added_minutes == 3


@pytest.mark.parametrize("minutes", ["-9", "99", "drie", ""])
def test_other_minutes_are_refused(session, anna, client_of, minutes):
    assert press(client_of(anna), session, "room_extend", minutes=minutes, seen_added=0).status_code in (400, 409)
    assert fresh(session).step.added_minutes == 0


def test_a_pause_and_on_again(session, anna, client_of):
    browser = client_of(anna)
    press(browser, session, "room_pause")
    assert "pauze" in browser.get(reverse("room", args=[session.pk])).content.decode()
    press(browser, session, "room_resume")
    assert fresh(session).step.paused_at is None


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_damaged_version_is_no_error_of_ours(session, anna, client_of, version):
    assert press(client_of(anna), session, "room_advance", version=version).status_code in (400, 409)


def test_only_at_the_end_the_session_can_be_closed_from_the_bar(session, anna, client_of):
    browser = client_of(anna)
    assert "Sluit de bijeenkomst" not in browser.get(reverse("room", args=[session.pk])).content.decode()
    answer = press(browser, session, "room_close", version=session.version)
    assert answer.status_code == 204
    assert fresh(session).state == CaseSession.State.CLOSED


def test_beginning_is_for_who_leads_or_coaches_and_from_a_seat(group, anna, bas, dana, client_of):
    planned = a_session(group, leads=dana)
    pointer.sit(planned, by=bas)
    assert press(client_of(bas), planned, "room_begin").status_code == 403
    assert press(client_of(dana), planned, "room_begin").status_code == 409
    pointer.sit(planned, by=dana)
    assert press(client_of(dana), planned, "room_begin").status_code == 204
    assert press(client_of(dana), planned, "room_begin").status_code == 409
    assert planned.steps.count() == 9


# ── ready and turns ────────────────────────────────────────────────────────────────────────────────
def test_ready_and_not_ready(session, chris, client_of):
    browser = client_of(chris)
    press(browser, session, "room_ready", step=session.step_id, ready="on")
    press(browser, session, "room_ready", step=session.step_id, ready="on")
    assert 'aria-pressed="true"' in browser.get(reverse("room", args=[session.pk])).content.decode()
    press(browser, session, "room_ready", step=session.step_id)
    assert not session.step.ready.exists()


def test_more_time_is_asked_for_as_a_number_and_taken_back(session, anna, bas, chris, dana, client_of):
    pages = {person: client_of(person) for person in (anna, bas, chris, dana)}
    people.set_seat_role(fresh(session), by=dana, role="timekeeper")
    for person in (bas, chris):
        ask_time(pages[person], session, asks="on")
        ask_time(pages[person], session, asks="on")
    for keeps_time in (anna, dana):
        assert "Twee vragen om meer tijd" in text_of(pages[keeps_time], session)
    assert re.search(r'id="more-time"[^>]* aria-pressed="true"', text_of(pages[bas], session))
    assert "vragen om meer tijd" not in text_of(pages[bas], session)
    assert "Twee vragen om meer tijd. Toch verder?" in text_of(pages[anna], session)
    ask_time(pages[bas], session)
    assert "Eén vraagt om meer tijd" in text_of(pages[anna], session)
    say_ready(pages[chris], session, ready="on")  # done after all
    assert "om meer tijd" not in text_of(pages[anna], session)
    assert said_of(session) == {"Chris": False}


def test_what_was_said_elsewhere_since_is_not_taken_back(session, bas, client_of):
    """A phone that shows that more time was asked for, and a laptop on which one said since that one is done."""
    browser = client_of(bas)
    ask_time(browser, session, asks="on")
    say_ready(browser, session, ready="on")
    ask_time(browser, session)
    assert said_of(session) == {"Bas": False}
    ask_time(browser, session, asks="on")
    say_ready(browser, session)
    assert said_of(session) == {"Bas": True}


def test_time_that_is_given_is_not_asked_for_any_more(session, anna, bas, chris, client_of):
    ask_time(client_of(bas), session, asks="on")
    say_ready(client_of(chris), session, ready="on")
    press(client_of(anna), session, "room_extend", step=session.step_id, minutes=1, seen_added=0)
    assert said_of(session) == {"Chris": False}
    ask_time(client_of(bas), session, asks="on")
    press(client_of(anna), session, "room_extend", step=session.step_id, minutes=1, seen_added=0)  # pressed twice
    assert said_of(session) == {"Bas": True, "Chris": False}


def test_who_leads_meanwhile_asks_nobody_for_time(session, anna, chris, client_of):
    ask_time(client_of(chris), session, asks="on")
    lead.take_lead(fresh(session), by=chris)
    for person in (anna, chris):
        assert "om meer tijd" not in text_of(client_of(person), session)


def ask_time(browser, session, **said):
    return press(browser, session, "room_more_time", step=session.step_id, **said)


def say_ready(browser, session, **said):
    return press(browser, session, "room_ready", step=session.step_id, **said)


def said_of(session):
    return {row.user.first_name: row.needs_time for row in session.step.ready.select_related("user")}


def text_of(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def test_ready_for_a_step_that_is_over_is_answered_not_applied(session, anna, chris, client_of):
    over = session.step_id
    go_to(session, anna, kind="check_in")
    assert press(client_of(chris), session, "room_ready", step=over, ready="on").status_code == 409


def test_a_turn_is_ended_by_name_and_once(session, anna, bas, chris, client_of):
    running = go_to(session, anna, kind="check_in")
    said = {"step": running.step_id, "user": bas.pk, "how": "done"}
    assert press(client_of(chris), running, "room_turn", **said).status_code == 403
    for _press in range(2):
        assert press(client_of(bas), running, "room_turn", **said).status_code == 204
    assert running.step.turns.get(user=bas).state == Turn.State.DONE
    assert press(client_of(bas), running, "room_turn", **{**said, "how": "danced"}).status_code == 400


def test_passing_and_coming_back_are_rights(session, anna, bas, chris, client_of):
    running = go_to(session, anna, kind="check_in")
    press(client_of(bas), running, "room_turn", step=running.step_id, user=bas.pk, how="later")
    press(client_of(chris), running, "room_turn", step=running.step_id, user=chris.pk, how="passed")
    assert {t.state for t in running.step.turns.filter(user__in=[bas, chris])} == {"later", "passed"}


# ── the lead ───────────────────────────────────────────────────────────────────────────────────────
def test_the_lead_is_offered_and_moves_when_accepted(session, anna, chris, dana, client_of):
    assert press(client_of(chris), session, "room_offer_lead", to=dana.pk).status_code == 403
    assert press(client_of(anna), session, "room_offer_lead", to=dana.pk).status_code == 204
    shown = client_of(dana).get(reverse("room", args=[session.pk])).content.decode()
    assert "Anna vraagt of jij de leiding overneemt" in shown
    assert "Welkom. Wat hier gezegd wordt" in shown
    assert press(client_of(chris), session, "room_answer_lead", yes="on").status_code == 409
    assert press(client_of(dana), session, "room_answer_lead", yes="on").status_code == 204
    assert fresh(session).leader_id == dana.pk
    assert "Jij leidt" in client_of(dana).get(reverse("room", args=[session.pk])).content.decode()


def test_declining_is_fine_and_an_offer_can_be_taken_back(session, anna, dana, client_of):
    press(client_of(anna), session, "room_offer_lead", to=dana.pk)
    press(client_of(dana), session, "room_answer_lead", no="on")
    assert fresh(session).leader_id == anna.pk
    press(client_of(anna), session, "room_offer_lead", to=dana.pk)
    press(client_of(anna), session, "room_withdraw_lead")
    assert not LeadOffer.objects.filter(answered_at__isnull=True).exists()


def test_taking_over_is_agreed_aloud_and_can_be_taken_back(session, anna, chris, client_of):
    press(client_of(chris), session, "room_take_lead")
    assert fresh(session).leader_id == chris.pk
    press(client_of(anna), session, "room_take_lead")
    assert fresh(session).leader_id == anna.pk
    assert session.events.filter(kind=RoomEvent.Kind.LEAD_MOVED).count() == 2


def test_somebody_who_did_not_sit_down_leads_nothing(session, group, client_of):
    late = User.objects.create_user("late@example.org", name="Late Luuk")
    Membership.objects.create(group=group, user=late)
    assert press(client_of(late), session, "room_take_lead").status_code == 403
    assert press(client_of(late), session, "room_stop").status_code == 403
    assert not fresh(session).calm


def test_a_role_at_the_table(session, chris, client_of):
    assert press(client_of(chris), session, "room_role", role="timekeeper").status_code == 204
    assert press(client_of(chris), session, "room_role", role="boss").status_code == 400
    assert session.seats.get(user=chris).role == Seat.Role.TIMEKEEPER


# ── stop ───────────────────────────────────────────────────────────────────────────────────────────
def test_stop_is_one_press_and_then_everything_is_quiet_for_everybody(group, anna, bas, chris, client_of):
    group.organisation.help_lines = "Ria, 06 1234 5678"
    group.organisation.save()
    running = in_method(a_session(group), anna, bas, "gossip", chris, phase="gossip")
    assert press(client_of(bas), running, "room_stop").status_code == 204
    for user in (anna, bas, chris):
        shown = client_of(user).get(reverse("room", args=[running.pk])).content.decode()
        assert "Even stil." in shown
        assert "Ria, 06 1234 5678" in shown
        assert "Roddelen" not in shown
    assert not running.events.filter(by=bas).exists()


def test_in_the_quiet_nothing_moves_until_the_leader_says_so(session, anna, chris, client_of):
    press(client_of(chris), session, "room_stop")
    assert press(client_of(anna), session, "room_advance", version=session.version).status_code == 409
    assert press(client_of(chris), session, "room_calm_over").status_code == 403
    assert press(client_of(anna), session, "room_calm_over").status_code == 204
    assert not fresh(session).calm


def test_the_case_giver_stops_their_own_case_without_a_reason(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "five_step", chris)
    assert press(client_of(chris), running, "room_stop_case").status_code == 403
    assert press(client_of(bas), running, "room_stop_case").status_code == 204
    assert fresh(running).step.kind == Step.Kind.REVIEW


def test_stopping_can_wipe_everything(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "five_step", chris, phase="explore")
    card = write(running, chris, "Wat zie je?", kind="question")
    press(client_of(bas), running, "room_stop_case", yes="on")
    assert Contribution.objects.get(pk=card.pk).text == ""


def test_leaving_the_room_goes_to_the_page_of_the_session(session, chris, client_of):
    answer = press(client_of(chris), session, "room_leave")
    assert answer.headers["HX-Redirect"] == reverse("session", args=[session.pk])
    assert session.seats.get(user=chris).left_at is not None
    assert "Ze zijn begonnen. Kom erbij." in client_of(chris).get(reverse("room", args=[session.pk])).content.decode()


# ── choosing ───────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def choosing_case(session, anna):
    load_methods(first_six())
    return go_to(session, anna, kind="case_choice")


def test_the_leader_lays_down_what_the_group_chose(choosing_case, anna, bas, chris, client_of):
    case = a_case(bas, choosing_case.group)
    shown = client_of(chris).get(reverse("room", args=[choosing_case.pk])).content.decode()
    assert case.question in shown
    assert "bracht hier nog niet eerder in" in shown
    assert "Deze wordt het" not in shown
    assert press(client_of(chris), choosing_case, "room_choose_case", case=case.pk).status_code == 403
    assert press(client_of(anna), choosing_case, "room_choose_case", case=case.pk).status_code == 204
    assert "deze wordt het" in client_of(chris).get(reverse("room", args=[choosing_case.pk])).content.decode()


def test_a_case_of_another_group_cannot_be_chosen(choosing_case, other_group, anna, eva, client_of):
    case = a_case(eva, other_group)
    assert press(client_of(anna), choosing_case, "room_choose_case", case=case.pk).status_code == 409


def test_dots_stay_blind_until_a_case_is_chosen(choosing_case, anna, bas, chris, client_of):
    case = a_case(bas, choosing_case.group)
    case.dots.create(session=choosing_case, user=chris)
    case.dots.create(session=choosing_case, user=anna)
    where = reverse("room", args=[choosing_case.pk])
    assert "willen hiervan leren" not in client_of(anna).get(where).content.decode()
    press(client_of(anna), choosing_case, "room_choose_case", case=case.pk)
    assert "twee willen hiervan leren" in client_of(anna).get(where).content.decode()


def test_a_case_can_be_told_with_only_its_question_written_down(choosing_case, anna, dana, client_of):
    browser = client_of(anna)
    assert press(browser, choosing_case, "room_bring_aloud", owner=dana.pk, question="").status_code == 400
    said = press(browser, choosing_case, "room_bring_aloud", owner=dana.pk, question="Hoe kan ik rustig blijven?")
    assert said.status_code == 204
    treatment = choosing_case.treatments.get()
    assert (treatment.case.owner, treatment.case.oral_only) == (dana, True)


def test_without_script_a_refused_question_stands_in_its_field_again(choosing_case, anna, client_of):
    answer = press(client_of(anna), choosing_case, "room_bring_aloud", htmx=False, question="Hoe blijf ik rustig?")
    assert answer.status_code == 400
    assert "Hoe blijf ik rustig?</textarea>" in answer.content.decode()
    assert "Kies wie er inbrengt." in answer.content.decode()


@pytest.fixture
def with_case(choosing_case, anna, bas, client_of):
    press(client_of(anna), choosing_case, "room_choose_case", case=a_case(bas, choosing_case.group).pk)
    return go_to(choosing_case, anna, kind="question")


def test_the_question_is_worded_by_its_owner(with_case, bas, chris, client_of):
    assert press(client_of(chris), with_case, "room_word_question", text="Iets anders?").status_code == 403
    assert press(client_of(bas), with_case, "room_word_question", text=" ").status_code == 400
    assert press(client_of(bas), with_case, "room_word_question", text="x" * 401).status_code == 400
    assert (
        press(client_of(bas), with_case, "room_word_question", text="Hoe kan ik zeggen wat ik zie?").status_code == 204
    )
    shown = client_of(chris).get(reverse("room", args=[with_case.pk])).content.decode()
    assert "Hoe kan ik zeggen wat ik zie?" in shown


def test_what_is_private_about_the_match_is_on_no_other_screen(group, anna, bas, chris, dana, client_of):
    load_methods(first_six())
    Group.objects.filter(pk=group.pk).update(maturity=4)
    fifth = User.objects.create_user("fifth@example.org", name="Vera Vijf")
    Membership.objects.create(group=group, user=fifth)
    running = begin(a_session(Group.objects.get(pk=group.pk)), anna, bas, chris, dana, fifth)
    running = go_to(running, anna, kind="case_choice")
    case = a_case(bas, group, intake={"want": "SR", "load": 9, "rather_not": ["discussed"], "influence": 1})
    press(client_of(anna), running, "room_choose_case", case=case.pk)
    running = go_to(running, anna, kind="method_choice")
    where = reverse("room", args=[running.pk])
    assert "want je gaf aan dat" in client_of(bas).get(where).content.decode()
    for other in (anna, chris, dana):
        theirs = client_of(other).get(where).content.decode()
        assert not [said for said in ("gaf aan", "niet gewenst", "rustiger", "invloed") if said in theirs]


def test_the_method_is_chosen_by_case_giver_or_leader_and_not_half_way(with_case, anna, bas, chris, client_of):
    running = go_to(with_case, anna, kind="method_choice")
    assert press(client_of(chris), running, "room_choose_method", slug="five_step").status_code == 403
    assert press(client_of(bas), running, "room_choose_method", slug="no-such").status_code == 409
    assert press(client_of(bas), running, "room_choose_method", slug="five_step").status_code == 204
    assert "Vijfstappenmethode" in client_of(chris).get(reverse("room", args=[running.pk])).content.decode()
    running = go_to(running, anna, kind="phase")
    assert press(client_of(bas), running, "room_choose_method", slug="incident").status_code == 409


def test_with_the_choice_is_kept_what_was_suggested_and_nothing_else(with_case, anna, bas, client_of):
    running = go_to(with_case, anna, kind="method_choice")
    page = client_of(bas).get(reverse("room", args=[running.pk]))
    shown = [card.method.slug for card in page.context["match"].cards]
    forms = re.findall(r'name="suggested" value="([^"]+)"', page.content.decode())
    assert len(set(forms)) == 1
    assert len(forms) == len(shown) + len(page.context["match"].nearest) + 1  # each card, and the list of all
    for said, kept in [("five_step,incident", []), ("<script>", []), (forms[0] + "x", []), (forms[0], shown)]:
        assert press(client_of(bas), running, "room_choose_method", slug="five_step", suggested=said).status_code == 204
        assert running.treatments.get().suggested == kept
    other = sealed(uuid4(), ["gossip"])
    press(client_of(bas), running, "room_choose_method", slug="five_step", suggested=other)
    assert running.treatments.get().suggested == []


def test_another_case_after_the_harvest(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "five_step", chris)
    assert press(client_of(anna), running, "room_next_case").status_code == 409
    running = go_to(running, anna, kind="harvest")
    assert press(client_of(chris), running, "room_next_case").status_code == 403
    for _press in range(2):
        assert press(client_of(anna), running, "room_next_case").status_code == 204
    assert running.steps.filter(kind=Step.Kind.CASE_CHOICE).count() == 2
