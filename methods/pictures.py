"""What somebody reaches for when no image or no figure comes: a table of picture cards, and who may speak in a case.

Dutch and English side by side. A picture is a Lucide icon by its own name (static/icons.txt); its word is what the card
says when nothing is written beside it. Data, and two small ways to read it.
"""

from methods.codes import Rule
from methods.format.document import PhaseDoc
from methods.rule_texts import STEMS, Words

PICTURES: dict[str, Words] = {
    "mountain": {"nl": "Een berg", "en": "A mountain"},
    "waves": {"nl": "Golven", "en": "Waves"},
    "sailboat": {"nl": "Een bootje", "en": "A small boat"},
    "anchor": {"nl": "Een anker", "en": "An anchor"},
    "tornado": {"nl": "Een wervelwind", "en": "A whirlwind"},
    "umbrella": {"nl": "Een paraplu", "en": "An umbrella"},
    "snowflake": {"nl": "IJs", "en": "Ice"},
    "flame": {"nl": "Vuur", "en": "Fire"},
    "sprout": {"nl": "Een kiem", "en": "A seedling"},
    "feather": {"nl": "Een veer", "en": "A feather"},
    "bird": {"nl": "Een vogel", "en": "A bird"},
    "turtle": {"nl": "Een schildpad", "en": "A tortoise"},
    "brick-wall": {"nl": "Een muur", "en": "A wall"},
    "door-open": {"nl": "Een open deur", "en": "An open door"},
    "lock": {"nl": "Een slot", "en": "A lock"},
    "key-round": {"nl": "Een sleutel", "en": "A key"},
    "puzzle": {"nl": "Een puzzelstuk", "en": "A piece of a puzzle"},
    "hourglass": {"nl": "Een zandloper", "en": "An hourglass"},
    "split": {"nl": "Een tweesprong", "en": "A fork in the road"},
    "life-buoy": {"nl": "Een reddingsboei", "en": "A lifebuoy"},
}

FIGURES: dict[str, Words] = {
    "other": {"nl": "de ander", "en": "the other person"},
    "colleague": {"nl": "collega", "en": "a colleague"},
    "team": {"nl": "het team", "en": "the team"},
    "manager": {"nl": "leidinggevende", "en": "the manager"},
    "client": {"nl": "cliënt", "en": "the client"},
    "pupil": {"nl": "leerling", "en": "the pupil"},
    "family": {"nl": "familie", "en": "the family"},
    "bystander": {"nl": "iemand die toekijkt", "en": "somebody looking on"},
}


def shows_pictures(phase: PhaseDoc) -> bool:
    return Rule.ASSOC in phase.rules


def shows_figures(phase: PhaseDoc, stem: str) -> bool:
    """Where somebody speaks as a figure of their choice: not where the method says as whom."""
    return Rule.IDENT in phase.rules and stem in STEMS[Rule.IDENT].values()


def as_figure(code: str, text: str, lang: str) -> str:
    """Ik, als leidinggevende: I did not see it. What was typed may begin with the beginning of the card, or not."""
    said = next((text[len(stem) :] for stem in STEMS[Rule.IDENT].values() if text.startswith(stem)), text)
    if text.strip() in {str(stem).strip() for stem in STEMS[Rule.IDENT].values()}:
        said = ""
    if not said.strip():
        return ""
    language = "en" if lang.startswith("en") else "nl"
    return f"{STEMS[Rule.IDENT][language]}{FIGURES[code][language]}: {said.strip()}".strip()


def with_picture(code: str, text: str, start: str, lang: str) -> str:
    """What was typed; where that is nothing but the beginning of the card, the word of the picture behind it."""
    word = dict(words_of(PICTURES, lang)).get(code, "")
    if text.strip() not in ("", start.strip()) or not word:
        return text
    return f"{start.strip()} {word[:1].lower()}{word[1:]}" if start.strip() else word


def words_of(table: dict[str, Words], lang: str) -> list[tuple[str, str]]:
    language = "en" if lang.startswith("en") else "nl"
    return [(code, words[language]) for code, words in table.items()]
