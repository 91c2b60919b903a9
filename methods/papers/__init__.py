"""A method on paper: a sheet for the leader, a card for each role, and all that is needed without screens. PDFs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.text import slugify

from intervisie.common import paper
from methods.format import MethodDoc
from methods.papers import feet, pack, sheets

KINDS = {
    "begeleider": ("leader", sheets.leader),
    "rollen": ("roles", sheets.roles),
    "pakket": ("pack", pack.pack),
}
_MOST = 120
_made: dict[tuple[str, str, str, int, str], bytes] = {}  # a paper takes some 50 ms, and everybody may ask for it


def make(
    doc: MethodDoc, digest: str, kind: str, language: str, people: int, origins: Iterable[Mapping[str, Any]] = ()
) -> bytes:
    """One of KINDS for so many people; the same bytes each time. `digest`: of the document."""
    with translation.override(language):
        foot = feet.foot(doc, origins)
    key = (digest, kind, language, people, foot)
    if key not in _made:
        if len(_made) >= _MOST:
            _made.clear()
        _made[key] = _fresh(doc, kind, language, people, foot)
    return _made[key]


def _fresh(doc: MethodDoc, kind: str, language: str, people: int, foot: str) -> bytes:
    template, build = KINDS[kind]
    with translation.override(language):
        return paper.pdf(f"methods/papers/{template}.typ", {**build(doc, people), "foot": foot}, lang=language)


def file_name(doc: MethodDoc, kind: str, language: str) -> str:
    return f"{slugify(doc.text(language).name) or doc.id}-{KINDS[kind][0]}-{language}.pdf"
