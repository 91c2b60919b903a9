"""Who comes: counted, and said in a sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import Membership
from intervisie.common.words import number
from sessions.models import CaseSession, Rsvp


@dataclass(frozen=True)
class Attendance:
    """The members of a group and what they answered. A coach who guides is not one of those who make up the number."""

    members: Sequence[Membership]
    answers: Mapping[UUID, Rsvp]
    quorum: int

    @classmethod
    def of(cls, session: CaseSession, members: Iterable[Membership], rsvps: Iterable[Rsvp]) -> Attendance:
        return cls(list(members), {rsvp.user_id: rsvp for rsvp in rsvps}, session.quorum)

    def answer_of(self, user_id: UUID) -> str:
        found = self.answers.get(user_id)
        return found.answer if found else ""

    def said(self, answer: str) -> list[Any]:
        """Who gave this answer ("" for who said nothing yet), in the order of the members."""
        return [m.user for m in self.members if self.answer_of(m.user_id) == answer]

    @cached_property
    def counted(self) -> list[Membership]:
        only = [m for m in self.members if m.role == Membership.Role.MEMBER]
        return only or list(self.members)

    def count(self, answer: str) -> int:
        return sum(self.answer_of(m.user_id) == answer for m in self.counted)

    @property
    def of_all(self) -> int:
        return len(self.counted)

    @property
    def coming(self) -> int:
        return self.count(Rsvp.Answer.YES)

    @property
    def short(self) -> bool:
        """Too few have said yes so far."""
        return self.coming < self.quorum

    @property
    def out_of_reach(self) -> bool:
        """Even if everybody who said nothing or does not know comes, they are too few."""
        return self.of_all - self.count(Rsvp.Answer.NO) < self.quorum

    @property
    def sentence(self) -> str:
        """Vijf van de zes hebben gezegd dat ze komen. Met vier gaat het door."""
        return f"{self.coming_sentence} {self.quorum_sentence}"

    @property
    def coming_sentence(self) -> str:
        return coming_sentence(self.coming, self.of_all)

    @property
    def quorum_sentence(self) -> str:
        return quorum_sentence(self.quorum)


def coming_sentence(coming: int, of_all: int) -> str:
    if not coming:
        return _("Nog niemand heeft gezegd te komen.")
    if coming == of_all > 1:
        return _("Alle %(all)s hebben gezegd dat ze komen.") % {"all": number(of_all)}
    said = ngettext(
        "%(count)s van de %(all)s heeft gezegd te komen.",
        "%(count)s van de %(all)s hebben gezegd dat ze komen.",
        coming,
    )
    return said % {"count": _capital(number(coming)), "all": number(of_all)}


def _capital(word: str) -> str:
    """Eén at the start of a sentence keeps the accent on its second letter only, as Dutch spells it."""
    return "E" + word[1:] if word.startswith("é") else capfirst(word)


def quorum_sentence(quorum: int) -> str:
    return _("Met %(quorum)s gaat het door.") % {"quorum": number(quorum)}
