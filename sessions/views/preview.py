"""A method of one's own on everybody's screen, before anybody is in a room."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from methods.doors import find_own
from methods.editor import Editor
from methods.rules import Role
from sessions.preview import faces, keeps_silent

SEATS = {
    "inbrenger": (Role.CASE_GIVER, _("De inbrenger")),
    "lid": (Role.PEER, _("Wie meedoet")),
    "observator": (Role.OBSERVER, _("De observator")),
    "laatkomer": (Role.PEER, _("Wie later komt")),
    "begeleider": (Role.LEADER, _("Wie leidt")),
}
CASE_GIVER = "Bas"  # brings in, in this example


@require_safe
@login_required
def own_preview(request: HttpRequest, pk: Any) -> HttpResponse:
    """`?als=`: inbrenger, lid (also for anything else), observator, laatkomer or begeleider."""
    editor = Editor(find_own(request.user, pk), "own_preview")
    asked = request.GET.get("als", "")
    seat = asked if asked in SEATS else "lid"
    lang = (get_language() or "nl")[:2]
    drawn = faces(editor.doc, SEATS[seat][0], lang=lang, case_giver=CASE_GIVER)
    context = {
        "editor": editor,
        "seats": [(slug, name, slug == seat) for slug, (_role, name) in SEATS.items()],
        "seat": SEATS[seat][1],
        "faces": [(face, keeps_silent(face)) for face in drawn],
        "name": CASE_GIVER,
        "late": seat == "laatkomer",
    }
    return render(request, "sessions/preview.html", context)
