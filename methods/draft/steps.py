"""The steps of a draft: put in, taken out and back, moved, timed, laid open. Pure: one draft in, another out."""

from collections.abc import Mapping, Sequence
from typing import Any

from methods.codes import Reveal, Who
from methods.draft.shape import Document, phase_in, with_phase
from methods.format import LANGUAGES

MOST = 40  # phases
KEPT = 20  # phases that were taken out and can be put back
NEW = {"who": Who.ALL.value, "minutes": 5, "least": 3}

Removed = list[dict[str, Any]]  # {"phase": …, "after": id of the phase before it, or ""}


def ids(document: Mapping[str, Any]) -> list[str]:
    return [phase["id"] for phase in document["phase"]]


def add(document: Document, *, after: str = "", taken: Sequence[str] = ()) -> tuple[Document, str]:
    """An empty phase behind this one (the last when it is not there), and its id. `taken`: ids that are in use."""
    names = {*ids(document), *taken}
    number = next(n for n in range(1, 1000) if f"step_{n}" not in names)
    phase = {"id": f"step_{number}", **NEW, **{lang: {} for lang in LANGUAGES}}
    return _placed(document, phase, after), phase["id"]


def remove(document: Document, removed: Removed, phase_id: str) -> tuple[Document, Removed]:
    """Without this phase, which is kept aside with its place. KeyError when it is not there."""
    phase = phase_in(document, phase_id)
    before = ids(document)[: ids(document).index(phase_id)]
    kept = [*removed, {"phase": phase, "after": before[-1] if before else ""}]
    return {**document, "phase": [one for one in document["phase"] if one["id"] != phase_id]}, kept[-KEPT:]


def restore(document: Document, removed: Removed, phase_id: str) -> tuple[Document, Removed]:
    """The phase that was taken out, back where it stood. KeyError when it is not among them."""
    for entry in removed:
        if entry["phase"]["id"] == phase_id:
            back = _first(document, entry["phase"]) if not entry["after"] else None
            document = back or _placed(document, entry["phase"], entry["after"])
            return document, [one for one in removed if one is not entry]
    raise KeyError(phase_id)


def move(document: Document, phase_id: str, place: int) -> Document:
    """The phase at this place, counted from 0; beyond an end is the end. KeyError when it is not there."""
    phase = phase_in(document, phase_id)
    rest = [one for one in document["phase"] if one["id"] != phase_id]
    place = max(0, min(place, len(rest)))
    return {**document, "phase": [*rest[:place], phase, *rest[place:]]}


def timed(document: Document, times: Mapping[str, Mapping[str, int]]) -> Document:
    """With these minutes. Of a phase that is not named nothing changes."""
    return {**document, "phase": [{**phase, **times.get(phase["id"], {})} for phase in document["phase"]]}


def open_in(document: Document, phase_id: str, later: str, how: str) -> Document:
    """What is written in this phase lies on the table in that one, and how it gets there. KeyError for an unknown one.

    A step in which it lay before no longer shows it: the group sees it once for the first time.
    """
    phase_in(document, phase_id)
    shower = phase_in(document, later)
    for phase in document["phase"]:
        if phase_id in phase["shows"] and phase["reveal"] and phase["id"] != later:
            document = with_phase(document, _hidden(phase, phase_id))
    shows = list(dict.fromkeys([*shower["shows"], phase_id]))
    return with_phase(document, {**shower, "shows": shows, "reveal": Reveal(how).value})


def opened_in(document: Mapping[str, Any], phase_id: str) -> Document | None:
    """The first phase in which what is written here is laid open."""
    return next((p for p in document["phase"] if phase_id in p["shows"] and p["reveal"]), None)


def _hidden(phase: Document, phase_id: str) -> Document:
    shows = [one for one in phase["shows"] if one != phase_id]
    return {
        **phase,
        "shows": shows,
        "reveal": phase["reveal"] if shows else "",
        "marks": phase["marks"] if shows else "",
    }


def _placed(document: Document, phase: Document, after: str) -> Document:
    names = ids(document)
    place = names.index(after) + 1 if after in names else len(names)
    return {**document, "phase": [*document["phase"][:place], phase, *document["phase"][place:]]}


def _first(document: Document, phase: Document) -> Document:
    return {**document, "phase": [phase, *document["phase"]]}
