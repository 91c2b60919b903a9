"""Somebody takes their data along, or goes: composed here, because every app holds a part."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.db import transaction

from feedback import own as of_feedback
from feedback.actions.erasing import erase_answers
from groups import own as of_groups
from groups.actions.erasing import erase_traces, leave_everything, make_nobody
from groups.models import User
from intervisie.common.models import DestroyedKey
from intervisie.common.own_data import Section
from sessions import own as of_sessions
from sessions.actions.erasing import erase_words


def own_data(user: Any) -> list[Section]:
    """Everything that is this person's own; nothing of anybody else."""
    return [*of_groups.sections(user), *of_sessions.sections(user), *of_feedback.sections(user)]


@transaction.atomic
def erase_person(user: User, *, keep_given: bool) -> bool:
    """For good, in one go or not at all. True the first time; again: nothing happens."""
    person = User.objects.select_for_update().filter(pk=user.pk, erased_at=None).first()
    if person is None:
        return False
    address = person.email
    leave_everything(person)
    erase_words(person, keep_given=keep_given)
    erase_answers(person)
    erase_traces(person)
    make_nobody(person)
    transaction.on_commit(lambda: _say_goodbye(address), robust=True)
    return True


def _say_goodbye(address: str) -> None:
    """The last mail, at once and kept nowhere. When it cannot go, what was done stays done."""
    get_adapter().send_mail("account/email/account_erased", address, {})


def erase_again() -> int:
    """After a restore: who was erased since the backup is erased once more; how many. Their tombstones say who."""
    back = User.objects.filter(erased_at=None, pk__in=DestroyedKey.objects.filter(scope="person").values("pk"))
    return sum(erase_person(person, keep_given=False) for person in back)
