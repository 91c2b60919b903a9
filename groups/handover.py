"""The path of one group, from what was written down. Pure: no database."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common import words

from .maturity import SOME
from .models import MemberFact, Stage

MOST_POINTS = 8


@dataclass
class Leading:
    """What one member has led so far: how many whole sessions, how many parts, and when last."""

    user: object
    whole: int = 0
    parts: int = 0
    last: date | None = None
    said: str = field(default="")


def led_by(members, facts, mine) -> list[Leading]:
    """Every member with what they led, in the order of the group: nobody is ranked. Facts newest first.

    Of others only since the membership `mine` began; where somebody led before that, what is missing says so of all.
    """
    facts, found = list(facts), defaultdict(list)
    for fact in facts:
        if fact.at >= mine.since or fact.user_id == mine.user_id:
            found[fact.user_id].append(fact)
    came_later = any(fact.at < mine.since for fact in facts if fact.user_id != mine.user_id)
    return [
        _leading(one.user, found[one.user_id], came_later and one.user_id != mine.user_id)
        for one in members
        if one.role == "member"
    ]


def _leading(user, facts, came_later: bool) -> Leading:
    whole = sum(fact.kind == MemberFact.Kind.LED for fact in facts)
    parts = len({fact.key for fact in facts if fact.kind == MemberFact.Kind.LED_PART})
    return Leading(user, whole, parts, facts[0].at if facts else None, _said(whole, parts) or _nothing(came_later))


def _nothing(came_later: bool) -> str:
    return _("nog niet sinds jij erbij bent") if came_later else _("nog niet, en dat hoeft ook niet")


def _said(whole: int, parts: int) -> str:
    said = []
    if whole:
        said.append(
            ngettext("%(count)s hele bijeenkomst", "%(count)s hele bijeenkomsten", whole)
            % {"count": words.number(whole)}
        )
    if parts:
        said.append(
            ngettext("%(count)s keer een deel", "%(count)s keer een deel", parts) % {"count": words.number(parts)}
        )
    return _(" en ").join(said)


def goes_by(held: int) -> str:
    """What is gone by as long as the group says nothing itself, as a true sentence."""
    if held >= SOME:
        said = _(
            "Er waren hier %(count)s bijeenkomsten. We gaan ervan uit dat jullie een werkvorm en de regels kennen."
        )
        return said % {"count": words.number(held)}
    if not held:
        return _("Er was hier nog geen bijeenkomst. We gaan ervan uit dat jullie net beginnen.")
    said = ngettext(
        "Er was hier %(count)s bijeenkomst. We gaan ervan uit dat jullie net beginnen.",
        "Er waren hier %(count)s bijeenkomsten. We gaan ervan uit dat jullie net beginnen.",
        held,
    )
    return said % {"count": words.number(held)}


def coach_moves(held, zone) -> list[tuple[str, int]]:
    """How often the coach moved the session, per session that was counted: (day/month, number), oldest first."""
    counted = [fact for fact in held if "coach_moves" in fact.counts][-MOST_POINTS:]
    return [(dateformat.format(fact.at.astimezone(zone), "j/n"), fact.counts["coach_moves"]) for fact in counted]


def coach_did(held) -> str:
    """What the coach did the last time, rung by rung; "" where that was not counted."""
    counts = next((fact.counts for fact in reversed(held) if "coach_prompt" in fact.counts), None)
    if counts is None:
        return ""
    done = [said % {"count": words.number(counts[rung])} for rung, said in _rungs(counts) if counts[rung]]
    if not done:
        return _("De laatste keer leidde de begeleider niet, en stuurde niet bij.")
    some, last = done[:-1], done[-1]
    listed = _("%(some)s en %(last)s") % {"some": ", ".join(some), "last": last} if some else last
    return _("De laatste keer: %(done)s.") % {"done": listed}


def _rungs(counts) -> list[tuple[str, str]]:
    return [
        ("coach_lead", ngettext("één keer de leiding", "%(count)s keer de leiding", counts["coach_lead"])),
        ("coach_prompt", ngettext("één fluistering", "%(count)s fluisteringen", counts["coach_prompt"])),
        ("coach_ask", ngettext("één vraag aan de groep", "%(count)s vragen aan de groep", counts["coach_ask"])),
        ("coach_note", ngettext("één notitie", "%(count)s notities", counts["coach_note"])),
    ]


def notes_for(group, changes, held) -> dict[int, str]:
    """Under each step the group has been at: how often it met there. Changes newest first."""
    notes: dict[int, str] = {}
    until = None
    for change in changes:
        count = sum(change.at <= fact.at and (until is None or fact.at < until) for fact in held)
        if change.stage != Stage.CONTRACT and change.stage < group.stage and count:
            said = ngettext("%(count)s keer", "%(count)s keer", count) % {"count": words.number(count)}
            notes.setdefault(change.stage, said)
        until = change.at
    return notes
