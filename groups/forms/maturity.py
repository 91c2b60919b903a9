"""What the group says of itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Maturity

BY_COUNT = 0
LARGEST = 2**63 - 1


class MaturityForm(forms.Form):
    """Its own word, or that what was held may tell. `seen`: the last word on the page, by its id."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    maturity = forms.TypedChoiceField(
        label=_("Wat zeggen jullie er zelf van?"),
        choices=[*Maturity.choices, (BY_COUNT, _("We zeggen er niets over; ga uit van hoe vaak we samenkwamen"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
    together = forms.BooleanField(
        label=_("We hebben het er samen over gehad, en de groep staat erachter"),
        error_messages={"required": _("Praat er eerst samen over. Daarna kun je het hier noteren.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="maturity_%s", **kwargs)  # beside another form with the same names

    @property
    def said(self) -> Maturity | None:
        value = self.cleaned_data["maturity"]
        return None if value == BY_COUNT else Maturity(value)
