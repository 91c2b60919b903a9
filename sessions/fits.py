"""“Paste deze werkvorm?”: asked in the review of who brought the case and of who leads, one tap each. Content-free; the
group reads later, on the page of the method, how often it fitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, TextField, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from intervisie.common.prepared import prepared
from sessions import permissions
from sessions.models import CaseSession, Step
from sessions.models.step import docs_of

BESIDE = {
    "method_slug": F("treatment__method_slug"),
    "method_nl": KeyTextTransform("name", KeyTransform("nl", "treatment__method")),
    "method_en": KeyTextTransform("name", KeyTransform("en", "treatment__method")),
    "owner": F("treatment__case__owner"),
    "stopped_at": F("treatment__ended_at"),
    "fit_case_giver": F("treatment__fit_case_giver"),
    "fit_leader": F("treatment__fit_leader"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One method about which this viewer is asked, and what they said already."""

    treatment: UUID
    method: str
    answer: str


def steps_of(session: CaseSession) -> list[Step]:
    """The steps in their order; in the review with what is asked there beside them, in the same query."""
    at_review = session.step is not None and session.step.kind == Step.Kind.REVIEW
    docs = docs_of(session.pk)
    steps: list[Any] = _steps_of(session, tuple(docs), at_review=at_review)
    for step in steps:
        step.session = session
        step.keep(docs, step.written)
    return steps


@prepared
def _steps_of(session: CaseSession, known: tuple[UUID, ...], *, at_review: bool) -> QuerySet[Step]:
    """With the snapshot as text (`written`), but for those that are known."""
    written = Case(When(pk__in=known, then=None), default=Cast("phase", TextField()), output_field=TextField())
    steps = Step.objects.filter(session=session).defer("phase").annotate(written=written)
    return steps.annotate(**BESIDE) if at_review else steps


def asked_of(user_id: UUID, session: CaseSession, steps: list[Any], lang: str) -> list[Asked]:
    """About each method that was done in this session. Not about a case that was stopped, and about none when it was
    quiet at some time: after that nobody is asked how it was."""
    if session.step is None or session.step.kind != Step.Kind.REVIEW or session.calmed:
        return []
    done = {step.treatment_id for step in steps if step.kind == Step.Kind.PHASE and step.entered_at}
    chosen = [s for s in steps if s.kind == Step.Kind.METHOD_CHOICE and s.treatment_id in done and not s.stopped_at]
    return [asked for step in chosen if (asked := _asked(user_id, session, step, lang))]


def _asked(user_id: UUID, session: CaseSession, step: Any, lang: str) -> Asked | None:
    role = permissions.fit_asked_of(user_id, session, step.owner)
    if not role:
        return None
    name = step.method_en if lang.startswith("en") else step.method_nl
    return Asked(step.treatment_id, name or step.method_nl, getattr(step, f"fit_{role}"))
