"""What stands on the sheet of the leader and on the cards of the roles. Pure: words in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from methods import cards, method_page
from methods.codes import Role
from methods.format import MethodDoc, PhaseDoc
from methods.method_page import StepView
from methods.rules import rule_lines


def leader(doc: MethodDoc, people: int) -> dict[str, Any]:
    """One page on which height is time."""
    text = doc.text(method_page.lang())
    return {
        **head(doc, people, _("blad voor de begeleider")),
        "careful": [*text.contra, *text.preparation],
        "careful_title": _("Vooraf"),
        "steps": [_led(step) for step in method_page.steps(doc, people)],
    }


def head(doc: MethodDoc, people: int, what: str) -> dict[str, Any]:
    """What begins each paper, and what ends it."""
    text = doc.text(method_page.lang())
    drawn = method_page.segments(doc, people)
    minutes = sum(part.minutes for part in drawn)
    version = _("Versie %(version)s.") % {"version": doc.version}
    with_people = ngettext("met %(count)s mens", "met %(count)s mensen", people) % {"count": people}
    return {
        "title": f"{text.name}: {what}",
        "name": text.name,
        "what": method_page.first_up(what),
        "promise": text.promise,
        "summary": f"{cards.summary(minutes, len(drawn))}, {with_people}",
        "foot": " ".join(filter(None, [text.credit, version, "Intervisie"])),
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
    """The three that every method has, each with what is theirs in each step; then those of this method's own."""
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
    return {**head(doc, people, _("een kaart per rol")), "roles": [*made, *_further(doc)]}


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
