"""What somebody typed is never lost, and never turns up where others would read it: every form of the room that takes
words, from a tab that is behind."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from sessions.actions import choosing, people, pointer
from sessions.actions.writing import MOST_NOTES
from sessions.keys import person_key
from sessions.models import Commitment, Contribution, PrivateNote
from tests.sessions.table import a_case, a_session, begin, fresh, go_to, in_method, write
from tests.sessions.test_room_presses import press

TYPED = "Straks denken ze dat ik <aan hen> twijfel."
FORM = re.compile(r'{% press "(\w+)"(?:(?!endpress).)*?<textarea', re.DOTALL)
# Where each form stands, who fills it in, under which name the words go, and what happens when the step is over.
REFUSED = {
    "room_contribute": ("fill", "chris", "text"),
    "room_change": ("fill", "chris", "text"),
    "room_word_question": ("question", "bas", "text"),
    "room_bring_aloud": ("case_choice", "anna", "question"),
}
KEPT = {
    "room_note": ("fill", "chris", "text"),
    "room_commit": ("harvest", "chris", "text"),
}  # one's own: always written

NOT_OF_A_STEP = {"room_whisper_say"}  # tests/sessions/test_coach.py


def forms_with_words():
    parts = (Path(settings.BASE_DIR) / "templates/sessions/room").glob("*.html")
    return {name for part in parts for name in FORM.findall(part.read_text())}


def test_every_form_that_takes_words_is_tried_here():
    assert forms_with_words() == {*REFUSED, *KEPT, *NOT_OF_A_STEP}


@pytest.fixture
def at(group, cast):
    """`at(name)`: the room where that form stands, and what the form carries, filled in. (session, ids, fields)"""

    def there(name):
        place, _who, field = {**REFUSED, **KEPT}[name]
        people = [cast.anna, cast.bas, cast.chris, cast.dana]
        if place == "fill":
            session = in_method(a_session(group), *people[:2], "gedachtenwolk", *people[2:], phase="fill")
        elif place == "case_choice":
            session = go_to(begin(a_session(group), *people), cast.anna, kind=place)
        else:
            session = treated(group, people, place)
        ids = [write(session, cast.chris, "Zo was het", kind="thought").pk] if name == "room_change" else []
        return session, ids, {field: TYPED} | carried(name, session, cast)

    return there


def treated(group, people, place):
    """With a case chosen and, at the harvest, a method gone through."""
    if place == "harvest":
        return go_to(in_method(a_session(group), *people[:2], "five_step", *people[2:]), people[0], kind=place)
    session = go_to(begin(a_session(group), *people), people[0], kind="case_choice")
    choosing.choose_case(session, by=people[0], case_id=a_case(people[1], group).pk)
    return go_to(session, people[0], kind=place)


def carried(name, session, cast):
    step = {"step": session.step_id}
    return {
        "room_contribute": step | {"card_id": uuid4(), "kind": "thought"},
        "room_word_question": step,
        "room_bring_aloud": step | {"owner": cast.dana.pk},
        "room_commit": {"kind": "takeaway", "commitment_id": uuid4()},
    }.get(name, {})


def go_on(session, leader):
    """One step further, past a choice that was not made."""
    move = pointer.skip if session.step.kind == "case_choice" else pointer.advance
    move(fresh(session), by=leader, seen_version=fresh(session).version)


def given_back(page):
    """The words on the page, outside every field that would send them on."""
    return "Straks denken ze dat ik &lt;aan hen&gt; twijfel." in re.sub(
        r"<textarea.*?</textarea>", "", page, flags=re.S
    )


@pytest.mark.parametrize("name", REFUSED)
def test_when_the_group_has_gone_on_it_says_so_and_gives_the_words_back(at, cast, client_of, name):
    session, ids, fields = at(name)
    go_on(session, cast.anna)
    browser = client_of(getattr(cast, REFUSED[name][1]))
    with_script = press(browser, session, name, *ids, **fields)
    assert (with_script.status_code, with_script.headers["HX-Retarget"]) == (409, "#flash")  # the form stays as it is
    without = press(browser, session, name, *ids, htmx=False, **fields)
    page = without.content.decode()
    assert without.status_code == 409
    assert fresh(session).step.doc.text("nl").title in page
    assert given_back(page)
    assert nowhere_written()


@pytest.mark.parametrize("name", REFUSED)
def test_in_the_quiet_the_words_are_given_back(at, cast, client_of, name):
    session, ids, fields = at(name)
    people.stop(session, by=cast.dana)
    page = press(client_of(getattr(cast, REFUSED[name][1])), session, name, *ids, htmx=False, **fields).content.decode()
    assert "Even stil." in page
    assert given_back(page)
    assert nowhere_written()


def nowhere_written():
    texts = [card.text for card in Contribution.objects.select_related("key")]
    return TYPED not in texts and not Commitment.objects.exists()


@pytest.mark.parametrize("name", KEPT)
def test_one_s_own_words_are_kept_whatever_the_group_does(at, cast, client_of, name):
    session, ids, fields = at(name)
    go_on(session, cast.anna)
    assert press(client_of(cast.chris), session, name, *ids, htmx=False, **fields).status_code == 302
    kept = PrivateNote if name == "room_note" else Commitment
    assert kept.objects.select_related("key").get().text == TYPED


def test_a_note_that_came_too_late_is_given_back(at, cast, client_of):
    session, ids, fields = at("room_note")
    pointer.close(session, by=cast.anna, seen_version=session.version)
    answer = press(client_of(cast.chris), session, "room_note", *ids, htmx=False, **fields)
    assert answer.status_code == 409
    assert given_back(answer.content.decode())


def test_a_note_to_oneself_never_stands_in_a_field_that_goes_to_the_group(at, cast, client_of):
    session, ids, fields = at("room_note")
    key = person_key(cast.chris)
    many = [PrivateNote(session=session, owner=cast.chris, key=key, mark="new") for _nr in range(MOST_NOTES)]
    PrivateNote.objects.bulk_create(many)
    answer = press(client_of(cast.chris), session, "room_note", *ids, htmx=False, **fields)
    assert answer.status_code == 409
    fields = dict(re.findall(r'<textarea[^>]*id="([\w-]+)"[^>]*>(.*?)</textarea>', answer.content.decode(), re.S))
    assert {name for name, text in fields.items() if "Straks" in text} == {"note-text"}


def test_refused_advice_that_was_to_be_kept_stays_in_its_own_field(group, anna, bas, chris, client_of):
    session = in_method(a_session(group), anna, bas, "five_step", chris, phase="explore")
    fields = {"step": session.step_id, "card_id": uuid4(), "kind": "advice", "parked": "on", "text": TYPED * 60}
    answer = press(client_of(chris), session, "room_contribute", htmx=False, **fields)
    assert answer.status_code == 400
    filled = dict(re.findall(r'<textarea[^>]*id="([\w-]+)"[^>]*>(.*?)</textarea>', answer.content.decode(), re.S))
    assert {name for name, text in filled.items() if "Straks" in text} == {"park-text"}


def test_each_line_of_several_is_given_back(group, anna, bas, chris, client_of):
    """The forms with a beginning in front of the field have no place to stand in again: the words are shown to copy."""
    session = in_method(a_session(group), anna, bas, "streefbeeld", chris)
    step = next(s for s in session.steps.all() if s.doc.text("nl").own_stems)
    session = go_to(session, anna, phase=step.doc.id)
    kind = step.doc.own_kinds[0]
    fields = {"step": step.pk, "card_id": uuid4(), "kind": kind, "stem": "Ik zie", "text": TYPED * 60}
    answer = press(client_of(bas), session, "room_contribute", htmx=False, **fields)
    assert answer.status_code == 400
    assert answer.content.decode().count("&lt;aan hen&gt;") == 60
    assert reverse("room_contribute", args=[session.pk]) in answer.content.decode()
