"""What the computer points at in a text, in words, each with at most one small button. Reads no database."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sessions.privacy_hints import Kind, find, replaced
from sessions.sharpen import Hint, first_question, sharpen

MOST_SPOTS = 6
KEEP_FIRST = "keep_first"
REPLACE, LEAVE_OUT = "replace:", "leave_out:"


@dataclass(frozen=True, slots=True)
class Line:
    """`word` stands bold in front of or inside the sentence; `do` and `button` change the text by one press."""

    icon: str
    text: str
    good: bool = False
    word: str = ""
    do: str = ""
    button: str = ""


def question_lines(question: str) -> list[Line]:
    """How it becomes sharper, and who may be recognised."""
    return [_sharp(found.hint, found.word) for found in sharpen(question)] + recognisable_lines(question)


def _sharp(hint: Hint, word: str) -> Line:
    icon, text = {
        Hint.HOW: ("check", _("Begint met ‘hoe kan ik’. Daar kan de groep mee werken.")),
        Hint.OWN: ("check", _("Een open vraag, over jezelf. Daar kan de groep mee werken.")),
        Hint.WHY: (
            "message-circle-question-mark",
            _("‘Waarom’ leidt vaak naar uitleg. Hoe klinkt hij met ‘hoe kan ik’?"),
        ),
        Hint.CLOSED: ("split", _("Hier past ja of nee op. Wat wordt het als je met ‘hoe’ begint?")),
        Hint.NO_HOW: ("message-circle-question-mark", _("Probeer eens te beginnen met ‘Hoe kan ik …’.")),
        Hint.NO_I: ("user-round", _("Je komt zelf nog niet in je vraag voor. Wat is hierin van jou?")),
        Hint.TWO: ("split", _("Dit zijn twee vragen. Welke van de twee houdt je wakker?")),
        Hint.OTHER: ("user-round", _("Dit gaat over wat een ander moet doen. Wat zou jij dan doen of laten?")),
        Hint.OTHER_SECOND: (
            "user-round",
            _("Het tweede deel gaat over wat een ander moet doen. Wat zou jij dan doen of laten?"),
        ),
        Hint.WIDE: ("target", _("‘%(word)s’ is groot. Op welk moment speelt het het sterkst?") % {"word": word}),
        Hint.LONG: ("target", _("Het is een lange zin. Wat blijft er over als je hem hardop zegt?")),
        Hint.SHORT: ("target", _("Heel kort nog. Waar en wanneer speelt het?")),
    }[hint]
    if hint == Hint.TWO:
        return Line(icon, text, do=KEEP_FIRST, button=_("Houd alleen de eerste"))
    return Line(icon, text, good=hint in (Hint.HOW, Hint.OWN))


def recognisable_lines(*texts: str) -> list[Line]:
    """One line for each word that may lead to somebody."""
    seen = {spot.word: spot.kind for text in texts for spot in find(text)}
    return [_spot(word, kind) for word, kind in list(seen.items())[:MOST_SPOTS]]


def _spot(word: str, kind: Kind) -> Line:
    if kind == Kind.NAME:
        said = _("Je noemt %s. Herkent iemand deze persoon?")
        return Line(
            "shield", said, word=word, do=REPLACE + word, button=_("Maak er ‘%(alias)s’ van") % {"alias": alias(word)}
        )
    said = {
        Kind.PLACE: _("Je noemt %s. Doet de plaats ertoe?"),
        Kind.DATE: _("Je noemt %s. Is de precieze dag nodig?"),
        Kind.AGE: _("Je schrijft %s. Kan het ook zonder leeftijd?"),
        Kind.BSN: _("%s lijkt een burgerservicenummer. Haal het weg."),
        Kind.PHONE: _("%s lijkt een telefoonnummer."),
        Kind.EMAIL: _("%s lijkt een e-mailadres."),
        Kind.POSTCODE: _("%s lijkt een postcode."),
        Kind.NUMBER: _("%s: hoort dit getal bij iemand?"),
    }[kind]
    return Line("shield", said, word=word, do=LEAVE_OUT + word, button=_("Haal dit weg"))


def alias(word: str) -> str:
    """een collega; of somebody's: een collega’s"""
    return _("een collega") + ("’s" if word.endswith(("'s", "’s")) else "")


def changed(text: str, do: str) -> str:
    """The text after pressing a button. An unknown press changes nothing."""
    if do == KEEP_FIRST:
        return first_question(text)
    if do.startswith(REPLACE):
        word = do.removeprefix(REPLACE)
        return replaced(text, word, alias(word))
    if do.startswith(LEAVE_OUT):
        return replaced(text, do.removeprefix(LEAVE_OUT), "")
    return text
