"""The library as rows: one per method, the document inside, a few columns to choose by; and what groups made of it.

A method belongs to nobody (the built-in library), to a group, or to an organisation. What people write on stands in a
draft beside the method; publishing copies it into a version that never changes, and into the row that the library and
the room read. A session keeps a snapshot of its own.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from groups.models import Group, Membership, Organisation, OrganisationRole
from methods.codes import Form
from methods.format import MethodDoc, from_snapshot
from methods.listing import needle

_MOST_DOCS = 1000
_docs: dict[str, MethodDoc] = {}  # digest → document: reading one takes milliseconds, and it never changes
BUILT_IN = Q(group=None, organisation=None)
OUT = Q(published_at__isnull=False)


class MethodQuerySet(models.QuerySet["Method"]):
    def built_in(self) -> MethodQuerySet:
        """The methods that came with the program, or were loaded from a folder."""
        return self.filter(BUILT_IN)

    def published(self) -> MethodQuerySet:
        """What everybody may see and use. Methods hold no content of anybody: the door is open, also to visitors."""
        return self.filter(BUILT_IN, OUT)

    def whole(self) -> MethodQuerySet:
        """What an evening can be built on: not the modules, which fill the empty place of a shell."""
        return self.published().exclude(form=Form.MODULE)

    def usable_in(self, group: Group) -> MethodQuerySet:
        """What this group may choose: the library, its own, and those of its organisation; modules too."""
        own = Q(group=group.pk) | Q(organisation=group.organisation_id)
        return self.filter(BUILT_IN | own, OUT)

    def whole_in(self, group: Group) -> MethodQuerySet:
        """What an evening of this group can be built on."""
        return self.usable_in(group).exclude(form=Form.MODULE)

    def for_everyone(self, people: int) -> MethodQuerySet:
        """In which everybody of so many brings a question of their own."""
        return self.filter(document__everyone=True, least_people__lte=people, most_people__gte=people)

    def modules_in(self, group: Group) -> MethodQuerySet:
        """What this group may put in the empty place of a shell."""
        return self.usable_in(group).filter(form=Form.MODULE)

    def own(self) -> MethodQuerySet:
        """Of a group or of an organisation, in whatever state."""
        return self.exclude(BUILT_IN)

    def visible_to(self, user: Any) -> MethodQuerySet:
        """What this person may open: the library; everything of their groups; what is out of their organisations.

        Drafts of an organisation are its coaches'. A coordinator reads what is out of the organisation, and nothing of
        a group. A visitor has the library.
        """
        if not user.is_authenticated:
            return self.published()
        here = Membership.objects.current().filter(user=user)
        roles = OrganisationRole.objects.filter(user=user)
        coaching = roles.filter(role=OrganisationRole.Role.COACH)
        organisation = Q(organisation__in=here.values("group__organisation")) | Q(
            organisation__in=roles.values("organisation")
        )
        of_ours = Q(group__in=here.values("group")) | Q(organisation__in=coaching.values("organisation"))
        return self.filter((BUILT_IN & OUT) | of_ours | (organisation & OUT))

    def with_rights(self, user: Any) -> MethodQuerySet:
        """Says of each whether this person may write on it (`may_edit`): members and coaches of the group; coaches of
        the organisation."""
        if not user.is_authenticated:
            return self.annotate(may_edit=models.Value(False))
        here = Membership.objects.current().filter(user=user, group=OuterRef("group"))
        coaching = OrganisationRole.objects.filter(user=user, organisation=OuterRef("organisation"), role="coach")
        return self.annotate(may_edit=Exists(here) | Exists(coaching))


class Method(models.Model):
    """A method as it is out now. Sessions keep a snapshot of their own; this row may get a newer version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)  # the id in the file
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="methods")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="methods"
    )
    version = models.CharField(max_length=14)
    form = models.CharField(max_length=6, default="method", db_default="method")  # method, shell or module
    family = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()
    least_people = models.PositiveSmallIntegerField()
    most_people = models.PositiveSmallIntegerField()
    document = models.JSONField(help_text="A snapshot in the method format, both languages; {} while never published.")
    digest = models.CharField(max_length=64)
    origin = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="What it was made of, the nearest first: facts that stay when that one is gone.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = MethodQuerySet.as_manager()

    class Meta:
        ordering = ["minutes", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(organisation__isnull=True), name="method_of_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(withdrawn_at__isnull=True), name="method_out_or_withdrawn"
            ),
        ]

    def __str__(self):
        return self.slug

    @property
    def doc(self) -> MethodDoc:
        """The document. FormatError when the stored one is damaged, or when there never was one."""
        return read_once(self.digest, self.document)

    @property
    def is_own(self) -> bool:
        """Of a group or of an organisation."""
        return bool(self.group_id or self.organisation_id)

    @property
    def owner(self) -> Group | Organisation | None:
        return self.group or self.organisation

    @property
    def organisation_of(self) -> uuid.UUID | None:
        """The organisation it belongs to, by itself or by way of its group."""
        return self.group.organisation_id if self.group else self.organisation_id

    @property
    def kind_of_origin(self) -> str:
        """What it is to somebody who makes something of it: library, group or organisation."""
        return "group" if self.group_id else "organisation" if self.organisation_id else "library"

    @property
    def state(self) -> str:
        """draft (never published), published or withdrawn."""
        if self.published_at:
            return "published"
        return "withdrawn" if self.withdrawn_at else "draft"


class MethodDraft(models.Model):
    """What people write on: one for each own method, kept at every pause in the typing. May be unfinished."""

    method = models.OneToOneField(Method, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    document = models.JSONField(help_text="In the shape of a snapshot; texts may be missing.")
    digest = models.CharField(max_length=64)  # of the document, apart from its version
    published_digest = models.CharField(max_length=64, blank=True)  # what of it is out
    removed = models.JSONField(default=list, blank=True, help_text="Phases taken out, with their place, to put back.")
    aside = models.JSONField(null=True, blank=True, help_text="What stood here before an older version came back.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"draft {self.pk}"

    @property
    def has_changes(self) -> bool:
        """Something stands here that is not out."""
        return self.digest != self.published_digest


class MethodVersion(models.Model):
    """A method as it was published once. Never changed: the database refuses it."""

    method = models.ForeignKey(Method, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)  # of the document, apart from its version
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["method", "number"], name="one_version_a_number")]

    def __str__(self):
        return f"version {self.number} of {self.method_id}"

    @property
    def doc(self) -> MethodDoc:
        return read_once(f"version {self.pk}", self.document)


class ListingQuerySet(models.QuerySet):
    def within(self, methods: MethodQuerySet, language: str) -> ListingQuerySet:
        """The rows of these methods in one language; the door stays that of the methods."""
        return self.filter(language=language, method__in=methods)

    def asked(self, words: list[str]) -> ListingQuerySet:
        """Each with `hit` (all these folded words are in it somewhere) and `in_name`."""
        return self.annotate(hit=_has("words", words), in_name=_has("named", words))


class Listing(models.Model):
    """Of a method in one language what the library page searches and shows. Made by `methods.listing`, never edited."""

    method = models.ForeignKey(Method, on_delete=models.CASCADE, related_name="listings")
    language = models.CharField(max_length=2)
    made = models.PositiveSmallIntegerField(default=0)  # by which making of `methods.listing`
    name = models.TextField()
    named = models.TextField(blank=True, help_text="The name, folded.")
    words = models.TextField(blank=True, help_text="All that can be searched, folded.")
    facts = models.JSONField(default=dict)
    card = models.JSONField(default=dict)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["method", "language"], name="one_listing_per_language")]

    def __str__(self):
        return f"{self.method_id} {self.language}"


def _has(field: str, words: list[str]) -> models.Case | models.Value:
    if not words:
        return models.Value(field == "words", output_field=models.BooleanField())  # no question: everything, by no name
    every = models.Q(*[(f"{field}__contains", needle(word)) for word in words])
    return models.Case(models.When(every, then=True), default=False, output_field=models.BooleanField())


def read_once(digest: str, document: dict[str, Any]) -> MethodDoc:
    """A document read from its row, remembered by what is in it."""
    if digest not in _docs:
        if len(_docs) >= _MOST_DOCS:
            _docs.clear()
        _docs[digest] = from_snapshot(document)
    return _docs[digest]


def read_before() -> dict[str, MethodDoc]:
    """By digest, what this process has read already."""
    return dict(_docs)
