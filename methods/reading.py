"""Many methods read at once, without bringing the same documents from the database again and again."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, JSONField, Value, When

from methods.format import MethodDoc
from methods.models import Method, MethodQuerySet, read_before, read_once


def read_all(methods: MethodQuerySet) -> list[tuple[Method, MethodDoc]]:
    """Each method with its document, in one query, which leaves out the documents this process has read before: one is
    some thirty kilobytes, and never changes. `row.doc` of what comes back would ask for it again; take the second."""
    known = read_before()
    unread = Case(When(digest__in=list(known), then=Value(None)), default=F("document"), output_field=JSONField())
    rows = list(methods.defer("document").annotate(unread=unread))
    return [(row, known.get(row.digest) or read_once(row.digest, _unread(row))) for row in rows]


def _unread(row: Any) -> dict[str, Any]:
    return row.unread
