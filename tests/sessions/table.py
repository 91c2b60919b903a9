"""A session to test with: people at the table, the pointer where a test wants it."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from methods import rules
from methods.actions import load_methods
from methods.shell import chooses_in
from sessions.actions import choosing, modules, pointer, writing
from sessions.actions.laying_out import lay_out
from sessions.keys import new_case_key, session_key
from sessions.models import Case, CaseSession, Step
from tests.methods.facts import shipped


def a_session(group, *, number=1, starts_in=timedelta(minutes=5), **fields) -> CaseSession:
    return CaseSession.objects.create(group=group, number=number, starts_at=timezone.now() + starts_in, **fields)


def a_case(owner, group, **fields) -> Case:
    given = {
        "question": "Hoe kan ik eerder nee zeggen?",
        "state": Case.State.SHARED,
        "shared_at": timezone.now(),
        **fields,
    }
    return Case.objects.create(owner=owner, group=group, key=new_case_key(), **given)


def fresh(session) -> CaseSession:
    """The session as the next request finds it."""
    return CaseSession.objects.select_related(
        "group__organisation", "key", "step__treatment__case__owner", "step__treatment__key"
    ).get(pk=session.pk)


def begin(session, leader, *others) -> CaseSession:
    """Everybody sits, the leader begins."""
    session_key(session)
    for person in (leader, *others):
        pointer.sit(session, by=person)
    pointer.begin(fresh(session), by=leader, coach=True)
    return fresh(session)


def go_to(session, leader, *, kind="", phase="") -> CaseSession:
    """Advance until the step of this kind, or the phase with this id."""
    for _turn in range(40):
        session = fresh(session)
        if (kind and session.step.kind == kind) or (phase and session.step.doc.id == phase):
            return session
        out_of_role(session)
        pointer.advance(session, by=leader, seen_version=session.version)
    raise AssertionError(f"there is no step {kind or phase}")


def out_of_role(session) -> None:
    """Everybody has said that they are, where the step waits for it."""
    if rules.steps_out(session.step.doc):
        session.step.turns.update(state="done")


def in_phases(session, leader, case_giver, *others, phases) -> CaseSession:
    """Begun, and at the first of these phases, which are of no method."""
    session = begin(session, leader, case_giver, *others)
    session = go_to(session, leader, kind=Step.Kind.CASE_CHOICE)
    choosing.choose_case(session, by=leader, case_id=a_case(case_giver, session.group).pk)
    session = go_to(session, leader, kind=Step.Kind.METHOD_CHOICE)
    lay_out(session, session.step.treatment, phases, after=session.step.position)
    return go_to(session, leader, kind=Step.Kind.PHASE)


def in_method(session, leader, case_giver, method, *others, phase="") -> CaseSession:
    """Begun, case and method chosen, at this phase of the method (the first when none is named)."""
    load_methods([doc for doc in shipped() if doc.id == method])
    session = begin(session, leader, case_giver, *others)
    session = go_to(session, leader, kind=Step.Kind.CASE_CHOICE)
    choosing.choose_case(session, by=leader, case_id=a_case(case_giver, session.group).pk)
    session = go_to(session, leader, kind=Step.Kind.METHOD_CHOICE)
    choosing.choose_method(session, by=leader, slug=method)
    session = go_to(session, leader, kind=Step.Kind.PHASE)
    return go_to(session, leader, phase=phase) if phase else session


def write(session, person, text, *, kind, parked=False):
    session = fresh(session)
    return writing.contribute(
        session, by=person, step_id=session.step_id, kind=kind, text=text, card_id=uuid4(), parked=parked
    )


def reveal_now(session) -> None:
    """As if the countdown of the current step were over."""
    Step.objects.filter(pk=fresh(session).step_id).update(reveal_at=timezone.now() - timedelta(seconds=1))


def before_the_slot(session, leader, case_giver, *others, slug="tietze") -> CaseSession:
    """A shell is chosen, and the group is at the phase in which its module is: the whole library is there."""
    load_methods(shipped())
    session = begin(session, leader, case_giver, *others)
    session = go_to(session, leader, kind=Step.Kind.CASE_CHOICE)
    choosing.choose_case(session, by=leader, case_id=a_case(case_giver, session.group, intake={"want": "STUCK"}).pk)
    session = go_to(session, leader, kind=Step.Kind.METHOD_CHOICE)
    choosing.choose_method(session, by=leader, slug=slug)
    shell = next(doc for doc in shipped() if doc.id == slug)
    return go_to(session, leader, phase=chooses_in(shell).id)


def choose_module(session, by, slug, *, seen="") -> CaseSession:
    session = fresh(session)
    modules.choose_module(session, by=by, slug=slug, seen=seen, step_id=session.step_id)
    return fresh(session)
