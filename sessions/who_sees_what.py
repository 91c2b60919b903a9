"""What the page about who sees what says of a session: drawn from the same promises as the chips. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from groups.policy import GROUP_ONLY
from methods.codes import Marks
from sessions.visibility import (
    Opens,
    Promise,
    board_chip,
    case_chip,
    mark_chip,
    own_chip,
    park_chip,
    question_chip,
    share_chip,
    whisper_chip,
    wish_chip,
    writing_chip,
)


@dataclass(frozen=True, slots=True)
class Line:
    """Something people write, and the chip that stands where they do."""

    what: str
    chip: Any  # of here, or of what the group keeps


def lines_alone() -> list[Line]:
    """What is one's own alone, for good or until one shares it."""
    giver = _("de inbrenger")
    return [
        Line(_("Je aantekeningen."), own_chip()),
        Line(_("Hoeveel een casus je doet, hoeveel invloed je hebt en wat je liever niet hebt."), own_chip()),
        Line(_("Hoe zeker je bent van een stap."), own_chip()),
        Line(_("Dat je vandaag liever niets hebt wat confronteert."), wish_chip()),
        Line(_("Wat de begeleider fluistert tegen wie leidt."), whisper_chip(_("wie leidt"))),
        Line(_("Een casus die je voorbereidt."), case_chip("draft")),
        Line(_("Wat je meeneemt of je voorneemt, en een cijfer dat je geeft."), share_chip(False)),
        Line(_("Advies dat je bewaart omdat het nog te vroeg is."), park_chip(giver)),
        Line(_("Hoe je als inbrenger de kaarten weegt."), mark_chip(Marks.MINE)),
    ]


def lines_together() -> list[Line]:
    """What the group sees, at once or later."""
    giver = _("de inbrenger")

    def written(what: str, opens: Opens) -> Line:
        return Line(what, writing_chip(Promise(opens, None, named=True, turned=False), giver, ""))

    return [
        Line(_("Een casus die je deelt."), case_chip("shared")),
        Line(_("De vraag waar de groep aan werkt, in de woorden van de inbrenger."), question_chip()),
        written(_("Wat je in de kamer schrijft terwijl jullie praten."), Opens.AT_ONCE),
        written(_("Wat je in een ronde opschrijft."), Opens.AT_TURN),
        written(_("Wat jullie tegelijk in stilte schrijven."), Opens.TOGETHER),
        written(_("Wat je opschrijft om straks voor te lezen."), Opens.BY_TURN),
        written(_("Wat je als cadeau voor de inbrenger schrijft."), Opens.BY_CASE_GIVER),
        Line(_("De ene kaart die de inbrenger in het midden zet."), mark_chip(Marks.ONE)),
        Line(_("Wat de inbrenger op een bord legt, verplaatst en benoemt."), board_chip()),
        Line(_("Een bord dat je na afloop deelt."), board_chip(shared=True)),
        Line(_("Wat je meeneemt of je voorneemt, als je het deelt."), share_chip(True)),
        Line(_("Wie er was, wie leidde, wie inbracht en wie ontving."), GROUP_ONLY),
    ]
