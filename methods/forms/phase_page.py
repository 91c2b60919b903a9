"""How the page of one step is laid out: its fields in groups, and what stands in a group that is folded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from methods import explained
from methods.codes import Rule
from methods.draft.shape import Document
from methods.format import LANGUAGES
from methods.forms.texts import Row, TextsForm
from methods.rule_texts import RULE_TEXTS

MOST = 8  # cards for when it does not run, as far as they are offered
FOLLOWS = {Rule.SILENT_WRITE, Rule.SCORE}  # these follow from another choice on the page and are not picked


@dataclass(frozen=True)
class RuleRow:
    """A rule to pick, with what it says on the screens and what the room then does."""

    code: str
    id: str
    icon: str
    label: str
    told: str
    checked: bool


class PhasePage(TextsForm):
    """What the templates ask of the form of a step beside its fields."""

    of_phase = True
    phase: Document  # as it is kept
    cards = 0  # for when it does not run

    # ── as the page groups them ────────────────────────────────────────────────────────────────────
    @property
    def short(self) -> list[Row]:
        return self.rows(["title", "purpose", "line", "own_line"])

    @property
    def fields_words(self) -> list[Row]:
        return self.rows(["ask", "own_ask", "stem", "own_stem", "own_stems"])

    @property
    def score_words(self) -> list[Row]:
        return self.rows(["score", "low", "high"])

    @property
    def script_words(self) -> list[Row]:
        return self.rows(["say", "do", "avoid"])

    @property
    def other_words(self) -> list[Row]:
        return self.rows(["artefact", "paper"])

    def of(self, name: str) -> list[BoundField]:
        """Every field that this one is on the page: in each language, and each card."""
        keys = [name, *(f"{lang}-{name}" for lang in LANGUAGES)]
        return [self[key] for key in self.fields if key in keys or ("-stuck-" in key and name == "stuck")]

    # ── what stands in a part that is folded ───────────────────────────────────────────────────────
    @property
    def gist_deeds(self) -> str:
        return _("%(who)s; schrijven: %(writers)s") % {"who": self._chosen("who"), "writers": self._chosen("writers")}

    @property
    def gist_writing(self) -> str:
        asked = self[f"{language()}-ask"].value() or self[f"{language()}-own_ask"].value()
        said = [self._chosen("kinds") or self._chosen("own_kinds"), asked]
        return " · ".join(filter(None, said)).replace("{name}", _("de inbrenger")) or _("Niets")

    @property
    def gist_rules(self) -> str:
        chosen = {*(self["rules"].value() or []), *(rule for rule in self.phase["rules"] if rule in FOLLOWS)}
        return " · ".join(rule_words(rule) for rule in Rule if rule.value in chosen) or _("Geen regels")

    @property
    def gist_table(self) -> str:
        return self._chosen("shows") or _("Niets")

    @property
    def gist_script(self) -> str:
        said = self[f"{language()}-say"].value() or _("Nog leeg")
        return str(said).replace("{name}", _("de inbrenger"))

    @property
    def gist_more(self) -> str:
        return _("Wat er ligt, zonder schermen, en meer of minder mensen")

    def _chosen(self, name: str) -> str:
        field, value = self.fields[name], self[name].value() or []
        words = {str(code): str(word) for code, word in field.choices}  # type: ignore[attr-defined]
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(words.get(str(one), str(one)) for one in values)

    @property
    def can_show(self) -> bool:
        """Something may lie on the table here."""
        return bool(self.fields["shows"].choices or self["marks"].value())  # type: ignore[attr-defined]

    @property
    def more_cards(self) -> bool:
        return self.cards < MOST

    # ── rules ──────────────────────────────────────────────────────────────────────────────────────
    @property
    def rule_groups(self) -> list[tuple[Any, list[RuleRow]]]:
        chosen = set(self["rules"].value() or [])
        groups = [(title, [one for one in rules if one not in FOLLOWS]) for title, rules in explained.RULE_GROUPS]
        return [(title, [self._rule(rule, rule.value in chosen) for rule in rules]) for title, rules in groups]

    def _rule(self, rule: Rule, checked: bool) -> RuleRow:
        icon, told = RULE_TEXTS[rule].icon, str(explained.RULES[rule])
        return RuleRow(rule.value, f"rule-{rule.value}", icon, rule_words(rule), told, checked)


def rule_words(rule: Rule) -> str:
    """As everyone reads it in the room, before anybody has a name."""
    words = RULE_TEXTS[rule].all[language()].replace("{name}", _("de inbrenger"))  # type: ignore[literal-required]
    return words[:1].upper() + words[1:]


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "nl"
