"""What this app keeps of one person, for that person to take along. What others wrote with a case is theirs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from intervisie.common.own_data import Line, Section
from sessions.boards import BOARDS
from sessions.models import Case, Commitment, Contribution, PrivateNote, Rsvp, ScaleMark, Seat, Treatment


def sections(user: Any) -> list[Section]:
    drawn = _boards(user)
    return [_sessions(user), _answers(user), _cases(user), drawn, _commitments(user), _notes(user), _scores(user)]


def _sessions(user: Any) -> Section:
    seats = Seat.objects.filter(user=user).select_related("session__group").order_by("session__starts_at")
    entries = [
        [
            Line("group", _("groep"), seat.session.group.name),
            Line("starts_at", _("begin"), seat.session.starts_at),
            Line("arrived_at", _("binnengekomen"), seat.arrived_at),
            Line("left_at", _("weggegaan"), seat.left_at),
            Line("role", _("als"), seat.get_role_display()),
            Line("no_screen", _("zonder scherm"), _("ja") if seat.no_screen else ""),
            Line("at_distance", _("op afstand"), _("ja") if seat.at_distance else ""),
            Line("calm_please", _("liever niets confronterends"), _("ja") if seat.calm_please else ""),
        ]
        for seat in seats
    ]
    return Section("sessions", _("Bijeenkomsten waar je was"), entries)


def _answers(user: Any) -> Section:
    answers = Rsvp.objects.filter(user=user).select_related("session__group").order_by("session__starts_at")
    entries = [
        [
            Line("group", _("groep"), one.session.group.name),
            Line("starts_at", _("begin"), one.session.starts_at),
            Line("answer", _("antwoord"), one.get_answer_display()),
            Line("reason", _("reden"), one.get_reason_display() if one.reason else ""),
        ]
        for one in answers
    ]
    return Section("sign_ups", _("Wat je antwoordde op uitnodigingen"), entries)


def _cases(user: Any) -> Section:
    owned = Case.objects.filter(owner=user).select_related("key", "group").order_by("created_at")
    cases = owned.prefetch_related(Prefetch("treatments", Treatment.objects.defer("method").select_related("key")))
    entries = [
        [
            Line("group", _("groep"), case.group.name),
            Line("state", _("stand"), case.get_state_display()),
            Line("created_at", _("gemaakt op"), case.created_at),
            Line("treated_at", _("besproken op"), case.treated_at),
            Line("text_until", _("tekst blijft tot"), case.text_until),
            Line("question", _("vraag"), case.question),
            Line("pitch", _("in twee zinnen"), case.pitch),
            Line("story", _("wat er speelt"), case.story),
            Line("intake", _("jouw antwoorden bij het voorbereiden"), case.intake),
            Line("method_fitted", _("paste de werkvorm"), _fitted(case)),
            Line("looks", _("waar je later stond"), [look for one in case.treatments.all() for look in one.looks]),
        ]
        for case in cases
    ]
    return Section("cases", _("Je casussen"), entries)


def _boards(user: Any) -> Section:
    """What one wrote on a board of one's own, and said of it; what others laid there is theirs."""
    own = Contribution.objects.filter(
        author=user, step__treatment__case__owner=user, step__phase__board__in=list(BOARDS)
    )
    entries = [
        [
            Line("group", _("groep"), card.step.session.group.name),
            Line("written_at", _("geschreven op"), card.created_at),
            Line("text", _("tekst"), card.text),
            Line("said", _("wat je ervan zei"), card.said),
            Line("later", _("en later"), card.later),
        ]
        for card in own.select_related("key", "step__session__group").order_by("created_at")
    ]
    return Section("boards", _("Wat je op een bord legde"), entries)


def _fitted(case: Case) -> str:
    said = (one.get_fit_case_giver_display() for one in case.treatments.all() if one.fit_case_giver)
    return ", ".join(str(word) for word in said)


def _commitments(user: Any) -> Section:
    held = Commitment.objects.filter(owner=user).select_related("key", "session__group").order_by("created_at")
    entries = [
        [
            Line("group", _("groep"), one.session.group.name),
            Line("made_at", _("gemaakt op"), one.created_at),
            Line("kind", _("soort"), one.get_kind_display()),
            Line("text", _("tekst"), one.text),
            Line("private", _("alleen voor jou"), one.private),
            Line("due_on", _("terugkijken op"), one.due_on),
            Line("shared_at", _("gedeeld op"), one.shared_at),
            Line("outcome", _("wat ervan kwam"), one.get_outcome_display() if one.outcome else ""),
            Line("outcome_note", _("daarover"), one.outcome_note),
        ]
        for one in held
    ]
    return Section("commitments", _("Wat je meenam"), entries)


def _notes(user: Any) -> Section:
    notes = PrivateNote.objects.filter(owner=user).select_related("key", "session__group").order_by("created_at")
    entries = [
        [
            Line("group", _("groep"), note.session.group.name),
            Line("written_at", _("geschreven op"), note.created_at),
            Line("mark", _("teken"), note.mark),
            Line("text", _("tekst"), note.text),
        ]
        for note in notes
    ]
    return Section("notes", _("Je eigen aantekeningen"), entries)


def _scores(user: Any) -> Section:
    marks = ScaleMark.objects.filter(owner=user).select_related("key", "step__session__group")
    entries = [
        [
            Line("group", _("groep"), mark.step.session.group.name),
            Line("starts_at", _("begin"), mark.step.session.starts_at),
            Line("value", _("cijfer"), mark.value),
        ]
        for mark in sorted(marks, key=lambda one: one.step.session.starts_at)
    ]
    return Section("scores", _("Cijfers die je gaf"), entries)
