"""The words of the rules and of the ratings, Dutch and English side by side. Data, no logic.

`all` is what everyone reads, `own` what the case-giver reads where that differs. `{name}` is the case-giver.
"""

from dataclasses import dataclass
from typing import TypedDict

from methods.codes import Marks, Rule


class Words(TypedDict):
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """How one rule reads on the screen."""

    icon: str
    all: Words
    own: Words | None = None
    covered_by: frozenset[Rule] = frozenset()  # not said when one of these holds as well: it says more


# For an observer, where the line of the phase asks others to write or to speak.
LOOKS_ON: Words = {
    "nl": "Kijk mee, en noteer voor jezelf wat je opvalt.",
    "en": "Look on, and note for yourself what strikes you.",
}


def _t(
    icon: str, nl: str, en: str, own_nl: str = "", own_en: str = "", covered_by: set[Rule] | None = None
) -> RuleText:
    own: Words | None = {"nl": own_nl, "en": own_en} if own_nl else None
    return RuleText(icon, {"nl": nl, "en": en}, own, frozenset(covered_by or ()))


RULE_TEXTS: dict[Rule, RuleText] = {
    Rule.NO_INTERRUPT: _t(
        "ear",
        "{name} vertelt, niemand onderbreekt",
        "{name} tells, nobody interrupts",
        "Je vertelt, niemand onderbreekt je",
        "You tell, nobody interrupts you",
    ),
    Rule.FACTS: _t("list", "Alleen feiten: wie, wat, waar, wanneer", "Facts only: who, what, where, when"),
    Rule.CLARIFY_ONLY: _t(
        "circle-question-mark",
        "Korte vragen om te begrijpen, geen uitleg",
        "Short questions to understand, no interpretation",
        "Je antwoordt kort, of je past",
        "Answer briefly, or pass",
    ),
    Rule.OPEN_Q: _t(
        "message-circle-question-mark",
        "Open vragen, kort en nieuwsgierig",
        "Open questions, short and curious",
        "Je antwoordt, of je past",
        "Answer, or pass",
    ),
    Rule.NO_ADVICE: _t(
        "archive",
        "Advies bewaren we",
        "Advice can wait",
        "Niemand geeft je nu advies",
        "Nobody gives you advice now",
    ),
    Rule.ADVICE_OK: _t(
        "hand-helping",
        "Advies mag, als aanbod: ‘ik zou …’",
        "Advice is welcome, as an offer: ‘I would …’",
        "Advies is een aanbod: jij kiest",
        "Advice is an offer: you choose",
    ),
    Rule.SILENT_WRITE: _t(
        "eye-off",
        "In stilte schrijven; niemand ziet het nog",
        "Write in silence; nobody sees it yet",
    ),
    Rule.ROUND: _t(
        "refresh-cw",
        "Om de beurt; passen mag",
        "One by one; passing is fine",
    ),
    Rule.NO_DISCUSS: _t(
        "message-circle-off",
        "Niet reageren op elkaar",
        "No replies to each other",
        "Je hoeft niets te beantwoorden",
        "You need not answer anything",
    ),
    Rule.C_SILENT: _t(
        "ear",
        "{name} luistert alleen",
        "{name} only listens",
        "Je luistert alleen; je hoeft niets",
        "You only listen; nothing is asked of you",
        covered_by={Rule.C_AWAY},
    ),
    Rule.C_AWAY: _t(
        "armchair",
        "{name} luistert met de stoel gedraaid",
        "{name} listens with the chair turned",
        "Je stoel is gedraaid: je luistert alleen",
        "Your chair is turned: you only listen",
    ),
    Rule.THIRD_PERSON: _t(
        "users-round",
        "Praat over {name}, niet tegen {name}",
        "Speak about {name}, not to {name}",
        "Ze praten over je, niet tegen je",
        "They speak about you, not to you",
    ),
    Rule.HYPO: _t(
        "lightbulb",
        "Vermoedens: ‘zou het kunnen dat …’",
        "Hunches: ‘could it be that …’",
    ),
    Rule.ASSOC: _t(
        "sparkle",
        "Een beeld, gevoel of gebaar; geen uitleg",
        "An image, feeling or gesture; no explanation",
    ),
    Rule.IDENT: _t(
        "user-round",
        "Spreek als iemand uit de casus: ‘ik, als …’",
        "Speak as someone in the case: ‘I, as …’",
    ),
    Rule.APPRECIATE: _t(
        "heart",
        "Alleen wat sterk is",
        "Strengths only",
        "Je hoeft het niet kleiner te maken",
        "No need to make it smaller",
    ),
    Rule.I_MSG: _t(
        "message-square-text",
        "Vanuit jezelf: begin met ‘ik’",
        "Speak for yourself: begin with ‘I’",
    ),
    Rule.Q_ONLY: _t(
        "message-circle-question-mark",
        "Vertellen mag alleen als antwoord op een vraag",
        "Statements only as an answer to a question",
    ),
    Rule.DIALOGUE: _t(
        "message-circle",
        "Voortbouwen op elkaar; niets beslissen",
        "Build on each other; decide nothing",
    ),
    Rule.SILENCE: _t(
        "moon",
        "Het is even stil",
        "A moment of silence",
    ),
    Rule.SCORE: _t(
        "scale",
        "{name} geeft een cijfer; laten zien hoeft niet",
        "{name} gives a number; no need to show it",
        "Je geeft een cijfer; laten zien hoeft niet",
        "You give a number; no need to show it",
    ),
    Rule.C_DECIDES: _t(
        "hand",
        "{name} kiest en hoeft niets uit te leggen",
        "{name} chooses, no reason needed",
        "Jij kiest en hoeft niets uit te leggen",
        "You choose, no reason needed",
    ),
    Rule.OUTCOME_WITHHELD: _t(
        "lock",
        "De afloop blijft nog even bij {name}",
        "{name} keeps the ending back for now",
        "Houd de afloop nog voor je",
        "Keep the ending to yourself for now",
    ),
    Rule.DEROLE: _t(
        "door-open",
        "Stap hardop uit je rol",
        "Step out of your role aloud",
    ),
}

# The most telling first: who is silent, how one writes, what one may say, then what is left.
RULE_ORDER: tuple[Rule, ...] = (
    Rule.SILENCE,
    Rule.DEROLE,
    Rule.C_AWAY,
    Rule.C_SILENT,
    Rule.SILENT_WRITE,
    Rule.NO_INTERRUPT,
    Rule.OUTCOME_WITHHELD,
    Rule.THIRD_PERSON,
    Rule.ROUND,
    Rule.Q_ONLY,
    Rule.IDENT,
    Rule.APPRECIATE,
    Rule.ASSOC,
    Rule.HYPO,
    Rule.CLARIFY_ONLY,
    Rule.OPEN_Q,
    Rule.FACTS,
    Rule.I_MSG,
    Rule.DIALOGUE,
    Rule.ADVICE_OK,
    Rule.NO_ADVICE,
    Rule.SCORE,
    Rule.C_DECIDES,
    Rule.NO_DISCUSS,
)

# rating → its choices: code, icon, whether the card is deleted for everyone, words
MARK_CHOICES: dict[Marks, tuple[tuple[str, str, bool, Words], ...]] = {
    Marks.NONE: (),
    Marks.TEMPERATURE: (
        ("warm", "flame", False, {"nl": "warm", "en": "warm"}),
        ("neutral", "minus", False, {"nl": "neutraal", "en": "neutral"}),
        ("cold", "snowflake", False, {"nl": "koud", "en": "cold"}),
    ),
    Marks.MINE: (
        ("mine", "check", False, {"nl": "van mij", "en": "mine"}),
        ("maybe", "circle-dashed", False, {"nl": "misschien", "en": "maybe"}),
        ("not_mine", "x", True, {"nl": "niet van mij", "en": "not mine"}),
    ),
    Marks.KEEP: (
        ("keep", "check", False, {"nl": "houd ik", "en": "keep"}),
        ("let_go", "x", True, {"nl": "laat ik gaan", "en": "let go"}),
    ),
    Marks.STANCE: (
        ("helps", "sprout", False, {"nl": "helpt", "en": "helps"}),
        ("hinders", "anchor", False, {"nl": "hindert", "en": "hinders"}),
        ("both", "scale", False, {"nl": "allebei", "en": "both"}),
        ("unknown", "circle-dashed", False, {"nl": "weet ik niet", "en": "don’t know"}),
    ),
    Marks.ONE: (("chosen", "circle-dot", False, {"nl": "deze", "en": "this one"}),),
}

# rule → how a card begins; the space at the end is where one goes on writing
STEMS: dict[Rule, Words] = {
    Rule.HYPO: {"nl": "Zou het kunnen dat ", "en": "Could it be that "},
    Rule.IDENT: {"nl": "Ik, als ", "en": "I, as "},
    Rule.I_MSG: {"nl": "Ik ", "en": "I "},
}
