"""Texts in two languages side by side. A draft may be unfinished: nothing is required, and only what cannot be kept is
refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from methods.draft import labels
from methods.format import LANGUAGES

SHORT, TEXT, LINES = "short", "text", "lines"
LONGEST = {SHORT: 200, TEXT: 1500, LINES: 4000}
TOO_LONG = {"max_length": _("Dit is langer dan past (%(show_value)d van %(limit_value)d tekens). Kort het in.")}
_PAIR = re.compile(r'"([^"\n]*)"')


def tidy(words: str) -> str:
    """One line, with the quotes of the house."""
    return _PAIR.sub(r"‘\1’", " ".join(words.split())).replace('"', "’")


def lines(words: str) -> list[str]:
    """What stands on the lines, without the empty ones."""
    return [tidy(line) for line in words.splitlines() if line.strip()]


@dataclass(frozen=True)
class Row:
    """One field in both languages, as a template draws it."""

    name: str
    label: str
    help: str
    fields: list[BoundField]


class TextsForm(forms.Form):
    """`texts`: name → short, text or lines. The fields are called nl-name and en-name."""

    texts: Mapping[str, str] = {}
    helps: Mapping[str, Any] = {}
    of_phase = False

    def __init__(self, data: Any = None, *, document: Mapping[str, Any], **kwargs: Any) -> None:
        self.document = document
        super().__init__(data, initial={**self.start(), **kwargs.pop("initial", {})}, **kwargs)
        for name, kind in self.texts.items():
            for lang in LANGUAGES:
                self.fields[f"{lang}-{name}"] = self._field(name, kind, lang)

    def start(self) -> dict[str, Any]:
        """What stands in the fields before anybody types."""
        return {
            f"{lang}-{name}": _shown(self.document[lang].get(name, ""), kind)
            for lang in LANGUAGES
            for name, kind in self.texts.items()
        }

    def _field(self, name: str, kind: str, lang: str) -> forms.CharField:
        rows = {SHORT: 1, TEXT: 2, LINES: 3}[kind]
        attrs = {"lang": lang, "rows": rows, "data-draft": f"{lang}-{name}", "spellcheck": "true"}
        label = f"{labels.label(name, of_phase=self.of_phase)} ({labels.LANGUAGES[lang]})"
        field = forms.CharField(
            label=label, max_length=LONGEST[kind], required=False, error_messages=TOO_LONG, strip=False
        )
        field.widget = forms.Textarea(attrs=attrs)
        return field

    def rows(self, names: Iterable[str] = ()) -> list[Row]:
        """These fields, or all of them."""
        return [self.row(name) for name in names or self.texts]

    def row(self, name: str) -> Row:
        label = labels.label(name, of_phase=self.of_phase)
        return Row(name, label, str(self.helps.get(name, "")), [self[f"{lang}-{name}"] for lang in LANGUAGES])

    def written(self, lang: str) -> dict[str, Any]:
        """What was typed in one language, as the format keeps it."""
        return {
            name: lines(self.cleaned_data[f"{lang}-{name}"])
            if kind == LINES
            else tidy(self.cleaned_data[f"{lang}-{name}"])
            for name, kind in self.texts.items()
        }


def _shown(value: Any, kind: str) -> str:
    return "\n".join(value) if kind == LINES else str(value)


def lay_beside(form: forms.Form, stored: forms.Form) -> None:
    """Where what was typed is not what is kept now, the field says so: `.theirs`, in words."""
    for name, field in form.fields.items():
        mine, theirs = _said(form[name]), _said(stored[name]) if name in stored.fields else ""
        if mine != theirs and not isinstance(field.widget, forms.HiddenInput):
            form[name].theirs = theirs or str(_("niets"))  # type: ignore[attr-defined]


def _said(bound: BoundField) -> str:
    value = bound.value()
    value = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value  # as a browser sends it
    choices = dict(getattr(bound.field, "choices", ()) or ())
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(
        str(choices.get(one, choices.get(str(one), one))) for one in values if one not in (None, "", False)
    )
