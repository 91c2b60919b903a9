"""The browsers somebody is logged in with."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from intervisie.common.live import kick
from intervisie.common.live.hints import EVERYWHERE

AT_ONCE = 500


@transaction.atomic
def end_everywhere(user: Any, *, but: str | None = None) -> int:
    """Log this person out of every browser except the one with this session key; how many. Open streams end too.

    Django's sessions know nothing of whose they are, so all are read, some ten thousand a second: for rare deeds.
    """
    keys = [key for key in _keys_of(user) if key != but]
    Session.objects.filter(session_key__in=keys).delete()
    kick(EVERYWHERE, user.pk)
    return len(keys)


def _keys_of(user: Any) -> list[str]:
    alive = Session.objects.filter(expire_date__gt=timezone.now())
    return [one.session_key for one in alive.iterator(AT_ONCE) if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
