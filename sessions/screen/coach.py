"""The coach who does not lead: what is left to do, and how much was done."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common.words import number
from sessions import coaching, visibility
from sessions.coaching import Deed
from sessions.models import RoomEvent
from sessions.screen.base import Base

INTERVENED = (RoomEvent.Kind.COACH_PROMPT, RoomEvent.Kind.COACH_ASK)


class Coach(Base):
    """Buttons for who coaches this group and sits beside who leads."""

    @property
    def coaches(self) -> bool:
        """A coach who leads has the buttons of who leads."""
        return self.room.coaches and self.seated and not self.room.is_leader and not self.room.is_case_giver

    @property
    def may_whisper(self) -> bool:
        return coaching.may(self.room.session.group.stage, Deed.PROMPT)

    @property
    def coach_deeds(self) -> list[tuple[str, str, int]]:
        """One tap each: the code, the words, and how often it was done."""
        words = {Deed.ASK: _("Ik vroeg de groep iets"), Deed.NOTE: _("Ik noteerde iets voor straks")}
        left = coaching.left_to(self.room.session.group.stage)
        return [(deed.value, said, self._done(deed)) for deed, said in words.items() if deed in left]

    def _done(self, deed: Deed) -> int:
        return self.room.coached.get(f"coach_{deed.value}", 0)

    @property
    def coach_line(self) -> str:
        """What this stage asks of a coach, and how much was done."""
        times = sum(self.room.coached.get(kind, 0) for kind in INTERVENED)
        if not times:
            return _("Je stuurde vandaag nog niet bij.")
        said = ngettext("Je stuurde vandaag één keer bij.", "Je stuurde vandaag %(count)s keer bij.", times)
        line = said % {"count": number(times)}
        enough = coaching.may(self.room.session.group.stage, Deed.LEAD) or times < coaching.ENOUGH
        return (
            line if enough else _("%(line)s Laat het verder aan hen, behalve als het niet veilig is.") % {"line": line}
        )

    @property
    def whisper_chip(self) -> visibility.Chip:
        return visibility.whisper_chip(_("wie leidt"))
