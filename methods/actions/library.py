"""What happens to the built-in library."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from django.db import transaction
from django.utils import timezone

from methods.actions.versions import columns
from methods.format import FormatError, MethodDoc, load_file, to_snapshot
from methods.models import Method

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
    known = {method.slug: method for method in Method.objects.built_in().select_for_update()}
    return {doc.id: _load(doc, known.get(doc.id)) for doc in docs}


def _load(doc: MethodDoc, method: Method | None) -> Outcome:
    facts = columns(doc, to_snapshot(doc))
    if method and method.digest == facts["digest"]:
        return "same"
    if method:
        Method.objects.filter(pk=method.pk).update(**facts, updated_at=timezone.now())
        return "changed"
    Method.objects.create(slug=doc.id, published_at=timezone.now(), **facts)
    return "new"
