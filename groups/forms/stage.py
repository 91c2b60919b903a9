"""Writing down a stage of the handover."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Stage


class StageForm(forms.Form):
    """What the group decided together."""

    seen = forms.TypedChoiceField(choices=Stage.choices, coerce=int, widget=forms.HiddenInput)
    stage = forms.TypedChoiceField(
        label=_("Waar staan jullie nu?"), choices=Stage.choices, coerce=int, widget=forms.RadioSelect
    )
    together = forms.BooleanField(
        label=_("We hebben het er samen over gehad, en de groep staat erachter"),
        error_messages={"required": _("Praat er eerst samen over. Daarna kun je het hier noteren.")},
    )
