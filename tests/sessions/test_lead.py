"""The lead: offered, asked for, planned, kept warm while its holder is gone. One holder, and every press an event."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse

from intervisie.common.live import hints
from sessions.actions import lead, people, pointer
from sessions.models import CaseSession, LeadOffer, RoomEvent, Step

from .table import a_session, begin, fresh, go_to, in_method

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def session(group, anna, bas, chris, dana):
    """Online; Anna leads."""
    return begin(a_session(group, leads=anna, medium="online"), anna, bas, chris, dana)


def press(browser, session, name, **fields):
    return browser.post(reverse(name, args=[session.pk]), fields, headers=HTMX)


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def kinds(session):
    return list(session.events.filter(kind__startswith="lead").order_by("at", "pk").values_list("kind", flat=True))


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────
def test_who_asks_gets_the_lead_when_the_holder_gives_it(session, anna, dana, client_of):
    leader, asker = client_of(anna), client_of(dana)
    assert press(asker, session, "room_ask_lead").status_code == 204
    assert fresh(session).leader == anna
    assert "Je vroeg Anna om de leiding." in page(asker, session)
    assert "Dana vraagt om de leiding." in page(leader, session)
    assert press(leader, session, "room_answer_lead", yes="on").status_code == 204
    assert fresh(session).leader == dana
    assert kinds(session) == ["lead_asked", "lead_moved"]


def test_who_asks_cannot_answer_it(session, dana, chris, client_of):
    press(client_of(dana), session, "room_ask_lead")
    for person in (dana, chris):
        assert press(client_of(person), session, "room_answer_lead", yes="on").status_code == 409
    assert fresh(session).leader.first_name == "Anna"


def test_a_no_and_taking_a_question_back_leave_a_trace_and_the_lead_where_it_is(session, anna, dana, client_of):
    press(client_of(dana), session, "room_ask_lead")
    press(client_of(anna), session, "room_answer_lead", no="on")
    press(client_of(dana), session, "room_ask_lead")
    press(client_of(dana), session, "room_withdraw_lead")
    assert kinds(session) == ["lead_asked", "lead_declined", "lead_asked", "lead_dropped"]
    assert fresh(session).leader == anna
    assert press(client_of(anna), session, "room_answer_lead", yes="on").status_code == 409


def test_asking_twice_asks_once(session, dana, client_of):
    for _press in range(2):
        assert press(client_of(dana), session, "room_ask_lead").status_code == 204
    assert LeadOffer.objects.filter(session=session).count() == 1


def test_who_leads_and_who_brings_the_case_ask_nothing(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris)
    assert press(client_of(bas), session, "room_ask_lead").status_code == 409
    assert press(client_of(anna), session, "room_ask_lead").status_code == 204
    assert not LeadOffer.objects.exists()


def test_who_asked_and_then_brings_the_case_does_not_get_it(group, anna, bas, chris, client_of):
    session = go_to(begin(a_session(group, leads=anna), anna, bas, chris), anna, kind=Step.Kind.CASE_CHOICE)
    press(client_of(bas), session, "room_ask_lead")
    press(client_of(anna), session, "room_bring_aloud", owner=bas.pk, question="Hoe dan?")
    assert press(client_of(anna), session, "room_answer_lead", yes="on").status_code == 409
    assert fresh(session).leader == anna


# ── by plan ────────────────────────────────────────────────────────────────────────────────────────
def check_in(session):
    return session.steps.get(kind=Step.Kind.CHECK_IN)


def test_a_step_can_be_led_by_somebody_else_by_plan(session, anna, dana, client_of):
    leader, planned = client_of(anna), client_of(dana)
    step = check_in(session)
    assert press(leader, session, "room_plan_lead", step=step.pk, to=dana.pk).headers["HX-Redirect"]
    assert "Dana leidt" in page(leader, session)
    peek = planned.get(reverse("room_peek", args=[session.pk, step.pk])).content.decode()
    assert "Jij leidt deze stap, volgens plan." in peek
    press(leader, session, "room_advance", version=session.version)
    assert fresh(session).leader == anna  # until she accepts
    assert "Volgens plan leid jij deze stap" in page(planned, session)
    press(planned, session, "room_answer_lead", yes="on")
    assert fresh(session).leader == dana
    assert kinds(session) == ["lead_planned", "lead_offered", "lead_moved"]


def test_a_plan_with_somebody_who_left_the_table_offers_nothing(session, anna, dana):
    lead.plan_lead(session, by=anna, step_id=check_in(session).pk, to_id=dana.pk)
    people.leave_seat(fresh(session), by=dana)
    pointer.advance(fresh(session), by=anna, seen_version=session.version)
    assert not LeadOffer.objects.exists()


def test_who_brings_the_case_is_planned_for_no_step_of_it(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris)
    harvest, review = (session.steps.get(kind=kind) for kind in ("harvest", "review"))
    assert press(client_of(anna), session, "room_plan_lead", step=harvest.pk, to=bas.pk).status_code == 409
    assert press(client_of(anna), session, "room_plan_lead", step=review.pk, to=bas.pk).status_code == 204


def test_only_who_leads_plans_and_only_what_is_to_come(session, anna, chris, dana, client_of):
    step = check_in(session)
    assert press(client_of(chris), session, "room_plan_lead", step=step.pk, to=dana.pk).status_code == 403
    assert press(client_of(anna), session, "room_plan_lead", step=session.step_id, to=dana.pk).status_code == 409
    press(client_of(anna), session, "room_plan_lead", step=step.pk, to=dana.pk)
    press(client_of(anna), session, "room_plan_lead", step=step.pk)
    assert check_in(session).led_by is None


# ── the holder is gone ─────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def gone(session, anna, bas):
    """So long Anna's last page was closed; Bas has one open."""
    valkey, topic = hints.client(), session.topic

    def set_gone(seconds):
        valkey.hset(hints.PRESENCE + topic, f"{bas.pk}@test", time.time() + 60)
        valkey.hset(hints.GONE + topic, str(anna.pk), time.time() - seconds)

    yield set_gone
    valkey.delete(hints.PRESENCE + topic, hints.GONE + topic)


def test_after_a_minute_it_is_said_and_after_two_somebody_may_lead_meanwhile(session, gone, dana, client_of):
    browser = client_of(dana)
    gone(50)
    assert "al even dicht" not in page(browser, session)
    gone(70)
    shown = page(browser, session)
    assert "Het scherm van Anna is al even dicht." in shown and 'id="stand-in"' not in shown
    assert press(browser, session, "room_stand_in").status_code == 409
    gone(130)
    assert 'id="stand-in"' in page(browser, session)
    assert press(browser, session, "room_stand_in").status_code == 204
    assert fresh(session).leader == dana


def test_on_return_the_holder_is_asked_whether_they_want_it_back(session, gone, anna, dana, client_of):
    gone(130)
    press(client_of(dana), session, "room_stand_in")
    assert "Dana leidt zolang." in page(client_of(anna), session)
    assert press(client_of(anna), session, "room_take_lead").status_code == 204
    assert fresh(session).leader == anna
    assert "leidt zolang" not in page(client_of(anna), session) + page(client_of(dana), session)
    assert kinds(session) == ["lead_moved", "lead_moved"]


def test_of_two_who_press_one_leads(session, gone, chris, dana):
    gone(130)
    first, second = fresh(session), fresh(session)
    lead.stand_in(first, by=dana, gone=True)
    with pytest.raises(lead.NotNow, match="intussen"):
        lead.stand_in(second, by=chris, gone=True)
    assert fresh(session).leader == dana
    assert RoomEvent.objects.filter(kind="lead_moved").count() == 1


def test_around_one_table_a_dark_phone_is_nobodys_leaving(session, gone, dana, client_of):
    CaseSession.objects.filter(pk=session.pk).update(medium="room")
    gone(600)
    assert "al even dicht" not in page(client_of(dana), session)


def test_who_is_here_is_not_gone(session, gone, anna):
    gone(600)
    assert hints.gone_since(session.topic, anna.pk) is not None
    hints.client().hset(hints.PRESENCE + session.topic, f"{anna.pk}@test", time.time() + 60)
    assert hints.gone_since(session.topic, anna.pk) is None


def test_without_valkey_nobody_is_called_gone(session, dana, client_of, monkeypatch):
    monkeypatch.setattr(hints, "_ask", lambda *_question: {})
    assert "al even dicht" not in page(client_of(dana), session)
    assert press(client_of(dana), session, "room_stand_in").status_code == 409


def test_the_coach_takes_the_lead_no_longer_once_the_group_leads_itself(group, anna, bas, chris, dana, client_of):
    group.stage = 3
    group.save()
    session = begin(a_session(group, leads=dana, starts_in=timedelta(minutes=5)), dana, anna, bas, chris)
    coach = client_of(anna)
    assert 'id="ask-lead"' not in page(coach, session)
    for name in ("room_ask_lead", "room_take_lead"):
        assert press(coach, session, name).status_code == 403
    press(client_of(dana), session, "room_offer_lead", to=anna.pk)
    assert press(coach, session, "room_answer_lead", yes="on").status_code == 204  # they asked
    assert fresh(session).leader == anna
