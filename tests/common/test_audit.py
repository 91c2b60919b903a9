"""The trail is only added to, and holds no content."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from intervisie.common.audit import record
from intervisie.common.models import AuditEvent


def test_a_deed_is_written_down(anna, group):
    record("stage_set", by=anna, about=group, organisation=group.organisation, stage="guided", members=4)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("stage_set", anna)
    assert (event.about_type, event.about_id) == ("groups.group", str(group.pk))
    assert event.organisation_id == group.organisation_id
    assert event.facts == {"stage": "guided", "members": 4}


def test_ids_and_moments_become_plain(anna):
    other = uuid.uuid4()
    record("merged", by=None, about=other, into=other, when=anna.date_joined, ids=[other])
    facts = AuditEvent.objects.get().facts
    assert facts == {"into": str(other), "when": anna.date_joined.isoformat(), "ids": [str(other)]}


@pytest.mark.parametrize("fact", ["Ik schaamde me. " * 20, object(), b"bytes", {"deep": ["x" * 121]}])
def test_a_story_is_refused_without_being_repeated(anna, fact):
    with pytest.raises(ValueError, match="no place among facts") as refused:
        record("shared", by=anna, text=fact)
    assert "schaamde" not in str(refused.value)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEvent.objects.update(verb="nothing"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: connection.cursor().execute("UPDATE common_auditevent SET facts = '{}'"),
    ],
)
def test_the_database_refuses_to_change_or_remove(anna, change):
    record("signed", by=anna)
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        change()
    assert AuditEvent.objects.get().verb == "signed"


def test_erasing_a_person_leaves_the_trail(femke):
    record("signed", by=femke)
    who = femke.pk
    femke.delete()
    assert AuditEvent.objects.get().actor_id == who
