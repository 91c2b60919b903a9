"""Who is heard in a step, in a few words. Asks nothing but its rules: the room says it, and so does the preview."""

from __future__ import annotations

from django.utils.translation import gettext as _

from methods.codes import Who, Writers
from methods.format import PhaseDoc


def who_speaks(doc: PhaseDoc, case_giver: str) -> str:
    """`case_giver`: a first name."""
    names = {"name": case_giver}
    if doc.silent:
        return _who_writes(doc) % names
    if doc.who == Who.CASE_GIVER and doc.marks:
        return _("%(name)s kiest") % names
    return {
        Who.LEADER: _("wie leidt, spreekt"),
        Who.CASE_GIVER: _("%(name)s vertelt"),
        Who.PEERS: _("de groep spreekt"),
        Who.ALL: _("iedereen komt aan het woord"),
        Who.PEERS_ASK: _("de groep vraagt, %(name)s antwoordt"),
        Who.LEADER_AND_CASE_GIVER: _("%(name)s en wie leidt spreken"),
    }[doc.who] % names


def _who_writes(doc: PhaseDoc) -> str:
    return {
        Writers.ALL: _("iedereen schrijft in stilte"),
        Writers.PEERS: _("de groep schrijft in stilte"),
        Writers.CASE_GIVER: _("%(name)s schrijft in stilte"),
    }[doc.writers]
