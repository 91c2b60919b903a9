"""The library as rows: one per method, the document inside, a few columns to choose by."""

import uuid
from typing import Any

from django.db import models

from methods.codes import Form
from methods.format import MethodDoc, from_snapshot

_MOST_DOCS = 1000
_docs: dict[str, MethodDoc] = {}  # digest → document: reading one takes milliseconds, and it never changes


class MethodQuerySet(models.QuerySet):
    def published(self) -> "MethodQuerySet":
        """What everybody may see and use. Methods hold no content of anybody: the door is open, also to visitors."""
        return self.filter(published_at__isnull=False)

    def whole(self) -> "MethodQuerySet":
        """What an evening can be built on: not the modules, which fill the empty place of a shell."""
        return self.published().exclude(form=Form.MODULE)


class Method(models.Model):
    """A method of the library. Sessions keep a snapshot of their own; this row may get a newer version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)  # the id in the file
    version = models.CharField(max_length=14)
    form = models.CharField(max_length=6, default="method", db_default="method")  # method, shell or module
    family = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()
    least_people = models.PositiveSmallIntegerField()
    most_people = models.PositiveSmallIntegerField()
    document = models.JSONField(help_text="A snapshot in the method format, both languages.")
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MethodQuerySet.as_manager()

    class Meta:
        ordering = ["minutes", "slug"]

    def __str__(self):
        return self.slug

    @property
    def doc(self) -> MethodDoc:
        """The document. FormatError when the stored one is damaged."""
        return read_once(self.digest, self.document)


class ListingQuerySet(models.QuerySet):
    def within(self, methods: MethodQuerySet, language: str) -> "ListingQuerySet":
        """The rows of these methods in one language; the door stays that of the methods."""
        return self.filter(language=language, method__in=methods)

    def asked(self, words: list[str]) -> "ListingQuerySet":
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
    every = models.Q(*[(f"{field}__contains", word) for word in words])
    return models.Case(models.When(every, then=True), default=False, output_field=models.BooleanField())


def read_once(digest: str, document: dict[str, Any]) -> MethodDoc:
    """A document read from its row, remembered by what is in it."""
    if digest not in _docs:
        if len(_docs) >= _MOST_DOCS:
            _docs.clear()
        _docs[digest] = from_snapshot(document)
    return _docs[digest]
