"""The roles of the evening: what who took one sees, and what they may press."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.actions import people, writing
from sessions.models import Contribution, PrivateNote, Step, Turn

from .table import a_session, begin, fresh, go_to, in_method, write

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SEEN = "Toen het stil werd, keek iedereen naar Anna."


def press(browser, session, name, *ids, **fields):
    return browser.post(reverse(name, args=[session.pk, *ids]), fields, headers=HTMX)


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana, phase="explore")


def takes(session, person, role):
    people.set_seat_role(fresh(session), by=person, role=role)


# ── timekeeper ─────────────────────────────────────────────────────────────────────────────────────
def test_who_keeps_the_time_gives_time_and_pauses_and_does_not_go_on(session, chris, client_of):
    browser = client_of(chris)
    more = {"minutes": 3, "seen_added": 0, "step": session.step_id}
    assert press(browser, session, "room_extend", **more).status_code == 403
    takes(session, chris, "timekeeper")
    shown = page(browser, session)
    assert "Jij bewaakt de tijd" in shown and reverse("room_pause", args=[session.pk]) in shown
    assert reverse("room_advance", args=[session.pk]) not in shown
    assert press(browser, session, "room_extend", **more).status_code == 204
    assert press(browser, session, "room_pause").status_code == 204
    assert press(browser, session, "room_resume").status_code == 204
    assert fresh(session).step.added_minutes == 3
    assert press(browser, session, "room_advance", version=session.version).status_code == 403


def test_nobody_keeps_the_time_of_their_own_story(session, bas, client_of):
    takes(session, bas, "timekeeper")
    assert press(client_of(bas), session, "room_pause").status_code == 403
    assert "Jij bewaakt de tijd" not in page(client_of(bas), session)


# ── scribe ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_scribe_has_the_field_open_and_may_word_the_question(group, anna, bas, chris, dana, client_of):
    session = begin(a_session(group, leads=anna), anna, bas, chris, dana)
    session = go_to(session, anna, kind="case_choice")
    press(client_of(anna), session, "room_bring_aloud", owner=bas.pk, question="Hoe dan?")
    session = go_to(session, anna, kind="question")
    wording = {"text": "Hoe kan ik het zeggen?", "step": session.step_id}
    assert press(client_of(chris), session, "room_word_question", **wording).status_code == 403
    takes(session, chris, "scribe")
    assert 'id="key-question"' in page(client_of(chris), session)
    assert press(client_of(chris), session, "room_word_question", **wording).status_code == 204
    assert fresh(session).step.treatment.key_question == wording["text"]


def test_where_people_talk_the_field_of_a_scribe_lies_open(session, chris, dana, client_of):
    takes(session, chris, "scribe")
    field = f'id="typing-{session.step_id}" open'
    assert field in page(client_of(chris), session)
    assert field not in page(client_of(dana), session)


# ── observer ───────────────────────────────────────────────────────────────────────────────────────
def test_an_observer_reads_what_to_look_for(session, dana, chris, client_of):
    takes(session, dana, "observer")
    assert "Zijn de vragen open" in page(client_of(dana), session)
    assert "Zijn de vragen open" not in page(client_of(chris), session)


def test_a_note_is_the_observers_alone_until_it_is_given(session, cast, client_of):
    takes(session, cast.dana, "observer")
    note = writing.note(fresh(session), by=cast.dana, text=SEEN)
    browser = client_of(cast.dana)
    assert press(browser, session, "room_give_note", note.pk).status_code == 409  # not yet
    session = go_to(session, cast.anna, kind="review")
    for person in (cast.anna, cast.bas, cast.chris):
        assert SEEN not in page(client_of(person), session)
        press(client_of(person), session, "room_give_note", note.pk)
    assert not Contribution.objects.filter(kind="feedback").exists()
    for _press in range(2):
        assert press(browser, session, "room_give_note", note.pk).status_code == 200
    assert Contribution.objects.get(kind="feedback").author == cast.dana
    assert not PrivateNote.objects.exists()
    assert SEEN not in page(client_of(cast.anna), session)  # the review is a round: as every card, at one's own turn
    Turn.objects.filter(step=session.step).update(state=Turn.State.DONE)
    assert SEEN in page(client_of(cast.anna), session)


def test_beyond_the_limit_a_note_stays_a_note(session, anna, dana):
    session = go_to(session, anna, kind="review")
    for text in ("Een", "Twee"):
        write(session, dana, text, kind="feedback")
    note = writing.note(fresh(session), by=dana, text=SEEN)
    from intervisie.common.refusals import NotNow  # noqa: PLC0415
    from sessions.actions.observing import give_note  # noqa: PLC0415

    with pytest.raises(NotNow):
        give_note(fresh(session), by=dana, note_id=note.pk)
    assert PrivateNote.objects.filter(pk=note.pk).exists()


@pytest.mark.parametrize("role", ["observer", "timekeeper", "scribe"])
def test_who_leads_has_no_other_role_on_screen(session, anna, role, client_of):
    takes(session, anna, role)
    assert 'id="role-sheet"' not in page(client_of(anna), session)


# ── the leader's hint ──────────────────────────────────────────────────────────────────────────────
def test_when_most_are_done_and_nobody_writes_any_more_the_leader_alone_reads_it(
    group, anna, bas, chris, dana, client_of
):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    write(session, chris, "Een gedachte", kind="thought")
    for person in (bas, chris):
        people.set_ready(fresh(session), by=person, step_id=session.step_id, ready=True)
    words = "Al even kwam er niets meer bij."
    assert words not in page(client_of(anna), session)
    long_ago = timezone.now() - timedelta(seconds=100)
    Contribution.objects.update(created_at=long_ago)
    assert words not in page(client_of(anna), session)  # the step itself is younger
    Step.objects.filter(pk=session.step_id).update(entered_at=long_ago)
    assert words in page(client_of(anna), session)
    assert words not in page(client_of(chris), session)
    people.set_ready(fresh(session), by=bas, step_id=session.step_id, ready=False)
    assert words not in page(client_of(anna), session)


def test_who_observes_is_not_told_to_write_what_the_others_write(group, anna, bas, chris, dana, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana)
    session = go_to(session, anna, phase=next(s.doc.id for s in session.steps.all() if s.doc.silent and s.doc.kinds))
    line = session.step.doc.text("nl").filled("Bas").line
    assert f'<p class="my-line">{line}</p>' in page(client_of(dana), session)
    takes(session, dana, "observer")
    shown = page(client_of(dana), session)
    assert '<p class="my-line">Kijk mee, en noteer voor jezelf wat je opvalt.</p>' in shown
    assert line not in shown
    assert line in page(client_of(chris), session)


def test_who_observes_joins_in_where_nobody_is_in_a_method(group, anna, bas, chris, dana, client_of):
    session = begin(a_session(group, leads=anna), anna, bas, chris, dana)
    before = page(client_of(dana), session)
    takes(session, dana, "observer")
    assert session.step.doc.text("nl").line in before
    assert session.step.doc.text("nl").line in page(client_of(dana), session)
