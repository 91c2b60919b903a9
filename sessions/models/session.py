"""One meeting of a group: planned, live, closed. `CaseSession`, because Django's session is another thing."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Membership
from intervisie.common.encryption import DataKeyField

LOBBY_OPENS = timedelta(minutes=15)


def _count(rows):
    """How many of these there are beside each row: counted apart, so that two counts never multiply."""
    counted = rows.order_by().annotate(n=models.Func(models.F("pk"), function="COUNT")).values("n")
    return Coalesce(models.Subquery(counted), 0)


class CaseSessionQuerySet(models.QuerySet["CaseSession"]):
    def visible_to(self, user):
        """Sessions of groups this person belongs to today, except what ended before they joined.

        A coordinator belongs to no group, so every session address answers 404 to them.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Q(group__memberships__user=user, group__memberships__until__isnull=True)
        joined_in_time = Q(ended_at__isnull=True) | Q(ended_at__gte=F("group__memberships__since"))
        return self.filter(mine & joined_in_time)

    def coming(self, now: datetime):
        """Planned or running, soonest first; one that was never opened leaves the list a day after its end."""
        return self.filter(state__in=["planned", "running"], starts_at__gte=now - timedelta(days=1)).order_by(
            "starts_at"
        )

    def with_coming(self):
        """Each with `come` and `asked`: how many members said yes, of how many. A coach who guides is not counted."""
        here = {"until__isnull": True, "role": "member"}
        members = Membership.objects.filter(group=models.OuterRef("group"), **here)
        yes = members.filter(user__rsvps__session=models.OuterRef("pk"), user__rsvps__answer="yes")
        return self.annotate(come=_count(yes), asked=_count(members))

    def with_changed(self):
        """Each with `changed_at`: when its plan was last made or changed."""
        return self.annotate(changed_at=Coalesce(models.Max("changes__at"), F("created_at")))

    def held(self):
        return self.filter(state="closed").order_by("-starts_at")


class CaseSession(models.Model):
    """The pointer is `step` together with `version`: every move raises the version, so an old press is seen as old."""

    class State(models.TextChoices):
        PLANNED = "planned", _("gepland")
        RUNNING = "running", _("bezig")
        CLOSED = "closed", _("geweest")
        CANCELLED = "cancelled", _("gaat niet door")

    class Medium(models.TextChoices):
        ROOM = "room", _("in één ruimte")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("deels online")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="case_sessions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(_("hoe lang"), default=120)
    medium = models.CharField(_("waar"), max_length=6, choices=Medium, default=Medium.ROOM)
    place = models.CharField(_("plek"), max_length=120, blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    leads = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    quorum = models.PositiveSmallIntegerField(default=4)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    sequence = models.PositiveIntegerField(
        default=0, help_text="Of the calendar entry; every change mails a higher one."
    )
    key = DataKeyField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    # live
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    step = models.ForeignKey("case_sessions.Step", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    undo_until = models.DateTimeField(null=True, blank=True)
    calm = models.BooleanField(default=False, help_text="Somebody pressed stop. Not who, not when.")
    calmed = models.BooleanField(default=False, help_text="It was calm at some time: no nudges about it afterwards.")
    rest_offered = models.BooleanField(
        default=False,
        db_default=False,  # programs of before, beside this one during an update, know nothing of it
        help_text="A case was stopped: five quiet minutes, if wanted.",
    )
    rest_until = models.DateTimeField(null=True, blank=True, help_text="They were taken. Who asked is written nowhere.")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_number_in_group"),
            models.UniqueConstraint(
                fields=["group", "starts_at"], condition=~Q(state="cancelled"), name="one_session_at_a_time"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=480), name="session_length_sensible"),
        ]
        indexes = [models.Index(fields=["group", "starts_at"]), models.Index(fields=["state", "starts_at"])]

    def __str__(self):
        return f"session {self.pk}"

    @property
    def ends_at(self) -> datetime:
        """The planned end, whatever happens in the room."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def topic(self) -> str:
        """Where hints about this session are sent."""
        return f"session:{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def offers_rest(self) -> bool:
        """A case was stopped, and the group is still at how it went together."""
        return self.rest_offered and self.step is not None and self.step.kind == "review"

    def lobby_open(self, now: datetime) -> bool:
        """People may come in fifteen minutes early, and as long as it runs."""
        if self.state == self.State.RUNNING:
            return True
        return self.state == self.State.PLANNED and self.starts_at - LOBBY_OPENS <= now <= self.ends_at


class Rsvp(models.Model):
    """Whether somebody comes. The reason is a class, never a story."""

    class Answer(models.TextChoices):
        YES = "yes", _("ik kom")
        NO = "no", _("ik kan niet")
        MAYBE = "maybe", _("weet ik nog niet")

    class Reason(models.TextChoices):
        NONE = "", _("zeg ik liever niet")
        WORK = "work", _("werk gaat voor")
        ILL = "ill", _("ziek")
        AWAY = "away", _("vrij of weg")
        HOME = "home", _("thuis nodig")

    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="rsvps")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rsvps")
    answer = models.CharField(max_length=5, choices=Answer)
    reason = models.CharField(max_length=4, choices=Reason, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="one_answer_each")]

    def __str__(self):
        return f"rsvp {self.pk}"


class Seat(models.Model):
    """Somebody's place in the room this time. A locked phone does not count as leaving."""

    class Role(models.TextChoices):
        NONE = "", _("deelnemer")
        OBSERVER = "observer", _("observator")
        TIMEKEEPER = "timekeeper", _("tijdbewaker")
        SCRIBE = "scribe", _("notulist")

    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=10, choices=Role, blank=True, default="")
    arrived_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    at_distance = models.BooleanField(
        default=False, db_default=False, help_text="Takes part from elsewhere while others sit together."
    )
    no_screen = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Sits here without a device; somebody else at the table put them down.",
    )
    calm_please = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Rather nothing confronting today. Their owner's alone, and gone when it is over.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="one_seat_each")]

    def __str__(self):
        return f"seat {self.pk}"


class LeadOffer(models.Model):
    """The lead on its way from `by` to `to`; it moves only when the other agrees. A row for each time, kept."""

    class Kind(models.TextChoices):
        OFFER = "offer"  # by who leads
        PLAN = "plan"  # a step begins that `to` leads by plan
        ASK = "ask"  # `to` asks for it
        STAND_IN = "stand_in"  # taken while `by` was gone, who may have it back

    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="offers")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OFFER, db_default="offer")
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(answered_at__isnull=True), name="one_open_offer")
        ]

    def __str__(self):
        return f"offer {self.pk}"


class RoomEvent(models.Model):
    """What moved in the room, by whom and when; never what was said. The stop button leaves no event."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        ADVANCED = "advanced"
        UNDONE = "undone"
        SKIPPED = "skipped"
        EXTENDED = "extended"
        PAUSED = "paused"
        RESUMED = "resumed"
        REVEALED = "revealed"
        REPLANNED = "replanned"
        PLAN_BACK = "plan_back"
        LEAD_OFFERED = "lead_offered"
        LEAD_ASKED = "lead_asked"
        LEAD_DECLINED = "lead_declined"
        LEAD_DROPPED = "lead_dropped"
        LEAD_PLANNED = "lead_planned"
        LEAD_MOVED = "lead_moved"
        CASE_CHOSEN = "case_chosen"
        METHOD_CHOSEN = "method_chosen"
        MODULE_CHOSEN = "module_chosen"
        COACH_PROMPT = "coach_prompt"
        COACH_ASK = "coach_ask"
        COACH_NOTE = "coach_note"
        CLOSED = "closed"

    session = models.ForeignKey(CaseSession, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=13, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    step = models.ForeignKey("case_sessions.Step", on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["session", "at"])]

    def __str__(self):
        return f"{self.kind} {self.pk}"
