"""What a method says about itself."""

from django.utils.translation import gettext_lazy as _

from methods.draft.shape import Document
from methods.format import LANGUAGES
from methods.forms.texts import LINES, SHORT, TEXT, TextsForm


class WordsForm(TextsForm):
    """Name, promise, when it fits, where it comes from."""

    texts = {
        "name": SHORT,
        "promise": TEXT,
        "purpose": TEXT,
        "outcome": TEXT,
        "when": LINES,
        "when_not": LINES,
        "contra": LINES,
        "preparation": LINES,
        "roles": LINES,
        "variants": LINES,
        "pitfalls": LINES,
        "origin": TEXT,
        "credit": TEXT,
    }
    helps = {
        "promise": _("Wat krijgt een groep die dit doet?"),
        "purpose": _("Waarom helpt het om het zo te doen?"),
        "when": _("Eén per regel, minstens twee. Ze maken de zin af: ‘past als je hardop wilt denken’."),
        "when_not": _("Eén per regel, op dezelfde manier."),
        "contra": _("Eén per regel. Mag leeg blijven."),
        "preparation": _("Eén per regel: wat iemand vooraf doet of klaarlegt."),
        "roles": _("Naast wie leidt, de inbrenger en de groep. Eén per regel: ‘Schrijver: houdt bij wat er ligt.’"),
        "variants": _("Eén per regel. Mag leeg blijven."),
        "pitfalls": _("Eén per regel, met wat je dan doet."),
        "outcome": _("Eén zin, die begint met ‘Aan het eind heb je …’"),
        "origin": _("Van wie is het idee, en waar las of leerde je het?"),
        "credit": _("Wie je dankt, en wat een ander met deze woorden mag."),
    }
    groups = [
        (_("In het kort"), ["name", "promise", "purpose", "outcome"]),
        (_("Wanneer wel en niet"), ["when", "when_not", "contra", "pitfalls"]),
        (_("Wat het vraagt"), ["preparation", "roles", "variants"]),
        (_("Vanwaar"), ["origin", "credit"]),
    ]

    @property
    def sections(self) -> list[tuple]:
        return [(title, self.rows(names)) for title, names in self.groups]

    @property
    def changes(self) -> Document:
        return {lang: self.written(lang) for lang in LANGUAGES}
