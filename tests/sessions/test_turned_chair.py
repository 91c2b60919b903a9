"""With the chair turned the case-giver puts nothing before the group: every press of the room, from whatever tab. What
is theirs alone stays: notes, what they take along for themselves, stopping."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from methods.codes import Rule
from sessions.actions import harvest
from sessions.models import Commitment, Contribution, PrivateNote, Ready, ScaleMark, Turn
from sessions.urls import room as urls
from tests.sessions.table import a_session, fresh, in_phases, write
from tests.sessions.test_phase_rules import a_phase
from tests.sessions.test_room_presses import press

TABLES = (urls.POINTER, urls.PEOPLE, urls.WRITING, urls.CHOOSING, urls.HARVEST)
PRESSES = {name for table in TABLES for _view, name in table.values()}
# What may be pressed all the same, and why: it is seen by nobody, or it is about stopping and being there.
ALONE = {"room_note", "room_erase_note", "room_commit", "room_unshare", "room_drop_commitment", "room_calm_please"}
SAFE = {"room_stop", "room_stop_case", "room_leave", "room_sit", "room_role", "room_withdraw_lead"}
NOTHING = {"room_turn", "room_whisper_heard"}  # they have no turn to end, and nobody whispers to them


@pytest.fixture
def session(group, anna, bas, chris, dana):
    """Two phases: in the first all write; in the second Bas only listens, to what was written there."""
    first = a_phase("first")
    second = a_phase("second", Rule.C_AWAY, shows=["first"])
    session = in_phases(a_session(group), anna, bas, chris, dana, phases=[first, second])
    write(session, chris, "Wat hield je daar?", kind="question")
    write(session, bas, "Mijn eigen gedachte", kind="thought")
    return session


@pytest.fixture
def turned(session, anna, client_of):
    press(client_of(anna), session, "room_advance", version=session.version)
    return fresh(session)


def tries(session, bas, name):
    """The press with everything it could need: what is not refused for its form is refused for the chair."""
    own = Contribution.objects.filter(author=bas).first() or Contribution.objects.first()
    theirs = Contribution.objects.exclude(author=bas).first()
    mine = Commitment.objects.filter(owner=bas).first()
    things = {"card": (theirs if name == "room_mark" else own).pk, "commitment": mine.pk}
    things |= {"note": PrivateNote.objects.first().pk, "whisper": uuid4()}
    address = next(address for table in TABLES for address, (_view, known) in table.items() if known == name)
    fields = {
        "step": session.step_id, "version": session.version, "card_id": uuid4(), "kind": "thought", "text": "Maar ik …",
        "scale": "keep", "value": 3 if name != "room_mark" else "keep", "yes": "on", "ready": "on", "how": "done",
        "user": bas.pk, "to": bas.pk, "role": "scribe", "minutes": 1, "seen_added": 0, "mark": "touched",
        "case": session.step.treatment.case_id, "owner": bas.pk, "question": "Hoe dan?", "slug": "incident",
        "outcome": "done", "seen": "1", "on": "on", "asks": "on",
        "commitment_id": uuid4(), "share": "on", "treatment": session.step.treatment_id, "answer": "yes", "way": "feet",
        "date": "2031-01-01", "time": "10:00",
    }  # fmt: skip
    if name == "room_commit":
        fields |= {"kind": "step"}
        fields.pop("share")
    return [things[thing] for thing in re.findall(r"<uuid:(\w+)>", address)], fields


@pytest.mark.parametrize("name", sorted(PRESSES - ALONE - SAFE))
def test_no_press_of_the_case_giver_reaches_the_group(turned, bas, client_of, name):
    harvest.commit(turned, by=bas, kind="step", text="Van mij", commitment_id=uuid4())
    PrivateNote.objects.create(session=turned, owner=bas, key=Commitment.objects.get().key, text="x")
    before = everything(turned)
    ids, fields = tries(turned, bas, name)
    answer = press(client_of(bas), turned, name, *ids, **fields)
    assert answer.status_code in ({204} if name in NOTHING else {400, 403, 409}), name
    assert everything(turned) == before


def everything(session):
    """All that others could see of it."""
    session = fresh(session)
    return (
        session.step_id, session.version, session.leader_id, sorted(Contribution.objects.values_list("pk", "parked")),
        Ready.objects.count(), ScaleMark.objects.count(), Commitment.objects.filter(shared_at__isnull=False).count(),
        sorted(map(str, session.steps.values_list("facts", flat=True))), session.treatments.get().advice_opened,
        Commitment.objects.exclude(outcome="").count(), sorted(Turn.objects.values_list("pk", "state")),
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(ALONE))
def test_what_is_theirs_alone_goes_on(turned, bas, client_of, name):
    harvest.commit(turned, by=bas, kind="step", text="Van mij", commitment_id=uuid4())
    PrivateNote.objects.create(session=turned, owner=bas, key=Commitment.objects.get().key, text="x")
    ids, fields = tries(turned, bas, name)
    assert press(client_of(bas), turned, name, *ids, **fields).status_code in (200, 204)


def test_nor_is_anything_shared_while_one_writes_it_down(turned, bas, client_of):
    said = {"kind": "step", "text": "Kijk mij", "commitment_id": uuid4(), "share": "on"}
    assert press(client_of(bas), turned, "room_commit", **said).status_code == 403
    assert not Commitment.objects.exists()


def test_the_page_is_quiet_and_has_room_for_notes(turned, bas, client_of):
    html = client_of(bas).get(reverse("room", args=[turned.pk])).content.decode()
    assert "Je luistert." in html
    for mark in ("touched", "new", "not_true"):
        assert f'name="mark" value="{mark}"' in html
    assert "Wat hield je daar?" not in html
    for person in ("Chris", "Dana"):
        assert person not in html.split('id="werk"')[1]
    assert "Even stoppen" in html or "Ik wil even stoppen" in html


def test_who_only_listens_is_not_waited_for(turned, anna, chris, dana, client_of):
    """Three of four are left of whom the leader hears that they are ready: not who leads, not who listens."""
    for user in (chris, dana):
        press(client_of(user), turned, "room_ready", step=turned.step_id, ready="on")
    assert "Iedereen is klaar." in client_of(anna).get(reverse("room", args=[turned.pk])).content.decode()
