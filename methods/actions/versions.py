"""A method of one's own comes out, and is taken back. Each time it comes out is a version that never changes."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.audit import record
from intervisie.common.refusals import NotNow, Refusal
from methods import draft
from methods.actions.drafts import Stale
from methods.format import MethodDoc, load_dict
from methods.models import Method, MethodDraft, MethodVersion

OUR_RIGHTS = "EUPL-1.2"  # of every text that came with the program


@transaction.atomic
def publish(method: Method, *, by: Any, seen: str, credit: bool = False) -> Method:
    """The draft comes out, when it is whole. `seen`: the digest of the draft that was looked at.

    `credit`: somebody looked at where it came from and says that it is right; asked for what was made of somebody
    else's. Out already as it stands: nothing happens. Sessions keep the version they began with.
    """
    held = Method.objects.select_for_update(of=["self"]).select_related("group", "organisation").get(pk=method.pk)
    work = MethodDraft.objects.select_for_update(of=["self"]).select_related("by").get(pk=method.pk)
    if held.published_at and not work.has_changes:
        return held
    if work.digest != seen:
        raise Stale(work)
    if draft.stopping(draft.found(work.document)):
        raise NotNow(_("De werkvorm is nog niet compleet. Bij elke stap staat wat er nog mist."))
    if asks_credit(held, work) and not credit:
        raise Refusal(_("Kijk eerst of de herkomst en de naamsvermelding kloppen, en bevestig dat."))
    version = _version(held, work, by)
    _come_out(held, version)
    MethodDraft.objects.filter(pk=work.pk).update(published_digest=work.digest, removed=[], aside=None)
    record("method.publish", by=by, about=held, organisation=held.organisation_of, number=version.number, credit=credit)
    return held


@transaction.atomic
def withdraw(method: Method, *, by: Any) -> Method:
    """No longer to be chosen, nor seen by who cannot write on it. What was held with it stays as it was."""
    held = Method.objects.select_for_update(of=["self"]).select_related("group", "organisation").get(pk=method.pk)
    if held.published_at is None:
        return held
    held.published_at, held.withdrawn_at, held.withdrawn_by = None, timezone.now(), by
    held.save(update_fields=["published_at", "withdrawn_at", "withdrawn_by", "updated_at"])
    record("method.withdraw", by=by, about=held, organisation=held.organisation_of)
    return held


def asks_credit(method: Method, work: MethodDraft) -> bool:
    """Was it made of words that are not the program's? Then somebody has to look whether the credit is right."""
    rights = {work.document["rights"], *(str(one.get("rights", "")) for one in method.origin)}
    foreign = any(one.get("kind") == "file" for one in method.origin)
    return foreign or rights != {OUR_RIGHTS}


def _version(method: Method, work: MethodDraft, by: Any) -> MethodVersion:
    """The last one when it says the same (it was withdrawn and comes back), or the next."""
    last = method.versions.first()
    if last and last.digest == work.digest:
        return last
    number = last.number + 1 if last else 1
    document = {**work.document, "id": method.slug, "version": f"{number}.0"}
    load_dict(document, source=method.slug)  # what comes out runs, whatever the words above said
    return MethodVersion.objects.create(method=method, number=number, document=document, digest=work.digest, by=by)


def _come_out(method: Method, version: MethodVersion) -> None:
    for name, value in columns(version.doc, version.document).items():
        setattr(method, name, value)
    method.published_at, method.withdrawn_at, method.withdrawn_by = timezone.now(), None, None
    method.save()


def columns(doc: MethodDoc, document: dict[str, Any]) -> dict[str, Any]:
    """What the library and the room read of a method."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return {
        "version": doc.version,
        "form": doc.form,
        "family": doc.family,
        "minutes": doc.minutes,
        "least_people": doc.size[0],
        "most_people": doc.size[1],
        "document": document,
        "digest": sha256(text.encode()).hexdigest(),
    }
