"""The data keys of this app: of a person, of a session, of a case."""

from __future__ import annotations

from django.db import transaction

from intervisie.common.models import DataKey
from sessions.models import CaseSession, PersonKey


def person_key(user) -> DataKey:
    """The key of somebody's own things: made at the first note, the same ever after."""
    held = PersonKey.objects.select_related("key").filter(user_id=user.pk, key__scope="person").first()
    return held.key if held else _first_person_key(user)


@transaction.atomic(savepoint=False)
def _first_person_key(user) -> DataKey:
    """Two requests at once: the second waits for the row of the first and takes its key."""
    key = DataKey.objects.new("person")
    PersonKey.objects.bulk_create([PersonKey(user_id=user.pk, key=key)], ignore_conflicts=True)
    held = PersonKey.objects.select_for_update().get(pk=user.pk)
    standing = None if held.key_id == key.pk else DataKey.objects.filter(pk=held.key_id).first()
    if standing:
        DataKey.objects.filter(pk=key.pk).delete()
    elif held.key_id != key.pk:  # the one it had is destroyed
        PersonKey.objects.filter(pk=held.pk).update(key=key)
    return standing or key


def new_case_key() -> DataKey:
    """Every case has a key of its own; who destroys it ends the text of that case and of nothing else."""
    return DataKey.objects.new("case")


@transaction.atomic
def session_key(session: CaseSession) -> DataKey:
    """The key for what is written around the cases of a session: made when first needed."""
    held = CaseSession.objects.select_for_update().only("pk", "key_id").get(pk=session.pk)
    key = DataKey.objects.filter(pk=held.key_id).first() if held.key_id else None
    if key is None:
        key = DataKey.objects.new("session")
        CaseSession.objects.filter(pk=held.pk).update(key=key)
    session.key = key
    return key
