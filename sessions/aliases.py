"""Made-up names where a method asks for them: who said the same twice can be heard, who it was cannot. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _


def trees() -> list[str]:
    """Of trees: nobody is called after their place or their worth."""
    return [
        _("Eik"), _("Linde"), _("Beuk"), _("Wilg"), _("Berk"), _("Hazelaar"), _("Iep"), _("Els"), _("Esdoorn"),
        _("Populier"), _("Den"), _("Lariks"), _("Kastanje"), _("Taxus"), _("Vlier"), _("Meidoorn"), _("Olijf"),
        _("Ceder"), _("Plataan"), _("Haagbeuk"), _("Lijsterbes"), _("Jeneverbes"), _("Acacia"), _("Magnolia"),
    ]  # fmt: skip


def aliases(people: Sequence[UUID], *, seed: str) -> dict[UUID, str]:
    """Another tree for each; with another `seed` (a step) others, so that nobody is followed through a session.

    `people` in the order in which they came: who comes later changes nobody's name.
    """
    every, given = trees(), dict[UUID, str]()
    for person in people:
        start = int.from_bytes(hashlib.sha256(f"{seed}{person}".encode()).digest()[:4])
        free = (every[(start + further) % len(every)] for further in range(len(every)))
        given[person] = next((tree for tree in free if tree not in given.values()), "")
    return given
