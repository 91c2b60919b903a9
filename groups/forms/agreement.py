"""The agreement: one part at a time while writing, all of it when it is laid down."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.agreements import PARTS
from groups.models import Agreement

from .parts import honest_text

GUIDES = {
    "goal": (_("Waarvoor komen jullie samen?"), _("Wat wil je leren, en hoe weet je straks dat het iets gaf?")),
    "rhythm": (_("Hoe vaak, hoe lang, waar?"), _("Minder vaak dan om de zes weken bouwt weinig op.")),
    "attendance": (_("Erbij zijn en afzeggen"), _("Met hoeveel gaat het door? Wat als iemand vaak niet kan?")),
    "confidentiality": (
        _("Wat hier gezegd wordt"),
        _("Spreek uit hoe ver het reikt: thuis, in je team, tegen elkaar buiten de bijeenkomst."),
    ),
    "limits": (
        _("Waar vertrouwelijkheid ophoudt"),
        _("Acuut gevaar en een meldplicht gaan voor. Wat geldt er in jullie beroep?"),
    ),
    "review": (_("Wanneer kijken jullie terug?"), _("En wat doen jullie als iemand een afspraak schendt?")),
}


class AgreementPart(forms.Form):
    """One of the six parts."""

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        label, guide = GUIDES[part]
        self.part = part
        self.fields["text"] = forms.CharField(
            label=label,
            help_text=guide,
            max_length=Agreement._meta.get_field(part).max_length,
            widget=forms.Textarea(attrs={"rows": 7}),
        )

    def clean_text(self):
        return honest_text(self.cleaned_data["text"])


class AgreementWhole(forms.Form):
    """All six, as they were written, and on which version."""

    seen = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)
    spoken = forms.BooleanField(required=False)

    def __init__(self, *args, draft, **kwargs):
        super().__init__(*args, **kwargs)
        self.draft = draft

    def missing(self) -> str:
        """The first part that has no words, or ""."""
        return next((part for part in PARTS if not self.draft.get(part)), "")
