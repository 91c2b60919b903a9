"""A method of one's own begins, is given a home, and is thrown away. What is written on it: `drafts`."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from intervisie.common.audit import record
from intervisie.common.refusals import NotNow, NotYours
from methods import draft
from methods.draft.files import Reading
from methods.format import LANGUAGES, MethodDoc, to_snapshot
from methods.format.origins import bounded
from methods.models import BUILT_IN, Method, MethodDraft

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike
ENDINGS = ["", " ", *(f" {number}" for number in range(2, 300))]  # as it is; our version; our version 2
OURS = {"nl": ", onze versie", "en": ", our version"}
MOST_OF_ONE_HOME = 200


def fork(source: Method, *, by: Any, once: UUID, home: Mapping[str, Any]) -> Method:
    """A draft that begins as this method is now, and says for good where it came from.

    `home`: group= or organisation=. `once` becomes its id, so the same form pressed twice makes one.
    """
    be_out(source)
    origin = bounded([origin_of(source.doc, source.kind_of_origin), *source.origin])
    document = _named_apart(to_snapshot(source.doc), _names_beside(home), ENDINGS[1:])
    return _begin(document, origin, by=by, once=once, home=home, verb="method.fork")


def be_out(source: Method) -> None:
    """NotNow for what was never published: of that nothing is made yet."""
    if not source.published_at and not source.withdrawn_at:
        raise NotNow(_("Van een concept maak je geen eigen versie. Breng het eerst uit."))


def _named_apart(document: dict[str, Any], taken: set[str], endings: Iterable[str]) -> dict[str, Any]:
    """In a room both can be chosen: two of the same name would be one too many."""
    named: dict[str, str] = {}
    for ending in endings:
        named = {lang: _name(document[lang]["name"], lang, ending) for lang in OURS}
        if taken.isdisjoint(name.casefold() for name in named.values()):
            break
    return {**document, **{lang: {**document[lang], "name": name} for lang, name in named.items()}}


def _name(name: str, lang: str, ending: str) -> str:
    if not name or not ending:
        return name
    return re.sub(rf"{re.escape(OURS[lang])}(?: \d+)?$", "", name) + OURS[lang] + ending.rstrip()


def _names_beside(home: Mapping[str, Any]) -> set[str]:
    """Of everything that can stand beside it where it is chosen, drafts too."""
    group = home.get("group")
    there = BUILT_IN | Q(**home) | (Q(organisation=group.organisation_id) if group else Q(**home))
    names = [f"{where}document__{lang}__name" for where in ("", "draft__") for lang in LANGUAGES]
    rows = Method.objects.filter(there).values_list(*names)
    return {name.casefold() for row in rows for name in row if name}


def take_in(reading: Reading, *, by: Any, once: UUID, home: Mapping[str, Any]) -> Method:
    """A draft from a file. It gets an id of its own, whatever the file says; that one stands among its origins, before
    those that the file names itself."""
    document = _named_apart(reading.document, _names_beside(home), ENDINGS)
    return _begin(document, bounded(reading.origins), by=by, once=once, home=home, verb="method.import")


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
