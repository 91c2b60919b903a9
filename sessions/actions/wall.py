"""A screen on the wall: somebody at the table asks for a code, a screen comes with it, anybody at the table ends it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from intervisie.common.live import kick, poke
from intervisie.common.refusals import NotNow, NotYours
from sessions.models import CaseSession, Wall

CODE_HOLDS = timedelta(minutes=10)
LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"  # none that looks like another, and no words
LENGTH = 8
MOST = 4  # screens of one room


@transaction.atomic
def ask_wall(session: CaseSession, *, by: Any) -> Wall:
    """A code for one screen, good once and for ten minutes; the one nobody came with is worth nothing any more."""
    now = timezone.now()
    if not session.lobby_open(now):
        raise NotNow(_("De kamer is nu niet open."))
    _at_table(session, by)
    Wall.objects.over(now).delete()
    session.walls.filter(held="").delete()
    if session.walls.count() >= MOST:
        raise NotNow(_("Er hangen al vier schermen. Sluit ze eerst."))
    code = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return Wall.objects.create(session=session, code=code, code_until=now + CODE_HOLDS)


@transaction.atomic
def open_wall(code: str) -> tuple[Wall, str]:
    """A screen comes with a code; what its browser is to hold from now on. Raises NotNow for one that opens nothing."""
    now, typed = timezone.now(), "".join(code.upper().split()).replace("-", "")
    wall = Wall.objects.waiting(now).filter(code=typed).first() if typed else None
    secret = get_random_string(32)
    taken = wall and Wall.objects.filter(pk=wall.pk, code=typed).update(code=None, held=hashed(secret))
    if wall is None or not taken:
        raise NotNow(_("Deze code opent niets: hij is verlopen, gebruikt of anders. Vraag in de kamer een nieuwe."))
    poke(wall.session.topic, "wall")
    return wall, secret


@transaction.atomic
def close_walls(session: CaseSession, *, by: Any) -> None:
    """Every screen of this room goes dark. Pressed twice: nothing more."""
    _at_table(session, by)
    for wall in session.walls.all():
        kick(session.topic, wall.pk)
    session.walls.all().delete()
    poke(session.topic, "wall")


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def sits(session: CaseSession, user: Any) -> bool:
    return session.seats.filter(user=user, left_at__isnull=True).exists()


def _at_table(session: CaseSession, by: Any) -> None:
    if not sits(session, by):
        raise NotYours(_("Kom eerst aan tafel zitten."))
