"""Looking at a board again."""

from __future__ import annotations

from typing import Any

from django import forms

from sessions.forms.room import NOUGHT_TO_TEN

NOTHING: dict[str, Any] = {"value": None, "note": ""}


class LookAgain(forms.Form):
    """A number, a sentence, or both."""

    value = forms.TypedChoiceField(choices=NOUGHT_TO_TEN, coerce=int, required=False, empty_value=None)
    note = forms.CharField(required=False)  # how long it may be says the deed, which gives it back
