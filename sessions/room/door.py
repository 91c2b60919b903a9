"""The door of the room and the look through it: two queries for everything that every screen shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from groups.models import Membership
from intervisie.common.prepared import prepared
from sessions import fits, following, permissions
from sessions.models import CaseSession, Contribution, LeadOffer, Ready, RoomEvent, Seat, Turn, Whisper
from sessions.people import Person
from sessions.room.seen import Room


def look(user: Any, pk: UUID, *, lang: str = "nl", now: datetime | None = None) -> Room:
    """The room for this person, or Http404 when it is not theirs. Two queries; the cards are a third when asked for."""
    return _look(_seen_by(user, pk), user, lang=lang, now=now)


def look_from_wall(pk: UUID, *, lang: str = "nl", now: datetime | None = None) -> Room:
    """The room for a screen that is nobody's: no seat, no role, nothing of its own. `Wall` is its door."""
    nobody = AnonymousUser()
    return _look(_all_beside(_known(CaseSession.objects.filter(pk=pk)), nobody), nobody, lang=lang, now=now)


def _look(found: Iterable[CaseSession], user: Any, *, lang: str, now: datetime | None) -> Room:
    session = next(iter(found), None)
    if session is None:
        raise Http404
    return Room(session, user, now or timezone.now(), _seated(session, user), fits.steps_of(session), lang)


def find(user: Any, pk: UUID) -> CaseSession:
    """The door for a deed in the room, or Http404: the session with what the actions read of it. One query."""
    session = next(iter(_behind_door(user, pk)), None)
    if session is None:
        raise Http404
    return session


@prepared
def _behind_door(user: Any, pk: UUID) -> QuerySet[CaseSession]:
    return _visible(user, pk)[:1]


@prepared
def _seen_by(user: Any, pk: UUID) -> QuerySet[CaseSession]:
    return _all_beside(_visible(user, pk), user)


def _visible(user: Any, pk: UUID) -> QuerySet[CaseSession]:
    return _known(CaseSession.objects.visible_to(user).filter(pk=pk))


def _all_beside(there: QuerySet[CaseSession], user: Any) -> QuerySet[CaseSession]:
    return there.annotate(seated=ArraySubquery(_people()), **_beside(user))[:1]


def _known(sessions: QuerySet[CaseSession]) -> QuerySet[CaseSession]:
    """With everything that is said of them beside the steps."""
    return sessions.select_related(
        "group__organisation", "key", "leader", "step__treatment__case__owner", "step__treatment__case__key"
    ).select_related("step__treatment__key")


def _beside(user: Any) -> dict[str, Any]:
    """What else the screens say, beside the row: `laid_elsewhere`, the cards of others in this step, seen or not,
    and when the last one of all was (`last_laid`); advice kept in
    this case, by all (`kept`) and by this person (`kept_own`); the last time the lead was on its way (`passed`: to, by,
    kind, open); when we meet again (`following`); this person's own wish (`calm_wish`), of others none;
    do they coach here (`coach`), what they did so (`coached`), a whisper that waits for them (`whispered`) or for
    somebody else (`whispering`)."""
    here = Contribution.objects.filter(step=OuterRef("step"), parked=False)
    kept = Contribution.objects.filter(step__treatment=OuterRef("step__treatment"), parked=True)
    passed = LeadOffer.objects.filter(session=OuterRef("pk")).order_by("-at")
    whispers = Whisper.objects.filter(session=OuterRef("pk"))
    coach = Membership.objects.current().filter(group=OuterRef("group"), user=user.pk, role=Membership.Role.COACH)
    coached = RoomEvent.objects.filter(session=OuterRef("pk"), by=user.pk, kind__startswith="coach_")
    unanswered = ExpressionWrapper(Q(answered_at__isnull=True), output_field=BooleanField())
    return {
        "laid_elsewhere": _count(here.exclude(author=user.pk)),
        "last_laid": Subquery(here.order_by("-created_at").values("created_at")[:1]),
        "kept": _count(kept),
        "kept_own": _count(kept.filter(author=user.pk)),
        "following": Subquery(following.beside()),
        "calm_wish": Exists(Seat.objects.filter(session=OuterRef("pk"), user=user.pk, calm_please=True)),
        "coach": Exists(coach),
        "coached": ArraySubquery(coached.values_list("kind")),
        "whispered": Subquery(whispers.filter(to=user.pk).values("pk")[:1]),
        "whispering": Exists(whispers.filter(by=user.pk)),
        "passed": Subquery(passed.values(data=JSONObject(to="to_id", by="by_id", kind="kind", open=unanswered))[:1]),
    }


def _count(rows: QuerySet[Contribution]) -> Subquery:
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(number=number).values("number"))


def _people() -> QuerySet[Seat, Any]:
    ready = Ready.objects.filter(step=OuterRef(OuterRef("step")), user=OuterRef("user"))
    turn = Turn.objects.filter(step=OuterRef(OuterRef("step")), user=OuterRef("user"))
    return (
        Seat.objects.filter(session=OuterRef("pk"), left_at__isnull=True)
        .order_by("arrived_at")
        .values(
            data=JSONObject(
                id="user_id",
                name="user__name",
                email="user__email",
                seat_role="role",
                said=Subquery(ready.values("needs_time")),
                turn=Subquery(turn.values("state")),
                place=Subquery(turn.values("place")),
                earlier=Subquery(turn.values("earlier")),
                arrived=F("arrived_at"),
                at_distance=F("at_distance"),
                no_screen=F("no_screen"),
            )
        )
    )


def _seated(session: Any, user: Any) -> list[Person]:
    treated = permissions.on_table(session.step)
    owner = treated.case.owner_id if treated else None
    return [_person(row, session, user, owner) for row in session.seated]


def _person(row: dict[str, Any], session: CaseSession, user: Any, owner: UUID | None) -> Person:
    pk = UUID(row["id"])
    return Person(
        id=pk,
        name=row["name"] or row["email"].split("@")[0],
        seat_role=row["seat_role"],
        ready=row["said"] is False,
        needs_time=bool(row["said"]),
        turn=row["turn"] or "",
        place=row["place"] or 0,
        earlier=row["earlier"] or 0,
        arrived=datetime.fromisoformat(row["arrived"]),
        at_distance=row["at_distance"],
        no_screen=row["no_screen"],
        leads=pk == session.leader_id,
        brings=pk == owner,
        me=pk == user.pk,
    )
