"""One step of a method: who does what, what holds, what lies on the table, and every word that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from methods import explained
from methods.codes import Form, Reveal, Rule, Writers, Writes
from methods.draft import labels
from methods.draft.shape import Document, phase_in
from methods.format import LANGUAGES
from methods.forms.phase_page import FOLLOWS, MOST, PhasePage, language, rule_words
from methods.forms.texts import LINES, SHORT, TEXT, tidy

FEWEST = 3  # cards for when it does not run


@dataclass(frozen=True)
class StuckRow:
    """What one can say when it does not run, in both languages: (when, say) each."""

    number: int
    pairs: list[tuple[str, BoundField, BoundField]]


def _one(name: str, choices: Mapping[Any, Any], **more: Any) -> forms.ChoiceField:
    offered = [(str(code.value), word) for code, word in choices.items()]
    return forms.ChoiceField(label=labels.PHASE_FACTS[name], choices=offered, widget=forms.RadioSelect, **more)


def _some(name: str, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=labels.PHASE_FACTS[name], choices=choices, widget=widget, required=False, **more
    )


def _count(name: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=labels.PHASE_FACTS[name], min_value=0, max_value=20, required=False, **more)


KINDS = [(kind.value, word) for kind, word in explained.KIND_WORDS.items()]


class PhaseForm(PhasePage):
    """Everything of a step but its minutes."""

    texts = {
        "title": SHORT,
        "purpose": TEXT,
        "line": TEXT,
        "own_line": TEXT,
        "say": TEXT,
        "do": LINES,
        "avoid": LINES,
        "ask": SHORT,
        "own_ask": SHORT,
        "stem": SHORT,
        "own_stem": SHORT,
        "own_stems": LINES,
        "score": SHORT,
        "low": SHORT,
        "high": SHORT,
        "paper": TEXT,
        "artefact": TEXT,
    }
    helps = {
        "title": gettext_lazy("Kort: hooguit 34 tekens, want hij staat boven aan een telefoon."),
        "line": gettext_lazy("Eén regel op ieders scherm: wat doe ik nu?"),
        "own_line": gettext_lazy("Alleen waar de inbrenger iets anders doet."),
        "say": gettext_lazy("Wie leidt kan dit hardop voorlezen. {name} wordt de naam van de inbrenger."),
        "do": gettext_lazy("Eén per regel."),
        "avoid": gettext_lazy("Eén per regel."),
        "ask": gettext_lazy("Alleen waar mensen schrijven."),
        "own_ask": gettext_lazy("Als de inbrenger iets anders schrijft."),
        "stem": gettext_lazy("Bijvoorbeeld ‘Zou het kunnen dat …’"),
        "own_stems": gettext_lazy("Eén begin per regel; de inbrenger krijgt voor elk een eigen vak."),
        "score": gettext_lazy("Schrijf een vraag, en de inbrenger geeft hier een cijfer van 0 tot 10, voor zichzelf."),
        "paper": gettext_lazy("Hoe het gaat als niemand een scherm heeft. Mag leeg blijven."),
        "artefact": gettext_lazy("Bijvoorbeeld ‘een rij open vragen’."),
    }
    who = _one("who", explained.WHO)
    writers = _one("writers", explained.WRITERS)
    writes = _one("writes", explained.WRITES)
    kinds = _some("kinds", KINDS)
    limit = _count("limit", help_text=gettext_lazy("0 is zoveel als ze willen."))
    own_kinds = _some("own_kinds", KINDS, help_text=gettext_lazy("Leeg: hetzelfde als de groep."))
    own_limit = _count("own_limit", help_text=gettext_lazy("Leeg: evenveel als de groep."))
    attribution = _one("attribution", explained.ATTRIBUTIONS)
    rules = _some("rules", [(rule.value, rule.value) for rule in Rule if rule not in FOLLOWS])
    reveal = _one("reveal", explained.REVEALS, required=False)
    marks = _one(
        "marks",
        explained.MARKS,
        required=False,
        help_text=gettext_lazy("Wegen doet alleen de inbrenger. De regel dat die niets hoeft uit te leggen, komt mee."),
    )
    per_person = forms.FloatField(
        label=labels.PHASE_FACTS["per_person"],
        min_value=0,
        max_value=10,
        required=False,
        help_text=gettext_lazy("Met minder mensen gaan ze eraf. 0 is altijd even lang."),
    )
    optional = forms.BooleanField(label=labels.PHASE_FACTS["optional"], required=False)
    slot = forms.BooleanField(
        label=labels.PHASE_FACTS["slot"],
        required=False,
        help_text=gettext_lazy("Een vorm met een lege plek: welke module er komt, kiezen jullie als de vraag er is."),
    )

    def __init__(self, data: Any = None, *, document: Mapping[str, Any], phase_id: str, **kwargs: Any) -> None:
        self.whole, self.phase = document, phase_in(document, phase_id)
        super().__init__(data, document=self.phase, **kwargs)
        for name in ("kinds", "own_kinds"):  # a file may bring one that nobody picks here
            self.fields[name].choices = [*KINDS, *_unknown(self.phase[name])]  # type: ignore[attr-defined]
        self.fields["shows"] = _some("shows", self._to_show())
        self.fields["rules"].choices = [(r.value, rule_words(r)) for r in Rule if r not in FOLLOWS]  # type: ignore[attr-defined]
        if document["form"] != Form.SHELL and not self.phase["slot"]:
            del self.fields["slot"]
        self.cards = self._cards(data)
        for number in range(self.cards):
            for lang in LANGUAGES:
                self.fields |= self._card_fields(number, lang)

    def start(self) -> dict[str, Any]:
        phase = self.phase
        plain = ["who", "writers", "writes", "kinds", "limit", "attribution", "reveal", "marks", "optional", "slot"]
        start = {name: phase[name] for name in [*plain, "shows"]}
        start["rules"] = [rule for rule in phase["rules"] if rule not in FOLLOWS]
        start["per_person"] = f"{phase['per_person']:g}"
        start["own_kinds"] = phase["own_kinds"] if phase["own_kinds"] != phase["kinds"] else []
        start["own_limit"] = phase["own_limit"] if phase["own_limit"] != phase["limit"] else None
        for lang in LANGUAGES:
            for number, card in enumerate(phase[lang].get("stuck", [])):
                start |= {f"{lang}-stuck-{number}-{name}": card[name] for name in ("when", "say")}
        return {**super().start(), **start}

    def _to_show(self) -> list[tuple[str, str]]:
        """The steps before this one in which somebody writes, this one (gifts), and what it names all the same."""
        offered, before = [], True
        for phase in self.whole["phase"]:
            own = phase["id"] == self.phase["id"]
            named = phase["id"] in self.phase["shows"]
            if named or (phase["writers"] != Writers.NONE and (before or own)):
                note = "" if before or own else _("komt pas later")
                offered.append((phase["id"], _named(phase, _("deze stap zelf, als cadeau") if own else note)))
            before = before and not own
        known = {phase_id for phase_id, _name in offered}
        return [
            *offered,
            *((one, _("een stap die er niet meer is")) for one in self.phase["shows"] if one not in known),
        ]

    # ── when it does not run ───────────────────────────────────────────────────────────────────────
    def _cards(self, data: Any) -> int:
        kept = max(len(self.phase[lang].get("stuck", [])) for lang in LANGUAGES)
        typed = [int(key.split("-")[2]) + 1 for key in data or () if _is_card(key)]
        return max(kept, min(MOST, max(FEWEST, kept + 1, *typed)))

    def _card_fields(self, number: int, lang: str) -> dict[str, forms.Field]:
        heads = {"when": _("Wat je ziet gebeuren"), "say": _("Wat je dan kunt zeggen")}
        made = {}
        for name, head in heads.items():
            key = f"{lang}-stuck-{number}-{name}"
            label = f"{head} ({labels.LANGUAGES[lang]}, {number + 1})"
            widget = forms.Textarea(attrs={"rows": 1, "lang": lang, "data-draft": key})
            made[key] = forms.CharField(label=label, max_length=300, required=False, widget=widget)
        return made

    @property
    def stuck(self) -> list[StuckRow]:
        def pair(number: int, lang: str) -> tuple[str, BoundField, BoundField]:
            return lang, self[f"{lang}-stuck-{number}-when"], self[f"{lang}-stuck-{number}-say"]

        return [StuckRow(number, [pair(number, lang) for lang in LANGUAGES]) for number in range(self.cards)]

    def _stuck(self, lang: str) -> list[dict[str, str]]:
        """Cards that are empty in both languages fall away; the others keep their place in both."""
        said = self.cleaned_data
        return [
            {name: tidy(said[f"{lang}-stuck-{number}-{name}"]) for name in ("when", "say")}
            for number in range(self.cards)
            if any(said[f"{one}-stuck-{number}-{name}"].strip() for one in LANGUAGES for name in ("when", "say"))
        ]

    # ── what it becomes ────────────────────────────────────────────────────────────────────────────
    @property
    def changes(self) -> Document:
        said = self.cleaned_data
        plain = [
            "who",
            "writers",
            "writes",
            "kinds",
            "attribution",
            "reveal",
            "marks",
            "optional",
            "shows",
            "own_kinds",
        ]
        phase: Document = {name: said[name] for name in plain}
        phase |= {"limit": said["limit"] or 0, "per_person": said["per_person"] or 0}
        phase["own_limit"] = phase["limit"] if said["own_limit"] is None else said["own_limit"]
        phase["slot"] = said.get("slot", False)
        phase["board"] = self.phase.get("board", "")  # not picked here; a version of one's own keeps it
        phase |= {lang: {**self.written(lang), "stuck": self._stuck(lang)} for lang in LANGUAGES}
        return {**phase, "rules": self._rules(phase)}

    def _rules(self, phase: Document) -> list[str]:
        """What was picked, and what follows: silence from silent writing, a number from its question, a choice from
        weighing."""
        silent = phase["writes"] == Writes.SILENT and phase["writers"] != Writers.NONE
        scored = any(phase[lang]["score"] for lang in LANGUAGES)
        follows = {Rule.SILENT_WRITE: silent, Rule.SCORE: scored, Rule.C_DECIDES: bool(phase["marks"])}
        return sorted({*self.cleaned_data["rules"], *(rule.value for rule, holds in follows.items() if holds)})


class OpenInForm(forms.Form):
    """In which step the group sees what is written here."""

    later = forms.ChoiceField(label=gettext_lazy("In welke stap ziet de groep het?"))
    how = forms.ChoiceField(
        label=gettext_lazy("Hoe?"),
        choices=[(how.value, words) for how, words in explained.REVEALS.items() if how != Reveal.NONE],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, document: Mapping[str, Any], phase_id: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        ids = [phase["id"] for phase in document["phase"]]
        after = document["phase"][ids.index(phase_id) + 1 :]
        self.fields["later"].choices = [(phase["id"], _named(phase)) for phase in after]  # type: ignore[attr-defined]

    @property
    def offers(self) -> bool:
        return bool(self.fields["later"].choices)  # type: ignore[attr-defined]


def _named(phase: Mapping[str, Any], note: str = "") -> str:
    name = phase[language()].get("title") or phase["nl"].get("title") or _("nog zonder naam")
    return f"{name} ({note})" if note else str(name)


def _unknown(kinds: list[str]) -> list[tuple[str, str]]:
    known = {kind for kind, _word in KINDS}
    return [(kind, kind) for kind in kinds if kind not in known]


def _is_card(key: str) -> bool:
    parts = key.split("-")
    return len(parts) == 4 and parts[1] == "stuck" and parts[2].isdecimal() and len(parts[2]) < 3
