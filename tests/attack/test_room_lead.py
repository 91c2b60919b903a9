"""Who may lead when: never who brings the case, everybody again after the harvest; nobody is stuck without a leader."""

import pytest
from django.urls import reverse

from intervisie.common.refusals import NotNow
from sessions.actions import choosing, lead, people, pointer
from sessions.models import LeadOffer, Step
from tests.sessions.table import a_case, a_session, begin, fresh, go_to, in_method
from tests.sessions.test_room_presses import press

WHERE = ["review", "closing"]


@pytest.fixture
def treated(group, anna, bas, chris, dana):
    """Anna leads, Bas brings; the first phase of the five steps."""
    return in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana)


def shown(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


# ── the quiet ──────────────────────────────────────────────────────────────────────────────────────
def test_in_the_quiet_nobody_takes_a_step_back(group, anna, bas, chris, client_of):
    session = begin(a_session(group, leads=anna), anna, bas, chris)
    pointer.advance(session, by=anna, seen_version=session.version)
    people.stop(fresh(session), by=chris)
    now = fresh(session)
    answer = press(client_of(anna), now, "room_undo", version=now.version)
    assert answer.status_code == 409
    assert "Het is even stil." in answer.content.decode()
    assert fresh(session).step_id == now.step_id


@pytest.mark.parametrize(
    ("kind", "name", "fields"),
    [
        ("landing", "room_extend", {"minutes": 3, "seen_added": 0}),
        ("check_in", "room_another_question", {"seen": "{question}"}),
        ("case_choice", "room_choose_case", {"case": "{case}"}),
        ("case_choice", "room_bring_aloud", {"owner": "{chris}", "question": "Hoe dan?"}),
        ("question", "room_word_question", {"text": "Hoe dan?"}),
        ("method_choice", "room_choose_method", {"slug": "incident"}),
        ("harvest", "room_next_case", {}),
    ],
)
def test_in_the_quiet_nothing_is_chosen_or_laid_out(group, anna, bas, chris, client_of, kind, name, fields):
    session = begin(a_session(group, leads=anna), anna, bas, chris)
    case = a_case(bas, group)
    if kind != "case_choice":
        session = with_case_and_method(session, anna, bas, case, kind)
    session = go_to(session, anna, kind=kind)
    people.stop(session, by=chris)
    before = state_of(session)
    facts = {"question": session.step.facts.get("question", ""), "case": case.pk, "chris": chris.pk}
    said = {key: str(value).format(**facts) for key, value in fields.items()}
    answer = press(client_of(anna), session, name, **said)
    assert (answer.status_code, "Het is even stil." in answer.content.decode()) == (409, True)
    assert state_of(session) == before


def with_case_and_method(session, anna, bas, case, kind):
    from methods.actions import load_methods  # noqa: PLC0415
    from tests.methods.facts import first_six  # noqa: PLC0415

    load_methods(first_six())
    if kind in ("landing", "check_in"):
        return session
    session = go_to(session, anna, kind="case_choice")
    choosing.choose_case(session, by=anna, case_id=case.pk)
    if kind in ("question", "method_choice"):
        return fresh(session)
    session = go_to(session, anna, kind="method_choice")
    choosing.choose_method(session, by=bas, slug="five_step")
    return fresh(session)


def state_of(session):
    steps = list(session.steps.order_by("position").values_list("kind", "phase__id", "added_minutes", "facts"))
    treated = [(t.method_slug, t.key_question) for t in session.treatments.select_related("key")]
    return fresh(session).step_id, steps, treated


def test_in_the_quiet_somebody_takes_over_when_nobody_leads(group, anna, bas, chris, client_of):
    session = begin(a_session(group, leads=anna), anna, bas, chris)
    people.stop(session, by=bas)
    take = reverse("room_take_lead", args=[session.pk])
    assert take not in shown(client_of(chris), session)
    before = client_of(chris).get(reverse("room", args=[session.pk])).context["screen"].key
    people.leave_seat(fresh(session), by=anna)
    pulled = client_of(chris).get(reverse("room_part", args=[session.pk, "step"]) + f"?key={before}")
    assert take in pulled.content.decode()
    assert press(client_of(chris), session, "room_take_lead").status_code == 204
    assert press(client_of(chris), session, "room_calm_over").status_code == 204
    assert not fresh(session).calm


# ── the case-giver while the case is treated ───────────────────────────────────────────────────────
def test_the_lead_is_not_offered_to_who_brings_the_case(treated, anna, bas, chris, client_of):
    page = shown(client_of(anna), treated)
    assert f'name="to" value="{chris.pk}"' in page
    assert f'name="to" value="{bas.pk}"' not in page
    answer = press(client_of(anna), treated, "room_offer_lead", to=bas.pk)
    assert answer.status_code == 409
    assert "Bas brengt nu in" in answer.content.decode()
    assert not LeadOffer.objects.exists()


def test_an_open_offer_ends_when_that_person_s_case_is_chosen(group, anna, bas, chris, dana, client_of):
    session = go_to(begin(a_session(group, leads=anna), anna, bas, chris, dana), anna, kind=Step.Kind.CASE_CHOICE)
    lead.offer_lead(session, by=anna, to_id=bas.pk)
    choosing.choose_case(fresh(session), by=anna, case_id=a_case(bas, group).pk)
    assert "Bas vraagt" not in shown(client_of(bas), session)
    assert press(client_of(anna), session, "room_offer_lead", to=dana.pk).status_code == 204


def test_an_offer_to_somebody_who_leaves_the_table_is_over(group, anna, bas, chris, client_of):
    session = begin(a_session(group, leads=anna), anna, bas, chris)
    lead.offer_lead(session, by=anna, to_id=chris.pk)
    people.leave_seat(fresh(session), by=chris)
    assert press(client_of(anna), session, "room_offer_lead", to=bas.pk).status_code == 204


# ── after the harvest ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", WHERE)
def test_after_the_harvest_who_brought_the_case_may_be_asked_to_lead(treated, anna, bas, client_of, kind):
    session = go_to(treated, anna, kind=kind)
    assert f'name="to" value="{bas.pk}"' in shown(client_of(anna), session)
    assert press(client_of(anna), session, "room_offer_lead", to=bas.pk).status_code == 204
    assert press(client_of(bas), session, "room_answer_lead", yes="on").status_code == 204
    assert fresh(session).leader_id == bas.pk


@pytest.mark.parametrize("kind", WHERE)
def test_after_the_harvest_who_brought_the_case_may_take_over(treated, anna, bas, client_of, kind):
    session = go_to(treated, anna, kind=kind)
    assert reverse("room_take_lead", args=[session.pk]) in shown(client_of(bas), session)
    assert press(client_of(bas), session, "room_take_lead").status_code == 204


def test_at_the_harvest_the_case_is_still_theirs(treated, anna, bas, client_of):
    session = go_to(treated, anna, kind="harvest")
    assert reverse("room_take_lead", args=[session.pk]) not in shown(client_of(bas), session)
    assert press(client_of(bas), session, "room_take_lead").status_code == 409


def test_in_the_review_nobody_brings_in_and_all_speak_in_seating_order(treated, anna, bas, client_of):
    session = go_to(treated, anna, kind="review")
    page = shown(client_of(anna), session)
    assert "Bas brengt in" not in page
    assert session.step.turns.select_related("user").first().user == anna


def test_who_brought_the_case_does_not_step_back_into_it_as_leader(treated, anna, bas, chris):
    session = go_to(treated, anna, kind="harvest")
    pointer.advance(session, by=anna, seen_version=session.version)
    session = fresh(session)
    lead.take_lead(session, by=bas)
    session = fresh(session)
    with pytest.raises(NotNow, match="jouw casus"):
        pointer.undo(session, by=bas, seen_version=session.version)
    lead.take_lead(session, by=chris)
    pointer.undo(fresh(session), by=chris, seen_version=session.version)
    assert fresh(session).step.kind == "harvest"


# ── two at the same moment ─────────────────────────────────────────────────────────────────────────
def test_who_stops_the_own_case_wins_from_a_step_that_was_just_taken(treated, anna, bas):
    seen = fresh(treated)  # as the case-giver's press finds it
    pointer.advance(treated, by=anna, seen_version=treated.version)
    between = fresh(treated)
    choosing.stop_case(seen, by=bas, wipe=False)
    after = fresh(treated)
    assert after.step.kind == "review"
    assert after.version == between.version + 1
    assert Step.objects.get(pk=between.step_id).left_at is not None
    with pytest.raises(NotNow):
        pointer.advance(between, by=anna, seen_version=between.version)


def test_in_a_closed_session_the_lead_goes_nowhere(group, anna, bas, chris, client_of):
    session = begin(a_session(group, leads=anna), anna, bas, chris)
    pointer.close(session, by=anna, seen_version=session.version)
    assert press(client_of(anna), session, "room_offer_lead", to=chris.pk).status_code == 409
    assert press(client_of(anna), session, "room_calm_over").status_code == 409
    assert not LeadOffer.objects.exists()
