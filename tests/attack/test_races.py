"""Two people, or two tabs, at the same instant: one thing happens, and whoever came second hears it in words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Max
from django.test import Client

from groups import actions as groups
from groups.models import Group, User
from groups.tokens import invitation_token
from intervisie.common.models import AuditEvent
from intervisie.common.refusals import NotNow
from methods.actions import load_methods
from methods.format import from_snapshot
from sessions.actions import cases, choosing, harvest, lead, planning, pointer, writing
from sessions.models import (
    Case,
    CaseSession,
    Commitment,
    Contribution,
    Mark,
    RoomEvent,
    ScaleMark,
    Step,
    Treatment,
)
from tests.attack.racing import race, refused
from tests.methods.facts import first_six
from tests.sessions.table import a_case, a_session, begin, fresh, go_to, in_method, reveal_now, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(monkeypatch):
    return lambda *deeds, at: race(monkeypatch, *deeds, at=at)


def only_one(results):
    """One did it; the other was told that it is no longer the moment."""
    (error,) = refused(results)
    assert isinstance(error, NotNow), repr(error)
    return True


# ── the pointer ────────────────────────────────────────────────────────────────────────────────────
def test_two_presses_on_advance_are_one_step(at_once, group, anna, bas, chris):
    session = begin(a_session(group, leads=anna), anna, bas, chris)

    def advance():
        return pointer.advance(fresh(session), by=anna, seen_version=session.version)

    assert only_one(at_once(advance, advance, at=["sessions.actions.pointer._move"]))
    assert fresh(session).version == session.version + 1
    assert RoomEvent.objects.filter(kind="advanced").count() == 1


def test_two_who_close_close_once(at_once, group, anna, bas, chris):
    session = begin(a_session(group, leads=anna), anna, bas, chris)

    def close():
        pointer.close(fresh(session), by=anna, seen_version=session.version)

    assert only_one(at_once(close, close, at=["sessions.actions.pointer.leading"]))
    assert RoomEvent.objects.filter(kind="closed").count() == 1
    assert group.facts.filter(kind="held").count() == 1


def test_two_who_begin_begin_once(at_once, group, anna, bas):
    session = a_session(group)
    for person in (anna, bas):
        pointer.sit(session, by=person)

    def begins(person):
        return lambda: pointer.begin(fresh(session), by=person, coach=True)

    assert only_one(at_once(begins(anna), begins(bas), at=["sessions.permissions.can_begin"]))
    kinds = [step.kind for step in session.steps.all()]
    assert len(kinds) == len(set(kinds))


# ── the lead ───────────────────────────────────────────────────────────────────────────────────────
def test_two_who_take_the_lead_at_once(at_once, group, anna, bas, chris, dana):
    session = begin(a_session(group, leads=anna), anna, bas, chris, dana)

    def takes(person):
        return lambda: lead.take_lead(fresh(session), by=person)

    assert only_one(at_once(takes(chris), takes(dana), at=["sessions.actions.lead._hand_over"]))
    assert RoomEvent.objects.filter(kind="lead_moved").count() == 1
    assert fresh(session).leader_id in (chris.pk, dana.pk)


def test_an_offer_accepted_in_two_tabs_is_accepted_once(at_once, group, anna, bas, chris):
    session = begin(a_session(group, leads=anna), anna, bas, chris)
    lead.offer_lead(session, by=anna, to_id=chris.pk)

    def accept():
        lead.answer_lead(fresh(session), by=chris, accept=True)

    assert only_one(at_once(accept, accept, at=["sessions.actions.lead._may_lead"]))
    assert fresh(session).leader_id == chris.pk


def test_accepted_by_one_and_taken_by_another(at_once, group, anna, bas, chris, dana):
    session = begin(a_session(group, leads=anna), anna, bas, chris, dana)
    lead.offer_lead(session, by=anna, to_id=chris.pk)
    results = at_once(
        lambda: lead.answer_lead(fresh(session), by=chris, accept=True),
        lambda: lead.take_lead(fresh(session), by=dana),
        at=["sessions.actions.lead._may_lead"],
    )
    assert only_one(results)
    assert RoomEvent.objects.filter(kind="lead_moved").count() == 1


# ── the case and the method ────────────────────────────────────────────────────────────────────────
@pytest.fixture
def choosing_case(group, anna, bas, chris):
    return go_to(begin(a_session(group, leads=anna), anna, bas, chris), anna, kind=Step.Kind.CASE_CHOICE)


@pytest.mark.parametrize("deed", [cases.take_back, cases.withdraw])
def test_a_case_is_taken_back_or_chosen_never_both(at_once, choosing_case, group, anna, bas, deed):
    case = a_case(bas, group)
    at = ["sessions.actions.choosing._take", "sessions.actions.cases._set", "sessions.actions.cases.end_texts"]
    results = at_once(
        lambda: choosing.choose_case(fresh(choosing_case), by=anna, case_id=case.pk),
        lambda: deed(case.pk, by=bas),
        at=at,
    )
    assert only_one(results)
    chosen = Treatment.objects.filter(case=case).exists()
    assert chosen == (Case.objects.get(pk=case.pk).state == Case.State.SHARED)


def test_two_cases_chosen_at_once_are_one_on_the_table(at_once, choosing_case, group, anna, bas, chris):
    def chooses(owner):
        pk = a_case(owner, group).pk
        return lambda: choosing.choose_case(fresh(choosing_case), by=anna, case_id=pk)

    assert refused(at_once(chooses(bas), chooses(chris), at=["sessions.actions.choosing._take"])) == []
    (treatment,) = Treatment.objects.all()
    assert set(choosing_case.steps.filter(kind="harvest").values_list("treatment", flat=True)) == {treatment.pk}


def test_the_method_chosen_by_two_at_once_is_laid_out_once(at_once, choosing_case, group, anna, bas):
    load_methods(first_six())
    choosing.choose_case(choosing_case, by=anna, case_id=a_case(bas, group).pk)
    session = go_to(choosing_case, anna, kind=Step.Kind.METHOD_CHOICE)

    def chooses(person, slug):
        return lambda: choosing.choose_method(fresh(session), by=person, slug=slug)

    results = at_once(
        chooses(anna, "incident"), chooses(bas, "gedachtenwolk"), at=["sessions.actions.choosing.lay_out"]
    )
    assert refused(results) == []
    treatment = Treatment.objects.get()
    laid = [one.doc.id for one in session.steps.filter(kind="phase")]
    assert laid == [phase.id for phase in from_snapshot(treatment.method).phases]


def test_a_case_is_stopped_at_the_moment_the_leader_goes_on(at_once, group, anna, bas, chris):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris)
    results = at_once(
        lambda: pointer.advance(fresh(session), by=anna, seen_version=session.version),
        lambda: choosing.stop_case(fresh(session), by=bas, wipe=False),
        at=["sessions.actions.pointer.leave", "sessions.permissions.brings"],
    )
    assert refused(results) == []
    assert fresh(session).step.kind == Step.Kind.REVIEW


# ── writing ────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def filling(group, anna, bas, chris, dana):
    return in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")


def test_a_limit_is_a_limit_also_in_two_tabs(at_once, filling, chris):
    limit = filling.step.doc.limit
    for number in range(limit - 1):
        write(filling, chris, f"Gedachte {number}", kind="thought")

    def another():
        return write(filling, chris, "Nog een", kind="thought")

    assert only_one(at_once(another, another, at=["sessions.actions.writing._key_of"]))
    assert Contribution.objects.filter(author=chris).count() == limit


def test_one_does_not_hold_up_another(at_once, filling, chris, dana):
    """The limit is counted per person: two people write at once."""
    results = at_once(
        lambda: write(filling, chris, "Van mij", kind="thought"),
        lambda: write(filling, dana, "En van mij", kind="thought"),
        at=["sessions.actions.writing._key_of"],
    )
    assert refused(results) == []
    assert Contribution.objects.count() == 2


def test_a_card_let_go_of_twice_is_let_go_of_once(at_once, filling, anna, bas, chris):
    card = write(filling, chris, "Weg ermee", kind="thought")
    session = go_to(filling, anna, phase="reveal")
    reveal_now(session)

    def not_mine():
        writing.mark(fresh(session), by=bas, card_id=card.pk, scale="mine", value="not_mine")

    assert refused(at_once(not_mine, not_mine, at=["sessions.actions.writing._write_mark"])) == []
    assert Mark.objects.get().value == "not_mine"


def test_of_two_cards_put_in_the_middle_at_once_one_lies_there(at_once, filling, anna, bas, chris):
    cards = [write(filling, chris, text, kind="thought") for text in ("De ene", "De andere")]
    session = go_to(filling, anna, phase="reveal")
    reveal_now(session)
    session = go_to(session, anna, phase="one_thought")

    def puts(card):
        return lambda: writing.mark(fresh(session), by=bas, card_id=card.pk, scale="one", value="chosen")

    assert refused(at_once(*(puts(card) for card in cards), at=["sessions.actions.writing._write_mark"])) == []
    assert Mark.objects.filter(scale="one").count() == 1


def test_a_number_given_twice_at_once_is_one_number(at_once, filling, anna, bas):
    session = go_to(filling, anna, phase="one_thought")

    def gives(value):
        return lambda: writing.score(fresh(session), by=bas, value=value)

    assert refused(at_once(gives(3), gives(4), at=["sessions.actions.writing.person_key"])) == []
    assert ScaleMark.objects.select_related("key").get().value in ("3", "4")


def test_the_same_commitment_sent_twice_is_one(at_once, filling, bas):
    pk = uuid4()

    def commit():
        return harvest.commit(fresh(filling), by=bas, kind="step", text="Ik bel maandag.", commitment_id=pk)

    results = at_once(commit, commit, at=["sessions.actions.harvest._own_treatment"])
    assert {one.pk for one in results} == {pk}
    assert Commitment.objects.count() == 1


# ── coming in, and saying whether one comes ────────────────────────────────────────────────────────
@pytest.fixture
def invitation(group, anna):
    return groups.invite(group, ["merel@example.org"], by=anna)[0]


def test_two_sign_ups_with_one_invitation_are_one_person(at_once, group, invitation):
    def signs_up():
        browser = Client()
        browser.get(f"/uitnodiging/{invitation_token(invitation.pk, 1)}/")
        return browser.post("/account/signup/", {"name": "Merel", "email": "merel@example.org", "password1": ""})

    results = at_once(signs_up, signs_up, at=["groups.adapter.get_language"])
    assert refused(results) == []
    assert {answer.status_code for answer in results} <= {200, 302, 409}
    assert User.objects.filter(email="merel@example.org").count() == 1


def test_two_who_join_with_one_invitation_take_one_seat(at_once, group, invitation, eva):
    eva.emailaddress_set.create(email="merel@example.org", verified=True)

    def joins():
        return groups.join(invitation, by=eva)

    first, second = at_once(joins, joins, at=["groups.actions.invitations._may_join"])
    assert first == second
    assert group.memberships.current().filter(user=eva).count() == 1


def test_two_answers_to_one_invitation_are_one(at_once, group, bas):
    session = a_session(group, starts_in=timedelta(days=3))

    def says(answer):
        return lambda: planning.answer(session.pk, by=bas, says=answer)

    assert refused(at_once(says("yes"), says("no"), at=["sessions.actions.planning.poke"])) == []
    assert session.rsvps.get().answer in ("yes", "no")


def test_two_planners_count_on_from_each_other(at_once, group, anna, bas):
    where, who = planning.Where(120, "room"), planning.Who(None, None, 3)
    start = a_session(group).starts_at

    def plans(person, days):
        starts = [start + timedelta(days=days)]
        return lambda: planning.schedule(group, by=person, starts=starts, where=where, who=who)

    assert refused(at_once(plans(anna, 7), plans(bas, 8), at=["sessions.actions.planning._sensible"])) == []
    assert (
        CaseSession.objects.aggregate(last=Max("number"))["last"]
        == Group.objects.get(pk=group.pk).case_sessions.count()
    )


# ── leaving, and ending a role ─────────────────────────────────────────────────────────────────────
def test_a_role_that_two_end_ends_once(at_once, organisation, coen, anna, group):
    role = organisation.roles.get(user=anna)

    def end():
        return groups.end_role(role, by=coen)

    results = at_once(end, end, at=["groups.actions.organisations.coached_by"])
    assert sorted(results) == [False, True]
    assert AuditEvent.objects.filter(verb="role.end").count() == 1


def test_two_coordinators_who_end_each_other_leave_one(at_once, organisation, coen, eva):
    organisation.roles.create(user=eva, role="coordinator")
    mine, hers = organisation.roles.get(user=coen), organisation.roles.get(user=eva, role="coordinator")
    results = at_once(
        lambda: groups.end_role(hers, by=coen),
        lambda: groups.end_role(mine, by=eva),
        at=["groups.actions.organisations._others"],
    )
    assert only_one(results)
    assert organisation.roles.filter(role="coordinator").count() == 1


def test_who_leaves_in_two_tabs_leaves_once(at_once, group, bas):
    mine = group.memberships.get(user=bas)

    def leave():
        return groups.leave(mine, by=bas)

    assert sorted(at_once(leave, leave, at=["groups.actions.leaving.update_returning"])) == [False, True]
    assert AuditEvent.objects.filter(verb="group.leave").count() == 1
