"""The roles of the evening: what somebody who took one does, and what they may press."""

from __future__ import annotations

from django.utils.translation import gettext as _

from methods.rules import Role
from methods.watching import WATCH
from sessions.models import Seat
from sessions.screen.base import Base


class Roles(Base):
    """Observer, timekeeper, scribe. Who leads or brings a case has that to do, and no role beside it."""

    @property
    def evening_role(self) -> str:
        """The role this viewer took, as long as there is something to do in it."""
        free = self.seated and self.room.role not in (Role.CASE_GIVER, Role.LEADER)
        return self.room.me.seat_role if self.room.me and free and not self.room.is_leader else ""

    @property
    def role_title(self) -> str:
        return {
            Seat.Role.OBSERVER: _("Jij observeert"),
            Seat.Role.TIMEKEEPER: _("Jij bewaakt de tijd"),
            Seat.Role.SCRIBE: _("Jij schrijft mee"),
        }[Seat.Role(self.evening_role)]

    @property
    def role_line(self) -> str:
        return {
            Seat.Role.OBSERVER: _(
                "Kies twee of drie dingen. Schrijf op wat je ziet en hoort, niet wat je van iemand vindt."
            ),
            Seat.Role.TIMEKEEPER: _(
                "Zeg hardop als de tijd bijna op is. Minuten erbij en pauze staan onderaan; afronden doet wie leidt."
            ),
            Seat.Role.SCRIBE: _(
                "Schrijf op wat de inbrenger zegt en wat jullie besluiten, in hun eigen woorden. Geen verslag."
            ),
        }[Seat.Role(self.evening_role)]

    @property
    def watches(self) -> list[str]:
        """What an observer can look for."""
        return [str(line) for line in WATCH] if self.evening_role == Seat.Role.OBSERVER else []

    @property
    def scribes(self) -> bool:
        return self.evening_role == Seat.Role.SCRIBE
