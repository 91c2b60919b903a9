"""The words of the screens, and small ways of saying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy, ngettext

from sessions.models import Step
from sessions.sharpen import Hint

LATE = timedelta(minutes=2)  # after the beginning: from then on somebody gets the three lines
ANOTHER = timedelta(minutes=30)  # so much time is needed for one more case
OVERRAN = 2  # minutes more than a step was given: less is no news
MOST_SEATS = 9  # beyond that no ring is drawn

SHARPER = {
    Hint.HOW: gettext_lazy("Begint met ‘hoe kan ik’: hij gaat over wat jij doet."),
    Hint.OWN: gettext_lazy("Open, en over jou."),
    Hint.WHY: gettext_lazy("‘Waarom’ vraagt om een verklaring. Wat wil je kunnen?"),
    Hint.CLOSED: gettext_lazy("Hierop kun je ja of nee antwoorden. Hoe klinkt hij met ‘hoe kan ik’?"),
    Hint.NO_HOW: gettext_lazy("Probeer hem eens te laten beginnen met ‘hoe kan ik’."),
    Hint.NO_I: gettext_lazy("Jij komt er niet in voor. Wat is jouw stukje?"),
    Hint.TWO: gettext_lazy("Dit zijn twee vragen. Welke houdt je wakker?"),
    Hint.OTHER: gettext_lazy("Dit gaat over wat een ander moet doen. Wat kun jij doen?"),
    Hint.OTHER_SECOND: gettext_lazy("Het tweede deel gaat over een ander. Laat dat gerust weg."),
    Hint.WIDE: gettext_lazy("‘%(word)s’ is groot. Om welk moment gaat het?"),
    Hint.LONG: gettext_lazy("Een lange zin. Wat is de kern?"),
    Hint.SHORT: gettext_lazy("Nog wat kort. Waar en met wie speelt het?"),
}


@dataclass(frozen=True)
class SharperLine:
    """One hint about the question."""

    good: bool
    text: str


def minutes(count: int) -> str:
    return ngettext("%(count)s minuut", "%(count)s minuten", count) % {"count": count}


def _ms(then: datetime, now: datetime) -> int:
    return round((then - now).total_seconds() * 1000)


def _is_phase(step: Step | None) -> bool:
    return step is not None and step.kind == Step.Kind.PHASE
