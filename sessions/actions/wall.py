"""A screen on the wall: it shows a code that somebody at the table types in the room (a television has no keyboard), or
it comes with a code that somebody at the table asked for. Anybody at the table ends it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from intervisie.common.live import kick, poke
from intervisie.common.refusals import NotNow, NotYours, Refusal
from sessions.models import CaseSession, Wall

CODE_HOLDS = timedelta(minutes=10)
LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"  # none that looks like another, and no words
LENGTH = 8
MOST = 4  # screens of one room


@transaction.atomic
def ask_wall(session: CaseSession, *, by: Any, code: str = "") -> Wall:
    """A code for one screen, good once and for ten minutes; the one nobody came with is worth nothing any more. `code`:
    the one that a waiting screen shows, as somebody types it; then that screen comes by itself."""
    now = timezone.now()
    if not session.lobby_open(now):
        raise NotNow(_("De kamer is nu niet open."))
    _at_table(session, by)
    Wall.objects.over(now).delete()
    session.walls.filter(held="").delete()
    if session.walls.count() >= MOST:
        raise NotNow(_("Er hangen al vier schermen. Sluit ze eerst."))
    made = _shown(code) if code.strip() else "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return _written(Wall(session=session, code=made, code_until=now + CODE_HOLDS))


def _written(wall: Wall) -> Wall:
    """Also when it is typed twice at once: here it is the same code, and in another room it calls no screen."""
    try:
        with transaction.atomic():
            wall.save(force_insert=True)
    except IntegrityError:
        there = Wall.objects.filter(session=wall.session, code=wall.code).first()
        if there is None:
            raise _no_code() from None
        return there
    return wall


def _shown(typed: str) -> str:
    """The code of a screen that waits; Refusal for what is no code."""
    code = _tidy(typed)
    if len(code) != LENGTH or set(code) - set(LETTERS):
        raise _no_code()
    return code


def _no_code() -> Refusal:
    return Refusal(_("Dit is geen code van een scherm. Typ de acht tekens die er nu op staan."))


def _tidy(typed: str) -> str:
    return "".join(typed.upper().split()).replace("-", "")


def code_of(secret: str) -> str:
    """What a screen that waits shows: it follows from its secret, and the secret not from it. Nothing is kept of it."""
    return "".join(
        LETTERS[byte % len(LETTERS)] for byte in salted_hmac("wall", secret, algorithm="sha256").digest()[:LENGTH]
    )


@transaction.atomic
def open_wall(code: str) -> tuple[Wall, str]:
    """A screen comes with a code; what its browser is to hold from now on. Raises NotNow for one that opens nothing."""
    secret = new_secret()
    wall = _take(_tidy(code), secret)
    if wall is None:
        raise NotNow(_("Deze code opent niets: hij is verlopen, gebruikt of anders. Vraag in de kamer een nieuwe."))
    return wall, secret


@transaction.atomic
def arrive(secret: str) -> Wall | None:
    """A screen that waits with this secret: did somebody at a table type its code?"""
    return _take(code_of(secret), secret)


def _take(code: str, secret: str) -> Wall | None:
    wall = Wall.objects.waiting(timezone.now()).filter(code=code).first() if code else None
    taken = wall and Wall.objects.filter(pk=wall.pk, code=code).update(code=None, held=hashed(secret))
    if wall is None or not taken:
        return None
    poke(wall.session.topic, "wall")
    return wall


def new_secret() -> str:
    return get_random_string(32)


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
