"""What the leader can fall back on: rescue cards, and how the group arrives and parts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from sessions import aids
from sessions.models import Step
from sessions.screen.base import Base


class Aids(Base):
    """Words beside those of the method, in the reader's language and with the case-giver's name."""

    @cached_property
    def rescue(self) -> list[tuple[aids.RescueCard, aids.RescueWords]]:
        """For who leads, by name."""
        return self._said(aids.rescue_cards()) if self.room.is_leader else []

    @property
    def ways(self) -> list[tuple[aids.Way, aids.WayWords]]:
        """Ways to arrive or to part that can be taken in this step; the first is the usual one."""
        return self._said(aids.ways(self.room.step.kind)) if self.room.step else []

    @property
    def way(self) -> tuple[aids.Way, aids.WayWords] | None:
        """The one that was taken, or the usual one."""
        step, every = self.room.step, self.ways
        taken = step.facts.get("way") if step else ""
        return next((one for one in every if one[0].id == taken), every[0] if every else None)

    @property
    def way_label(self) -> str:
        arrives = self.room.step is not None and self.room.step.kind == Step.Kind.LANDING
        return _("Zo komen we aan") if arrives else _("Zo gaan we uit elkaar")

    def _said(self, all_of_them: Any) -> list[tuple[Any, Any]]:
        room = self.room
        return aids.said(all_of_them, room.lang, room.case_giver_name, nobody=_("de inbrenger"))
