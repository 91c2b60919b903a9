"""One address for everybody: which face of the room somebody gets, and that every step draws for every role."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Agreement
from methods.actions import load_methods
from sessions.actions import choosing, people, pointer, writing
from sessions.models import CaseSession, Step
from sessions.room import look
from sessions.templatetags.room import first_sentences
from tests.methods.facts import first_six
from tests.sessions.table import a_case, a_session, begin, fresh, go_to, in_method, reveal_now, write

SPINE = ["landing", "check_in", "look_back", "case_choice", "question", "method_choice", "harvest", "review", "closing"]


def room_of(session):
    return reverse("room", args=[session.pk])


def part_of(session, of, key=""):
    return reverse("room_part", args=[session.pk, of]) + f"?key={key}"


@pytest.fixture
def session(group, agreement, anna):
    return a_session(group, leads=anna)


# ── the door ───────────────────────────────────────────────────────────────────────────────────────
def test_who_is_not_logged_in_logs_in(client, session):
    assert client.get(room_of(session)).status_code == 302


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_a_coordinator_and_strangers_find_no_room(session, cast, client_of, who):
    assert client_of(getattr(cast, who)).get(room_of(session)).status_code == 404


def test_a_member_without_a_seat_stands_at_the_door(session, bas, client_of):
    shown = client_of(bas).get(room_of(session)).content.decode()
    assert "Kom binnen" in shown
    assert "Wat hier gezegd wordt, blijft hier." in shown


def test_before_the_lobby_opens_it_says_when(group, bas, client_of):
    later = a_session(group, starts_in=timedelta(hours=2))
    shown = client_of(bas).get(room_of(later)).content.decode()
    assert "De kamer is nog dicht." in shown
    assert "Kom binnen" not in shown


def test_a_new_agreement_is_read_before_coming_in(session, group, anna, bas, client_of):
    Agreement.objects.create(
        group=group,
        version=2,
        goal="a",
        rhythm="b",
        attendance="c",
        confidentiality="d",
        limits="e",
        review="f",
        by=anna,
    )
    browser = client_of(bas)
    assert "Lees en bevestig" in browser.get(room_of(session)).content.decode()
    answer = browser.post(reverse("room_sit", args=[session.pk]))
    assert answer.url == f"{reverse('agreement', args=[group.pk])}?next={room_of(session)}"
    assert not session.seats.exists()


def test_coming_in_is_one_press(session, bas, client_of):
    browser = client_of(bas)
    assert browser.post(reverse("room_sit", args=[session.pk]), follow=True).status_code == 200
    assert session.seats.filter(user=bas).count() == 1
    shown = browser.get(room_of(session)).content.decode()
    assert "Welkom. Pak een stoel." in shown
    assert "Begin de bijeenkomst" not in shown


def test_the_planned_leader_can_begin_from_the_lobby(session, anna, client_of):
    browser = client_of(anna)
    browser.post(reverse("room_sit", args=[session.pk]))
    assert "Begin de bijeenkomst" in browser.get(room_of(session)).content.decode()
    assert browser.post(reverse("room_begin", args=[session.pk])).status_code == 302
    assert fresh(session).state == CaseSession.State.RUNNING


def test_the_question_of_the_lobby_is_the_question_of_the_check_in(session, anna, bas, client_of):
    pointer.sit(session, by=bas)
    asked = client_of(bas).get(room_of(session)).context["question"]
    begin(session, anna, bas)
    go_to(session, anna, kind="check_in")
    assert asked in client_of(bas).get(room_of(session)).content.decode()


def test_a_cancelled_and_a_closed_session_say_so(group, anna, bas, client_of):
    off = a_session(group, state="cancelled")
    assert "gaat niet door" in client_of(bas).get(room_of(off)).content.decode()
    over = begin(a_session(group, number=2, starts_in=timedelta(minutes=1)), anna, bas)
    pointer.close(over, by=anna, seen_version=over.version)
    assert "Klaar. Dank je wel." in client_of(bas).get(room_of(over)).content.decode()


def test_at_the_end_who_was_there_is_asked_for_one_minute_more(session, anna, bas, dana, client_of):
    over = begin(session, anna, bas)
    pointer.close(over, by=anna, seen_version=over.version)
    asked = reverse("pulse", args=[over.pk])
    assert asked in client_of(bas).get(room_of(over)).content.decode()
    assert asked not in client_of(dana).get(room_of(over)).content.decode()


def test_the_end_that_the_leader_reads_never_leaves_out_the_case(session, anna, bas, chris, dana, client_of):
    def plan_line():
        return client_of(anna).get(room_of(session)).context["screen"].plan_line

    begin(session, anna, bas, chris, dana)
    assert "; gepland tot" in plan_line()
    go_to(session, anna, kind="case_choice")
    choosing.choose_case(fresh(session), by=anna, case_id=a_case(bas, session.group).pk)
    load_methods(first_six())
    go_to(session, anna, kind="method_choice")
    assert "; gepland tot" in plan_line()
    choosing.choose_method(fresh(session), by=anna, slug="five_step")
    assert "; einde " in plan_line()


def test_who_reads_out_first_is_said_but_has_no_turn_while_all_write(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "five_step", chris, dana, phase="core")
    shown = client_of(chris).get(room_of(running)).content.decode()
    assert "Eerst schrijven. Straks lees jij als eerste voor." in shown
    assert "turn-done" not in shown
    write(running, chris, "Volgens mij gaat het om rust.", kind="formulation")
    write(running, bas, "Hoe kan ik rust houden?", kind="formulation")
    writing.open_gifts(fresh(running), by=bas, step_id=running.step_id)
    shown = client_of(chris).get(room_of(running)).content.decode()
    assert "Jij bent aan de beurt." in shown and "turn-done" in shown


@pytest.mark.parametrize(
    ("agreed", "shown"),
    [
        ("Wat hier gezegd wordt, blijft hier.", "Wat hier gezegd wordt, blijft hier."),
        ("Kort. " + "Een heel lange zin " * 8 + "is te veel. Nog een.", "Kort."),
        ("Een heel lange zin " * 8 + "alleen. Nog een.", "Een heel lange zin " * 8 + "alleen."),
        ("", ""),
    ],
)
def test_of_what_was_agreed_whole_sentences_are_shown(agreed, shown):
    assert first_sentences(agreed) == shown


# ── every step draws for everybody ─────────────────────────────────────────────────────────────────
def drawn(session, user, client_of):
    browser = client_of(user)
    page = browser.get(room_of(session))
    assert page.status_code == 200
    key = page.context["screen"].key
    for of in ("step", "people", "cards", "tally"):
        assert browser.get(part_of(session, of, key), headers={"HX-Request": "true"}).status_code in (200, 204)
    whole = browser.get(part_of(session, "step", "another"), headers={"HX-Request": "true"})
    assert whole.headers["HX-Retarget"] == "#room"
    return page.content.decode()


def test_every_step_of_the_spine_draws_for_everybody(session, anna, bas, chris, dana, client_of):
    load_methods(first_six())
    running = begin(session, anna, bas, chris, dana)
    case = a_case(bas, session.group)
    people.set_seat_role(running, by=dana, role="observer")
    for kind in SPINE:
        running = go_to(running, anna, kind=kind)
        for user in (anna, bas, chris, dana):
            assert running.step.doc.text("nl").title in drawn(running, user, client_of)
        if kind == "case_choice":
            choosing.choose_case(running, by=anna, case_id=case.pk)
        if kind == "method_choice":
            choosing.choose_method(fresh(running), by=bas, slug="five_step")


@pytest.mark.parametrize("method", ["incident", "five_step", "ten_step", "gossip", "gedachtenwolk", "streefbeeld"])
def test_every_phase_draws_for_everybody(group, anna, bas, chris, dana, method, client_of):
    running = in_method(a_session(group), anna, bas, method, chris, dana)
    for phase in list(running.steps.filter(kind=Step.Kind.PHASE)):
        running = go_to(running, anna, phase=phase.doc.id)
        for person, kinds in ((chris, phase.doc.kinds), (bas, phase.doc.own_kinds)):
            try_to_write(running, person, kinds)
        reveal_now(running)
        for user in (anna, bas, chris, dana):
            shown = drawn(running, user, client_of)
            turned = phase.doc.turned and user == bas
            assert ("Je luistert." if turned else phase.doc.text("nl").title) in shown


def try_to_write(session, person, kinds):
    from intervisie.common.refusals import Refusal  # noqa: PLC0415

    for kind in kinds[:1]:
        try:
            write(session, person, f"Iets van {person.first_name}", kind=kind)
        except Refusal:
            continue


def test_english_speakers_get_the_room_in_english(session, anna, bas, client_of):
    begin(session, anna, bas)
    bas.language = "en"
    bas.save(update_fields=["language"])
    assert "Take a moment to arrive" in client_of(bas).get(room_of(session)).content.decode()


# ── looking back and ahead ─────────────────────────────────────────────────────────────────────────
def test_an_earlier_step_can_be_read_and_a_later_one_looked_at(group, anna, bas, chris, client_of):
    running = in_method(a_session(group), anna, bas, "five_step", chris, phase="explore")
    write(running, chris, "Wat zie je gebeuren?", kind="question")
    running = go_to(running, anna, phase="core")
    steps = {step.doc.id: step for step in running.steps.all()}
    browser = client_of(chris)
    before = browser.get(reverse("room_peek", args=[running.pk, steps["explore"].pk])).content.decode()
    assert "Wat zie je gebeuren?" in before
    after = browser.get(reverse("room_peek", args=[running.pk, steps["advice"].pk])).content.decode()
    assert "Komt nog; alleen om te lezen" in after


def test_a_step_of_another_session_cannot_be_read(group, anna, bas, client_of):
    first = begin(a_session(group), anna, bas)
    other = begin(a_session(group, number=2, starts_in=timedelta(minutes=9)), anna, bas)
    step = other.steps.first()
    assert client_of(bas).get(reverse("room_peek", args=[first.pk, step.pk])).status_code == 404


def test_who_comes_in_late_reads_three_lines(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "five_step", chris)
    CaseSession.objects.filter(pk=running.pk).update(started_at=timezone.now() - timedelta(minutes=20))
    Step.objects.filter(pk=running.step_id).update(entered_at=timezone.now() - timedelta(minutes=3))
    running.seats.update(arrived_at=timezone.now() - timedelta(minutes=25))
    pointer.sit(fresh(running), by=dana)
    shown = client_of(dana).get(room_of(running)).content.decode()
    assert "We zijn bij ‘De vraag’" in shown
    assert "De vraag van Bas: Hoe kan ik eerder nee zeggen?" in shown
    assert "Jij nu:" in shown
    assert "We zijn bij" not in client_of(chris).get(room_of(running)).content.decode()


# ── in sight, in time ──────────────────────────────────────────────────────────────────────────────
def screen_of(session, browser):
    return browser.get(room_of(session)).context["screen"]


def test_the_question_stays_in_sight_above_a_drawing(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    write(running, bas, "Ik moet het weten.", kind="thought")
    running = go_to(running, anna, phase="order")
    for viewer, said in ((bas, "Jouw vraag"), (chris, "De vraag van Bas"), (anna, "De vraag van Bas")):
        shown = client_of(viewer).get(room_of(running)).content.decode()
        above = shown.split('class="above-board"')[1].split("</p>")[0]
        assert said in above
        assert "Hoe kan ik eerder nee zeggen?" in above
        assert shown.count("Hoe kan ik eerder nee zeggen?") == 1


def test_before_the_method_the_pace_is_when_the_case_begins(group, anna, bas, client_of):
    late = begin(a_session(group, starts_in=timedelta(minutes=-7)), anna, bas)
    assert screen_of(late, client_of(anna)).plan_line.startswith("7 min later dan gepland; gepland tot")
    on_time = begin(a_session(group, number=2, starts_in=timedelta()), anna, bas)
    assert screen_of(on_time, client_of(anna)).plan_line.startswith("op tijd; gepland tot")


def test_while_people_write_the_leader_is_asked_once_more(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    assert screen_of(running, client_of(anna)).ask_again == "Nog niemand is klaar. Toch verder?"
    people.set_ready(fresh(running), by=bas, step_id=running.step_id, ready=True)
    assert screen_of(running, client_of(anna)).ask_again == "Eén van de drie is klaar. Toch verder?"
    running.seats.filter(user__in=[chris, dana]).update(no_screen=True)
    assert screen_of(running, client_of(anna)).ask_again == "", "who has no screen cannot say it"


def test_where_people_talk_and_nobody_says_ready_nobody_waits_for_it(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="facts")
    assert screen_of(running, client_of(anna)).ask_again == ""
    people.set_ready(fresh(running), by=chris, step_id=running.step_id, ready=True)
    assert "Toch verder?" in screen_of(running, client_of(anna)).ask_again


def test_in_the_review_everybody_reads_how_the_time_went(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    now = timezone.now()
    CaseSession.objects.filter(pk=running.pk).update(started_at=now - timedelta(minutes=60))
    first, second = running.steps.filter(kind="phase").order_by("position")[:2]
    running.steps.filter(pk=first.pk).update(
        entered_at=now - timedelta(minutes=39), left_at=now - timedelta(minutes=30)
    )
    running.steps.filter(pk=second.pk).update(
        entered_at=now - timedelta(minutes=30), left_at=now - timedelta(minutes=22)
    )
    assert screen_of(running, client_of(chris)).how_time_went == []
    running = go_to(running, anna, kind="review")
    assert screen_of(running, client_of(chris)).how_time_went == [
        "De casus begon na 21 minuten.",
        "Langer dan gedacht: ‘Kernmoment’ 4 minuten.",
    ]


def test_who_sits_in_the_lobby_still_finds_the_call(group, anna, bas, client_of):
    online = a_session(group, medium="online", link="https://call.example/ons")
    pointer.sit(online, by=bas)
    assert "https://call.example/ons" in client_of(bas).get(room_of(online)).content.decode()
    begin(online, anna, bas)
    assert "https://call.example/ons" in client_of(bas).get(room_of(online)).content.decode()


def test_without_a_case_the_leader_may_end_and_has_three_questions_to_ask(group, anna, bas, client_of):
    running = go_to(begin(a_session(group), anna, bas), anna, kind="case_choice")
    shown = client_of(anna).get(room_of(running)).content.decode()
    assert "Wat gebeurde er, en wat was jouw deel daarin?" in shown
    assert 'id="end-early"' in shown
    assert 'id="end-early"' not in client_of(bas).get(room_of(running)).content.decode()
    choosing.choose_case(fresh(running), by=anna, case_id=a_case(bas, running.group).pk)
    assert 'id="end-early"' not in client_of(anna).get(room_of(running)).content.decode()


def test_what_a_method_says_may_be_left_out_the_leader_may_skip(group, anna, bas, chris, dana, client_of):
    running = in_method(a_session(group), anna, bas, "gedachtenwolk", chris, dana, phase="one_thought")
    skip = reverse("room_skip", args=[running.pk])
    assert skip in client_of(anna).get(room_of(running)).content.decode()
    answer = client_of(anna).post(skip, {"version": running.version}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    left = running.steps.get(pk=running.step_id)
    assert left.skipped and fresh(running).step.doc.id == "space"
    filling = in_method(a_session(group, number=2), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    assert reverse("room_skip", args=[filling.pk]) not in client_of(anna).get(room_of(filling)).content.decode()


@pytest.mark.parametrize("ready", ["done", "passed"])
def test_kept_advice_opens_after_the_case_giver_s_own_harvest(group, anna, bas, chris, dana, client_of, ready):
    running = in_method(a_session(group), anna, bas, "five_step", chris, dana, phase="explore")
    write(running, chris, "Ik zou bellen.", kind="advice", parked=True)
    running = go_to(running, anna, kind="harvest")
    browser, opens = client_of(bas), reverse("room_open_parked", args=[running.pk])
    assert "Eerst wat jij zelf meeneemt" in browser.get(room_of(running)).content.decode()
    assert browser.post(opens, {"yes": "on"}, headers={"HX-Request": "true"}).status_code == 409
    people.end_turn(fresh(running), by=bas, step_id=running.step_id, user_id=bas.pk, how=ready)
    assert "Laat zien" in browser.get(room_of(running)).content.decode()
    assert browser.post(opens, {"yes": "on"}, headers={"HX-Request": "true"}).status_code == 204
    assert "Ik zou bellen." in browser.get(room_of(running)).content.decode()


@pytest.mark.parametrize(("at_table", "said"), [(3, ", zonder je naam, wel herkenbaar"), (4, ", zonder je naam")])
def test_with_three_a_card_without_a_name_is_called_recognisable(group, anna, bas, chris, dana, at_table, said):
    people_ = [anna, bas, chris, dana][:at_table]
    running = in_method(a_session(group), people_[0], people_[1], "gedachtenwolk", *people_[2:], phase="fill")
    assert look(chris, running.pk).chip.text.endswith(said)
