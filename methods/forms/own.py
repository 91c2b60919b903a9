"""Where a method of one's own begins, and where it comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.forms.parts import OnceField
from methods.doors import Home
from methods.draft.files import LARGEST
from methods.draft.shape import OF_THE_PLAN


class HomeForm(forms.Form):
    """For whom it is: one of the homes of who asks."""

    once = OnceField()
    home = forms.ChoiceField(label=gettext_lazy("Voor wie is het?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, homes: list[Home], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {home.key: home for home in homes}
        self.fields["home"].choices = [(home.key, home_label(home)) for home in homes]  # type: ignore[attr-defined]
        if len(homes) == 1:
            self.fields["home"].initial = homes[0].key

    @property
    def owner(self) -> dict[str, Any]:
        """As the actions take it."""
        home = self.homes[self.cleaned_data["home"]]
        return {"group": home.group} if home.group else {"organisation": home.organisation}


def home_label(home: Home) -> str:
    if home.group:
        return _("%(group)s, alleen voor jullie") % {"group": home.name}
    return _("%(organisation)s, voor alle groepen") % {"organisation": home.name}


class FileForm(HomeForm):
    """A method as a file."""

    file = forms.FileField(
        label=gettext_lazy("Het bestand"),
        help_text=gettext_lazy(
            "Een TOML-bestand van hooguit 200 KB. Het wordt een concept; er komt niets vanzelf uit."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
        error_messages={"required": gettext_lazy("Kies een bestand."), "empty": gettext_lazy("Dit bestand is leeg.")},
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise ValidationError(_("Dit bestand is groter dan 200 KB. Een werkvorm is hooguit een tiende daarvan."))
        return upload


class CreditForm(forms.Form):
    """Somebody looked at where the words come from."""

    credit = forms.BooleanField(
        label=gettext_lazy("De herkomst, de rechten en de naamsvermelding kloppen."),
        error_messages={"required": gettext_lazy("Kijk ze na en vink dit aan. Het zijn de woorden van een ander.")},
    )


class TimesForm(forms.Form):
    """The minutes of the steps: minutes-<id> and least-<id>."""

    def __init__(self, data: Any = None, *, document: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.ids = [phase["id"] for phase in document["phase"]]
        heads = {"minutes": _("minuten"), "least": _("minuten op zijn minst")}
        for number, phase in enumerate(document["phase"], start=1):
            for name in OF_THE_PLAN:
                label = _("Stap %(number)s: %(head)s") % {"number": number, "head": heads[name]}
                self.fields[f"{name}-{phase['id']}"] = forms.IntegerField(
                    label=label, min_value=1, max_value=90, initial=phase[name]
                )

    @property
    def times(self) -> dict[str, dict[str, int]]:
        """What could be read; a field that could not keeps what is there."""
        self.is_valid()
        read = {(name, one): self.cleaned_data.get(f"{name}-{one}") for one in self.ids for name in OF_THE_PLAN}
        return {
            one: {name: minutes for name in OF_THE_PLAN if (minutes := read[name, one]) is not None} for one in self.ids
        }
