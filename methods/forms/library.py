"""The questions with which somebody narrows the library down."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from methods import listing
from methods.finding import TEXT
from methods.intake import Want

ANY = ("", _("maakt niet uit"))
TIMES = [("", _("alle")), *((str(minutes), str(minutes)) for minutes in (30, 50, 60, 75, 90, 120))]
PEOPLE = [ANY, *((str(people), str(people)) for people in listing.PEOPLE)]
WANTS = [ANY, *Want.choices]
EXPERIENCE = [
    ANY,
    ("1", _("wij beginnen net")),
    ("2", _("wij kennen één werkvorm goed")),
    ("3", _("wij kennen en vertrouwen elkaar")),
    ("4", _("wij hebben ook een geschoolde begeleider")),
]
LEADERS = [ANY, ("1", _("iemand van ons")), ("2", _("iemand met ervaring")), ("3", _("een geschoolde coach"))]
ADVICE = [ANY, ("with", _("met advies")), ("asked", _("advies op verzoek")), ("none", _("zonder advies"))]
PLACES = [ANY, ("good", _("gaat online net zo goed"))]


class LibraryFilter(forms.Form):
    """All optional. What cannot be read narrows nothing down."""

    zoek = forms.CharField(label=_("Zoek een werkvorm"), required=False, widget=forms.SearchInput)
    tijd = forms.ChoiceField(
        label=_("Hoeveel minuten zijn er?"), choices=TIMES, required=False, widget=forms.RadioSelect
    )
    mensen = forms.ChoiceField(label=_("Met hoeveel mensen?"), choices=PEOPLE, required=False)
    voor = forms.ChoiceField(label=_("Wat wil je aan het eind hebben?"), choices=WANTS, required=False)
    ervaring = forms.ChoiceField(label=_("Hoe ervaren is de groep?"), choices=EXPERIENCE, required=False)
    begeleider = forms.ChoiceField(label=_("Wie begeleidt?"), choices=LEADERS, required=False)
    advies = forms.ChoiceField(label=_("Met of zonder advies?"), choices=ADVICE, required=False)
    plek = forms.ChoiceField(label=_("Is er iemand op afstand?"), choices=PLACES, required=False)

    @property
    def chosen(self) -> dict[str, str]:
        """What was filled in and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def words(self) -> list[str]:
        """What was asked for in words, folded."""
        return listing.asked(self.chosen.get(TEXT, ""))

    def said(self, name: str, value: str) -> str:
        """An answer as it is worded."""
        return f"‘{value}’" if name == TEXT else self._worded[name][value]

    @cached_property
    def _worded(self) -> dict[str, dict[str, str]]:
        """The words of the answers, before the counts stand behind them."""
        return {name: {value: str(label) for value, label in field.choices} for name, field in self._filters()}

    def count(self, counts: Mapping[str, Counter[str]]) -> None:
        """Write behind every answer how many methods it would leave."""
        worded = self._worded
        for name, field in self._filters():
            field.choices = [(value, f"{label} ({counts[name][value]})") for value, label in worded[name].items()]

    def _filters(self):
        return [(name, field) for name, field in self.fields.items() if name != TEXT]
