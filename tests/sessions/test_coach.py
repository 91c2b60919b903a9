"""The coach beside who leads: fewer buttons with each stage, a whisper for one, and facts without content."""

from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from groups.models import GroupFact, Stage
from intervisie.common.live.hints import pending
from sessions import coaching
from sessions.actions import coaching as deeds
from sessions.actions import pointer
from sessions.models import Whisper

from .table import a_session, begin, fresh

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WORD = "Vraag eerst wat zij zelf al deed."


@pytest.fixture
def session(group, anna, bas, chris, dana):
    """Dana leads, Anna coaches beside her."""
    return begin(a_session(group, leads=dana), dana, anna, bas, chris)


def press(browser, session, name, *ids, **fields):
    return browser.post(reverse(name, args=[session.pk, *ids]), fields, headers=HTMX)


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def at_stage(session, stage):
    session.group.stage = stage
    session.group.save()


def test_what_is_left_to_a_coach_only_shrinks():
    left = [set(coaching.left_to(stage)) for stage in Stage]
    assert all(later <= earlier for earlier, later in pairwise(left))
    assert len(left[0]) == 4 and left[-1] == {coaching.Deed.NOTE}


@pytest.mark.parametrize(
    ("stage", "whispers", "asks"),
    [(Stage.CO_LED, True, True), (Stage.SHADOWED, True, True), (Stage.SELF_LED, False, True)],
)
def test_the_buttons_shrink_with_the_stage_and_the_server_with_them(session, anna, client_of, stage, whispers, asks):
    at_stage(session, stage)
    coach = client_of(anna)
    shown = page(coach, session)
    assert ('id="whisper-drawer"' in shown, 'id="coach-ask"' in shown) == (whispers, asks)
    said = press(coach, session, "room_whisper_say", text=WORD, whisper_id=uuid4())
    assert (said.status_code == 204) == whispers
    assert (press(coach, session, "room_intervene", deed="ask", seen=0).status_code == 204) == asks


def test_in_the_last_stage_a_coach_only_notes(session, anna, client_of):
    at_stage(session, Stage.MAINTAINED)
    assert press(client_of(anna), session, "room_intervene", deed="ask", seen=0).status_code == 403
    assert press(client_of(anna), session, "room_intervene", deed="note", seen=0).status_code == 204


def test_a_whisper_is_read_by_who_leads_and_by_nobody_else(session, cast, client_of):
    assert press(client_of(cast.anna), session, "room_whisper_say", text=WORD, whisper_id=uuid4()).status_code == 204
    whisper = Whisper.objects.get()
    address = reverse("room_whisper", args=[session.pk, whisper.pk])
    assert address in page(client_of(cast.dana), session)
    for headers in (HTMX, {}):
        assert WORD in client_of(cast.dana).get(address, headers=headers).content.decode()
    for person in (cast.anna, cast.bas, cast.chris):
        assert address not in page(client_of(person), session)
        assert client_of(person).get(address, headers=HTMX).status_code == 204
        assert client_of(person).get(address).url == reverse("room", args=[session.pk])
        press(client_of(person), session, "room_whisper_heard", whisper.pk)
    for person in (cast.coen, cast.eva, cast.femke):
        assert client_of(person).get(address).status_code == 404
    assert Whisper.objects.exists()


def test_a_pull_brings_the_place_and_not_the_words(session, anna, dana, client_of):
    leader = client_of(dana)
    key = leader.get(reverse("room", args=[session.pk])).context["screen"].key
    press(client_of(anna), session, "room_whisper_say", text=WORD, whisper_id=uuid4())
    pull = leader.get(reverse("room_part", args=[session.pk, "people"]), {"key": key}, headers=HTMX).content.decode()
    assert WORD not in pull
    assert reverse("room_whisper", args=[session.pk, Whisper.objects.get().pk]) in pull


def test_read_is_gone(session, anna, dana, client_of):
    press(client_of(anna), session, "room_whisper_say", text=WORD, whisper_id=uuid4())
    assert "nog niet gelezen" in page(client_of(anna), session)
    for _press in range(2):
        assert (
            press(
                client_of(dana), session, "room_whisper_heard", Whisper.objects.get().pk if _press == 0 else uuid4()
            ).status_code
            == 204
        )
    assert not Whisper.objects.exists()
    assert "nog niet gelezen" not in page(client_of(anna), session)


def test_a_whisper_is_encrypted_and_ends_with_the_session(session, anna, dana):
    deeds.whisper(session, by=anna, text=WORD, whisper_id=uuid4())
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM case_sessions_whisper")
        assert WORD not in str([bytes(text) for (text,) in cursor.fetchall()])
    pointer.close(fresh(session), by=dana, seen_version=fresh(session).version)
    assert not Whisper.objects.exists()


def test_sent_twice_it_is_one_whisper_and_one_fact(session, anna, django_capture_on_commit_callbacks):
    pk = uuid4()
    with django_capture_on_commit_callbacks():
        deeds.whisper(session, by=anna, text=WORD, whisper_id=pk)
        assert pending()[session.topic] <= {"people", "step"}  # nothing by which others know what it was
    deeds.whisper(fresh(session), by=anna, text=WORD, whisper_id=pk)
    assert Whisper.objects.count() == session.events.filter(kind="coach_prompt").count() == 1


def test_nothing_to_say_and_too_much_are_refused(session, anna, client_of):
    for text in ("  ", "x" * 301):
        assert press(client_of(anna), session, "room_whisper_say", text=text, whisper_id=uuid4()).status_code == 400


def test_a_double_press_counts_once(session, anna, client_of):
    for _press in range(2):
        press(client_of(anna), session, "room_intervene", deed="ask", seen=0)
    press(client_of(anna), session, "room_intervene", deed="ask", seen=1)
    assert session.events.filter(kind="coach_ask", by=anna).count() == 2
    assert "twee keer bij" in page(client_of(anna), session)


def test_nobody_but_a_coach_who_does_not_lead_has_this(session, bas, dana, anna, client_of):
    for person in (bas, dana):
        assert 'id="coach"' not in page(client_of(person), session)
        assert press(client_of(person), session, "room_intervene", deed="note", seen=0).status_code == 403
        said = press(client_of(person), session, "room_whisper_say", text=WORD, whisper_id=uuid4())
        assert said.status_code == 403
    press(client_of(anna), session, "room_take_lead")
    assert 'id="coach"' not in page(client_of(anna), session)
    assert press(client_of(anna), session, "room_intervene", deed="note", seen=0).status_code == 403


def test_what_the_coach_did_is_a_fact_of_the_group(session, anna, dana, client_of):
    deeds.whisper(session, by=anna, text=WORD, whisper_id=uuid4())
    for deed, seen in ((coaching.Deed.ASK, 0), (coaching.Deed.ASK, 1), (coaching.Deed.NOTE, 0)):
        deeds.intervene(fresh(session), by=anna, deed=deed, seen=seen)
    press(client_of(anna), session, "room_take_lead")
    press(client_of(dana), session, "room_take_lead")
    pointer.close(fresh(session), by=dana, seen_version=fresh(session).version)
    counts = GroupFact.objects.get(kind="held").counts
    assert {name: counts[name] for name in counts if name.startswith("coach_")} == {
        "coach_moves": 0,
        "coach_lead": 1,
        "coach_prompt": 1,
        "coach_ask": 2,
        "coach_note": 1,
    }


def test_of_two_coaches_each_counts_their_own(session, group, anna, chris, client_of):
    group.memberships.filter(user=chris).update(role="coach")
    for coach in (anna, chris):
        press(client_of(coach), session, "room_intervene", deed="ask", seen=0)
    assert [session.events.filter(kind="coach_ask", by=coach).count() for coach in (anna, chris)] == [1, 1]
