"""Fields that several forms share."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class OnceField(forms.UUIDField):
    """The id of what this form makes, chosen when it was drawn: the same form twice makes one thing."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4, **kwargs)


class IndependenceField(forms.ChoiceField):
    """Nobody whose appraisal, contract or leave another decides sits in the same group. Only "no" is accepted."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "label", _("Beslist iemand in de groep over de beoordeling, het contract of het verlof van een ander?")
        )
        kwargs.setdefault("choices", [("no", _("Nee, niemand")), ("yes", _("Ja, of ik weet het niet"))])
        super().__init__(widget=forms.RadioSelect, error_messages={"required": _("Deze vraag hoort erbij.")}, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value != "no":
            raise ValidationError(
                _(
                    "Dan kan het zo niet. Wie over je werk beslist, kun je niet alles laten zien, en dat merkt "
                    "iedereen. Praat er eerst over: iemand anders in de groep, of een andere groep."
                ),
                code="dependent",
            )


def honest_text(value: str) -> str:
    """Without the invisible edges people paste."""
    return value.replace("\r\n", "\n").strip()
