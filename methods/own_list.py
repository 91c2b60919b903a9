"""What groups and organisations made of their own: on the shelf of the library, and on the page of a method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groups.people import by_name
from methods import cards, finding, listing, permissions
from methods.editor import name_of
from methods.format.document import WRITTEN_FOR
from methods.models import Method

AT_ONCE = 4  # of a shelf; the others unfold


@dataclass(frozen=True)
class OwnRow:
    """One own method, out or not."""

    url: str
    name: str
    promise: str
    note: str  # concept, ingetrokken, or how long it takes
    segments: tuple[cards.Segment, ...]  # its time band; empty when it is not out
    edit_url: str  # "" for who may only read it
    changed: bool  # something was written that is not out


@dataclass
class OwnShelf:
    """Those of one group or one organisation."""

    title: str
    rows: list[OwnRow] = field(default_factory=list)

    @property
    def first(self) -> list[OwnRow]:
        return self.rows[:AT_ONCE]

    @property
    def more(self) -> list[OwnRow]:
        return self.rows[AT_ONCE:]


@dataclass(frozen=True)
class OriginLine:
    """What a method was made of: a sentence, the credit, the rights, and where to read it if it is still there."""

    text: str
    credit: str
    rights: str
    url: str = ""


@dataclass(frozen=True)
class OwnPanel:
    """What the page of a method says about whose it is."""

    owner: str  # "" for the library
    state: str
    edit_url: str
    versions_url: str
    fork_url: str
    file_url: str
    origins: list[OriginLine]
    rights: str


def own_list(user: Any, chosen: Mapping[str, str] | None = None) -> list[OwnShelf]:
    """The shelves of who looks, groups first: what suits the filters and has all words, as in the library beside it
    (`methods.finding`). What is not out suits no filter, and is found by its name and its promise. One query; none for
    a visitor.
    """
    if not user.is_authenticated:
        return []
    rows = Method.objects.own().visible_to(user).with_rights(user).select_related("group", "organisation", "draft")
    shelves: dict[tuple[bool, Any], OwnShelf] = {}
    asked = chosen or {}
    for method in rows:
        row = _row(method, int(asked.get("mensen") or WRITTEN_FOR))
        if not _wanted(method, row, asked):
            continue
        key = (method.group_id is None, method.group_id or method.organisation_id)
        shelves.setdefault(key, OwnShelf(_title(method))).rows.append(row)
    ordered = sorted(shelves.items(), key=lambda item: (item[0][0], by_name(item[1].title)))
    for _key, shelf in ordered:
        shelf.rows.sort(key=lambda row: by_name(row.name))
    return [shelf for _key, shelf in ordered]


def own_panel(method: Method, user: Any) -> OwnPanel:
    """For the page of a method that is out, or was. At most one query, and only for an own one."""
    edits = method.is_own and permissions.can_edit(method)
    writes = bool(method.is_own and method.may_edit)  # type: ignore[attr-defined]
    return OwnPanel(
        owner=_title(method) if method.is_own else "",
        state=method.state,
        edit_url=reverse("own_method", args=[method.pk]) if edits else "",
        versions_url=reverse("own_versions", args=[method.pk]) if writes else "",
        fork_url=reverse("fork_method", args=[method.slug]) if user.is_authenticated else "",
        file_url=reverse("export_method", args=[method.slug]),
        origins=origins_of(method, user),
        rights=method.document.get("rights", ""),
    )


def origins_of(method: Method, user: Any) -> list[OriginLine]:
    """Where it came from, the nearest first; with a way to the one that is still there to be read."""
    names = [str(one.get("slug", "")) for one in method.origin if one.get("kind") != "file"]
    there = set(Method.objects.visible_to(user).filter(slug__in=names).values_list("slug", flat=True)) if names else ()
    return [_origin(one, one.get("slug") in there and one.get("kind") != "file") for one in method.origin]


def _origin(facts: Mapping[str, Any], there: bool) -> OriginLine:
    lang = (get_language() or "nl")[:2]
    text = facts.get(lang) or facts.get("nl") or {}
    values = {"name": text.get("name") or _("zonder naam"), "version": facts.get("version", "")}
    said = {
        "file": _("Uit een bestand: ‘%(name)s’, versie %(version)s."),
        "library": _("Gemaakt van ‘%(name)s’, versie %(version)s."),
        "group": _("Gemaakt van ‘%(name)s’, versie %(version)s, van een groep."),
        "organisation": _("Gemaakt van ‘%(name)s’, versie %(version)s, van de organisatie."),
    }[facts.get("kind", "library")]
    rights = [str(facts.get("rights", "")), *(f"{name}: {told}" for name, told in facts.get("licences", {}).items())]
    url = reverse("method", args=[facts["slug"]]) if there else ""
    return OriginLine(said % values, text.get("credit", ""), "; ".join(filter(None, rights)), url)


def _title(method: Method) -> str:
    if method.group:
        return _("Van %(group)s") % {"group": method.group.name}
    return _("Van %(organisation)s, voor alle groepen") % {"organisation": method.organisation}


def _wanted(method: Method, row: OwnRow, asked: Mapping[str, str]) -> bool:
    words = listing.asked(asked.get(finding.TEXT, ""))
    if not method.published_at:
        return not (asked.keys() - {finding.TEXT}) and listing.says(f"{row.name} {row.promise}", words)
    language = (get_language() or "nl")[:2]
    facts = listing.facts_of(method.doc)
    return finding.suits(facts, asked) and listing.says(listing.remembered(method.doc, language), words)


def _row(method: Method, people: int) -> OwnRow:
    edits, own = permissions.can_edit(method), reverse("own_method", args=[method.pk])
    shown = method.document if method.published_at else method.draft.document  # type: ignore[attr-defined]
    lang = (get_language() or "nl")[:2]
    return OwnRow(
        url=reverse("method", args=[method.slug]) if method.document else own,
        name=name_of(shown),
        promise=shown[lang].get("promise") or shown["nl"].get("promise", ""),
        note=_note(method, people),
        segments=_segments(method, people),
        edit_url=own if edits else "",
        changed=edits and method.state == "published" and method.draft.has_changes,  # type: ignore[attr-defined]
    )


def _segments(method: Method, people: int) -> tuple[cards.Segment, ...]:
    return cards.segments(method.doc, _within(method, people)) if method.published_at else ()


def _within(method: Method, people: int) -> int:
    return min(max(people, method.least_people), method.most_people)


def _note(method: Method, people: int) -> str:
    if method.state == "draft":
        return _("Concept: alleen wie hem kan bewerken ziet hem.")
    if method.state == "withdrawn":
        return _("Ingetrokken: hij is niet meer te kiezen.")
    return cards.card(method.doc, _within(method, people)).summary
