"""The questions with which somebody narrows the library down."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from methods.codes import Advice
from methods.format import MethodDoc
from methods.intake import Want

TIMES = [("", _("alle")), ("30", _("30 min")), ("50", _("50 min")), ("60", _("60 min")), ("75", _("75 min"))]
TIMES += [("120", _("120 min"))]
ADVICE = [
    ("", _("maakt niet uit")),
    ("with", _("met advies")),
    ("asked", _("alleen op verzoek")),
    ("none", _("zonder")),
]
WITH_ADVICE = {Advice.YES, Advice.LATE, Advice.MODULE}


class LibraryFilter(forms.Form):
    """All optional. What cannot be read narrows nothing down."""

    tijd = forms.ChoiceField(label=_("Hoeveel tijd is er?"), choices=TIMES, required=False, widget=forms.RadioSelect)
    mensen = forms.IntegerField(label=_("Met hoeveel mensen?"), min_value=2, max_value=12, required=False)
    voor = forms.ChoiceField(
        label=_("Wat wil je aan het eind hebben?"), choices=[("", _("Maakt niet uit")), *Want.choices], required=False
    )
    advies = forms.ChoiceField(
        label=_("Met of zonder advies?"), choices=ADVICE, required=False, widget=forms.RadioSelect
    )

    @property
    def chosen(self) -> dict[str, str | int]:
        """What was filled in and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    def narrow(self, docs: Iterable[MethodDoc]) -> list[MethodDoc]:
        """The methods that suit what was filled in; those made for the wish first, otherwise the order stays."""
        chosen = self.chosen
        kept = [doc for doc in docs if _suits(doc, chosen)]
        return sorted(kept, key=lambda doc: -doc.fit.get(chosen["voor"], 0)) if "voor" in chosen else kept


def _suits(doc: MethodDoc, chosen: dict) -> bool:
    people = chosen.get("mensen", doc.size[0])
    advice = {"with": WITH_ADVICE, "asked": {Advice.ON_REQUEST}, "none": {Advice.NONE}}.get(chosen.get("advies", ""))
    return (
        doc.minutes <= int(chosen.get("tijd", doc.minutes))
        and doc.size[0] <= people <= doc.size[1]
        and ("voor" not in chosen or bool(doc.fit.get(chosen["voor"])))
        and (advice is None or doc.advice in advice)
    )
