"""What an old tab, a second case or somebody who leaves must not be able to do to a room."""

import contextlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.actions import leave
from groups.models import Membership
from intervisie.common.refusals import NotNow
from sessions.actions import cases, choosing, ending, harvest, lead, pointer, writing
from sessions.models import Case, CaseSession, Commitment, Contribution, Step
from sessions.room import look
from tests.sessions.table import a_case, a_session, begin, fresh, go_to, in_method, write

HTMX = {"HX-Request": "true"}


def press(browser, session, name, *ids, **fields):
    return browser.post(reverse(name, args=[session.pk, *ids]), fields, headers=HTMX)


def second_case(session, leader, case_giver, method="five_step"):
    """From the harvest of the first case to the first phase of a second."""
    session = go_to(session, leader, kind=Step.Kind.HARVEST)
    choosing.next_case(session, by=leader)
    session = go_to(session, leader, kind=Step.Kind.CASE_CHOICE)
    choosing.choose_case(session, by=leader, case_id=a_case(case_giver, session.group).pk)
    session = go_to(session, leader, kind=Step.Kind.METHOD_CHOICE)
    choosing.choose_method(session, by=leader, slug=method)
    return go_to(session, leader, kind=Step.Kind.PHASE)


@pytest.fixture
def with_advice(group, anna, bas, chris, dana):
    """In the exploring of Bas's case Dana kept an advice for later. (session, the card)"""
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana, phase="explore")
    card = write(session, dana, "Kanarieadvies voor Bas", kind="advice", parked=True)
    return session, card


# ── a second case in the same evening ──────────────────────────────────────────────────────────────
def test_advice_kept_for_one_case_is_not_seen_by_the_next_case_giver(with_advice, anna, chris, client_of):
    session, card = with_advice
    earlier = card.step_id
    session = second_case(session, anna, chris)
    writing.open_parked(session, by=chris, wanted=True)
    room = look(chris, session.pk)
    step = next(s for s in room.steps if s.pk == earlier)
    assert [c.pk for c in room.look_back_at(step)] == []
    page = client_of(chris).get(reverse("room_peek", args=[session.pk, earlier])).content.decode()
    assert "Kanarieadvies" not in page


def test_the_case_giver_who_asked_for_it_still_sees_the_advice_of_the_own_case(with_advice, bas):
    session, card = with_advice
    writing.open_parked(fresh(session), by=bas, wanted=True)
    room = look(bas, session.pk)
    assert [c.pk for c in room.look_back_at(next(s for s in room.steps if s.pk == card.step_id))] == [card.pk]


def test_advice_kept_for_one_case_cannot_be_laid_on_the_table_of_another(with_advice, anna, chris, dana):
    session, card = with_advice
    session = second_case(session, anna, chris)
    session = go_to(session, anna, phase="advice")
    with contextlib.suppress(NotNow):
        writing.release_parked(session, by=dana, card_id=card.pk)
    card.refresh_from_db(fields=["parked", "step"])
    assert card.parked and card.step.treatment_id != session.step.treatment_id


# ── who came later ─────────────────────────────────────────────────────────────────────────────────
def test_a_newcomer_reads_no_commitment_of_a_session_from_before(group, anna, bas, chris, eva, client_of):
    old = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris)
    harvest.commit(old, by=chris, kind="step", text="Kanarievoornemen", commitment_id=uuid4(), share=True)
    long_ago = timezone.now() - timedelta(days=20)
    CaseSession.objects.filter(pk=old.pk).update(state="closed", ended_at=long_ago, starts_at=long_ago)
    Commitment.objects.update(created_at=long_ago, shared_at=long_ago)
    Membership.objects.create(group=group, user=eva, since=timezone.now() - timedelta(days=1))
    session = begin(a_session(group, number=2, leads=anna), anna, bas, chris, eva)
    session = go_to(session, anna, kind=Step.Kind.LOOK_BACK)
    address = reverse("room", args=[session.pk])
    assert "Kanarievoornemen" in client_of(bas).get(address).content.decode()
    seen = client_of(eva).get(address).content.decode()
    assert "Kanarievoornemen" not in seen
    assert "Chris kijkt ook terug" not in seen


# ── a text that ended while the room goes on ───────────────────────────────────────────────────────
def test_after_the_case_giver_left_the_group_the_others_get_an_answer_in_words(
    group, anna, bas, chris, dana, client_of
):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana, phase="explore")
    leave(Membership.objects.current().get(group=group, user=bas), by=bas)
    session = fresh(session)
    fields = {"step": session.step_id, "kind": "question", "text": "x", "card_id": uuid4()}
    assert press(client_of(dana), session, "room_contribute", **fields).status_code == 409
    assert client_of(dana).get(reverse("room", args=[session.pk])).status_code == 200
    assert press(client_of(anna), session, "room_advance", version=session.version).status_code == 204


def test_after_stop_and_wipe_nobody_words_the_question_again(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris)
    choosing.stop_case(session, by=bas, wipe=True)
    for person in (anna, bas):
        assert press(client_of(person), session, "room_word_question", text="Hoe dan?").status_code == 409
    assert client_of(chris).get(reverse("room", args=[session.pk])).status_code == 200


def test_what_was_taken_back_after_a_stop_stays_with_its_owner_when_the_session_closes(group, anna, bas, chris):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris)
    choosing.stop_case(session, by=bas, wipe=False)
    case = Case.objects.get(owner=bas)
    cases.take_back(case.pk, by=bas)
    session = fresh(session)
    pointer.close(session, by=anna, seen_version=session.version)
    assert not Case.objects.visible_to(chris).filter(pk=case.pk).exists()


def test_a_case_told_aloud_expires_also_when_another_is_chosen_instead(group, anna, bas, chris):
    session = go_to(begin(a_session(group, leads=anna), anna, bas, chris), anna, kind=Step.Kind.CASE_CHOICE)
    choosing.bring_aloud(session, by=anna, owner_id=chris.pk, question="Kanarievraag")
    choosing.choose_case(fresh(session), by=anna, case_id=a_case(bas, group).pk)
    told = Case.objects.get(owner=chris)
    assert told.text_until is not None
    assert cases.expire_cases(timezone.now() + timedelta(days=400)) >= 1
    assert Case.objects.select_related("key").get(pk=told.pk).question == ""


# ── the lead, the plan, a closed group ─────────────────────────────────────────────────────────────
def test_who_brings_the_case_does_not_get_the_lead_by_an_offer(group, anna, bas, chris, dana):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana)
    lead.offer_lead(session, by=anna, to_id=chris.pk)
    with pytest.raises(NotNow):
        lead.answer_lead(fresh(session), by=bas, accept=True)
    lead.withdraw_lead(fresh(session), by=anna)
    with pytest.raises(NotNow):
        lead.offer_lead(fresh(session), by=anna, to_id=bas.pk)
        lead.answer_lead(fresh(session), by=bas, accept=True)
    assert fresh(session).leader_id == anna.pk


def test_who_led_once_plans_nothing_more_from_a_closed_room(group, anna, bas, chris, client_of):
    session = begin(a_session(group, leads=chris), chris, anna, bas)
    session = fresh(session)
    pointer.close(session, by=chris, seen_version=session.version)
    fields = {"date": (timezone.localdate() + timedelta(days=30)).isoformat(), "time": "10:00"}
    assert press(client_of(chris), session, "room_plan_next", **fields).status_code == 409
    assert not CaseSession.objects.filter(state="planned").exists()


def test_in_a_closed_group_nothing_begins(group, anna, bas):
    session = a_session(group, leads=anna)
    pointer.sit(session, by=anna)
    group.archived_at = timezone.now()
    group.save(update_fields=["archived_at"])
    with pytest.raises(NotNow):
        pointer.begin(fresh(session), by=anna, coach=True)


# ── what closing deletes ───────────────────────────────────────────────────────────────────────────
def test_closing_deletes_gifts_nobody_opened_and_nothing_else(group, anna, bas, chris, dana):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana, phase="explore")
    asked = write(session, dana, "Een vraag", kind="question")
    session = go_to(session, anna, phase="core")
    gift = write(session, dana, "Een cadeau", kind="formulation")
    own = write(session, bas, "Mijn eigen kern", kind="formulation")
    ending.forget_unopened(fresh(session))
    assert set(Contribution.objects.values_list("pk", flat=True)) == {asked.pk, own.pk}
    assert gift.pk not in Contribution.objects.values_list("pk", flat=True)
