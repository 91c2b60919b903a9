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
