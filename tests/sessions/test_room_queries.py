"""How much a screen of the room may ask of the database, literally; the same for one card as for three."""

from uuid import uuid4

import pytest
from django.urls import reverse

from sessions.actions import pointer
from sessions.models import Commitment, Contribution, step
from tests.sessions.table import a_case, a_session, begin, fresh, go_to, in_method, reveal_now, write
from tests.sessions.test_room_faces import SPINE
from tests.sessions.test_room_presses import press

HTMX = {"HX-Request": "true"}


def counted(count, number, act):
    with count(number):
        answer = act()
    assert answer.status_code in (200, 204)


@pytest.fixture
def playing(group, anna, bas, chris, dana):
    """`playing(phase, cards, people)`: a running gedachtenwolk."""

    def play(phase, *, cards=1, people=2):
        others = [chris, dana][: people - 1]
        running = in_method(a_session(group), anna, bas, "gedachtenwolk", *others, phase="fill")
        for number in range(cards):
            write(running, bas, f"Gedachte {number}", kind="thought")
        running = go_to(running, anna, phase=phase)
        reveal_now(running)
        return running

    return play


def key_of(browser, session):
    return browser.get(reverse("room", args=[session.pk])).context["screen"].key


def pull(browser, session, of, key):
    return browser.get(reverse("room_part", args=[session.pk, of]) + f"?key={key}", headers=HTMX)


@pytest.mark.parametrize("many", [{"cards": 1, "people": 2}, {"cards": 3, "people": 3}])
def test_the_page_and_its_pulls(playing, anna, bas, client_of, django_assert_num_queries, many):
    running = playing("order", **many)
    for user in (anna, bas):
        browser = client_of(user)
        key = key_of(browser, running)
        counted(django_assert_num_queries, 6, lambda: browser.get(reverse("room", args=[running.pk])))  # noqa: B023
        counted(django_assert_num_queries, 5, lambda: pull(browser, running, "step", key))  # noqa: B023
        counted(django_assert_num_queries, 5, lambda: pull(browser, running, "cards", key))  # noqa: B023
        counted(django_assert_num_queries, 4, lambda: pull(browser, running, "people", key))  # noqa: B023
        counted(django_assert_num_queries, 5, lambda: pull(browser, running, "step", "elsewhere"))  # noqa: B023


def test_what_this_process_forgets_of_a_session_is_read_along_again(
    playing, group, anna, bas, client_of, django_assert_num_queries, monkeypatch
):
    """The words of the steps come with the look, known or not: never by a query for each."""
    monkeypatch.setattr(step, "MOST_SESSIONS", 1)
    monkeypatch.setattr(step, "_known", {})
    running = playing("order")
    browser, other = client_of(bas), a_session(group, number=2)
    url = reverse("room", args=[running.pk])
    counted(django_assert_num_queries, 6, lambda: browser.get(url))
    assert set(step._known) == {running.pk}
    step.docs_of(other.pk)
    assert set(step._known) == {other.pk}
    counted(django_assert_num_queries, 6, lambda: browser.get(url))


@pytest.mark.parametrize("kind", [kind for kind in SPINE if kind != "method_choice"])
def test_the_steps_of_the_spine(group, anna, bas, chris, client_of, django_assert_max_num_queries, kind):
    running = begin(a_session(group), anna, bas, chris)
    for owner in (bas, chris):
        a_case(owner, group)
        Commitment.objects.create(session=running, owner=owner, kind="step", key=running.key, text="Een stap")
    running = go_to_skipping(running, anna, kind)
    for user in (anna, bas):
        browser = client_of(user)
        key = key_of(browser, running)
        with django_assert_max_num_queries(8):
            browser.get(reverse("room", args=[running.pk]))
        for of in ("step", "people", "cards", "tally"):
            with django_assert_max_num_queries(5):
                pull(browser, running, of, key)
        with django_assert_max_num_queries(5):
            pull(browser, running, "step", "elsewhere")


def go_to_skipping(session, leader, kind):
    while (session := fresh(session)).step.kind != kind:
        move = pointer.skip if session.step.kind in ("case_choice", "method_choice") else pointer.advance
        move(session, by=leader, seen_version=session.version)
    return session


@pytest.mark.parametrize("many", [{"cards": 1, "people": 2}, {"cards": 3, "people": 3}])
def test_the_leaders_presses(playing, anna, client_of, django_assert_max_num_queries, many):
    running = playing("order", **many)
    browser = client_of(anna)
    presses = [
        ("room_extend", {"minutes": 1, "seen_added": 0}),
        ("room_pause", {}),
        ("room_resume", {}),
        ("room_advance", {"version": running.version}),  # into a round, so with turns, and with what was let go
        ("room_undo", {"version": running.version + 1}),
    ]
    for name, fields in presses:
        with django_assert_max_num_queries(12):
            assert press(browser, running, name, **fields).status_code == 204, name


@pytest.mark.parametrize("many", [{"cards": 1, "people": 2}, {"cards": 3, "people": 3}])
def test_everybodys_presses(playing, bas, chris, client_of, django_assert_max_num_queries, many):
    running = playing("order", **many)
    card = Contribution.objects.first()
    presses = [
        (chris, "room_ready", [], {"step": running.step_id, "ready": "on"}),
        (chris, "room_role", [], {"role": "scribe"}),
        (bas, "room_mark", [card.pk], {"scale": "stance", "value": "helps"}),
        (bas, "room_mark", [card.pk], {"scale": "stance", "value": "hinders"}),
        (chris, "room_take_lead", [], {}),
        (chris, "room_stop", [], {}),
        (chris, "room_calm_over", [], {}),
    ]
    browsers = {user: client_of(user) for user in (bas, chris)}
    for user, name, ids, fields in presses:
        with django_assert_max_num_queries(12):
            assert press(browsers[user], running, name, *ids, **fields).status_code == 204, name


def test_writing(playing, chris, client_of, django_assert_max_num_queries):
    running = playing("fill")
    browser = client_of(chris)
    for number in range(2):
        said = {"kind": "thought", "text": f"Nog een {number}", "card_id": uuid4(), "step": running.step_id}
        with django_assert_max_num_queries(12):
            assert press(browser, running, "room_contribute", **said).status_code == 204
    press(browser, running, "room_note", text="De eerste maakt ook de sleutel van wie schrijft")
    with django_assert_max_num_queries(12):
        assert press(browser, running, "room_note", text="De tweede").status_code == 200
    with django_assert_max_num_queries(12):
        said = {"kind": "takeaway", "text": "Een zin", "commitment_id": uuid4()}
        assert press(browser, running, "room_commit", **said).status_code == 204


def test_the_lobby_and_the_door(group, agreement, anna, bas, client_of, django_assert_max_num_queries):
    planned = a_session(group, leads=anna)
    browser = client_of(bas)
    with django_assert_max_num_queries(8):
        browser.get(reverse("room", args=[planned.pk]))
    with django_assert_max_num_queries(12):
        press(browser, planned, "room_sit", htmx=False)
    with django_assert_max_num_queries(8):
        browser.get(reverse("room", args=[planned.pk]))
