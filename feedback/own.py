"""What this app keeps of one person, for that person to take along.

Answers to a pulse are here only while it is open: after that nobody can tell whose they were, and neither can we.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from feedback.models import Direction, FollowUp, PulseAnswer
from intervisie.common.own_data import Line, Section


def sections(user: Any) -> list[Section]:
    return [_follow_ups(user), _answers(user), _directions(user)]


def _follow_ups(user: Any) -> Section:
    asked = FollowUp.objects.visible_to(user).exclude(answer="").select_related("key").order_by("answered_at")
    entries = [
        [
            Line("answered_at", _("geantwoord op"), one.answered_at),
            Line("answer", _("antwoord"), one.get_answer_display()),
            Line("effect", _("daarover"), one.effect),
        ]
        for one in asked
    ]
    return Section("follow_ups", _("Wat er van je stappen kwam"), entries)


def _answers(user: Any) -> Section:
    answers = PulseAnswer.objects.filter(person=user).select_related("pulse__key", "pulse__session__group")
    entries = [
        [
            Line("group", _("groep"), one.pulse.session.group.name),
            Line("scores", _("cijfers"), one.scores),
            Line("next_time", _("volgende keer graag"), one.next_time),
        ]
        for one in answers
    ]
    return Section("open_pulses", _("Peilingen die nog open zijn"), entries)


def _directions(user: Any) -> Section:
    said = Direction.objects.filter(person=user).select_related("pulse__key", "pulse__session__group")
    entries = [
        [
            Line("group", _("groep"), one.pulse.session.group.name),
            Line("starts_at", _("begin"), one.pulse.session.starts_at),
            Line("answer", _("had je de regie over je vraag?"), one.said),
        ]
        for one in said
    ]
    return Section("directions", _("Wat je over de regie zei"), entries)
