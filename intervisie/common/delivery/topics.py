"""What somebody may not want to be mailed about. Invitations, changes and security belong to no topic: they always go.

An app declares a topic in its `emails.py` and names it with its kinds: `@kind("session_reminder", topic=REMINDERS)`.
The wish is asked at the moment of sending; a link in every such mail ends the topic without logging in (RFC 8058).
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from intervisie.common.models import Unwanted

TOPICS: dict[str, "Topic"] = {}


@dataclass(frozen=True)
class Topic:
    """`label` names it after a tick, `what` says when such a mail comes, `without` what to expect when it is off."""

    name: str
    label: str | Promise
    what: str | Promise
    without: str | Promise


def topic(name: str, *, label: str | Promise, what: str | Promise, without: str | Promise) -> str:
    """Declare a topic; gives back its name."""
    TOPICS[name] = Topic(name, label, what, without)
    return name


def unwanted_by(user: Any) -> set[str]:
    """The topics this person said no to. One query."""
    return set(Unwanted.objects.filter(user=user).values_list("topic", flat=True))


def is_wanted(user_id: Any, name: str) -> bool:
    return not Unwanted.objects.filter(user=user_id, topic=name).exists()


def stop_topic(user_id: Any, name: str) -> None:
    """No more mails of this topic. Again: nothing happens."""
    Unwanted.objects.bulk_create([Unwanted(user_id=user_id, topic=name)], ignore_conflicts=True)


def resume_topic(user_id: Any, name: str) -> None:
    Unwanted.objects.filter(user=user_id, topic=name).delete()


def choose_topics(user: Any, wanted: set[str]) -> None:
    """Exactly these are wanted, of all topics there are."""
    Unwanted.objects.filter(user=user, topic__in=wanted).delete()
    off = [Unwanted(user=user, topic=name) for name in TOPICS if name not in wanted]
    Unwanted.objects.bulk_create(off, ignore_conflicts=True)
