"""The plan that gives way, for who leads: what a new plan gives up, in words, before anybody agrees."""

from __future__ import annotations

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common.words import clock, listing, number
from sessions import elastic
from sessions.elastic import BEFORE, Change, Proposal
from sessions.screen.leading import Leading
from sessions.screen.words import minutes


class Planning(Leading):
    """Proposals for the time that is left."""

    @cached_property
    def proposals(self) -> list[Proposal]:
        room = self.room
        if not (room.is_leader and room.step and self._planned_through):
            return []
        return elastic.propose(room.steps, room.step, elastic.left_of(room.step, room.session.ends_at, room.now))

    @property
    def replanned(self) -> bool:
        """A plan was agreed in this step, and may be taken back."""
        return self.room.is_leader and self.room.step is not None and BEFORE in self.room.step.facts

    @property
    def late_line(self) -> str:
        """Klaar om 16.05, zes minuten later dan afgesproken."""
        late = self.room.minutes_behind
        ends = clock(self.room.expected_end.astimezone(self.room.session.group.tz))
        if late <= 0:
            return _("Klaar om %(end)s.") % {"end": ends}
        said = ngettext(
            "Klaar om %(end)s, één minuut later dan afgesproken.",
            "Klaar om %(end)s, %(late)s minuten later dan afgesproken.",
            late,
        )
        return said % {"end": ends, "late": number(late)}

    def ends_line(self, proposal: Proposal) -> str:
        """When it ends with this plan."""
        ends = clock(self.room.session.ends_at.astimezone(self.room.session.group.tz))
        if proposal.later <= 0:
            return _("Dan zijn jullie klaar om %(end)s.") % {"end": ends}
        said = ngettext(
            "Ook dan wordt het één minuut later dan %(end)s.",
            "Ook dan wordt het %(late)s minuten later dan %(end)s.",
            proposal.later,
        )
        return said % {"end": ends, "late": number(proposal.later)}

    @property
    def plans(self) -> list[tuple[Proposal, list[str], str]]:
        """Each with what it gives up, line by line, and when it ends."""
        return [(one, self._given_up(one), self.ends_line(one)) for one in self.proposals]

    def _given_up(self, proposal: Proposal) -> list[str]:
        gone = [self._title(change) for change in proposal.left_out]
        lines = []
        if gone:
            said = ngettext("%(titles)s vervalt.", "%(titles)s vervallen.", len(gone))
            lines.append(said % {"titles": listing(gone)})
        lines += [self._told(change, _("%(title)s: %(now)s in plaats van %(was)s")) for change in proposal.shorter]
        return lines + [self._told(change, _("%(title)s: %(more)s erbij")) for change in proposal.longer]

    def _told(self, change: Change, words: str) -> str:
        now = change.now or 0
        return words % {
            "title": self._title(change),
            "now": now if now else _("nu afronden"),
            "was": minutes(change.was),
            "more": minutes(now - change.was),
        }

    def _title(self, change: Change) -> str:
        return _("‘%(title)s’") % {"title": self.room.title_of(change.step)}  # type: ignore[arg-type]
