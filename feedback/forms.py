"""Is it well-formed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.items import ITEMS, SCALE
from feedback.models import Direction, FollowUp
from feedback.models.follow_up import EFFECT
from feedback.models.pulse import LINE

TOO_LONG = {"max_length": _("Dit is langer dan past. Wat is de kern, in één zin?")}


class PulseForm(forms.Form):
    """Five statements, one line, and for who brought a case a sentence by name. Everything may be left open."""

    next_time = forms.CharField(
        label=_("Volgende keer graag"),
        required=False,
        max_length=LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=TOO_LONG,
    )

    def __init__(self, *args: Any, brings: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statements: dict[str, forms.Field] = {item.code: _statement(item) for item in ITEMS}
        self.fields = {**statements, **self.fields}
        if brings:
            self.fields["direction"] = forms.ChoiceField(
                label=_("Ik had de regie over mijn vraag"),
                required=False,
                choices=[("", _("zeg ik liever niet")), *Direction.Answer.choices],
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.values()) and not self.errors:
            raise forms.ValidationError(_("Er staat nog niets. Kies een antwoord, of sla het over."))
        return self.cleaned_data

    @property
    def statements(self) -> list[tuple[forms.BoundField, str]]:
        """Each statement with the words at both ends, as the tag `field` wants them."""
        return [(self[item.code], f"{item.low}|{item.high}") for item in ITEMS]

    @property
    def scores(self) -> dict[str, int]:
        return {item.code: value for item in ITEMS if (value := self.cleaned_data.get(item.code))}


def _statement(item: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=item.statement,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(value, str(value)) for value in SCALE],
        widget=forms.RadioSelect,
    )


class FollowUpForm(forms.Form):
    """One of four answers, and one line if wanted."""

    answer = forms.ChoiceField(choices=[choice for choice in FollowUp.Answer.choices if choice[0]])
    seen_answer = forms.ChoiceField(choices=FollowUp.Answer.choices, required=False)
    effect = forms.CharField(label=_("Wat merkte je?"), required=False, max_length=EFFECT, error_messages=TOO_LONG)
