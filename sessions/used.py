"""How often a group did a method, when last, and whether it fitted: for the page of the method, and that group alone.

Counts and a month, never a case and never a name. A newcomer reads nothing from before they came; a coordinator belongs
to no group, so there is nothing here that they could reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, When
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common.words import number
from sessions.models import CaseSession, Step, Treatment


@dataclass(frozen=True, slots=True)
class Used:
    """Of one group. `times` may be none, when the method was only suggested."""

    group: str
    times: int
    last: datetime | None
    yes: int
    partly: int
    no: int
    suggested: int

    @property
    def sentences(self) -> list[str]:
        """In words, for the group itself."""
        return [said for said in (self._how_often(), self._fitted(), self._suggested()) if said]

    def _how_often(self) -> str:
        if not self.times or self.last is None:
            return _("Jullie deden deze werkvorm nog niet.")
        said = ngettext(
            "Jullie gebruikten hem één keer, in %(month)s.",
            "Jullie gebruikten hem %(times)s keer, voor het laatst in %(month)s.",
            self.times,
        )
        return said % {"times": number(self.times), "month": _month(self.last)}

    def _fitted(self) -> str:
        said = [
            (self.yes, ngettext("één keer paste hij", "%(n)s keer paste hij", self.yes)),
            (self.partly, ngettext("één keer paste hij deels", "%(n)s keer paste hij deels", self.partly)),
            (self.no, ngettext("één keer paste hij niet", "%(n)s keer paste hij niet", self.no)),
        ]
        parts = [words % {"n": number(count)} for count, words in said if count]
        return _first_up(", ".join(parts)) + "." if parts else ""

    def _suggested(self) -> str:
        if not self.suggested:
            return ""
        said = ngettext(
            "Hij werd jullie één keer voorgesteld.", "Hij werd jullie %(n)s keer voorgesteld.", self.suggested
        )
        return said % {"n": number(self.suggested)}


def used_by_groups_of(user: Any, slug: str) -> list[Used]:
    """One for each of this person's groups that did it, by itself or as a module of a shell, or had it suggested; what
    was done last first. Whether it fitted was asked about the whole. One query."""
    closed = CaseSession.objects.visible_to(user).filter(state=CaseSession.State.CLOSED)
    shown = Q(suggested__contains=[slug])
    done = Q(method_slug=slug) & Q(done=True)
    used = done | Q(inside=True)
    rows = (
        Treatment.objects.with_done()
        .filter(session__in=closed.values("pk"))
        .annotate(said=_said(), inside=_as_module(slug))
        .filter(used | shown)
        .values("session__group", name=F("session__group__name"), zone=F("session__group__zone"))
        .annotate(
            times=Count("pk", filter=used),
            last=Max("session__starts_at", filter=used),
            suggested_to=Count("pk", filter=shown),
            **{f"said_{answer}": Count("pk", filter=done & Q(said=answer)) for answer in Treatment.Fitted.values},
        )
    )
    found = [_used(row) for row in rows]
    return sorted(found, key=lambda one: one.last.timestamp() if one.last else 0, reverse=True)


def _as_module(slug: str) -> Exists:
    """In the place that a shell leaves open, and begun."""
    begun = Step.objects.filter(treatment=OuterRef("pk"), facts__module=slug, entered_at__isnull=False)
    return Exists(begun)


def _said() -> Case:
    """The case-giver's answer; of who led only where the case-giver gave none."""
    return Case(
        When(~Q(fit_case_giver=""), then=F("fit_case_giver")), default=F("fit_leader"), output_field=CharField()
    )


def _used(row: dict[str, Any]) -> Used:
    last = timezone.localtime(row["last"], ZoneInfo(row["zone"])) if row["last"] else None
    answers = [row[f"said_{answer}"] for answer in ("yes", "partly", "no")]
    return Used(row["name"], row["times"], last, *answers, row["suggested_to"])


def _month(moment: datetime) -> str:
    """maart; with the year when it is not this one."""
    return dateformat.format(moment, "F" if moment.year == timezone.localdate().year else "F Y")


def _first_up(text: str) -> str:
    """Of `één` only the first letter is written large, and then without its accent."""
    return text[:1].replace("é", "e").upper() + text[1:]
