"""For whom and for what a method is: what the library narrows down by and the match reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from methods import explained
from methods.codes import Form
from methods.draft import labels
from methods.forms.texts import LINES, LONGEST, TOO_LONG, tidy

STRENGTHS = {
    "fit": {"0": gettext_lazy("nee"), "1": gettext_lazy("helpt"), "2": gettext_lazy("ervoor gemaakt")},
    "focus": {"0": gettext_lazy("nee"), "1": gettext_lazy("ook"), "2": gettext_lazy("vooral")},
    "suits": {"0": gettext_lazy("nee"), "1": gettext_lazy("gaat"), "2": gettext_lazy("past goed")},
}
BETWEEN = {"0.5": gettext_lazy("een beetje"), "1.5": gettext_lazy("duidelijk")}  # from a file; not offered here
WEIGHED = {"fit": explained.FIT, "focus": explained.FOCUS, "suits": explained.SUITS}
ONE_OF = {
    "current": explained.CURRENT,
    "maturity": explained.MATURITY,
    "facilitator": explained.FACILITATOR,
    "confront": explained.CONFRONT,
    "advice": explained.ADVICE,
    "online": explained.ONLINE,
    "time_source": explained.TIME_SOURCE,
}
NUMBERS = {"maturity", "facilitator", "confront"}
YES_NO = {"starter", "everyone"}


class FactsForm(forms.Form):
    """Nothing but closed choices, a size, addresses, and whose the words are."""

    size_least = forms.IntegerField(label=gettext_lazy("De kleinste groep"), min_value=2, max_value=12)
    size_most = forms.IntegerField(label=gettext_lazy("De grootste groep"), min_value=2, max_value=12)
    family = forms.ChoiceField(label=labels.FACTS["family"], choices=list(explained.FAMILY.items()))
    contains = forms.MultipleChoiceField(
        label=labels.FACTS["contains"],
        choices=list(explained.CONTAINS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starter = forms.BooleanField(label=labels.FACTS["starter"], required=False)
    everyone = forms.BooleanField(label=labels.FACTS["everyone"], required=False)
    sources = forms.CharField(
        label=labels.FACTS["sources"],
        max_length=LONGEST[LINES],
        required=False,
        error_messages=TOO_LONG,
        help_text=gettext_lazy("Eén adres per regel, met https:// ervoor."),
        widget=forms.Textarea(attrs={"rows": 2, "data-draft": "sources"}),
    )
    rights = forms.CharField(
        label=labels.FACTS["rights"],
        max_length=LONGEST["short"],
        required=False,
        help_text=gettext_lazy("Zo mag een ander de woorden gebruiken. Die van Intervisie zijn EUPL-1.2."),
        widget=forms.TextInput(attrs={"data-draft": "rights"}),
    )

    def __init__(self, data: Any = None, *, document: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, initial=_start(document), **kwargs)
        for table, words in WEIGHED.items():
            for code, label in words.items():
                self.fields[f"{table}-{code}"] = _weight(table, label, document[table].get(code, 0))
        for name, choices in ONE_OF.items():
            offered = [(str(code), word) for code, word in choices.items() if _offers(document, name, code)]
            self.fields[name] = forms.ChoiceField(label=labels.FACTS[name], choices=offered, widget=forms.RadioSelect)

    def weights(self, table: str) -> list[BoundField]:
        return [self[f"{table}-{code}"] for code in WEIGHED[table]]

    @property
    def tables(self) -> list[tuple[str, str, list[BoundField]]]:
        """(name, title, fields) of what is weighed."""
        return [(table, str(labels.FACTS[table]), self.weights(table)) for table in WEIGHED]

    def clean_rights(self) -> str:
        return tidy(self.cleaned_data["rights"])

    def clean_sources(self) -> list[str]:
        """Addresses of pages, and nothing that a browser would run."""
        found = [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]
        check = URLValidator(schemes=["http", "https"])
        for address in found:
            try:
                check(address)
            except ValidationError:
                raise ValidationError(
                    _("‘%(word)s’ is geen adres. Begin met https://.") % {"word": address[:60]}
                ) from None
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """As the format keeps it."""
        said = self.cleaned_data
        facts: dict[str, Any] = {name: int(said[name]) if name in NUMBERS else said[name] for name in ONE_OF}
        facts |= {name: said[name] for name in ("family", "contains", "sources", "rights", *YES_NO)}
        facts["size"] = [said["size_least"], said["size_most"]]
        return facts | {table: self._weighed(table) for table in WEIGHED}

    def _weighed(self, table: str) -> dict[str, float]:
        given = {code: float(self.cleaned_data[f"{table}-{code}"]) for code in WEIGHED[table]}
        whole = table == "fit"
        return {str(code): int(value) if whole else value for code, value in given.items() if value}


def _start(document: Mapping[str, Any]) -> dict[str, Any]:
    start = {name: document[name] for name in (*ONE_OF, *YES_NO, "family", "contains", "rights")}
    start |= {"size_least": document["size"][0], "size_most": document["size"][1]}
    start["sources"] = "\n".join(document["sources"])
    for table, words in WEIGHED.items():
        start |= {f"{table}-{code}": _number(document[table].get(code, 0)) for code in words}
    return start


def _weight(table: str, label: Any, now: float) -> forms.ChoiceField:
    """Three steps; one in between, which a file brought along, stays possible."""
    offered = dict(STRENGTHS[table])
    if _number(now) not in offered:
        offered[_number(now)] = BETWEEN.get(_number(now), _number(now))
    return forms.ChoiceField(label=label, choices=sorted(offered.items()), widget=forms.RadioSelect)


def _number(value: float) -> str:
    return f"{value:g}"


def _offers(document: Mapping[str, Any], name: str, code: Any) -> bool:
    """Advice by the module is for a shell alone, unless it is what stands there."""
    return name != "advice" or code != "module" or document["form"] == Form.SHELL or document[name] == code
