"""What people write on a method of their own: kept at every pause, never over what they did not see.

Each deed names the part it changes and the stamp of what was seen of it (`methods.draft.stamp`). Two people on two
steps do not meet; two on the same step do, and the second is shown what the first wrote, with their own words still
there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.refusals import NotNow, Refusal
from methods import draft
from methods.draft import steps
from methods.draft.shape import FACTS, ORDER, PHASE, TIMES, WORDS, Document, with_phase
from methods.models import MethodDraft, MethodVersion

LARGEST = 400 * 1024  # bytes of a draft; some forty steps written in full


class Stale(NotNow):
    """Somebody else changed this part since it was shown; `draft` is what stands there now."""

    def __init__(self, held: MethodDraft) -> None:
        self.draft = held
        super().__init__(_("Dit is intussen veranderd. Wat jij schreef is nog niet bewaard, en staat er nog."))


class Gone(NotNow):
    """The step is not there any more: taken out by somebody else."""

    default = _("Deze stap is er niet meer. Iemand haalde hem weg; bij de stappen kun je hem terugzetten.")


# ── texts and facts ────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def write_words(method_id: UUID, *, by: Any, seen: str, texts: Mapping[str, Mapping[str, Any]]) -> MethodDraft:
    """What the method says about itself, in both languages."""
    return _write(method_id, by, WORDS, seen, lambda document: {**document, **texts})


@transaction.atomic
def write_facts(method_id: UUID, *, by: Any, seen: str, facts: Mapping[str, Any]) -> MethodDraft:
    """For whom and for what it is."""
    return _write(method_id, by, FACTS, seen, lambda document: {**document, **facts})


@transaction.atomic
def write_phase(method_id: UUID, phase_id: str, *, by: Any, seen: str, phase: Mapping[str, Any]) -> MethodDraft:
    """One step, apart from its minutes, which belong to the plan."""

    def changed(document: Document) -> Document:
        return with_phase(document, {**draft.phase_in(document, phase_id), **phase, "id": phase_id})

    return _write(method_id, by, PHASE + phase_id, seen, changed)


# ── the steps ──────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Plan:
    """What somebody saw of the steps, and the minutes that stood in the fields when they pressed."""

    order: str = ""  # the stamps of what was shown
    times: str = ""
    typed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@transaction.atomic
def time_steps(method_id: UUID, *, by: Any, plan: Plan) -> MethodDraft:
    """The minutes of the steps."""
    held = _held(method_id)
    return _keep(held, _timed(held, plan), by)


@transaction.atomic
def move_step(method_id: UUID, phase_id: str, *, by: Any, plan: Plan, place: int) -> MethodDraft:
    """To this place, counted from 0. There already: nothing happens."""
    held = _held(method_id)
    document = _timed(held, plan)
    try:
        moved = steps.move(document, phase_id, place)
    except KeyError:
        raise Gone from None
    if draft.stamp(moved, ORDER) != draft.stamp(document, ORDER):
        _same(held, ORDER, plan.order)
    return _keep(held, moved, by)


@transaction.atomic
def add_step(method_id: UUID, *, by: Any, plan: Plan, after: str = "") -> tuple[MethodDraft, str]:
    """An empty step behind this one, and its id. What was shown has to be so still: pressed twice, it is one step."""
    held = _held(method_id)
    _same(held, ORDER, plan.order)
    if len(held.document["phase"]) >= steps.MOST:
        raise NotNow(_("Meer dan veertig stappen houdt geen groep vol. Haal er eerst een weg."))
    taken = [entry["phase"]["id"] for entry in held.removed]
    document, phase_id = steps.add(_timed(held, plan), after=after, taken=taken)
    return _keep(held, document, by), phase_id


@transaction.atomic
def remove_step(method_id: UUID, phase_id: str, *, by: Any, plan: Plan) -> MethodDraft:
    """Taken out, and kept beside. Out already: nothing happens."""
    held = _held(method_id)
    document = _timed(held, plan)
    if phase_id in steps.ids(document):
        document, held.removed = steps.remove(document, held.removed, phase_id)
    return _keep(held, document, by)


@transaction.atomic
def restore_step(method_id: UUID, phase_id: str, *, by: Any, plan: Plan) -> MethodDraft:
    """Back where it stood. Back already: nothing happens."""
    held = _held(method_id)
    document = _timed(held, plan)
    if phase_id not in steps.ids(document):
        try:
            document, held.removed = steps.restore(document, held.removed, phase_id)
        except KeyError:
            raise Gone(_("Deze stap is niet meer te vinden.")) from None
    return _keep(held, document, by)


@transaction.atomic
def open_step_in(method_id: UUID, phase_id: str, *, by: Any, later: str, how: str) -> MethodDraft:
    """What is written in this step is seen in that one: a later one, as nobody sees what is still to be written."""
    held = _held(method_id)
    names = steps.ids(held.document)
    if phase_id not in names or later not in names:
        raise Gone
    if names.index(later) < names.index(phase_id) or (later == phase_id and how != "when_opened"):
        raise Refusal(_("Kies een stap die later komt: eerst schrijven, dan zien."))
    return _keep(held, steps.open_in(held.document, phase_id, later, how), by)


# ── versions come back ─────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def bring_back(version: MethodVersion, *, by: Any) -> MethodDraft:
    """What was out once stands in the draft again; what stood there is kept aside, and can be put back."""
    held = _held(version.method_id)
    if draft.digest(version.document) == held.digest:
        return held
    if held.removed or not MethodVersion.objects.filter(method=held.pk, digest=held.digest).exists():
        held.aside = {"document": held.document, "removed": held.removed}  # else it is a version, and kept as that
    held.removed = []
    return _keep(held, version.document, by)


@transaction.atomic
def put_back(method_id: UUID, *, by: Any) -> MethodDraft:
    """What stood in the draft before an older version came back. Nothing aside: nothing happens."""
    held = _held(method_id)
    if not held.aside:
        return held
    document, held.removed, held.aside = held.aside["document"], held.aside["removed"], None
    return _keep(held, document, by)


# ── keeping ────────────────────────────────────────────────────────────────────────────────────────
def _write(method_id: UUID, by: Any, part: str, seen: str, change: Callable[[Document], Document]) -> MethodDraft:
    held = _held(method_id)
    try:
        document = draft.canonical(change(held.document))
        if draft.stamp(document, part) != draft.stamp(held.document, part):
            _same(held, part, seen)
    except KeyError:
        raise Gone from None
    return _keep(held, document, by)


def _held(method_id: UUID) -> MethodDraft:
    """The draft, until the end of the deed. Thrown away meanwhile: NotNow."""
    held = MethodDraft.objects.select_for_update(of=["self"]).select_related("by").filter(pk=method_id).first()
    if held is None:
        raise NotNow(_("Deze werkvorm is er niet meer. Iemand gooide hem weg."))
    return held


def _same(held: MethodDraft, part: str, seen: str) -> None:
    if draft.stamp(held.document, part) != seen:
        raise Stale(held)


def _timed(held: MethodDraft, plan: Plan) -> Document:
    """With the minutes that were typed. Somebody else's are not written over unseen."""
    document = draft.canonical(steps.timed(held.document, plan.typed))
    if draft.stamp(document, TIMES) != draft.stamp(held.document, TIMES):
        _same(held, TIMES, plan.times)
    return document


def _keep(held: MethodDraft, document: Document, by: Any) -> MethodDraft:
    """Nothing is written where nothing changed, so that who pressed last is who changed it last."""
    document = draft.canonical(document)
    if document == held.document:
        return held
    if len(json.dumps(document)) > LARGEST:
        raise Refusal(_("Dit past er niet meer bij. Kort een stap in, of haal er een weg."))
    held.document, held.digest, held.by, held.at = document, draft.digest(document), by, timezone.now()
    held.save(update_fields=["document", "digest", "removed", "aside", "by", "at"])
    return held
