"""The question to arrive with: drawn for a session, and drawn anew when the leader would rather have another."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours, Refusal
from sessions import permissions
from sessions.actions.at_table import not_quiet, sitting
from sessions.check_in import OWN, Question, draw
from sessions.models import CaseSession, OwnQuestion, Step
from sessions.openings import asked_before, every, facts_of

MOST_OWN = 60


@transaction.atomic
def another_question(session: CaseSession, *, by: Any, seen: str) -> None:
    """Draw another in place of the one that was `seen`; a second press on the same question changes nothing."""
    step = _check_in(session, by)
    asked = step.facts.get("question", "")
    if asked != seen:
        return
    had, own = asked_before(session)
    passed = [*step.facts.get("passed", []), asked]
    if len(passed) >= len(every(own)):
        passed = [asked]
    drawn = draw(had, seed=f"{session.pk}{len(passed)}", but=passed, own=own)
    _ask(session, step, every(own)[drawn], passed=passed)


@transaction.atomic
def own_question(session: CaseSession, *, by: Any, text: str) -> None:
    """Ask something in the group's own words; it comes back in its turn. The same words twice are one question."""
    step = _check_in(session, by)
    text = " ".join(text.split())
    if not text:
        raise Refusal(_("Schrijf de vraag op, in één zin."))
    if len(text) > OwnQuestion.LONGEST:
        raise Refusal(_("Dit is lang voor een vraag waar iedereen in een minuut op antwoordt. Kan hij korter?"))
    if OwnQuestion.objects.filter(group=session.group_id).exclude(text=text).count() >= MOST_OWN:
        raise NotNow(_("Jullie hebben al heel veel eigen vragen. Haal er eerst een weg."))
    kept, _new = OwnQuestion.objects.get_or_create(group_id=session.group_id, text=text)
    _ask(session, step, Question(OWN + kept.pk.hex, text, text), passed=step.facts.get("passed", []))


@transaction.atomic
def forget_own_question(session: CaseSession, *, by: Any, seen: str) -> None:
    """The question of today is not asked another time; today it stays. Already gone: fine."""
    step = _check_in(session, by)
    if step.facts.get("question") == seen and seen.startswith(OWN):
        OwnQuestion.objects.filter(group=session.group_id, text=step.facts.get("words", "")).delete()
        Step.objects.filter(pk=step.pk).update(facts={**step.facts, "once": True})
        poke(session.topic, "step")


def _check_in(session: CaseSession, by: Any) -> Step:
    """The step, for who leads it."""
    sitting(session, by)
    step = session.step
    if step is None or step.kind != Step.Kind.CHECK_IN:
        raise NotNow(_("De check-in is al voorbij."))
    if not permissions.can_move(by.pk, session):
        raise NotYours(_("De vraag om mee te beginnen kiest wie nu leidt."))
    not_quiet(session)
    return step


def _ask(session: CaseSession, step: Step, question: Question, *, passed: list[str]) -> None:
    """In the place of the one that the page showed."""
    changed = Step.objects.filter(pk=step.pk, facts__question=step.facts.get("question", ""))
    if changed.update(facts={**facts_of(question), "passed": passed}):
        poke(session.topic, "step")
