"""Makes the demonstration: people, groups, a year of sessions held, a shelf, and what comes next."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from groups import agreements
from groups.actions import write_fact, write_member_fact
from groups.models import (
    Agreement,
    AgreementSignature,
    Group,
    GroupFact,
    GroupRequest,
    MaturityWord,
    MemberFact,
    Membership,
    Organisation,
    OrganisationRole,
    StageChange,
    User,
)
from intervisie.demo import story
from intervisie.demo.play import play
from intervisie.demo.story import GroupStory, Held, demo_id
from methods import draft
from methods.actions import drafts, own, versions
from methods.draft.shape import WORDS
from methods.format import phase_snapshot
from methods.models import Method, MethodDraft
from sessions.actions import planning
from sessions.keys import new_case_key, person_key
from sessions.models import Case, CaseSession, Commitment, Rsvp, Seat, Step, Treatment

COORDINATOR = ("coen", "waterrijk")
COACHES = (("anna", "waterrijk"), ("wim", "waterrijk"), ("olga", "linde"))
HELP_LINES = "Vertrouwenspersoon: 0800 1234, elke werkdag van 9 tot 17 uur\nBij acuut gevaar: 112"


def made() -> bool:
    """Was the demonstration made before?"""
    return Organisation.objects.filter(pk=demo_id("waterrijk")).exists()


@transaction.atomic
def make(now: datetime) -> None:
    """Everything, once."""
    people = _people()
    organisations = _organisations(people)
    for told in story.GROUPS:
        group = _group(told, organisations[told.organisation], people, now)
        _held(told, group, people, now)
    noord = Group.objects.get(pk=demo_id("group:noord"))
    play(noord, people, number=len(story.NOORD.held) + 1, days=12)
    _shelf(noord, people, now)
    _own_method(noord, people)
    _coming(noord, people, now)
    _coming_elsewhere(people, now)
    _request(organisations["waterrijk"], now)


def _people() -> dict[str, User]:
    people, known = {}, make_password(story.PASSWORD)  # hashed once: it is slow on purpose, and no secret here
    for short, name in story.PEOPLE.items():
        user = User(pk=demo_id(f"user:{short}"), email=f"{short}@demo.example", name=name)
        user.password = known
        user.save(force_insert=True)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        people[short] = user
    return people


def _organisations(people: dict[str, User]) -> dict[str, Organisation]:
    made = {}
    for key, (name, contact) in story.ORGANISATIONS.items():
        made[key] = Organisation.objects.create(
            pk=demo_id(key),
            name=name,
            is_intake=key == "waterrijk",
            controller=name,
            privacy_contact=contact,
            help_lines=HELP_LINES,
        )
    for short, key in COACHES:
        OrganisationRole.objects.create(user=people[short], organisation=made[key], role="coach")
    OrganisationRole.objects.create(user=people[COORDINATOR[0]], organisation=made[COORDINATOR[1]], role="coordinator")
    return made


def _group(told: GroupStory, organisation: Organisation, people: dict[str, User], now: datetime) -> Group:
    first = now - timedelta(days=told.stages[0][1])
    group = Group.objects.create(
        pk=demo_id(f"group:{told.key}"),
        organisation=organisation,
        name=told.name,
        purpose=told.purpose,
        about=told.about,
        rhythm_weeks=told.rhythm,
        quorum=told.quorum,
        maturity=told.maturity,
        oral_only=told.oral_only,
        stage=told.stages[-1][0],
        created_at=first,
    )
    roles = [(told.coach, "coach"), *((short, "member") for short in told.members)]
    Membership.objects.bulk_create(
        Membership(group=group, user=people[short], role=role, since=first) for short, role in roles
    )
    for stage, days in told.stages:
        StageChange.objects.create(group=group, stage=stage, by=people[told.coach], at=now - timedelta(days=days))
    if told.maturity:
        at = now - timedelta(days=told.said)
        MaturityWord.objects.create(group=group, maturity=told.maturity, by=people[told.members[0]], at=at)
    _agreement(group, [people[short] for short, _role in roles], first)
    return group


def _agreement(group: Group, people: list[User], at: datetime) -> None:
    agreement = Agreement.objects.create(
        group=group, version=1, by=people[0], created_at=at, **agreements.draft_for(group)
    )
    AgreementSignature.objects.bulk_create(
        AgreementSignature(agreement=agreement, user=user, at=at + timedelta(days=2)) for user in people
    )
    write_fact(group, GroupFact.Kind.AGREEMENT, key=group.pk, at=at)


# ── a year of history ──────────────────────────────────────────────────────────────────────────────
def _held(told: GroupStory, group: Group, people: dict[str, User], now: datetime) -> None:
    past = [(held.days, held) for held in told.held] + [(days, None) for days in told.cancelled]
    for number, (days, held) in enumerate(sorted(past, key=lambda pair: -pair[0]), start=1):
        at = _afternoon(now - timedelta(days=days))
        session = CaseSession.objects.create(
            pk=demo_id(f"session:{told.key}:{number}"),
            group=group,
            number=number,
            starts_at=at,
            quorum=told.quorum,
            place="Tuinkamer, Buurthuis De Brink",
            created_at=at - timedelta(days=40),
            state="closed" if held else "cancelled",
        )
        write_fact(group, GroupFact.Kind.PLANNED, key=session.pk, at=at)
        if held:
            _one_held(session, held, told, people, at)
        else:
            write_fact(group, GroupFact.Kind.CANCELLED, key=session.pk, at=at)


def _afternoon(moment: datetime) -> datetime:
    """Half past one, on a working day."""
    at = timezone.localtime(moment).replace(hour=13, minute=30, second=0, microsecond=0)
    return at + timedelta(days=max(0, 7 - at.weekday())) if at.weekday() > 4 else at


def _one_held(session: CaseSession, held: Held, told: GroupStory, people: dict[str, User], at: datetime) -> None:
    came = [people[told.coach], *(people[short] for short in told.members[: len(told.members) - held.away])]
    came += [people[short] for short in (held.brought, held.led) if people[short] not in came]
    ended = at + timedelta(minutes=116)
    CaseSession.objects.filter(pk=session.pk).update(
        started_at=at, ended_at=ended, host=came[-1], leads=people[held.led]
    )
    Seat.objects.bulk_create(Seat(session=session, user=user, arrived_at=at, left_at=ended) for user in came)
    _treated(session, held, people, at)
    _took_along(session, held, people, came, at)
    _write_down(session, held, told, people, came, at)


def _treated(session: CaseSession, held: Held, people: dict[str, User], at: datetime) -> None:
    """A case whose text has expired: that it was, with which method, and nothing else."""
    case = Case.objects.create(
        pk=demo_id(f"case:{session.pk}"),
        group=session.group,
        owner=people[held.brought],
        state="treated",
        shared_at=at - timedelta(days=10),
        treated_at=at,
        text_until=at + timedelta(days=51),
    )
    method = Method.objects.get(slug=held.method)
    treatment = Treatment.objects.create(
        session=session, case=case, method=method.document, method_slug=method.slug, ended_at=at
    )
    Step.objects.bulk_create(
        Step(
            session=session,
            treatment=treatment,
            position=number,
            kind=Step.Kind.PHASE,
            phase=phase_snapshot(phase),
            minutes=phase.minutes,
            entered_at=at,
            left_at=at,
        )
        for number, phase in enumerate(method.doc.phases, start=1)
    )


def _took_along(session: CaseSession, held: Held, people: dict[str, User], came: list[User], at: datetime) -> None:
    owners = [people[held.brought], *came]
    for nr in range(held.steps):
        owner = owners[nr]
        Commitment.objects.create(
            session=session,
            owner=owner,
            key=person_key(owner),
            kind="step",
            text="In elk overleg één keer zeggen: ‘ik weet het nog niet’.",
            due_on=(at + timedelta(days=35)).date(),
            shared_at=at if nr == 0 else None,
            outcome="done" if nr < held.looked_back else "",
            outcome_at=at + timedelta(days=35) if nr < held.looked_back else None,
            created_at=at,
        )


def _write_down(
    session: CaseSession, held: Held, told: GroupStory, people: dict[str, User], came: list[User], at: datetime
) -> None:
    by_coach = held.led == told.coach
    counts = {"present": len(came), "invited": len(told.members) + 1, "minutes": 116, "cases": 1}
    moves = 16 if by_coach else max(0, 7 - told.stages[-1][0] - (200 - min(held.days, 200)) // 50)
    write_fact(session.group, GroupFact.Kind.HELD, key=session.pk, at=at, **counts, coach_moves=moves)
    for user in came:
        write_member_fact(session.group, user, MemberFact.Kind.CAME, key=session.pk, at=at)
    write_member_fact(session.group, people[held.brought], MemberFact.Kind.BROUGHT, key=session.pk, at=at)
    write_member_fact(session.group, came[-1], MemberFact.Kind.HOSTED, key=session.pk, at=at)
    if not by_coach:
        write_member_fact(session.group, people[held.led], MemberFact.Kind.LED, key=session.pk, at=at)


# ── what comes ─────────────────────────────────────────────────────────────────────────────────────
def _shelf(group: Group, people: dict[str, User], now: datetime) -> None:
    for told in story.SHELF:
        shared = now - timedelta(days=told["days"])
        Case.objects.create(
            pk=demo_id(f"case:{told['owner']}"),
            group=group,
            owner=people[told["owner"]],
            key=new_case_key(),
            state="shared",
            question=told["question"],
            pitch=told["pitch"],
            story=told["story"],
            intake=told["intake"],
            shared_at=shared,
            created_at=shared,
        )
    draft = story.DRAFT
    Case.objects.create(
        pk=demo_id(f"case:{draft['owner']}"),
        group=group,
        owner=people[draft["owner"]],
        key=new_case_key(),
        story=draft["story"],
        intake=draft["intake"],
    )


def _own_method(group: Group, people: dict[str, User]) -> None:
    """What the group made of a form of the library: other words, and it is out."""
    told = story.OWN_METHOD
    by = people[told["by"]]
    made = own.fork(Method.objects.get(slug=told["of"]), by=by, once=demo_id("own-method"), home={"group": group})
    document = MethodDraft.objects.get(pk=made.pk).document
    texts = {lang: {**document[lang], **told[lang]} for lang in ("nl", "en")}
    written = drafts.write_words(made.pk, by=by, seen=draft.stamp(document, WORDS), texts=texts)
    versions.publish(made, by=by, seen=written.digest)


def _coming(group: Group, people: dict[str, User], now: datetime) -> None:
    """One in ten minutes, two more after that."""
    where = planning.Where(minutes=120, medium="room", place="Tuinkamer, Buurthuis De Brink")
    first, hosts = soon(now), ("sietske", "chris", "rachid")
    for nr, leads in enumerate(("anna", "dana", "joke")):
        who = planning.Who(host_id=people[hosts[nr]].pk, leads_id=people[leads].pk, quorum=4)
        moment = first if nr == 0 else _afternoon(first + timedelta(weeks=5 * nr))
        [session] = planning.schedule(group, by=people["anna"], starts=[moment], where=where, who=who)
        if nr == 0:
            _answers(session, people)


def _answers(session: CaseSession, people: dict[str, User]) -> None:
    says = {
        "anna": "yes",
        "bas": "yes",
        "chris": "yes",
        "dana": "yes",
        "joke": "yes",
        "sietske": "yes",
        "rachid": "maybe",
    }
    Rsvp.objects.bulk_create(Rsvp(session=session, user=people[short], answer=answer) for short, answer in says.items())


def _coming_elsewhere(people: dict[str, User], now: datetime) -> None:
    for key, by, leads, days in (("zuid", "eva", "tijn", 16), ("linde", "olga", "femke", 9)):
        group = Group.objects.get(pk=demo_id(f"group:{key}"))
        who = planning.Who(host_id=people[by].pk, leads_id=people[leads].pk, quorum=group.quorum)
        where = planning.Where(minutes=120, medium="online", link="https://vergaderen.example/intervisie")
        planning.schedule(group, by=people[by], starts=[_afternoon(now + timedelta(days=days))], where=where, who=who)


def _request(organisation: Organisation, now: datetime) -> None:
    GroupRequest.objects.create(
        pk=demo_id("request"),
        organisation=organisation,
        name="Marit de Groot",
        email="marit@demo.example",
        workplace="Vergunningen, Gemeente Waterrijk",
        purpose="culture",
        people=7,
        wishes="We zijn net samengevoegd en praten veel over elkaar, weinig met elkaar. Kan het klein beginnen?",
        created_at=now - timedelta(days=2),
        confirmed_at=now - timedelta(days=2),
    )


def soon(now: datetime) -> datetime:
    """Ten minutes from now, or a little more: on a five."""
    at = now.replace(second=0, microsecond=0) + timedelta(minutes=10)
    return at + timedelta(minutes=-at.minute % 5)


def redate(now: datetime) -> bool:
    """Put the session that starts in ten minutes there again, if nobody touched it. True when it moved."""
    number = len(story.NOORD.held) + 2
    untouched = CaseSession.objects.filter(
        group=demo_id("group:noord"), number=number, state=CaseSession.State.PLANNED, sequence=0, seats__isnull=True
    )
    session = untouched.first()
    if session is None or session.starts_at > now + timedelta(minutes=2):
        return False
    CaseSession.objects.filter(pk=session.pk).update(starts_at=soon(now))
    write_fact(session.group, GroupFact.Kind.PLANNED, key=session.pk, at=soon(now))
    return True
