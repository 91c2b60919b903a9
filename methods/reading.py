"""Many methods read at once, without bringing the same documents from the database again and again."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Case, F, Func, JSONField, TextField, Value, When

from methods.format import MethodDoc
from methods.models import MethodQuerySet, read_before, read_once


def read_all(methods: MethodQuerySet, *also: str) -> list[tuple[MethodDoc, dict[str, Any]]]:
    """The document of each, with what else is asked for (`also`, names of fields or annotations). One query, which
    leaves out the documents that this process has read before: one is some thirty kilobytes, and never changes."""
    known = read_before()
    unread = Case(When(_among(list(known)), then=Value(None)), default=F("document"), output_field=JSONField())
    rows = methods.annotate(unread=unread).values("digest", "unread", *also)
    return [(known.get(row["digest"]) or read_once(row["digest"], row["unread"]), row) for row in rows]


def _among(digests: list[str]) -> Func:
    """`digest = ANY (…)` with one parameter; `digest__in` makes one of each, which costs more than all the rest."""
    array = Value(digests, output_field=ArrayField(TextField()))
    return Func(F("digest"), array, template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=BooleanField())
