"""What is offered when a method is chosen: counted with those who sit there and the time there is, at each look."""

import re
from datetime import timedelta

import pytest

from intervisie.common.live import versions
from methods.actions import load_methods
from methods.models import Method
from methods.reading import read_all
from sessions.actions import choosing, people, pointer
from sessions.models import CaseSession, Treatment
from tests.counting import Queries
from tests.methods.facts import shipped
from tests.sessions.table import a_case, a_session, begin, fresh, go_to
from tests.sessions.test_room_unchanged import open_page, pull


@pytest.fixture
def at_choice(group, anna, bas, chris):
    """Three at the table; Bas wants tips and ideas."""
    load_methods(doc for doc in shipped() if doc.form != "module")
    session = begin(a_session(group, leads=anna, minutes=150), anna, bas, chris)
    session = go_to(session, anna, kind="case_choice")
    choosing.choose_case(session, by=anna, case_id=a_case(bas, group, intake={"want": "PS", "load": 9}).pk)
    return go_to(session, anna, kind="method_choice")


def offered(page):
    return [card.method.slug for card in page.context["match"].cards]


def test_who_comes_late_changes_the_offer_at_the_next_pull(at_choice, bas, dana, client_of):
    browser = client_of(bas)
    key, shown = open_page(browser, at_choice)
    first = pull(browser, at_choice, "step", key, shown)
    assert (first.status_code, first.content) == (204, b"")
    pointer.sit(at_choice, by=dana)
    answer = pull(browser, at_choice, "step", key, shown)
    assert answer.context["evening"].people == 4
    assert "vier mensen aan tafel" in answer.content.decode()
    assert "five_step" in offered(answer)  # needs four


def test_who_leaves_changes_it_back(at_choice, bas, chris, dana, client_of):
    pointer.sit(at_choice, by=dana)
    browser = client_of(bas)
    key, shown = open_page(browser, at_choice)
    people.leave_seat(fresh(at_choice), by=dana)
    answer = pull(browser, at_choice, "step", key, shown)
    assert "drie mensen aan tafel" in answer.content.decode()
    assert "five_step" not in offered(answer)


@pytest.mark.django_db(transaction=True)
def test_a_latecomer_is_told_to_the_page_where_it_matters(at_choice, dana):
    before = versions(at_choice.topic).get("step", 0)
    pointer.sit(fresh(at_choice), by=dana)
    assert versions(at_choice.topic)["step"] == before + 1


def test_the_time_that_is_left_now_is_what_counts(at_choice, bas, client_of):
    browser = client_of(bas)
    key, shown = open_page(browser, at_choice)
    assert max(card.method.minutes for card in pull(browser, at_choice, "step", key, {}).context["match"].cards) > 40
    CaseSession.objects.filter(pk=at_choice.pk).update(starts_at=at_choice.starts_at - timedelta(minutes=85))
    answer = pull(browser, at_choice, "step", key, shown)
    left = answer.context["evening"].minutes
    assert left < 60
    assert all(card.method.minutes <= left for card in answer.context["match"].cards)


def test_the_minutes_on_a_card_are_those_for_who_sits_here(at_choice, bas, client_of):
    page = client_of(bas).get(f"/bijeenkomst/{at_choice.pk}/kamer/")
    docs = {doc.id: doc for doc in shipped()}
    cards = page.context["match"].cards
    assert [card.method.minutes for card in cards] == [docs[card.method.slug].minutes_for(3) for card in cards]
    assert all(sum(one.minutes for one in card.method.segments) == card.method.minutes for card in cards)


def test_whatever_is_shown_is_kept_with_the_choice(at_choice, bas, client_of):
    page = client_of(bas).get(f"/bijeenkomst/{at_choice.pk}/kamer/")
    [said] = set(re.findall(r'name="suggested" value="([^"]+)"', page.content.decode()))
    slug = offered(page)[0]
    client_of(bas).post(f"/bijeenkomst/{at_choice.pk}/kamer/werkvorm/", {"slug": slug, "suggested": said})
    kept = Treatment.objects.get(session=at_choice)
    match = page.context["match"]
    assert kept.method_slug == slug
    assert kept.suggested == [card.method.slug for card in (*match.cards, *match.nearest)]


# ── reading the library ────────────────────────────────────────────────────────────────────────────
def test_what_this_process_has_read_is_not_brought_again(db):
    load_methods(doc for doc in shipped() if doc.id in {"five_step", "incident"})
    first = read_all(Method.objects.order_by("slug"))
    with Queries() as asked:
        again = read_all(Method.objects.order_by("slug"))
    assert len(asked) == 1
    assert [doc.id for doc, _row in first] == [doc.id for doc, _row in again] == ["five_step", "incident"]
    assert [row["unread"] for _doc, row in again] == [None, None]
    assert all(one is other for (one, _r), (other, _s) in zip(first, again, strict=True))


def test_a_method_that_was_changed_is_read_anew(db):
    [doc] = [doc for doc in shipped() if doc.id == "five_step"]
    load_methods([doc])
    [(_old, _row)] = read_all(Method.objects.all())
    stored = Method.objects.get()
    stored.document["nl"]["name"], stored.digest = "Iets anders", "0" * 64
    stored.save()
    [(new, _row)] = read_all(Method.objects.all())
    assert new.text("nl").name == "Iets anders"
