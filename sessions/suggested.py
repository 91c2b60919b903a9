"""What the match showed for a case, as a form carries it back: under our signature, so that only what was really
shown is kept with the choice. What somebody types there instead counts for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core import signing

SALT = "sessions.suggested"


def sealed(treatment_id: UUID, slugs: Sequence[str]) -> str:
    """For the form: these methods were suggested for this treatment, best first. The same list is sealed the same, so
    that a page with nothing new is known to have nothing new."""
    return signing.Signer(salt=SALT).sign_object([treatment_id.hex, *slugs])


def opened(said: str, treatment_id: UUID | None) -> list[str]:
    """The slugs again; none when the words are not ours, or belong to another case."""
    try:
        whose, *slugs = signing.Signer(salt=SALT).unsign_object(said)
    except (signing.BadSignature, ValueError, TypeError):
        return []
    return slugs if treatment_id and whose == treatment_id.hex else []
