"""Plays the finished session of the demonstration through the same deeds as a real one, then moves it into the past."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db.models import F
from django.utils import timezone

from feedback.actions.pulse import answer_pulse, close_pulse, open_pulse
from feedback.models import Pulse
from groups.models import Group, GroupFact, MemberFact, User
from intervisie.demo import played
from intervisie.demo.story import demo_id
from sessions.actions import boards, choosing, harvest, pointer, writing
from sessions.keys import new_case_key, session_key
from sessions.models import Case, CaseSession, Commitment, Contribution, PlanChange, RoomEvent, Seat, Step, Treatment

TABLE = ("anna", "bas", "chris", "dana", "joke", "rachid", "sietske")
LEADER, GIVER = "anna", "rachid"


class Play:
    """The table, the session, and short words for what happens there."""

    def __init__(self, group: Group, people: dict[str, User], number: int) -> None:
        self.people = people
        self.session = CaseSession.objects.create(
            pk=demo_id("session:played"),
            group=group,
            number=number,
            starts_at=timezone.now(),
            place="Tuinkamer, Buurthuis De Brink",
            host=people["joke"],
            leads=people[LEADER],
        )
        session_key(self.session)

    def now(self) -> CaseSession:
        rows = CaseSession.objects.select_related("group__organisation", "key", "step__treatment__case__owner")
        return rows.select_related("step__treatment__key").get(pk=self.session.pk)

    def next(self) -> None:
        session = self.now()
        pointer.advance(session, by=self.people[LEADER], seen_version=session.version)

    def skip(self) -> None:
        session = self.now()
        pointer.skip(session, by=self.people[LEADER], seen_version=session.version)

    def reveal(self) -> None:
        Step.objects.filter(pk=self.now().step_id).update(reveal_at=timezone.now() - timedelta(seconds=1))

    def says(self, short: str, text: str, kind: str, *, parked: bool = False, line: int | None = None) -> None:
        session = self.now()
        writing.contribute(
            session,
            by=self.people[short],
            step_id=session.step_id,
            kind=kind,
            text=text,
            card_id=uuid4(),
            parked=parked,
            line=line,
        )

    def names(self) -> None:
        """On the cloud: how loud each thought is and what it is, and which two belong together."""
        cards = Contribution.objects.filter(step__session=self.session).select_related("key")
        found, by = {card.text: card.pk for card in cards}, self.people[GIVER]
        for text, said in played.SAID.items():
            for facet, value in zip(("loud", "sort"), said, strict=True):
                boards.say(self.now(), by=by, card_id=found[text], facet=facet, value=value)
        one, other = (found[text] for text in played.JOINED)
        boards.join(self.now(), by=by, card_id=one, other_id=other)

    def marks(self, scale: str, values: dict[str, str]) -> None:
        cards = Contribution.objects.filter(step__session=self.session).select_related("key")
        for card in cards:
            if card.text in values:
                writing.mark(self.now(), by=self.people[GIVER], card_id=card.pk, scale=scale, value=values[card.text])


def play(group: Group, people: dict[str, User], *, number: int, days: int) -> None:
    """A whole session with the gedachtenwolk, from the door to the released pulse, `days` days ago."""
    table = Play(group, people, number)
    _arrive(table)
    _choose(table)
    _treat(table)
    _harvest(table)
    session = table.now()
    pointer.close(session, by=people[LEADER], seen_version=session.version)
    _pulse(table)
    _move_back(table.session, timedelta(days=days))


def _arrive(table: Play) -> None:
    for short in TABLE:
        pointer.sit(table.session, by=table.people[short])
    pointer.begin(table.now(), by=table.people[LEADER], coach=True)
    for _step in ("check_in", "look_back", "case_choice"):
        table.next()


def _choose(table: Play) -> None:
    case = Case.objects.create(
        pk=demo_id("case:played"),
        group=table.session.group,
        owner=table.people[GIVER],
        key=new_case_key(),
        state="shared",
        shared_at=timezone.now() - timedelta(days=6),
        **{name: value for name, value in played.CASE.items() if name != "owner"},
    )
    choosing.choose_case(table.now(), by=table.people[LEADER], case_id=case.pk)
    table.next()
    table.next()
    choosing.choose_method(
        table.now(), by=table.people[GIVER], slug="gedachtenwolk", suggested=["gedachtenwolk", "gossip", "ten_step"]
    )


def _treat(table: Play) -> None:
    table.next()
    table.says(GIVER, played.MIDDLE, "formulation", line=0)
    table.says(GIVER, played.MOMENT, "formulation", line=1)
    table.next()
    table.next()
    for text in played.OWN_THOUGHTS:
        table.says(GIVER, text, "thought")
    for short, thoughts in played.THOUGHTS.items():
        for text in thoughts:
            table.says(short, text, "thought")
    table.next()
    table.reveal()
    table.marks("mine", _verdicts())
    table.next()
    table.marks("stance", played.STANCES)
    table.names()
    table.next()
    table.marks("one", {played.CHOSEN: "chosen"})
    for short, text in played.QUESTIONS.items():
        table.says(short, text, "question")
    for short, text in played.PARKED.items():
        table.says(short, text, "advice", parked=True)
    table.next()
    for short, text in sorted(played.HELPING.items(), key=lambda said: said[0] != GIVER):
        table.says(short, text, "helping_thought")
    writing.open_gifts(table.now(), by=table.people[GIVER], step_id=table.now().step_id)
    table.next()
    table.next()


def _verdicts() -> dict[str, str]:
    offered = [text for thoughts in played.THOUGHTS.values() for text in thoughts]
    verdict = dict.fromkeys(offered, "not_mine")
    return verdict | dict.fromkeys(played.MINE, "mine") | dict.fromkeys(played.MAYBE, "maybe")


def _harvest(table: Play) -> None:
    session, due = table.now(), timezone.localdate() + timedelta(days=12)
    owner = table.people[GIVER]
    harvest.commit(
        session, by=owner, kind="step", text=played.STEP, commitment_id=demo_id("step"), due_on=due, confidence=7,
        buddy_id=table.people["dana"].pk, share=True,
    )  # fmt: skip
    for short, text in played.TAKEAWAYS.items():
        harvest.commit(session, by=table.people[short], kind="takeaway", text=text, commitment_id=uuid4(), share=True)
    for short, text in played.OBSERVATION.items():
        harvest.commit(
            session, by=table.people[short], kind="observation", text=text, commitment_id=uuid4(), due_on=due
        )
    table.next()
    for short, text in played.REVIEW.items():
        table.says(short, text, "feedback")
    table.next()


def _pulse(table: Play) -> None:
    pulse = open_pulse(table.session.pk)
    if pulse is None:  # pragma: no cover (it was closed a moment ago)
        return
    for short, scores in played.PULSE.items():
        answer_pulse(pulse, by=table.people[short], scores=scores, next_time=played.NEXT_TIME.get(short, ""))
    close_pulse(pulse.pk)


def _move_back(session: CaseSession, by: timedelta) -> None:
    """As if it had been `by` ago, and had taken its two hours."""
    _shift(CaseSession.objects.filter(pk=session.pk), by, "starts_at", "created_at")
    begun = CaseSession.objects.get(pk=session.pk).starts_at
    CaseSession.objects.filter(pk=session.pk).update(started_at=begun, ended_at=begun + timedelta(minutes=118))
    _shift(Seat.objects.filter(session=session), by, "arrived_at", "left_at")
    _shift(Step.objects.filter(session=session), by, "entered_at", "left_at", "reveal_at")
    _shift(RoomEvent.objects.filter(session=session), by, "at")
    _shift(Treatment.objects.filter(session=session), by, "created_at", "ended_at")
    _shift(Contribution.objects.filter(step__session=session), by, "created_at")
    _shift(Commitment.objects.filter(session=session), by, "created_at", "shared_at")
    _shift(Case.objects.filter(treatments__session=session), by, "shared_at", "treated_at", "text_until", "created_at")
    _shift(PlanChange.objects.filter(session=session), by, "at")
    _shift(Pulse.objects.filter(session=session), by, "opened_at", "closes_at", "closed_at", "released_at")
    for facts in (GroupFact, MemberFact):
        facts.objects.filter(key=session.pk).update(at=begun)


def _shift(rows: Any, by: timedelta, *names: str) -> None:
    pks = list(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=pks).update(**{name: F(name) - by for name in names})
