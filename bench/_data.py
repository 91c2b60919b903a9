"""What the servers hold while they are measured: the demonstration, and as many groups around it as asked for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from groups import agreements
from groups.models import Agreement, Group, GroupFact, Membership, Organisation, User
from intervisie.demo import build
from methods.actions import load_methods, read_library
from sessions.actions import pointer
from sessions.models import CaseSession, Seat

PEOPLE = 6  # in a group
MEETINGS = 6  # held, and one to come
WEEKS = datetime.timedelta(weeks=5)
ACROSS = 50  # groups of one organisation


def make() -> None:
    """Tables, methods, and a year of the demonstration."""
    call_command("migrate", verbosity=0, interactive=False)
    load_methods(read_library())
    build.make(timezone.now())


def fill(wanted: int, organisation: Organisation | None = None) -> None:
    """Groups with people, meetings and facts until there are so many, here or (without `organisation`) everywhere."""
    there = Group.objects.filter(organisation=organisation) if organisation else Group.objects.all()
    missing = wanted - there.count()
    while missing > 0:
        number = min(missing, ACROSS)
        _groups(organisation or Organisation.objects.create(name=f"Bench {uuid4().hex}"), number)
        missing -= number
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _groups(organisation: Organisation, number: int) -> None:
    groups = Group.objects.bulk_create(
        Group(organisation=organisation, name=f"Group {uuid4().hex[:12]}", purpose="change") for _nr in range(number)
    )
    members = people(number * PEOPLE)
    Membership.objects.bulk_create(
        Membership(group=groups[nr // PEOPLE], user=user, role="member" if nr % PEOPLE else "coach", since=_ago(40))
        for nr, user in enumerate(members)
    )
    Agreement.objects.bulk_create(
        Agreement(group=group, version=1, by=members[nr * PEOPLE], **agreements.draft_for(group))
        for nr, group in enumerate(groups)
    )
    _meetings(groups)


def _meetings(groups: Sequence[Group]) -> None:
    held = [(group, number, _ago(5 * (MEETINGS - number) + 2)) for group in groups for number in range(MEETINGS)]
    coming = [(group, MEETINGS, _ago(-2)) for group in groups]
    sessions = CaseSession.objects.bulk_create(
        CaseSession(
            group=group,
            number=number + 1,
            starts_at=at,
            state="planned" if number == MEETINGS else "closed",
            ended_at=None if number == MEETINGS else at,
        )
        for group, number, at in [*held, *coming]
    )
    GroupFact.objects.bulk_create(fact for session in sessions for fact in _facts(session))


def _facts(session: CaseSession) -> Iterable[GroupFact]:
    about = {"group": session.group, "key": session.pk, "at": session.starts_at}
    yield GroupFact(kind="planned", **about)
    if session.state == "closed":
        yield GroupFact(kind="held", counts={"present": 5, "invited": PEOPLE, "minutes": 116, "cases": 1}, **about)


def people(number: int) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"{uuid4().hex[:12]}@bench.example", name="Sam de Boer") for _nr in range(number)
    )


def _ago(weeks: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(weeks=weeks)


def log_in(users: Sequence[User]) -> list[str]:
    """A browser session for each of these people; their keys."""
    keys = [get_random_string(32) for _user in users]
    store = SessionStore()
    ends = timezone.now() + datetime.timedelta(days=1)
    Session.objects.bulk_create(
        Session(session_key=key, session_data=store.encode(_signed_in(user)), expire_date=ends)
        for key, user in zip(keys, users, strict=True)
    )
    return keys


def _signed_in(user: User) -> dict[str, str]:
    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }


def demo(short: str) -> User:
    return User.objects.get(email=f"{short}@demo.example")


def demo_group() -> Group:
    return Group.objects.get(pk=build.demo_id("group:noord"))


def coming_session(group: Group) -> UUID:
    return CaseSession.objects.filter(group=group).coming(timezone.now()).values_list("pk", flat=True)[0]


def own_group(coach: User) -> Group:
    """A group of this person, empty but for them."""
    group = Group.objects.create(organisation=demo_group().organisation, name=uuid4().hex, purpose="change")
    Membership.objects.create(group=group, user=coach, role="coach")
    return group


# ── live rooms ─────────────────────────────────────────────────────────────────────────────────────
def rooms(number: int, seats: int) -> list[tuple[CaseSession, list[User]]]:
    """Sessions that have begun, everybody at the table."""
    organisation = Organisation.objects.create(name=f"Bench {uuid4().hex}")
    groups = Group.objects.bulk_create(
        Group(organisation=organisation, name=f"Room {nr}", purpose="change") for nr in range(number)
    )
    everybody = people(number * seats)
    tables = [everybody[nr * seats : (nr + 1) * seats] for nr in range(number)]
    Membership.objects.bulk_create(
        Membership(group=group, user=user, role="coach" if user is table[0] else "member", since=_ago(10))
        for group, table in zip(groups, tables, strict=True)
        for user in table
    )
    return [(_begun(group, table), table) for group, table in zip(groups, tables, strict=True)]


def _begun(group: Group, table: Sequence[User]) -> CaseSession:
    session = CaseSession.objects.create(group=group, number=1, starts_at=timezone.now(), leads=table[0])
    Seat.objects.bulk_create(Seat(session=session, user=user) for user in table)
    pointer.begin(session, by=table[0], coach=True)
    session.refresh_from_db(fields=["step"])
    return session
