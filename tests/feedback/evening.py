"""A session that is over, to look back on: who was there, who brought a case, what they said."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from feedback import actions
from feedback.models import Pulse
from groups.models import Membership, User
from sessions.keys import new_case_key, person_key, session_key
from sessions.models import Case, CaseSession, Commitment, Seat, Treatment

HIGH = {"useful": 5, "pleasure": 4, "form": 5, "group": 4, "guidance": 5}
LOW = {"useful": 1, "pleasure": 2, "form": 1, "group": 2, "guidance": 1}


def an_evening(group, *people, number=1, ago=timedelta(minutes=5), brings=None, **fields) -> CaseSession:
    """Closed so long ago, two hours long, with these people at the table."""
    ended = timezone.now() - ago
    times = {"starts_at": ended - timedelta(hours=2), "started_at": ended - timedelta(hours=2), "ended_at": ended}
    session = CaseSession.objects.create(group=group, number=number, **{"state": "closed", **times, **fields})
    session_key(session)
    Seat.objects.bulk_create(Seat(session=session, user=person, arrived_at=session.starts_at) for person in people)
    if brings:
        treats(session, brings)
    return session


def treats(session, owner, **fields) -> Treatment:
    """The case of this person was on the table."""
    key = new_case_key()
    given = {
        "state": Case.State.TREATED,
        "treated_at": session.ended_at,
        "question": "Hoe zeg ik eerder nee?",
        **fields,
    }
    case = Case.objects.create(group=session.group, owner=owner, key=key, **given)
    return Treatment.objects.create(session=session, case=case, key=key)


def a_step(session, owner, text="Ik tel tot drie.", *, kind="step", **fields) -> Commitment:
    treatment = session.treatments.filter(case__owner=owner).first()
    given = {
        "pk": uuid4(),
        "session": session,
        "treatment": treatment,
        "owner": owner,
        "kind": kind,
        "text": text,
        **fields,
    }
    return Commitment.objects.create(key=person_key(owner), **given)


def more_people(group, count) -> list[User]:
    """Other members, who have been in the group for a while."""
    people = User.objects.bulk_create(User(email=f"{uuid4()}@example.org", name=f"Lid {nr}") for nr in range(count))
    since = timezone.now() - timedelta(days=100)
    Membership.objects.bulk_create(Membership(group=group, user=person, since=since) for person in people)
    return people


def a_pulse(group, *people, **fields) -> Pulse:
    return actions.open_pulse(an_evening(group, *people, **fields).pk)


def says(pulse, person, scores=HIGH, line="", direction=None) -> None:
    actions.answer_pulse(pulse, by=person, scores=scores, next_time=line, direction=direction)


def over(pulse) -> Pulse:
    """As if the three days were over, and the sweep came by."""
    Pulse.objects.filter(pk=pulse.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    actions.close_pulse(pulse.pk)
    return fresh(pulse)


def fresh(pulse) -> Pulse:
    return Pulse.objects.select_related("session__group", "key").get(pk=pulse.pk)
