"""Who sees what of feedback, and when: the words that stand where somebody writes. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sessions.visibility import Chip


def pulse_chip() -> Chip:
    """For the five statements. Confidential, not anonymous: until closing the system knows who answered what."""
    return Chip("shield", _("Vertrouwelijk: niemand ziet wat jij antwoordt"), True)


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
