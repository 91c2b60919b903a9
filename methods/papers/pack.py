"""All that is needed to do a method without screens: a sheet for each step, and cards to write on. Pure."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from methods import method_page, rules
from methods.codes import Attribution, Marks, Reveal, Role, Rule, Writes
from methods.format import MethodDoc, PhaseDoc
from methods.method_page import StepView
from methods.papers.sheets import head, titled, when

CARDS_EACH = 3  # where a method sets no limit
ON_A_PAGE = 8


def pack(doc: MethodDoc, people: int) -> dict[str, Any]:
    """A first page, the steps two on a page, then the cards."""
    text = doc.text(method_page.lang())
    steps = list(zip(doc.phases, method_page.steps(doc, people), strict=True))
    cards = [card for phase, step in steps for card in _cards(phase, step, people)]
    return {
        **head(doc, people, _("zonder schermen")),
        "purpose": text.purpose,
        "outcome": text.outcome,
        "lists": [
            {"title": title, "lines": lines}
            for title, lines in (
                (_("Niet doen als"), list(text.contra)),
                (_("Vooraf"), [*text.preparation, *_to_print(cards)]),
                (_("Rollen"), list(text.roles)),
                (_("Zo gaat het op papier"), _manners()),
            )
            if lines
        ],
        "steps": [_step(phase, step, doc) for phase, step in steps],
        "cards": cards,
        "cut": _("Knip los."),
    }


def _manners() -> list[str]:
    return [
        _("Leg het blad van de stap waar jullie zijn midden op tafel. De begeleider houdt de tijd."),
        _("Wat in stilte geschreven is, ligt met de tekst naar beneden tot het om mag. Ook de begeleider kijkt niet."),
        _("Passen mag altijd. Na afloop neemt de inbrenger de kaarten mee, of ze worden verscheurd."),
    ]  # fmt: skip


def _to_print(cards: list[dict[str, Any]]) -> list[str]:
    told = _("Print het blad met kaarten bij ‘%(title)s’ zo vaak dat er %(needed)s kaarten zijn.")
    return [told % card for card in cards if card["needed"] > ON_A_PAGE]


# ── a sheet for each step ──────────────────────────────────────────────────────────────────────────
def _step(phase: PhaseDoc, step: StepView, doc: MethodDoc) -> dict[str, Any]:
    return {
        "nr": step.number,
        "title": titled(step),
        "time": when(step),
        "band": step.band,
        "who": step.who,
        "line": step.text.line,
        "own": step.text.own_line,
        "own_label": _("Inbrenger"),
        "say": step.text.say,
        "rules": [rule.text for rule in step.rules],
        "paper": [step.text.paper] if step.text.paper else list(_on_paper(phase, doc)),
        "paper_label": _("Op papier"),
        "artefact": step.text.artefact,
        "artefact_label": _("Dan is er"),
    }


def _on_paper(phase: PhaseDoc, doc: MethodDoc) -> Iterator[str]:
    """What the server would do, done by hand; for steps whose method does not say it."""
    if rules.away(phase):
        yield _("De inbrenger draait de stoel om en luistert met de rug naar de groep.")
    yield from _revealed(phase)
    if phase.marks != Marks.NONE:
        choices = rules.mark_choices(phase.marks, method_page.lang())
        piles = ", ".join(choice.label for choice in choices)
        yield _("De inbrenger legt de kaarten op stapels: %(piles)s.") % {"piles": piles}
        if any(choice.removes for choice in choices):
            yield _("Wat niet blijft, gaat meteen weg.")
    if Rule.SCORE in phase.rules:
        yield _("De inbrenger schrijft een cijfer van 0 tot 10 op een eigen blaadje. Laten zien hoeft niet.")
    yield from _written(phase, doc)


def _revealed(phase: PhaseDoc) -> Iterator[str]:
    said = {
        Reveal.AT_ENTER: _("Draai alle kaarten tegelijk om."),
        Reveal.IN_ROUNDS: _("Wie aan de beurt is, draait de eigen kaarten om."),
        Reveal.WHEN_OPENED: _("De kaarten blijven dicht tot de inbrenger ze wil zien. Dat hoeft niet."),
    }
    if phase.reveal in said:
        yield said[phase.reveal]


def _written(phase: PhaseDoc, doc: MethodDoc) -> Iterator[str]:
    if phase.silent:
        opener = next((p for p in doc.phases if phase.id in p.shows and p.reveal), None)
        title = opener.text(method_page.lang()).title if opener else ""
        yield _("Schrijf op kaarten, ieder voor zich. Leg ze met de tekst naar beneden, tot ‘%(title)s’.") % {
            "title": title
        }
        if phase.attribution == Attribution.NONE:
            yield _("Zet er geen naam op.")
    elif phase.writes == Writes.OPEN and (phase.kinds or phase.own_kinds):
        yield _("Schrijf op kaarten en leg ze open neer.")


# ── cards to write on ──────────────────────────────────────────────────────────────────────────────
def _cards(phase: PhaseDoc, step: StepView, people: int) -> Iterator[dict[str, Any]]:
    """For the group, and apart for the case-giver where the question to them is another."""
    peers = rules.may_write(phase, Role.PEER)
    own = rules.may_write(phase, Role.CASE_GIVER)
    others = (max(people - 2, 1) if peers else 0) + rules.may_write(phase, Role.LEADER)
    text = step.text
    apart = own and bool(text.own_ask and text.own_ask != text.ask)
    if others or (own and not apart):
        needed = (others + (own and not apart)) * (phase.limit or CARDS_EACH)
        yield _card(step, text.ask or text.own_ask, [text.stem], needed, "")
    if apart:
        needed = phase.own_limit or CARDS_EACH
        yield _card(step, text.own_ask, list(text.own_stems) or [text.own_stem], needed, _("inbrenger"))


def _card(step: StepView, ask: str, stems: list[str], needed: int, whose: str) -> dict[str, Any]:
    told = ngettext("%(count)s kaart nodig.", "%(count)s kaarten nodig.", needed) % {"count": needed}
    return {
        "nr": step.number,
        "title": step.text.title + (f", {whose}" if whose else ""),
        "ask": ask,
        "stems": [stem.strip() for stem in stems],
        "needed": needed,
        "count": min(ON_A_PAGE, needed + needed % 2),
        "told": told,
        "hidden": step.band == "write",
        "hidden_label": _("met de tekst naar beneden"),
    }
