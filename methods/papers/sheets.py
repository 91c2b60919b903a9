"""What stands on the sheet of the leader and on the cards of the roles. Pure: words in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from methods import cards, method_page
from methods.codes import Role
from methods.format import MethodDoc, PhaseDoc
from methods.method_page import StepView
from methods.rules import rule_lines
from methods.watching import WATCH


def leader(doc: MethodDoc, people: int) -> dict[str, Any]:
    """One page on which height is time."""
    text, never = doc.text(method_page.lang()), _("Niet doen als")
    return {
        **head(doc, people, _("blad voor de begeleider")),
        "careful": [
            {"title": title, "never": title == never, "lines": list(lines)}
            for title, lines in ((never, text.contra), (_("Vooraf"), text.preparation))
            if lines
        ],
        "steps": [_led(step) for step in method_page.steps(doc, people)],
    }


def head(doc: MethodDoc, people: int, what: str) -> dict[str, Any]:
    """What begins each paper."""
    text = doc.text(method_page.lang())
    drawn = method_page.segments(doc, people)
    minutes = sum(part.minutes for part in drawn)
    with_people = ngettext("met %(count)s mens", "met %(count)s mensen", people) % {"count": people}
    return {
        "title": f"{text.name}: {what}",
        "name": text.name,
        "what": method_page.first_up(what),
        "promise": text.promise,
        "summary": f"{cards.summary(minutes, len(drawn))}, {with_people}",
        "total": minutes,
    }


def _led(step: StepView) -> dict[str, Any]:
    return {
        "nr": step.number,
        "title": titled(step),
        "minutes": step.minutes,
        "begins": step.begins,
        "band": step.band,
        "time": when(step),
        "say": step.text.say,
        "do": list(step.text.do),
        "rules": ". ".join(rule.text for rule in step.rules),
    }


def titled(step: StepView) -> str:
    """The title, and whether the step may be left out."""
    told = {"title": step.text.title}
    return _("%(title)s (mag vervallen)") % told if step.optional else step.text.title


def when(step: StepView) -> str:
    """ "6 min, na 13" """
    told = {"minutes": step.minutes, "begins": step.begins}
    return _("%(minutes)s min, na %(begins)s") % told if step.begins else _("%(minutes)s min") % told


# ── a card for each role ───────────────────────────────────────────────────────────────────────────
def roles(doc: MethodDoc, people: int) -> dict[str, Any]:
    """The three that every method has, each with what is theirs in each step; the observer, who is there when a group
    wants one; then those of this method's own."""
    steps = list(zip(doc.phases, method_page.steps(doc, people), strict=True))
    own = [
        (_("Inbrenger"), _("Jij brengt de casus in. Jij kiest, en je mag altijd passen."), _of_case_giver),
        (_("Deelnemer"), _("Je denkt mee met wie de casus inbrengt."), _of_peer),
        (_("Begeleider"), _("Jij bewaakt de stappen en de tijd, niet de inhoud."), _of_leader),
    ]
    made = [
        {"role": role, "intro": intro, "lines": [_line(step, tell(phase, step)) for phase, step in steps]}
        for role, intro, tell in own
    ]
    return {**head(doc, people, _("een kaart per rol")), "roles": [*made, _observer(), *_further(doc)]}


def _observer() -> dict[str, Any]:
    """Who watches how the group works, not what the case is about. The same in every method."""
    return {
        "role": _("Observator"),
        "intro": _("Jij kijkt hoe de groep werkt, en zegt onderweg niets."),
        "lines": [],
        "watch_title": _("Kies twee of drie dingen"),
        "watches": [str(line) for line in WATCH],
        "after": [
            _("Schrijf op wat je ziet en hoort, met het moment erbij. Niet wat je van iemand vindt."),
            _("Wat over de casus gaat, schrijf je niet op."),
            _("Na afloop vertel je in een paar zinnen wat je zag, en wat dat met de groep deed."),
        ],
        "after_title": _("Zo doe je het"),
    }


def _line(step: StepView, told: str) -> dict[str, Any]:
    return {
        "nr": step.number,
        "title": step.text.title,
        "time": _("%(minutes)s min") % {"minutes": step.minutes},
        "told": told,
    }


def _of_case_giver(phase: PhaseDoc, step: StepView) -> str:
    """Their own line; where the method has none, what holds for them, and else what everybody reads."""
    held = rule_lines(phase, method_page.lang(), _("de inbrenger"), Role.CASE_GIVER) if phase.turned else []
    return step.text.own_line or (f"{held[0].text}." if held else step.text.line)


def _of_peer(_phase: PhaseDoc, step: StepView) -> str:
    return step.text.line


def _of_leader(_phase: PhaseDoc, step: StepView) -> str:
    return f"‘{step.text.say}’"


def _further(doc: MethodDoc) -> list[dict[str, Any]]:
    """ "Schrijver: …" is a role with its words; what has no colon is all words."""
    split = [said.partition(": ") for said in doc.text(method_page.lang()).roles]
    return [
        {"role": name if told else _("Rol"), "intro": method_page.first_up(told or name), "lines": []}
        for name, _colon, told in split
    ]
