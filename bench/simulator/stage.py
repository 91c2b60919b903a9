"""The ground of an evening: a group, somebody's case, the clock; and what stands in the rows when it matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from groups.models import Group, GroupFact, Membership, Organisation, User
from sessions.keys import new_case_key
from sessions.models import Case, CaseSession, Contribution, Step, Turn

FIRST_NAMES = ["Anna", "Bas", "Chris", "Dana", "Eva", "Femke", "Gijs", "Hanna", "Ivo", "Joke"]
QUESTION = "Hoe kan ik blijven luisteren als het stil valt?"
MINUTES = 180


@dataclass(frozen=True)
class Here:
    """Where the group is, as the rows say."""

    step: Step
    version: int
    running: bool

    @property
    def is_phase(self) -> bool:
        return bool(self.step.kind == Step.Kind.PHASE)


class Stage:
    def __init__(self, people: int) -> None:
        organisation = Organisation.objects.create(name=f"Simulator {uuid4().hex}")
        self.group = Group.objects.create(organisation=organisation, name=f"Groep {uuid4().hex[:8]}", purpose="change")
        self.users = User.objects.bulk_create(
            User(email=f"{uuid4().hex[:12]}@bench.example", name=f"{name} de Boer") for name in FIRST_NAMES[:people]
        )
        since = timezone.now() - timedelta(weeks=20)
        Membership.objects.bulk_create(
            Membership(group=self.group, user=user, role="member" if nr else "coach", since=since)
            for nr, user in enumerate(self.users)
        )
        self.session = CaseSession.objects.create(
            group=self.group, number=1, starts_at=timezone.now(), minutes=MINUTES, leads=self.users[0]
        )
        Case.objects.create(
            owner=self.users[1], group=self.group, key=new_case_key(), question=QUESTION, pitch="Als het stil valt.",
            state=Case.State.SHARED, shared_at=timezone.now(),
        )  # fmt: skip

    def here(self) -> Here:
        now = CaseSession.objects.select_related("step").get(pk=self.session.pk)
        assert now.step is not None
        return Here(now.step, now.version, now.is_running)

    def countdown_over(self) -> None:
        """Three seconds pass: what was written in silence lies open."""
        here = CaseSession.objects.get(pk=self.session.pk).step_id
        Step.objects.filter(pk=here, reveal_at__gt=timezone.now()).update(reveal_at=timezone.now())

    def cards(self) -> dict[str, Contribution]:
        """Everything that was written in this session and is still there."""
        cards = Contribution.objects.filter(step__session=self.session.pk).select_related("key")
        return {str(card.pk): card for card in cards}

    def turns_open(self) -> int:
        here = CaseSession.objects.get(pk=self.session.pk).step_id
        return Turn.objects.filter(step=here, state__in=[Turn.State.WAITING, Turn.State.LATER]).count()

    def phases(self) -> list[Step]:
        return list(self.session.steps.filter(kind=Step.Kind.PHASE).order_by("position"))

    def held(self) -> bool:
        return GroupFact.objects.filter(group=self.group, kind="held", key=self.session.pk).exists()
