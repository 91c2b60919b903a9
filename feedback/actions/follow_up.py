"""Asking, privately, what came of a step; and hearing the answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import FollowUp
from intervisie.common.delivery import plan
from intervisie.common.refusals import NotNow, NotYours
from sessions.dates import EVENING, MORNING
from sessions.keys import person_key
from sessions.models import Case, CaseSession, Commitment

DAYS = (7, 21)  # after the session
PATIENCE = timedelta(days=5)  # later than this a question is not asked any more
MAIL_FOR = timedelta(days=3)

Answer, Outcome = FollowUp.Answer, Commitment.Outcome
ENDS = {Answer.DONE: Outcome.DONE, Answer.LET_GO: Outcome.DROPPED}  # the other answers leave the step open


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────
def to_follow_up(day: int, now: datetime) -> Any:
    """Open steps and observations of who brought a case, so many days after the session and not asked about yet.

    Not after a stop, not of a case that was taken back, not of who left, and not again of who went another way.
    """
    since = now - timedelta(days=day)
    group = {"session__group__archived_at__isnull": True, "session__group__memberships__until__isnull": True}
    return (
        Commitment.objects.open()
        .filter(treatment__case__owner=F("owner"), session__group__memberships__user=F("owner"), **group)
        .filter(session__state=CaseSession.State.CLOSED, session__calmed=False)
        .filter(session__ended_at__lte=since, session__ended_at__gt=since - PATIENCE)
        .exclude(treatment__case__state=Case.State.WITHDRAWN)
        .exclude(pk__in=FollowUp.objects.filter(Q(day=day) | Q(answer=Answer.DIFFERENT)).values("commitment"))
    )


@transaction.atomic
def ask_follow_up(commitment_id: UUID, day: int) -> FollowUp | None:
    """Put the question on the owner's page and send one message for all steps of that evening.

    Again, or by two at once: asked once. None where there is nothing to ask (any more).
    """
    now = timezone.now()
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("owner", "session__group")
    commitment = rows.filter(pk=commitment_id).first()  # a second one waits here, and then finds nothing to do
    if commitment is None or not to_follow_up(day, now).filter(pk=commitment_id).exists():
        return None
    owner = commitment.owner
    asked = FollowUp.objects.create(commitment=commitment, day=day, asked_at=now, key=person_key(owner))
    due_at = in_daytime(now, commitment.session.group.tz)
    plan(
        "follow_up",
        key=f"follow_up:{commitment.session_id}:{day}:{owner.pk}",
        user=owner,
        about=commitment.session_id,
        due_at=due_at,
        expires_at=due_at + MAIL_FOR,
        facts={"day": day},
    )
    return asked


def in_daytime(moment: datetime, zone: ZoneInfo) -> datetime:
    """This moment, or the next nine o'clock in the morning when it is evening or night in that zone."""
    there = moment.astimezone(zone)
    if MORNING <= there.time() < EVENING:
        return moment
    day = there.date() + timedelta(days=there.time() >= EVENING)
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)


# ── hearing ────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def answer_follow_up(follow_up: FollowUp, *, by: Any, answer: str, effect: str = "", seen_answer: str = "") -> None:
    """What came of it, and one line about the effect, for the owner alone. May be changed until something else ends it.

    Done ends the step as done; letting go ends it as no longer needed, which is as good an end as any. `seen_answer` is
    what the page showed; the same press twice is one press.
    """
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("commitment", "key")
    held = rows.get(pk=follow_up.pk)
    if held.commitment.owner_id != by.pk:
        raise NotYours()
    if held.answer not in (seen_answer, answer):
        raise NotNow(_("Je gaf hier intussen een ander antwoord."))
    now = timezone.now()
    _end_step(held, Answer(answer), now)
    held.answer, held.effect, held.answered_at = answer, effect.strip(), now
    held.key = person_key(by)
    held.save(update_fields=["answer", "effect", "answered_at", "key"])


def _end_step(held: FollowUp, answer: FollowUp.Answer, now: datetime) -> None:
    """Carry the answer to the step, unless the step was ended elsewhere since."""
    untouched = {"outcome": ENDS.get(Answer(held.answer), ""), "outcome_at": held.answered_at}
    if not untouched["outcome"]:
        untouched = {"outcome": ""}
    outcome = ENDS.get(answer, "")
    step = Commitment.objects.filter(pk=held.commitment_id, **untouched)
    if not step.update(outcome=outcome, outcome_at=now if outcome else None):
        raise NotNow(_("Dit voornemen is intussen op een andere plek afgerond."))
