"""A screen for everybody in the room. It is nobody's and may nothing: it shows what the whole table may see."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .session import CaseSession

GOES_ON = (CaseSession.State.PLANNED, CaseSession.State.RUNNING)


class WallQuerySet(models.QuerySet["Wall"]):
    def waiting(self, now: datetime) -> WallQuerySet:
        """With a code that a screen may still come with."""
        return self.filter(held="", code_until__gt=now, session__state__in=GOES_ON)

    def open(self) -> WallQuerySet:
        """Hanging, in a session that is not over."""
        return self.exclude(held="").filter(session__state__in=GOES_ON)

    def over(self, now: datetime) -> WallQuerySet:
        """Codes nobody came with, and screens of sessions that are over: rows to throw away."""
        return self.filter(Q(held="", code_until__lte=now) | ~Q(session__state__in=GOES_ON))


class Wall(models.Model):
    """First a code that somebody at the table shows, then the screen that came with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="walls")
    code = models.CharField(max_length=8, null=True, unique=True, help_text="Once, for ten minutes; then it is gone.")
    code_until = models.DateTimeField()
    held = models.CharField(max_length=64, blank=True, default="", help_text="Hash of what its browser holds.")
    created_at = models.DateTimeField(default=timezone.now)

    objects: Any = WallQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["held"], condition=~Q(held=""), name="one_wall_for_each_screen")]

    def __str__(self):
        return f"wall {self.pk}"

    @property
    def over(self) -> bool:
        """The session of this screen is over."""
        return self.session.state not in GOES_ON

    @property
    def code_holds(self) -> bool:
        """A screen may still come with it."""
        return not self.held and self.code_until > timezone.now()

    @property
    def spaced(self) -> str:
        return spaced(self.code or "")


def spaced(code: str) -> str:
    """K7MP 2QXD: as somebody reads it aloud."""
    return f"{code[:4]} {code[4:]}" if code else ""
