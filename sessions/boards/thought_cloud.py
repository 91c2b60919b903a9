"""Gedachtenwolk: what goes round in somebody's head around one moment. (Field guide 1.5.)

Thoughts of the case-giver and those of others that the case-giver took; each helps, hinders, both or is not known, is
said to be a fact, a guess, a rule …, and sounds louder or softer. Only the case-giver says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from methods.codes import Kind, Marks, Who, Writers
from methods.format import PhaseDoc
from sessions.boards import places
from sessions.boards.kinds import BoardKind, Choice, Facet, Sections
from sessions.boards.pieces import CLUSTER, Laid, Piece

SOFT = 2  # how loud something is drawn while nobody said
THOUGHTS = frozenset({Kind.THOUGHT})
LOUDEST = 5

LOUD = Facet(
    "loud",
    gettext_lazy("Hoe luid klinkt deze gedachte?"),
    tuple(Choice(str(n), str(n)) for n in range(1, LOUDEST + 1)),
    THOUGHTS, strip=True, again=True, early=True,
)  # fmt: skip
SORT = Facet(
    "sort",
    gettext_lazy("Het is een"),
    (
        Choice("fact", pgettext_lazy("thought", "feit")),
        Choice("guess", pgettext_lazy("thought", "invulling")),
        Choice("rule", pgettext_lazy("thought", "regel")),
        Choice("forecast", pgettext_lazy("thought", "voorspelling")),
        Choice("judgement", pgettext_lazy("thought", "oordeel")),
    ),
    THOUGHTS,
)
VOICE = Facet(
    "voice",
    gettext_lazy("Wiens stem is het?"),
    (
        Choice("self", pgettext_lazy("voice", "ikzelf")),
        Choice("other", pgettext_lazy("voice", "de ander")),
        Choice("team", pgettext_lazy("voice", "het team")),
        Choice("work", pgettext_lazy("voice", "mijn beroep")),
        Choice("past", pgettext_lazy("voice", "vroeger")),
    ),
    THOUGHTS,
    early=True,
)
BELIEVED = Facet(
    "believed",
    gettext_lazy("Hoe geloofwaardig is deze gedachte voor je?"),
    tuple(Choice(str(n), str(n)) for n in range(0, 101, 10)),
    frozenset({Kind.HELPING_THOUGHT}),
    private=True,
    strip=True,
)

ADVICE = re.compile(
    r"(je|jij) (moet|zou( \w+)? kunnen|kunt|kan)\b|probeer |you (should|could|must|need to)\b|try ", re.I
)
ABOUT_YOU = re.compile(r"(je|jij) (bent|hebt|wilt|durft|doet)\b|you('re|’re| are| have| want| don)", re.I)

STANCES = {
    "helps": ("sprout", pgettext_lazy("stance", "Helpt")),
    "hinders": ("anchor", pgettext_lazy("stance", "Hindert")),
    "both": ("scale", pgettext_lazy("stance", "Allebei")),
    "unknown": ("circle-dashed", pgettext_lazy("stance", "Weet ik niet")),
}


@dataclass(frozen=True)
class Bubble:
    """A thought with its place and its words."""

    piece: Piece
    x: int
    y: int
    loud: int  # as drawn
    number: str  # as said; "" while nobody said
    icon: str
    tag: str
    css: str
    cluster: str = ""
    softer: str = ""  # how it sounds on looking again


def draws(doc: PhaseDoc) -> bool:
    """Where the thoughts are on the table and nothing has to be chosen of them first."""
    return bool(doc.shows) and doc.marks != Marks.MINE


def draw(laid: Laid) -> dict[str, Any]:
    """What the page asks for; the loudest thought first, as a screen reader hears them."""
    bubbles = _bubbles(laid)
    at = {str(bubble.piece.id): (bubble.x, bubble.y) for bubble in bubbles}
    pairs = _pairs(laid, at)
    return {
        "core": next((one for one in laid.of(Kind.FORMULATION) if not one.line), None),
        "moment": next((one for one in laid.of(Kind.FORMULATION) if one.line), None),
        "bubbles": bubbles,
        "lines": [(bubble.piece.id, bubble.x, bubble.y) for bubble in bubbles if "edge" not in bubble.css],
        "curves": list(zip(pairs, places.joined((at[a], at[b]) for a, b in pairs), strict=True)),
        "helping": laid.of(Kind.HELPING_THOUGHT),
        "words": laid.of(Kind.TAKEAWAY, Kind.OBSERVATION),
        "tall": len(bubbles) > len(places.MANY),
    }


def _bubbles(laid: Laid) -> list[Bubble]:
    thoughts = sorted(laid.of(Kind.THOUGHT), key=lambda piece: piece.id.hex)  # no order that tells who wrote
    inside = [piece for piece in thoughts if not _on_edge(piece)]
    edge = [piece for piece in thoughts if _on_edge(piece)]
    free = dict(zip(inside, places.free_places(len(inside)), strict=True)) | {
        piece: places.on_rim(number) for number, piece in enumerate(edge)
    }
    return sorted((_bubble(piece, free[piece], laid) for piece in thoughts), key=lambda one: -one.loud)


def _on_edge(piece: Piece) -> bool:
    """What somebody else offered and the case-giver did not take as theirs."""
    return piece.offered and piece.mine != "mine"


def _bubble(piece: Piece, free: places.Place, laid: Laid) -> Bubble:
    number = str(piece.said.get("loud", ""))
    icon, word = STANCES.get(piece.stance, ("", ""))
    sort = SORT.choice(piece.said.get("sort"))
    tag = ", ".join(str(part) for part in (word, sort.label if sort else "") if part)
    if _on_edge(piece) and not tag:
        icon, tag = "circle-dashed", _("Misschien van mij") if laid.own else _("Misschien")
    css = " ".join(filter(None, [piece.stance, "edge" if _on_edge(piece) else "", "offered" if piece.offered else ""]))
    cluster = laid.get(piece.said.get(CLUSTER, ""))
    x, y = free if piece.x is None or piece.y is None else (piece.x, piece.y)
    loud = int(number) if number.isdigit() else SOFT
    name = cluster.text if cluster else ""
    return Bubble(piece, x, y, loud, number, icon, tag, css, name, str(piece.later.get("loud", "")))


def _pairs(laid: Laid, at: dict[str, places.Place]) -> list[tuple[str, str]]:
    found = {tuple(sorted((str(piece.id), other))) for piece in laid.pieces for other in piece.links}
    return sorted((a, b) for a, b in found if a in at and b in at)


def sections(laid: Laid) -> Sections:
    """As words: the same as the drawing says."""
    drawn = draw(laid)
    middle = [piece.text for piece in (drawn["core"], drawn["moment"]) if piece]
    return [
        (_("In het midden"), middle),
        (_("Gedachten, de luidste eerst"), [_as_line(bubble) for bubble in drawn["bubbles"]]),
        (_("Wat bij elkaar hoort"), [_joined_line(laid, a, b) for (a, b), _curve in drawn["curves"]]),
        (_("Helpende gedachten"), [_helping_line(piece) for piece in drawn["helping"]]),
        (_("Mijn zin"), [piece.full for piece in drawn["words"]]),
    ]


def _as_line(bubble: Bubble) -> str:
    loud = _("luidheid %(number)s") % {"number": bubble.number} if bubble.number else ""
    later = _("nu %(number)s") % {"number": bubble.softer} if bubble.softer else ""
    notes = ", ".join(filter(None, [bubble.tag.lower(), loud, later, bubble.cluster]))
    return f"{bubble.piece.text} ({notes})" if notes else bubble.piece.text


def _joined_line(laid: Laid, a: str, b: str) -> str:
    one, other = laid.get(a), laid.get(b)
    return f"{one.text} – {other.text}" if one and other else ""


def _helping_line(piece: Piece) -> str:
    believed = piece.said.get("believed")
    said = _("geloofwaardig: %(number)s van 100") % {"number": believed}
    return f"{piece.text} ({said})" if believed else piece.text


def picture(laid: Laid) -> dict[str, Any]:
    drawn = draw(laid)
    at = {str(bubble.piece.id): [bubble.x, bubble.y] for bubble in drawn["bubbles"]}
    return {
        "form": "cloud",
        "core": drawn["core"].text if drawn["core"] else "",
        "moment": drawn["moment"].text if drawn["moment"] else "",
        "bubbles": [
            {
                "x": one.x, "y": one.y, "loud": one.loud, "text": one.piece.text, "tag": one.tag, "number": one.number,
                "later": one.softer, "stance": one.piece.stance, "edge": "edge" in one.css,
            }
            for one in drawn["bubbles"]
        ],
        "links": [[*at[a], *at[b]] for (a, b), _curve in drawn["curves"]],
        "tall": drawn["tall"],
    }  # fmt: skip


def hint(piece: Piece, laid: Laid) -> str:
    """For the writer alone: a counter-move, never a refusal."""
    if piece.kind == Kind.THOUGHT and ADVICE.match(piece.text):
        return _("Dit lijkt een advies: bewaar het. Wat zou je denken, midden in dat moment?")
    if piece.kind == Kind.THOUGHT and ABOUT_YOU.match(piece.text):
        return _("Dit gaat over de ander. Begin met ik: wat zou je zelf denken, in die schoenen?")
    if piece.kind == Kind.THOUGHT and piece.text.rstrip().endswith("?"):
        return _("Dit is een vraag. Maak er een bewering van, dan kun je hem bekijken.")
    if piece.kind == Kind.THOUGHT and piece.said.get("sort") == "fact" and piece.stance in ("hinders", "both"):
        return _("Een feit hoef je niet losser te maken. Wat is er dan nodig, en wie kan daarbij helpen?")
    thoughts = laid.of(Kind.THOUGHT)
    if len(thoughts) > 2 and all(one.stance == "hinders" for one in thoughts):
        return _("Alles hindert. Wat brengt deze gedachte je, of waar beschermt hij je voor?")
    return ""


def tells_in_halves(doc: PhaseDoc) -> bool:
    return doc.who == Who.CASE_GIVER and doc.writers == Writers.NONE and not doc.shows


THOUGHT_CLOUD = BoardKind(
    code="thought_cloud",
    name=gettext_lazy("gedachtenwolk"),
    kinds=frozenset({Kind.FORMULATION, Kind.THOUGHT, Kind.HELPING_THOUGHT, Kind.WORD}),
    kept=frozenset({Kind.TAKEAWAY, Kind.OBSERVATION}),
    facets=(LOUD, SORT, VOICE, BELIEVED),
    template="sessions/boards/thought_cloud.html",
    draws=draws,
    draw=draw,
    picture=picture,
    sections=sections,
    named=frozenset({Kind.THOUGHT, Kind.HELPING_THOUGHT}),
    given=frozenset({Kind.HELPING_THOUGHT}),
    moves=True,
    links=True,
    clusters=True,
    most={Kind.FORMULATION: 60, Kind.WORD: 40, Kind.OBSERVATION: 600},
    tens=True,
    halves=(gettext_lazy("Eerst de feiten"), gettext_lazy("Dan wat er door je heen ging")),
    pair="streefbeeld",
    commits=frozenset({Kind.OBSERVATION}),
    hint=hint,
)
