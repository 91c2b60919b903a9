"""A card that looks like advice, a closed question or one for reasons: shown to its writer before it is laid down.

Nothing is kept of it, here or anywhere. Pressing again lays the very same text down as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from intervisie.common.http import wants_part
from methods import rules
from sessions import permissions, visibility
from sessions.actions.writing import Held
from sessions.models import CaseSession
from sessions.speech import Spot
from sessions.views.room import page

NOT_YET = 422


@dataclass(frozen=True, slots=True)
class Hold:
    """What the writer is shown. `instead`: how a question in its place begins; `parks`: it can wait, privately."""

    text: str
    said: str
    instead: str
    seen: str
    parks: visibility.Chip | None = None


def print_of(text: str) -> str:
    """Which text was shown: changed by a letter, it is another."""
    return hashlib.sha256(text.encode()).hexdigest()


def shown(request: HttpRequest, session: CaseSession, hold: Held, text: str) -> HttpResponse:
    """For htmx the part below the field, which stays as it is; without script the page with the text in it again."""
    told = _hold(hold.spot, text, _park_chip(session, hold))
    if wants_part(request):
        answer = render(request, "sessions/room/_hold.html", {"hold": told}, status=NOT_YET)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#card-hold", "outerHTML"
        return answer
    return page(request, session.pk, status=NOT_YET, typed={"room_contribute": request.POST}, hold=told)


def question_instead(request: HttpRequest, session: CaseSession, text: str) -> HttpResponse:
    """Without script: the beginning of a question in the field, and what stood there below it."""
    start = request.POST.get("instead", "")
    told = Hold(text, "", start, "")
    return page(request, session.pk, typed={"room_contribute": {"text": start}}, hold=told)


def _hold(spot: Spot, text: str, parks: visibility.Chip | None) -> Hold:
    said, instead = {
        Spot.ADVICE: (
            _("Dit klinkt als een advies. Het mag wachten, of wat zou je willen weten?"),
            _("Wat zou je nodig hebben om "),
        ),
        Spot.WHY: (
            _("‘Waarom’ klinkt al gauw als een verwijt. Hoe klinkt het met ‘wat’ of ‘hoe’?"),
            _("Wat maakte dat je "),
        ),
        Spot.CLOSED: (_("Hierop past ja of nee. Wat wordt het als je met ‘wat’ of ‘hoe’ begint?"), _("Hoe ")),
    }[spot]
    return Hold(text, said, instead, print_of(text), parks if spot == Spot.ADVICE else None)


def _park_chip(session: CaseSession, hold: Held) -> visibility.Chip | None:
    treatment = permissions.on_table(session.step)
    if treatment is None or not rules.advice_parked(hold.step.doc):
        return None
    return visibility.park_chip(treatment.case.owner.first_name)
