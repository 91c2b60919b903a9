"""What the page of the room and each of its parts ask of the database, literally; the same with one item as with three.

A page may ask eight things (the browser's session and the person included), a part five.
"""

from uuid import uuid4

import pytest
from django.urls import reverse

from methods.actions import load_methods
from sessions.actions import choosing, coaching, harvest, people, pointer, writing
from sessions.models import Commitment
from sessions.urls import room as urls
from tests.counting import Queries
from tests.methods.facts import first_six
from tests.sessions.table import a_case, a_session, before_the_slot, begin, fresh, go_to, in_method, reveal_now, write
from tests.sessions.test_room_faces import SPINE, try_to_write

HTMX = {"HX-Request": "true"}
MOST, MOST_PART = 8, 5
PULLS = ("step", "people", "cards", "tally")
# of each step: the page, then the pulls, then the whole root for a page that is somewhere else
FIGURES = {
    "door": (6, 5, 5, 5, 5, 5),
    "lobby": (7, 4, 4, 4, 4, 4),
    "calm": (4, 4, 4, 4, 4, 4),
    "closed": (5, 4, 4, 4, 4, 5),
    "order: leads": (6, 5, 4, 5, 4, 5),
    "order: brings": (6, 5, 4, 5, 4, 5),
    "order: peer": (6, 5, 4, 5, 4, 5),
    "scale: leads": (7, 5, 4, 5, 4, 5),
    "scale: brings": (7, 5, 4, 5, 4, 5),
    "scale: peer": (7, 5, 4, 5, 4, 5),
    "landing: leads": (6, 5, 4, 5, 4, 5),
    "landing: brings": (6, 5, 4, 5, 4, 5),
    "landing: peer": (6, 5, 4, 5, 4, 5),
    "check_in: leads": (5, 4, 4, 4, 4, 4),
    "check_in: brings": (5, 4, 4, 4, 4, 4),
    "check_in: peer": (5, 4, 4, 4, 4, 4),
    "look_back: leads": (7, 5, 4, 5, 4, 5),
    "look_back: brings": (7, 5, 4, 5, 4, 5),
    "look_back: peer": (7, 5, 4, 5, 4, 5),
    "case_choice: leads": (6, 5, 4, 5, 4, 5),
    "case_choice: brings": (6, 5, 4, 5, 4, 5),
    "case_choice: peer": (6, 5, 4, 5, 4, 5),
    "question: leads": (5, 4, 4, 4, 4, 4),
    "question: brings": (5, 4, 4, 4, 4, 4),
    "question: peer": (5, 4, 4, 4, 4, 4),
    "method_choice: leads": (6, 5, 4, 5, 4, 5),
    "method_choice: brings": (6, 5, 4, 5, 4, 5),
    "method_choice: peer": (6, 5, 4, 5, 4, 5),
    "harvest: leads": (6, 5, 4, 5, 4, 5),
    "harvest: brings": (6, 5, 4, 5, 4, 5),
    "harvest: peer": (6, 5, 4, 5, 4, 5),
    "review: leads": (6, 5, 4, 5, 4, 5),
    "review: brings": (6, 5, 4, 5, 4, 5),
    "review: peer": (6, 5, 4, 5, 4, 5),
    "closing: leads": (6, 5, 4, 5, 4, 5),
    "closing: brings": (6, 5, 4, 5, 4, 5),
    "closing: peer": (6, 5, 4, 5, 4, 5),
    "gossip: leads": (6, 5, 4, 5, 4, 5),
    "gossip: brings": (5, 4, 4, 4, 4, 4),
    "gossip: peer": (6, 5, 4, 5, 4, 5),
    "slot: leads": (7, 5, 4, 5, 4, 5),
    "slot: brings": (7, 5, 4, 5, 4, 5),
    "slot: peer": (7, 5, 4, 5, 4, 5),
}
OTHERS = {
    "room_modules": 5,
    "room_whisper": 4,
    "room_score": 5,
    "room_notes": 4,
    "room_advice": 5,
    "room_peek": 5,
    "room_token": 3,
}
OTHERS |= {"room_piece": 5, "room_earlier": 4}


@pytest.fixture(params=[1, 3], ids=["one", "three"])
def many(request):
    return request.param


def cost(browser, session, name, *ids, query=""):
    with Queries() as asked:
        answer = browser.get(reverse(name, args=[session.pk, *ids]) + query, headers=HTMX if ids or query else {})
    assert answer.status_code in (200, 204), (name, answer.status_code)
    return len(asked)


def key_of(browser, session):
    return browser.get(reverse("room", args=[session.pk])).context["screen"].key


def all_of(browser, session):
    key = key_of(browser, session)
    pulls = [cost(browser, session, "room_part", of, query=f"?key={key}") for of in PULLS]
    root = cost(browser, session, "room_part", "step", query="?key=elsewhere")
    return cost(browser, session, "room"), *pulls, root


def check(found):
    for at, (page, *pulls, root) in found.items():
        assert page <= MOST and max(pulls) <= MOST_PART and root <= MOST_PART, at
    assert found == {at: FIGURES[at] for at in found}


def test_every_step_of_the_spine_for_who_leads_who_brings_and_a_peer(group, anna, bas, chris, dana, client_of, many):
    load_methods(first_six())
    peers = [chris, dana][: 2 if many == 3 else 1]
    session = begin(a_session(group, leads=anna), anna, bas, *peers)
    browsers = {"leads": client_of(anna), "brings": client_of(bas), "peer": client_of(chris)}
    earlier = a_session(group, number=9, state="closed", ended_at=session.started_at)
    for nr in range(many):
        a_case([bas, *peers][nr % 2], group)
        for user in (bas, chris):
            Commitment.objects.create(session=earlier, owner=user, kind="step", key=session.key, text="Een stap")
            harvest.commit(session, by=user, kind="step", text="Een stap", commitment_id=uuid4(), share=True)
    found = {}
    for kind in SPINE:
        session = settle(go_to(session, anna, kind=kind), anna, bas, many)
        found |= {f"{kind}: {who}": all_of(browser, session) for who, browser in browsers.items()}
    check(found)


def settle(session, anna, bas, many):
    """What has to be chosen here, and in the review cards."""
    if session.step.kind == "case_choice":
        choosing.choose_case(session, by=anna, case_id=bas.cases.first().pk)
    if session.step.kind == "method_choice":
        choosing.choose_method(session, by=bas, slug="five_step")
    if session.step.kind == "review":
        for _nr in range(min(many, 2)):
            write(session, bas, "Iets", kind="feedback")
    return fresh(session)


@pytest.mark.parametrize(
    ("method", "phase"), [("gedachtenwolk", "order"), ("gossip", "gossip"), ("streefbeeld", "scale")]
)
def test_a_phase(group, anna, bas, chris, dana, client_of, many, method, phase):
    peers = [chris, dana][: 2 if many == 3 else 1]
    session = in_method(a_session(group, leads=anna), anna, bas, method, *peers)
    while session.step.doc.id != phase:
        for _nr in range(many):
            try_to_write(session, chris, session.step.doc.kinds)
        pointer.advance(session, by=anna, seen_version=session.version)
        session = fresh(session)
    reveal_now(session)
    browsers = {"leads": client_of(anna), "brings": client_of(bas), "peer": client_of(chris)}
    check({f"{phase}: {who}": all_of(browser, session) for who, browser in browsers.items()})


def test_the_other_faces(group, agreement, anna, bas, chris, dana, client_of, many):
    session = a_session(group, leads=anna)
    browser, seated = client_of(chris), [anna, bas, dana][:many]
    for person in seated:
        pointer.sit(session, by=person)
    found = {"door": all_of(browser, session)}
    pointer.sit(session, by=chris)
    found["lobby"] = all_of(browser, session)
    pointer.sit(session, by=anna)
    pointer.begin(fresh(session), by=anna, coach=True)
    people.stop(fresh(session), by=chris)
    found["calm"] = all_of(browser, session)
    pointer.close(fresh(session), by=anna, seen_version=fresh(session).version)
    found["closed"] = all_of(browser, session)
    check(found)


def test_parts_of_one_s_own(group, anna, bas, chris, client_of, many):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, phase="explore")
    looked = session.step_id
    for _nr in range(many):
        write(session, chris, "Een vraag", kind="question")
        write(session, chris, "Een advies", kind="advice", parked=True)
        writing.note(fresh(session), by=bas, text="Voor mij")
    session = go_to(session, anna, kind="harvest")
    session.step.turns.filter(user=bas).update(state="done")
    writing.open_parked(session, by=bas, wanted=True)
    browser = client_of(bas)
    found = {
        "room_notes": cost(browser, session, "room_notes", query="?"),
        "room_advice": cost(browser, session, "room_advice", query="?"),
        "room_peek": cost(browser, session, "room_peek", looked),
        "room_token": cost(browser, session, "room_token", query="?"),
    }
    assert found == {name: OTHERS[name] for name in found}
    assert max(found.values()) <= MOST_PART


def test_a_number_of_one_s_own(group, anna, bas, chris, client_of, many):
    session = in_method(a_session(group, leads=anna), anna, bas, "streefbeeld", chris, phase="scale")
    writing.score(session, by=bas, value=3)
    assert cost(client_of(bas), session, "room_score", query="?") == OTHERS["room_score"] <= MOST_PART


def test_the_panel_of_a_board_and_the_boards_of_before(group, anna, bas, chris, client_of, many):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="fill")
    cards = [write(session, bas, "Een gedachte", kind="thought") for _nr in range(many)]
    session, browser = go_to(session, anna, phase="order"), client_of(bas)
    found = {
        "room_piece": cost(browser, session, "room_piece", cards[0].pk),
        "room_earlier": cost(browser, session, "room_earlier", query="?"),
    }
    assert found == {name: OTHERS[name] for name in found}
    assert max(found.values()) <= MOST_PART


def test_the_phase_before_a_slot(group, anna, bas, chris, dana, client_of, many):
    """The modules are a part of their own: a page brings them along, a pull does not."""
    peers = [chris, dana][: 2 if many == 3 else 1]
    session = before_the_slot(a_session(group, leads=anna), anna, bas, *peers)
    browsers = {"leads": client_of(anna), "brings": client_of(bas), "peer": client_of(chris)}
    check({f"slot: {who}": all_of(browser, session) for who, browser in browsers.items()})
    for browser in browsers.values():
        assert cost(browser, session, "room_modules", query="?") == OTHERS["room_modules"] <= MOST_PART


def test_a_whisper(group, anna, bas, dana, client_of, many):
    session = begin(a_session(group, leads=dana), dana, anna, bas)
    for _nr in range(many):
        coaching.whisper(fresh(session), by=anna, text="Even wachten.", whisper_id=uuid4())
    waits = session.whispers.first().pk
    browser = client_of(dana)
    assert cost(browser, session, "room_whisper", waits) == OTHERS["room_whisper"] <= MOST_PART
    assert cost(browser, session, "room") <= MOST


def test_every_part_has_a_figure():
    parts = {name for _view, name in urls.PAGES.values()} - {"room", "room_part"}
    assert set(OTHERS) == parts
