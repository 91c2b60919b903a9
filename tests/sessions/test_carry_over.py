"""Gedachtenwolk in one session and streefbeeld in a later one: what helped and hindered comes along, once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from methods.actions import load_methods
from sessions.actions import cases, choosing, pointer, writing
from sessions.models import Case, Contribution, Mark, Step
from tests.methods.facts import shipped
from tests.sessions.table import a_session, begin, fresh, go_to, in_method, reveal_now, write
from tests.sessions.test_room_presses import press

HELPS, GIFT, HINDERS, OTHER = "Ik mag het niet weten.", "Twijfel is zorg.", "Ik moet het weten.", "Zo is het."


@pytest.fixture
def clouded(group, anna, bas, chris, dana):
    """Bas had a cloud: one thought that hinders, one that does not, one of his own that helps and a gift he kept."""
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    for text in (HINDERS, OTHER):
        write(session, bas, text, kind="thought")
    session = go_to(session, anna, phase="order")
    reveal_now(session)
    for card in Contribution.objects.select_related("key"):
        value = "hinders" if card.text == HINDERS else "unknown"
        writing.mark(fresh(session), by=bas, card_id=card.pk, scale="stance", value=value)
    session = go_to(session, anna, phase="space")
    write(session, bas, HELPS, kind="helping_thought")
    gift = write(session, chris, GIFT, kind="helping_thought")
    lost = write(session, dana, "Laat maar.", kind="helping_thought")
    writing.open_gifts(fresh(session), by=bas, step_id=session.step_id)
    writing.mark(fresh(session), by=bas, card_id=gift.pk, scale="keep", value="keep")
    writing.mark(fresh(session), by=bas, card_id=lost.pk, scale="keep", value="let_go")
    session = go_to(session, anna, kind="closing")
    pointer.close(session, by=anna, seen_version=session.version)
    return Case.objects.get(owner=bas)


@pytest.fixture
def later(clouded, group, anna, bas, chris, dana):
    """The next session: Bas goes on with a streefbeeld, at the phase of the scale."""
    case = cases.sequel(clouded, by=bas)
    Case.objects.filter(pk=case.pk).update(state="shared", shared_at=timezone.now())
    load_methods([doc for doc in shipped() if doc.id == "streefbeeld"])
    session = begin(a_session(group, number=2, leads=anna), anna, bas, chris, dana)
    session = go_to(session, anna, kind=Step.Kind.CASE_CHOICE)
    choosing.choose_case(session, by=anna, case_id=case.pk)
    session = go_to(session, anna, kind=Step.Kind.METHOD_CHOICE)
    choosing.choose_method(session, by=anna, slug="streefbeeld")
    return go_to(session, anna, phase="scale")


def carry(browser, session):
    return press(browser, session, "room_carry_over", step=session.step_id).status_code


def here(session):
    cards = Contribution.objects.filter(step__session=session).select_related("key")
    return {card.text: card.kind for card in cards}


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def test_what_helped_lies_in_the_inner_circle_for_all_and_what_hindered_is_asked_of_its_owner(
    later, anna, bas, chris, client_of
):
    assert 'id="carry-over"' in page(client_of(bas), later)
    assert 'id="carry-over"' not in page(client_of(anna), later)
    assert carry(client_of(bas), later) == 204
    assert here(later) == {HELPS: "helping_thought", GIFT: "helping_thought", HINDERS: "thought"}
    assert 'id="carry-over"' not in page(client_of(bas), later)
    for viewer in (anna, chris):
        shown = page(client_of(viewer), later)
        assert HELPS in shown and GIFT in shown
        assert HINDERS not in shown
    session = go_to(later, anna, phase="one_up")
    assert HINDERS in page(client_of(bas), session)
    assert HINDERS not in page(client_of(chris), session)


def test_twice_it_comes_along_once(later, bas, client_of):
    assert [carry(client_of(bas), later) for _press in range(2)] == [204, 204]
    assert len(here(later)) == 3
    assert Mark.objects.filter(step__session=later, scale="stance").count() == 1


def test_it_counts_for_no_limit(later, bas, client_of):
    carry(client_of(bas), later)
    for number in range(5):
        write(later, bas, f"Teken {number}", kind="sign")


@pytest.mark.parametrize(
    ("who", "status"), [("anna", 403), ("chris", 403), ("coen", 404), ("eva", 404), ("femke", 404)]
)
def test_nobody_else_takes_it_along(later, cast, client_of, who, status):
    assert carry(client_of(getattr(cast, who)), later) == status
    assert here(later) == {}


def test_who_is_not_logged_in_does_not(later, client):
    assert press(client, later, "room_carry_over", htmx=False, step=later.step_id).status_code == 302


def test_from_an_old_tab_and_without_an_earlier_case_it_is_refused(later, group, anna, bas, chris, dana, client_of):
    session = go_to(later, anna, kind="harvest")
    assert press(client_of(bas), session, "room_carry_over", step=later.step_id).status_code == 409
    own = in_method(a_session(group, number=3, leads=anna), anna, dana, "streefbeeld", chris, phase="scale")
    assert 'id="carry-over"' not in page(client_of(dana), own)
    assert carry(client_of(dana), own) == 409


def test_what_was_destroyed_does_not_come_back(clouded, later, bas, client_of):
    clouded.key.destroy()
    assert carry(client_of(bas), later) == 409
    assert here(later) == {}


def test_the_words_lie_under_the_key_of_the_new_case(clouded, later, bas, client_of):
    carry(client_of(bas), later)
    keys = set(Contribution.objects.filter(step__session=later).values_list("key", flat=True))
    assert keys == {fresh(later).step.treatment.key_id} != {clouded.key_id}
