"""A method of one's own begins, is given a home, and is thrown away. What is written on it: `drafts`."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intervisie.common.audit import record
from intervisie.common.refusals import NotNow, NotYours
from methods import draft
from methods.draft.files import Reading
from methods.format import LANGUAGES, MethodDoc, to_snapshot
from methods.models import Method, MethodDraft

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike
MOST_ORIGINS = 10
OURS = {"nl": ", onze versie", "en": ", our version"}
MOST_OF_ONE_HOME = 200


def fork(source: Method, *, by: Any, once: UUID, home: Mapping[str, Any]) -> Method:
    """A draft that begins as this method is now, and says for good where it came from.

    `home`: group= or organisation=. `once` becomes its id, so the same form pressed twice makes one.
    """
    if not source.published_at and not source.withdrawn_at:
        raise NotNow(_("Van een concept maak je geen eigen versie. Breng het eerst uit."))
    origin = [origin_of(source.doc, source.kind_of_origin), *source.origin][:MOST_ORIGINS]
    return _begin(_renamed(to_snapshot(source.doc)), origin, by=by, once=once, home=home, verb="method.fork")


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    """In a room both can be chosen: two of the same name would be one too many."""
    for lang, words in OURS.items():
        name = document[lang]["name"].removesuffix(words)
        document[lang] = {**document[lang], "name": name + words}
    return document


def take_in(reading: Reading, *, by: Any, once: UUID, home: Mapping[str, Any]) -> Method:
    """A draft from a file. It gets an id of its own, whatever the file says; that one stands among its origins."""
    return _begin(reading.document, [reading.facts], by=by, once=once, home=home, verb="method.import")


def origin_of(doc: MethodDoc, kind: str) -> dict[str, Any]:
    """What stays known of a method when it is gone: name, version, rights and credit."""
    told: dict[str, Any] = {"kind": kind, "slug": doc.id, "version": doc.version, "rights": doc.rights}
    return told | {lang: {"name": doc.text(lang).name, "credit": doc.text(lang).credit} for lang in LANGUAGES}


def _begin(
    document: dict[str, Any], origin: list[dict[str, Any]], *, by: Any, once: UUID, home: Mapping[str, Any], verb: str
) -> Method:
    slug = new_slug(document["id"])
    document = draft.canonical({**document, "id": slug, "version": "1.0"})
    try:
        with transaction.atomic():
            if Method.objects.filter(**home).count() >= MOST_OF_ONE_HOME:
                raise NotNow(_("Er zijn al heel veel eigen werkvormen. Gooi er eerst een weg."))
            method = Method.objects.create(
                id=once, slug=slug, origin=origin, by=by, **home, **unpublished(document["form"])
            )
            MethodDraft.objects.create(method=method, document=document, digest=draft.digest(document), by=by)
            record(verb, by=by, about=method, organisation=method.organisation_of)
    except IntegrityError:
        return _already(once, by, home)
    return method


def _already(once: UUID, by: Any, home: Mapping[str, Any]) -> Method:
    """The same form again: the method it made. Anything else that collides is somebody else's."""
    method = Method.objects.filter(pk=once, by=by, **home).first()
    if method is None:
        raise NotYours
    return method


def unpublished(form: str) -> dict[str, Any]:
    """The columns of the library while nothing is out."""
    empty = {"version": "", "family": "", "minutes": 0, "least_people": 0, "most_people": 0}
    return {**empty, "form": form, "document": {}, "digest": ""}


def new_slug(name: str) -> str:
    """An id that nobody has, and that says nothing about what others have: the old one with six letters by chance."""
    head, _line, tail = name.rpartition("_")
    stem = head if head and len(tail) == 6 and set(tail) <= set(ALPHABET) else name
    return f"{stem[:33]}_{''.join(secrets.choice(ALPHABET) for _letter in range(6))}"


@transaction.atomic
def throw_away(method: Method, *, by: Any) -> None:
    """A draft that was never out, for good. What was out once is withdrawn instead: others may have used it."""
    held = Method.objects.select_for_update().filter(pk=method.pk).first()
    if held is None:
        return
    if held.state != "draft":
        raise NotNow(_("Deze werkvorm is al eens uitgebracht. Trek hem in; wat jullie ermee deden, blijft kloppen."))
    record("method.throw_away", by=by, about=method, organisation=method.organisation_of)
    held.delete()
