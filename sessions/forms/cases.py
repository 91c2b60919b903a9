"""The intake of a case in five short steps. Nothing is required until it is shared; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intervisie.common import words
from methods.intake import AdviceWish, Clarity, Frequency, RatherNot, Tried, Want, Where
from sessions import intake
from sessions.actions.cases import CHECKS
from sessions.forms.planning import DateInput
from sessions.models import Case, CaseSession

MAX = {name: Case._meta.get_field(name).max_length for name in ("question", "pitch", "story")}
TOO_LONG = {
    "max_length": gettext_lazy("Dit is langer dan past (%(show_value)d van %(limit_value)d tekens). Kort het in.")
}


def text_field(name: str, label: Any, rows: int, **more: Any) -> forms.CharField:
    return _text(label, MAX[name], rows, **more)


def _text(label: Any, longest: int, rows: int, **more: Any) -> forms.CharField:
    """The browser does not cut off what is pasted: too long is said, and everything typed stays."""
    widget = forms.Textarea(attrs={"rows": rows})
    field = forms.CharField(
        label=label, max_length=longest, required=False, widget=widget, error_messages=TOO_LONG, **more
    )
    field.widget.attrs.pop("maxlength")
    return field


def one_of(choices: Any, label: Any, **more: Any) -> forms.ChoiceField:
    """A choice that may stay open; the words of the choices come from the methods."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False, **more)


def some_of(choices: Any, label: Any, **more: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, required=False, **more)


def scale(label: Any, **more: Any) -> forms.TypedChoiceField:
    """0 to 10 as a row of eleven; empty when not said."""
    numbers = [(str(number), str(number)) for number in range(11)]
    return forms.TypedChoiceField(
        label=label, choices=numbers, coerce=int, empty_value=None, widget=forms.RadioSelect, required=False, **more
    )


def search_field(label: Any) -> forms.CharField:
    return _text(label, 600, 2)


def _day(session: CaseSession) -> str:
    return words.day(session.starts_at.astimezone(session.group.tz))


class StepForm(forms.Form):
    """One step. `texts` go into columns of their own, the rest into the intake."""

    texts: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, case: Case, **kwargs: Any) -> None:
        self.case = case
        kept = {name: getattr(case, name) for name in (*self.texts, "oral_only")}
        super().__init__(data, initial={**case.intake, **kept, **kwargs.pop("initial", {})}, **kwargs)

    @property
    def changes(self) -> dict[str, Any]:
        """What to hand to `actions.cases.write`."""
        answers = {name: value for name, value in self.cleaned_data.items() if name not in (*self.texts, "oral_only")}
        changed: dict[str, Any] = {"texts": {name: self.cleaned_data[name] for name in self.texts}}
        if answers:
            changed["intake"] = (tuple(answers), intake.kept(answers))
        if "oral_only" in self.fields:
            changed["oral_only"] = self.cleaned_data["oral_only"]
        return changed


class WhatForm(StepForm):
    """What is going on. In a group that only tells, nothing is asked here."""

    texts = ("story", "pitch")
    story = text_field("story", gettext_lazy("Wat er speelt"), 8)
    pitch = text_field("pitch", gettext_lazy("In twee zinnen, voor op de plank"), 2)
    oral_only = forms.BooleanField(label=gettext_lazy("Ik vertel het, er staat niets op papier"), required=False)

    def __init__(self, data: Any = None, *, case: Case, told: bool, **kwargs: Any) -> None:
        super().__init__(data, case=case, **kwargs)
        if told:
            self.fields.clear()
            self.texts = ()


class QuestionForm(StepForm):
    texts = ("question",)
    question = text_field("question", gettext_lazy("Je vraag"), 3)


class WantsForm(StepForm):
    want = one_of(Want.choices, gettext_lazy("Wat wil je aan het eind hebben?"))
    also = some_of(Want.choices, gettext_lazy("Wat nog meer?"))
    advice = one_of(AdviceWish.choices, gettext_lazy("Wil je advies?"))
    rather_not = some_of(RatherNot.choices, gettext_lazy("Wat liever niet?"))
    current = forms.IntegerField(
        label=gettext_lazy("Waar zit het vooral?"),
        min_value=0,
        max_value=10,
        required=False,
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": 10}),
    )

    def clean_also(self) -> list[str]:
        also = [code for code in self.cleaned_data["also"] if code != self.data.get("want")]
        if len(also) > intake.MOST_ALSO:
            raise ValidationError(_("Kies er hooguit twee bij."))
        return also


class NowForm(StepForm):
    focus = one_of(Where.choices, gettext_lazy("Waar zit het in?"))
    frequency = one_of(Frequency.choices, gettext_lazy("Hoe vaak gebeurt het?"))
    clarity = one_of(Clarity.choices, gettext_lazy("Hoe scherp is je vraag?"))
    tried = one_of(Tried.choices, gettext_lazy("Wat heb je al geprobeerd?"))
    load = scale(gettext_lazy("Hoeveel doet het je nu?"))
    influence = scale(gettext_lazy("Hoeveel invloed heb je zelf?"))
    decision_on = forms.DateField(
        label=gettext_lazy("Moet je vóór een bepaalde dag beslissen?"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("De groep ziet die dag, als je deelt."),
    )

    def clean_decision_on(self) -> Any:
        day = self.cleaned_data["decision_on"]
        if (
            day
            and day < timezone.localdate(timezone=self.case.group.tz)
            and day.isoformat() != self.initial.get("decision_on")
        ):
            raise ValidationError(_("Die dag is al geweest. Laat het leeg, of kies een dag die nog komt."))
        return day


class ShareForm(forms.Form):
    """Five ticks: could somebody be recognised? All five, or it is not shared yet."""

    names = forms.BooleanField(label=gettext_lazy("Er staan geen namen, plaatsen of precieze data in."))
    known = forms.BooleanField(label=gettext_lazy("Ik heb bedacht of iemand in de groep hen kan kennen."))
    changed = forms.BooleanField(label=gettext_lazy("Wat er niet toe doet, heb ik weggelaten of veranderd."))
    own = forms.BooleanField(label=gettext_lazy("Het gaat over mijn eigen aandeel."))
    accept = forms.BooleanField(label=gettext_lazy("Wie erin voorkomt, zou met deze zinnen kunnen leven."))
    meant_for = forms.ChoiceField(label=gettext_lazy("Wanneer wil je hem inbrengen?"), required=False)

    def __init__(self, *args: Any, sessions: Sequence[CaseSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {str(session.pk): session for session in sessions}
        anytime = [("", _("Maakt niet uit, leg hem op de plank"))]
        self.fields["meant_for"].choices = anytime + [(pk, _day(session)) for pk, session in self.sessions.items()]
        for name in CHECKS:
            self.fields[name].error_messages["required"] = _("Klopt dit nog niet? Pas je tekst aan, of deel later.")

    @property
    def session(self) -> CaseSession | None:
        return self.sessions.get(self.cleaned_data["meant_for"])


class SearchForm(forms.Form):
    """Help me find one: four ways to look. What is written becomes the beginning of the story."""

    rub = search_field(gettext_lazy("Wat schuurt er, zonder dat het stukgaat?"))
    home = search_field(gettext_lazy("Welk gesprek nam je mee naar huis?"))
    again = search_field(gettext_lazy("Wat zou je een tweede keer anders doen?"))
    proud = search_field(gettext_lazy("Wat lukte, terwijl je niet weet waarom?"))

    @property
    def story(self) -> str:
        return "\n\n".join(text for name in self.fields if (text := self.cleaned_data[name].strip()))


FORMS: dict[str, type[StepForm]] = {"what": WhatForm, "question": QuestionForm, "wants": WantsForm, "now": NowForm}
