"""What the floor stores: keys, what is to be sent, what was done."""

import os
import uuid

from django.conf import settings
from django.db import connections, models
from django.db.models import Q
from django.utils import timezone

from intervisie.common import encryption


class Scope(models.TextChoices):
    """Whose text a key opens, and so whose end destroys it."""

    CASE = "case"  # story, contributions, boards
    SESSION = "session"  # check-in, review
    PERSON = "person"  # notes, learnings, commitments, received feedback


DESTROY = """
WITH gone AS (DELETE FROM common_datakey WHERE id = ANY(%s) RETURNING id, scope)
INSERT INTO common_destroyedkey (id, scope, at) SELECT id, scope, %s FROM gone ON CONFLICT DO NOTHING
"""


class DataKeys(models.Manager["DataKey"]):
    def new(self, scope: str) -> "DataKey":
        """A fresh key, wrapped by the newest master key and stored."""
        return self.create(**self.fresh(scope))

    def several(self, scope: str, count: int) -> list["DataKey"]:
        """The same for many rows, in one query."""
        return self.bulk_create(DataKey(**self.fresh(scope)) for _number in range(count))

    @staticmethod
    def fresh(scope: str) -> dict:
        key_id, scope = uuid.uuid4(), str(Scope(scope))
        master, wrapped = encryption.wrap(os.urandom(32), key_id=key_id, scope=scope)
        return {"id": key_id, "scope": scope, "master": master, "wrapped": wrapped}

    def destroy(self, ids) -> None:
        """These keys for good: the rows go, tombstones stay so that a restored backup loses them again. One statement,
        so that a key and its tombstone change places or neither does.
        """
        ids = list(ids)
        if not ids:
            return
        with connections[self.db].cursor() as cursor:
            cursor.execute(DESTROY, [ids, timezone.now()])
        for key_id in ids:
            encryption.open_keys.drop(key_id)

    def under_older_masters(self):
        return self.exclude(master=encryption.newest_master())


class DataKey(models.Model):
    """Opens the text of one case, session or person. Kept out of the main backup; destroying it destroys the text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(max_length=8, choices=Scope.choices)
    master = models.CharField(max_length=40, db_index=True)  # which of FIELD_KEYS wraps it
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = DataKeys()

    def __str__(self) -> str:
        return f"{self.scope} key {self.pk}"

    def destroy(self) -> None:
        """For good; see `DataKeys.destroy`."""
        DataKey.objects.destroy([self.pk])

    def rewrap(self, *, save: bool = True) -> "DataKey":
        """Wrap the same key with the newest master. What is encrypted under it does not change."""
        secret = encryption.unwrap(bytes(self.wrapped), master=self.master, key_id=self.pk, scope=self.scope)
        self.master, self.wrapped = encryption.wrap(secret, key_id=self.pk, scope=self.scope)
        if save:
            self.save(update_fields=["master", "wrapped"])
        return self


class DestroyedKey(models.Model):
    """Tombstone of a data key."""

    id = models.UUIDField(primary_key=True, editable=False)
    scope = models.CharField(max_length=8, choices=Scope.choices)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"destroyed {self.scope} key {self.pk}"


class DeliveryState(models.TextChoices):
    DUE = "due"
    SENDING = "sending"  # claimed by a worker until `lease_until`
    SENT = "sent"
    DROPPED = "dropped"  # no longer true, too late, or cancelled
    DEAD = "dead"  # given up; `why` says the reason


class Deliveries(models.QuerySet):
    def open(self):
        return self.filter(state__in=[DeliveryState.DUE, DeliveryState.SENDING])

    def ready(self, now):
        """Due, not waiting for a next try, not in the hands of a worker that is still in time."""
        return self.open().filter(Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now)


class Delivery(models.Model):
    """One message to one person: written with its cause, claimed, judged again, sent, marked. Never content."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    email = models.EmailField(blank=True)  # for who has no account yet
    about = models.UUIDField(null=True, blank=True, db_index=True)
    facts = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=8, blank=True)  # "" : the person's own, looked up at sending
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)  # sending: the worker's lease; due: not before this
    sent_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    interrupted = False  # set when claimed: another worker had it and did not come back

    objects = Deliveries.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["due_at"], name="delivery_open", condition=Q(state__in=["due", "sending"])),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]
        constraints = [
            models.CheckConstraint(name="delivery_has_an_address", condition=~Q(user=None, email="")),
            models.CheckConstraint(name="delivery_sent_has_a_time", condition=~Q(state="sent", sent_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def to(self) -> str:
        return self.user.email if self.user else self.email

    @property
    def speaks(self) -> str:
        """The language to write in."""
        return self.language or getattr(self.user, "language", "") or settings.LANGUAGE_CODE


class Unwanted(models.Model):
    """Somebody said: no mails of this topic. The row is the wish; without a row they go."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unwanted")
    topic = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_wish_a_topic")]

    def __str__(self) -> str:
        return f"not {self.topic}"


class AuditEvent(models.Model):
    """Who did what to what, and when; without content. Rows are only ever added: the database refuses the rest, until a
    row is a year old and may go.

    Ids carry no foreign-key constraint: erasing a person or an organisation leaves the trail readable and unchanged.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    organisation_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="audit_about"),
            models.Index(fields=["organisation_id", "at"], name="audit_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_type}"
