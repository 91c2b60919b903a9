"""What lies on the table in each step of the spine: one query a step, the rest from the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups import agreements
from groups.models import MemberFact, Membership
from groups.people import members_of
from intervisie.common.words import number
from methods.format import from_snapshot
from methods.models import Method
from methods.modules import ModuleChoice, choice_of, choices
from sessions.actions.shelf import DOTS
from sessions.board_page import boards_open_to
from sessions.intake import case_facts
from sessions.models import Case, CaseSession, Commitment, Contribution, Dot, PrivateNote, ScaleMark, Step, Whisper
from sessions.offer import offer
from sessions.room import Room
from sessions.visibility import share_chip


def table_of(room: Room) -> dict[str, Any]:
    """The context for the list of the current step. At most one query; none for the phases of a method."""
    lay = TABLES.get(room.step.kind) if room.step else None
    return lay(room) if lay else {}


def landing(room: Room) -> dict[str, Any]:
    return {"agreement": agreements.current(room.session.group)}


# ── look-back ──────────────────────────────────────────────────────────────────────────────────────
def look_back(room: Room) -> dict[str, Any]:
    """What those at the table took upon themselves earlier, where it was shared, or is one's own. Not even that
    somebody took something along is told by anyone but them: the leader asks it aloud."""
    rows = (
        Commitment.objects.visible_to(room.user)
        .filter(owner__in=[p.id for p in room.people], session__group=room.session.group_id)
        .exclude(kind="takeaway")
        .exclude(session=room.session.pk)
        .filter(Q(outcome="") | Q(outcome_at__gte=room.session.started_at))
        .select_related("key", "session")
    )
    names = {person.id: person for person in room.people}
    all_rows = [_seen(row, names[row.owner_id], room) for row in rows]
    return {
        "own": [row for row in all_rows if row.mine],
        "shared": [row for row in all_rows if not row.mine],
        "outcomes": OUTCOMES,
    }


def _seen(row: Any, owner: Any, room: Room) -> Any:
    row.mine = row.owner_id == room.user.pk
    row.who = owner
    return row


MOST_BOARDS = 6
OUTCOMES = [outcome for outcome in Commitment.Outcome if outcome]


# ── choosing a case ────────────────────────────────────────────────────────────────────────────────
def case_choice(room: Room) -> dict[str, Any]:
    """The shelf, the longest waiting first. Dots stay blind until all are opened, and then only a number."""
    chosen = room.treatment
    mine = Dot.objects.filter(case=OuterRef("pk"), session=room.session.pk, user=room.user.pk)
    brought, before = _brought(room)
    shelf = Q(state="shared") | Q(pk=chosen.case_id if chosen else None)
    rows = (
        Case.objects.filter(shelf, group=room.session.group_id)
        .select_related("key", "owner")
        .annotate(
            my_dot=Exists(mine),
            dots_here=Count("dots", filter=Q(dots__session=room.session.pk)),
            last_brought=Subquery(brought.order_by().values("user").annotate(last=Max("at")).values("last")),
            came_later=Exists(before),
        )
        .order_by("shared_at")
    )
    here = {person.id for person in room.people}
    cases = [_on_shelf(row, room, here) for row in rows]
    opened = chosen is not None or bool(room.step and room.step.facts.get("dots"))
    left = DOTS - sum(case.my_dot for case in cases)
    return {"cases": cases, "chosen": chosen, "dots_open": opened, "dots_left": max(0, left)}


def _brought(room: Room) -> tuple[QuerySet[MemberFact], QuerySet[MemberFact]]:
    """When the owner of a case brought one here as far as this viewer was there, or it is their own; and what anybody
    brought before that: of it no more is told than that one came later."""
    me = Membership.objects.current().filter(user=room.user.pk, group=room.session.group_id).values("since")[:1]
    all_brought = MemberFact.objects.filter(group=room.session.group_id, kind="brought")
    seen = all_brought.filter(Q(at__gte=Subquery(me)) | Q(user=room.user.pk), user=OuterRef("owner"))
    return seen, all_brought.filter(at__lt=Subquery(me)).exclude(user=room.user.pk)


def _on_shelf(case: Any, room: Room, here: set[Any]) -> Any:
    case.mine = case.owner_id == room.user.pk
    case.here = case.owner_id in here
    case.is_chosen = bool(room.treatment) and room.treatment.case_id == case.pk
    case.leads_now = case.owner_id == room.session.leader_id
    case.turn_words = _turn_words(case, room)
    case.dot_words = ngettext("%(count)s wil hiervan leren", "%(count)s willen hiervan leren", case.dots_here) % {
        "count": number(case.dots_here)
    }
    return case


def _turn_words(case: Any, room: Room) -> str:
    """Fairness of turns, in words and without a number of times."""
    name = _("Je") if case.mine else case.owner.first_name
    if case.last_brought is None and case.came_later and not case.mine:
        return _("%(name)s bracht nog niet in sinds jij erbij bent") % {"name": name}
    if case.last_brought is None:
        return _("%(name)s bracht hier nog niet eerder in") % {"name": name}
    weeks = (room.now - case.last_brought).days // 7
    if weeks < 1:
        return _("%(name)s bracht deze week nog in") % {"name": name}
    said = ngettext("%(name)s bracht een week geleden in", "%(name)s bracht %(weeks)s weken geleden in", weeks)
    return said % {"name": name, "weeks": number(weeks)}


# ── choosing a method ──────────────────────────────────────────────────────────────────────────────
def method_choice(room: Room) -> dict[str, Any]:
    """Three that fit, with reasons. Only the case-giver reads those that say something private."""
    return offer(room) if room.treatment else {}


# ── choosing a module ──────────────────────────────────────────────────────────────────────────────
def modules_of(room: Room) -> dict[str, Any]:
    """What may fill the slot of the shell: first what fits what the case-giver wants. One query."""
    assert room.treatment is not None
    case = room.treatment.case
    docs = [method.doc for method in Method.objects.modules_in(room.session.group)]
    about = "" if room.is_case_giver else case.owner.first_name
    found = choices(docs, case_facts(case.intake), people=len(room.people), lang=room.lang, about=about)
    every = [*found.suggested, *found.others]
    chosen = next((one for one in every if one.slug == room.treatment.module_slug), None)
    return {"choices": found, "chosen": chosen or _kept_module(room)}


def _kept_module(room: Room) -> ModuleChoice | None:
    """The one that was chosen, also when the library has it no more."""
    kept = room.treatment.module if room.treatment else None
    return choice_of(from_snapshot(kept), people=len(room.people), lang=room.lang) if kept else None


# ── harvest and closing ────────────────────────────────────────────────────────────────────────────
def harvest(room: Room) -> dict[str, Any]:
    """One's own, and what others chose to share."""
    return harvest_of(room.session, room.user)


def harvest_of(session: CaseSession, user: Any) -> dict[str, Any]:
    """For the room and for the page afterwards. One query."""
    rows = list(
        Commitment.objects.visible_to(user)
        .filter(session=session.pk)
        .select_related("key", "owner", "buddy")
        .annotate(of_case=F("treatment__case__owner"))
    )
    return {
        "own": [row for row in rows if row.owner_id == user.pk],
        "shared": [row for row in rows if row.owner_id != user.pk],
        "outcomes": OUTCOMES,
    }


def closing(room: Room) -> dict[str, Any]:
    """The next date and who carries it; anybody of the group may, also who is not here today."""
    members = {member.user_id: member.user for member in members_of(room.session.group)}
    later = room.following
    carry = {"next_leads": members.get(later.leads_id), "next_host": members.get(later.host_id)} if later else {}
    return {"following": later, "members": list(members.values()), **carry}


# ── parts of their own ─────────────────────────────────────────────────────────────────────────────
def boards_of(session: CaseSession, user: Any) -> list[Any]:
    """What was drawn the times before: one's own, and what others of the group share. One query."""
    rows = boards_open_to(user).filter(session__group=session.group_id, session__state=CaseSession.State.CLOSED)
    return list(rows.select_related("case__owner", "session").order_by("-session__starts_at")[:MOST_BOARDS])


def notes_of(session: CaseSession, user: Any) -> list[PrivateNote]:
    """One's own notes, the newest first. One query."""
    notes = PrivateNote.objects.filter(session=session.pk, owner=user.pk).select_related("key")
    return list(notes.order_by("-created_at"))


def whisper_to(session: CaseSession, user: Any, pk: UUID) -> Whisper | None:
    """What the coach whispered to this person, if it still waits. One query."""
    return Whisper.objects.filter(pk=pk, session=session.pk, to=user.pk).select_related("key", "by").first()


def score_of(room: Room) -> dict[str, Any]:
    """One's own number in this step, the one given earlier on the same scale, and a shared one. One query."""
    asked = [step for step in room.steps if room.step and _same_scale(step, room.step, room.lang)]
    rows = list(ScaleMark.objects.filter(step__in=asked).select_related("key").order_by("step__position"))
    here = [row for row in rows if row.step_id == room.session.step_id]
    own = [row for row in rows if row.owner_id == room.user.pk]
    mine = next((row for row in here if row in own), None)
    return {
        "mine": mine,
        "earlier": next((row for row in reversed(own) if row not in here), None),
        "chip": share_chip(bool(mine and mine.shared_at)),
        "shared": next((row for row in here if row.shared_at and row not in own), None),
        "numbers": range(11),
    }


def _same_scale(step: Step, here: Step, lang: str) -> bool:
    """This step, or one before it in the same case that asks for a number between the same words."""
    if step.treatment_id != here.treatment_id or step.position > here.position:
        return False
    text, now = step.doc.text(lang), here.doc.text(lang)
    return step.pk == here.pk or (bool(text.score) and (text.low, text.high) == (now.low, now.high))


def kept_advice(room: Room) -> list[Contribution]:
    """The advice that was kept, for a case-giver who asked for it. One query."""
    if not (room.is_case_giver and room.treatment and room.treatment.advice_opened):
        return []
    rows = Contribution.objects.filter(step__treatment=room.treatment, parked=True).select_related("key", "author")
    return sorted(rows, key=lambda card: card.pk.hex)


TABLES: dict[str, Callable[[Room], dict[str, Any]]] = {
    Step.Kind.LANDING: landing,
    Step.Kind.LOOK_BACK: look_back,
    Step.Kind.CASE_CHOICE: case_choice,
    Step.Kind.METHOD_CHOICE: method_choice,
    Step.Kind.HARVEST: harvest,
    Step.Kind.CLOSING: closing,
}
