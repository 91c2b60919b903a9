"""Who sees what of feedback, and when: the words that stand where somebody writes. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sessions.visibility import Chip
from sessions.who_sees_what import Line


def pulse_chip() -> Chip:
    """For the five statements. Confidential, not anonymous: until closing the system knows who answered what."""
    return Chip("shield", _("Vertrouwelijk: niemand ziet wat jij antwoordt"), True)


def result_chip() -> Chip:
    """For what comes of the statements: how often each answer was given, for those at the table."""
    return Chip("users-round", _("Wie erbij was, als er genoeg antwoorden zijn; nooit per persoon"), False)


def line_chip() -> Chip:
    """For the open line: it is shown, without a name."""
    return Chip("users-round", _("Wie erbij was, zonder je naam, als er genoeg antwoorden zijn"), False)


def direction_chip() -> Chip:
    """For what the case-giver confirms: one person answers it, so it cannot be anything but attributed."""
    return Chip("users-round", _("Wie erbij was, met je naam, als de peiling sluit"), False)


def follow_up_chip() -> Chip:
    """For the answers at seven and twenty-one days."""
    return Chip("lock", _("Alleen jij, ook later"), True)


def outcome_chip(shared: bool) -> Chip:
    """What the group can see of an answer: of a step that was shared, that it was done or let go."""
    if shared:
        return Chip(
            "users-round",
            _("Jij; de groep ziet of het gedaan of losgelaten is, want je deelde dit"),
            False,
        )
    return follow_up_chip()


# ── the page about who sees what ───────────────────────────────────────────────────────────────────
def lines_alone() -> list[Line]:
    return [
        Line(_("Wat je in een peiling aankruist."), pulse_chip()),
        Line(_("Wat je terugmeldt als we vragen wat er van je stap kwam."), follow_up_chip()),
    ]


def lines_there() -> list[Line]:
    """What those see who were at the table that time, and not the rest of the group."""
    return [
        Line(_("De uitkomst van de peiling."), result_chip()),
        Line(_("Je zin in de peiling over de volgende keer."), line_chip()),
        Line(_("Of je als inbrenger de regie had, als je dat in de peiling zegt."), direction_chip()),
    ]


def lines_together() -> list[Line]:
    return [Line(_("Wat er van een gedeelde stap kwam."), outcome_chip(True))]
