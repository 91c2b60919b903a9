"""What happens to the built-in library."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from methods import draft, listing
from methods.actions.versions import columns
from methods.format import LANGUAGES, FormatError, MethodDoc, load_file, to_snapshot
from methods.models import Listing, Method, MethodVersion

LIBRARY = Path(__file__).parent.parent / "library"
Outcome = Literal["new", "changed", "same"]


def read_library(folder: Path = LIBRARY) -> list[MethodDoc]:
    """Every method file in the folder. Raises one FormatError with the problems of all files together."""
    docs, problems = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            docs.append(load_file(path))
        except FormatError as error:
            problems += error.problems
    if problems:
        raise FormatError(problems)
    return docs


@transaction.atomic
def load_methods(docs: Iterable[MethodDoc]) -> dict[str, Outcome]:
    """Put these methods in the library, or bring them up to date. Doing it twice changes nothing.

    Sessions keep the snapshot they began with. What is not among `docs` stays as it is.
    """
    fresh = Listing.objects.filter(method=OuterRef("pk"), made=listing.MADE).order_by().values("method")
    counted = Method.objects.built_in().annotate(listed=Subquery(fresh.annotate(n=Count("pk")).values("n")))
    known = {method.slug: method for method in counted.select_for_update(of=["self"])}
    docs = list(docs)
    outcomes = {doc.id: _load(doc, known.get(doc.id)) for doc in docs}
    _keep(docs)
    return outcomes


def enlist(method: Method, doc: MethodDoc) -> None:
    """Write the slim rows by which the library page finds this method; whoever writes a document calls this."""
    made = [Listing(method=method, **values) for values in listing.rows(doc)]
    updated = ["made", "name", "named", "words", "facts", "card"]
    Listing.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["method", "language"], update_fields=updated
    )


def _load(doc: MethodDoc, method: Method | None) -> Outcome:
    facts = columns(doc, to_snapshot(doc))
    facts["origin"] = list(doc.origins)
    if method and method.digest == facts["digest"] and method.origin == facts["origin"]:
        if method.listed != len(LANGUAGES):  # type: ignore[attr-defined]
            enlist(method, doc)
        return "same"
    if method:
        Method.objects.filter(pk=method.pk).update(**facts, updated_at=timezone.now())
        enlist(method, doc)
        return "changed"
    enlist(Method.objects.create(slug=doc.id, published_at=timezone.now(), **facts), doc)
    return "new"


def _keep(docs: list[MethodDoc]) -> None:
    """Each as it is now stays to be read under its own version, also when a newer one takes its place."""
    kept: dict[str, list[tuple[str, str]]] = {doc.id: [] for doc in docs}
    rows = MethodVersion.objects.filter(method__slug__in=kept).order_by("number")
    for slug, version, digest in rows.values_list("method__slug", "document__version", "digest"):
        kept[slug].append((version, digest))
    known = ((doc, to_snapshot(doc)) for doc in docs)
    fresh = [(doc.id, said) for doc, said in known if (doc.version, draft.digest(said)) not in kept[doc.id]]
    methods = (
        dict(Method.objects.filter(slug__in=[slug for slug, _ in fresh]).values_list("slug", "pk")) if fresh else {}
    )
    MethodVersion.objects.bulk_create(
        MethodVersion(
            method_id=methods[slug], number=len(kept[slug]) + 1, document=document, digest=draft.digest(document)
        )
        for slug, document in fresh
    )
