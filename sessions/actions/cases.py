"""A case from its first word to its last: prepare, share, take back, withdraw, go on with an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Group
from intervisie.common import audit
from intervisie.common.live import poke
from intervisie.common.models import DataKey
from intervisie.common.refusals import NotNow, Refusal
from sessions.keys import new_case_key
from sessions.models import Case, CaseSession, Dot
from sessions.retention import text_until

State = Case.State
TEXTS = ("question", "pitch", "story")
CHECKS = ("names", "known", "changed", "own", "accept")


def tells_only(group: Group) -> bool:
    """In this group stories are told, never stored: so decided by the group or by the organisation."""
    return group.oral_only or group.organisation.oral_only


# ── begin ──────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def begin(group: Group, *, by: Any, success: bool = False, meant_for: CaseSession | None = None) -> Case:
    """A draft that nobody else sees. An untouched draft of the same person is taken instead of making another."""
    if group.archived_at:
        raise NotNow(_("Deze groep is afgesloten. Je kunt er geen casus meer inbrengen."))
    empty = Case.objects.select_for_update(of=("self",)).filter(
        group=group, owner=by, state=State.DRAFT, sequel_of=None
    )
    untouched = empty.filter(**{f"{name}__isnull": True for name in (*TEXTS, "intake")}).select_related("key").first()
    if untouched and untouched.key:
        _set(untouched, success=success, meant_for=meant_for)
        return untouched
    return _new(group, by, success=success, meant_for=meant_for)


def _new(group: Group, by: Any, **fields: Any) -> Case:
    now = timezone.now()
    return Case.objects.create(
        group=group,
        owner=by,
        key=new_case_key(),
        oral_only=tells_only(group),
        text_until=_until(group, since=now),
        **fields,
    )


@transaction.atomic
def sequel(case: Case, *, by: Any) -> Case:
    """A new case that goes on where an earlier one of one's own ended. Its text is not copied: one starts fresh."""
    if case.state != State.TREATED:
        raise NotNow(_("Deze casus is nog niet besproken. Je kunt hem gewoon aanpassen."))
    open_sequel = case.sequels.filter(owner=by, state__in=[State.DRAFT, State.SHARED]).first()
    return open_sequel or _new(case.group, by, sequel_of=case)


# ── write ──────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def write(case_id: UUID, *, by: Any, texts: Mapping[str, str] | None = None, **changes: Any) -> Case:
    """Keep what was typed in one step. `intake`: answers to lay over the earlier ones; `oral_only`: tell, don't store.

    On the shelf it changes for everyone at once; after the session nothing changes any more.
    """
    case = _own(case_id, by)
    if case.state not in (State.DRAFT, State.SHARED):
        raise NotNow(_("Deze casus is al besproken. De tekst verandert niet meer."))
    _lay(case, texts or {}, changes)
    case.text_until = _until(case.group, since=timezone.now())
    case.save(update_fields=["question", "pitch", "story", "intake", "oral_only", "text_until", "updated_at"])
    return case


def _lay(case: Case, texts: Mapping[str, str], changes: Mapping[str, Any]) -> None:
    case.oral_only = tells_only(case.group) or changes.get("oral_only", case.oral_only)
    for name in TEXTS:
        if name in texts:
            setattr(case, name, texts[name].strip())
    if case.oral_only:
        case.pitch = case.story = ""  # only the question and what the match needs are kept
    if "intake" in changes:
        fields, answers = changes["intake"]
        rest = {name: value for name, value in case.intake.items() if name not in fields}
        case.intake = {**rest, **answers}


def _own(case_id: UUID, by: Any) -> Case:
    """The row, locked, if it is this person's and its text still exists."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("key", "group__organisation")
    case = rows.filter(pk=case_id, owner=by).first()
    if case is None or case.key is None or case.state == State.WITHDRAWN:
        raise NotNow(_("Deze casus is er niet meer."))
    return case


def _until(group: Group, *, since: datetime) -> datetime:
    days = group.organisation.case_days
    return text_until(since=since, treated_at=None, look_back=None, ceiling_days=days)


# ── share and take back ────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def share(case_id: UUID, *, by: Any, meant_for: CaseSession | None = None) -> Case:
    """Lay it on the shelf of the group. Shared already: only for which session is kept."""
    case = _own(case_id, by)
    if case.state == State.TREATED:
        raise NotNow(_("Deze casus is al besproken."))
    if not case.question:
        raise Refusal(_("Er staat nog geen vraag. Met een halve vraag kan de groep ook al verder."))
    if not case.group.memberships.current().filter(user=by).exists():
        raise NotNow(_("Je hoort niet meer bij deze groep. Je casus blijft van jou alleen."))
    if meant_for and (meant_for.group_id != case.group_id or meant_for.state != CaseSession.State.PLANNED):
        raise NotNow(_("Die bijeenkomst is er niet meer. Kies een andere, of leg je casus op de plank."))
    now = timezone.now()
    changed: dict[str, Any] = {"meant_for": meant_for, "updated_at": now, "text_until": _until(case.group, since=now)}
    if case.state == State.DRAFT:
        changed |= {"state": State.SHARED, "shared_at": now}
        audit.record("case.share", by=by, about=case, organisation=case.group.organisation_id)
    _set(case, **changed)
    _tell_shelf(case)
    return case


def _set(case: Case, **changed: Any) -> None:
    """Only these columns; the texts stay as they are sealed."""
    for name, value in changed.items():
        setattr(case, name, value)
    case.save(update_fields=list(changed))


@transaction.atomic
def take_back(case_id: UUID, *, by: Any) -> Case:
    """Off the shelf, to oneself. Dots that were given go with it. Not on the shelf: nothing happens."""
    case = _own(case_id, by)
    if case.state == State.TREATED or _on_table(case):
        raise NotNow(_("Je casus ligt op tafel. In de kamer kun je stoppen, met wissen erbij als je wilt."))
    _set(case, state=State.DRAFT, shared_at=None, meant_for=None)
    case.dots.all().delete()
    _tell_shelf(case)
    return case


@transaction.atomic
def withdraw(case_id: UUID, *, by: Any) -> None:
    """For good: the key of this case is destroyed, and with it every text under it, also what others wrote with it."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("key", "group")
    case = rows.filter(pk=case_id, owner=by).first()
    if case is None or case.state == State.WITHDRAWN:
        return
    if _on_table(case):
        raise NotNow(_("Je casus ligt op tafel. In de kamer kun je stoppen, met wissen erbij als je wilt."))
    end_texts([case])
    audit.record("case.withdraw", by=by, about=case, organisation=case.group.organisation_id)
    _tell_shelf(case)


def end_texts(cases: Sequence[Case]) -> None:
    """Destroy the keys; what was treated stays known as treated, everything else is no case any more. Three queries,
    however many."""
    ids = [case.pk for case in cases]
    DataKey.objects.destroy(case.key_id for case in cases if case.key_id)
    Dot.objects.filter(case__in=ids).delete()
    ended = {"state": State.WITHDRAWN, "meant_for": None, "updated_at": timezone.now()}
    Case.objects.filter(pk__in=ids).exclude(state=State.TREATED).update(**ended)


def _on_table(case: Case) -> bool:
    return case.treatments.filter(session__state=CaseSession.State.RUNNING, ended_at=None).exists()


def _tell_shelf(case: Case) -> None:
    """Rooms in which a case is being chosen draw their shelf again."""
    running = CaseSession.objects.filter(group=case.group_id, state=CaseSession.State.RUNNING)
    for session in running.only("pk"):
        poke(session.topic, "cards")


# ── the sweep ──────────────────────────────────────────────────────────────────────────────────────
def expire_cases(now: datetime | None = None) -> int:
    """Destroy the keys of cases whose time has come; how many. May run twice or late.

    The time of a treated case is worked out anew first: a later look-back keeps it longer, within the ceiling.
    """
    now = now or timezone.now()
    living = Case.objects.filter(key__scope="case").select_related("group__organisation")
    last = Max("treatments__commitments__due_on")
    for case in living.filter(state=State.TREATED, treated_at__isnull=False).annotate(look_back=last):
        until = _until_after(case)
        if until != case.text_until:
            Case.objects.filter(pk=case.pk).update(text_until=until)
    due = list(living.filter(text_until__lte=now).values_list("pk", flat=True))
    return sum(_expire(pk, now) for pk in due)


@transaction.atomic
def _expire(pk: UUID, now: datetime) -> int:
    """One at a time, so that one that fails holds up no other."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("key", "group")
    case = rows.filter(pk=pk, text_until__lte=now, key__scope="case").first()
    if case is None or _on_table(case):
        return 0
    end_texts([case])
    audit.record("case.expire", by=None, about=case, organisation=case.group.organisation_id)
    return 1


def _until_after(case: Any) -> datetime:
    days = case.group.organisation.case_days
    return text_until(since=case.created_at, treated_at=case.treated_at, look_back=case.look_back, ceiling_days=days)
