"""The trail is only added to, and holds no content."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intervisie.common.audit import forget, record
from intervisie.common.models import AuditEvent
from intervisie.common.tasks import forget_audit


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


# ── until it is too old ────────────────────────────────────────────────────────────────────────────
def happened(days):
    """Something that long ago: the database looks at its own clock."""
    return AuditEvent.objects.create(verb="signed", at=timezone.now() - timedelta(days=days))


def test_what_is_older_than_two_years_goes_at_night_and_the_rest_stays(db):
    old, young = happened(731), happened(729)
    assert forget_audit() == 1
    assert list(AuditEvent.objects.all()) == [young]
    assert forget_audit() == 0
    assert old.pk != young.pk


def test_how_long_is_a_setting(db, settings):
    happened(500)
    assert forget() == 0
    settings.AUDIT_DAYS = 400
    assert forget() == 1


def test_the_database_lets_nothing_go_that_is_younger_than_a_year_whoever_asks(db, settings):
    happened(364)
    settings.AUDIT_DAYS = 30
    assert forget() == 0
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.count() == 1


def test_what_is_old_can_go_but_not_be_changed(db):
    happened(900)
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        AuditEvent.objects.update(verb="nothing")
