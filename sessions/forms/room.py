"""What a press in the room carries. Well-formed or refused in words; what it may do is the affair of the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intervisie.common.refusals import Refusal
from methods.codes import Kind
from methods.pictures import FIGURES, PICTURES
from sessions.coaching import Deed
from sessions.elastic import Left
from sessions.following import Following
from sessions.models import Commitment, Seat, Treatment, Turn

NOUGHT_TO_TEN = [(number, str(number)) for number in range(11)]


class Press(forms.Form):
    """A form that is either whole or a Refusal: its buttons are drawn by us, so a damaged one is no typing mistake."""

    typed: tuple[str, ...] = ()  # the fields whose errors are said in their own words

    @classmethod
    def read(cls, request: HttpRequest) -> dict[str, Any]:
        form = cls(request.POST)
        if not form.is_valid():
            raise Refusal(form.in_words())
        return form.cleaned_data

    def in_words(self) -> str:
        """The first error somebody could have made; ids and versions nobody typed, so those stay unsaid."""
        shown = [errors[0] for name, errors in self.errors.items() if name in self.typed]
        return str(shown[0]) if shown else ""

    @classmethod
    def value(cls, request: HttpRequest, name: str) -> Any:
        return cls.read(request)[name]


class Seen(Press):
    version = forms.IntegerField(min_value=0)


class InStep(Press):
    """A press that belongs to one step, and so says which step the page showed."""

    step = forms.UUIDField(required=False)

    @classmethod
    def read(cls, request: HttpRequest) -> dict[str, Any]:
        said = super().read(request)
        said["step_id"] = said.pop("step")
        return said


class More(InStep):
    minutes = forms.IntegerField()
    seen_added = forms.IntegerField(min_value=-400, max_value=400)


class Replan(InStep):
    """A plan that was shown: in so much time, and a mark of what it changes."""

    step = forms.UUIDField()
    time = forms.IntegerField(min_value=-600, max_value=600)
    here = forms.IntegerField(min_value=0, max_value=600)
    mark = forms.CharField(max_length=16)

    @classmethod
    def read(cls, request: HttpRequest) -> dict[str, Any]:
        said = super().read(request)
        return {"step_id": said["step_id"], "left": Left(said["time"], said["here"]), "mark": said["mark"]}


class Ready(Press):
    step = forms.UUIDField()
    ready = forms.BooleanField(required=False)


class Time(Press):
    step = forms.UUIDField()
    asks = forms.BooleanField(required=False)


class TurnEnds(Press):
    step = forms.UUIDField()
    user = forms.UUIDField()
    how = forms.ChoiceField(choices=Turn.State.choices)


class To(Press):
    to = forms.UUIDField()


class LeadPlanned(Press):
    """Who leads a step that is still to come; nobody in particular when empty."""

    step = forms.UUIDField()
    to = forms.UUIDField(required=False)


class YesNo(Press):
    yes = forms.BooleanField(required=False)


class StepYesNo(InStep, YesNo):
    """A yes or no that belongs to one step."""


class WhisperSaid(Press):
    whisper_id = forms.UUIDField()
    text = forms.CharField(required=False, strip=True)


class Intervened(Press):
    deed = forms.ChoiceField(choices=[(deed.value, deed.value) for deed in (Deed.ASK, Deed.NOTE)])
    seen = forms.IntegerField(min_value=0, max_value=999)


class RoleAtTable(Press):
    role = forms.ChoiceField(choices=Seat.Role.choices, required=False)


class Text(Press):
    text = forms.CharField(required=False, strip=True)


class Wording(InStep, Text):
    """The question, in the step in which it is worded."""


class Card(Press):
    typed = ("due_on",)
    step = forms.UUIDField()
    card_id = forms.UUIDField()
    kind = forms.CharField(max_length=16)
    stem = forms.CharField(required=False, max_length=200, strip=False)
    text = forms.CharField(required=False, strip=True)
    parked = forms.BooleanField(required=False)
    seen = forms.CharField(required=False, max_length=64)  # the print of a text whose writer saw what it looks like
    ask = forms.BooleanField(required=False)  # rather make a question of it
    line = forms.IntegerField(min_value=0, max_value=19, required=False)
    due_on = forms.DateField(required=False, error_messages={"invalid": _("Deze datum bestaat niet.")})
    buddy = forms.UUIDField(required=False)
    start = forms.CharField(required=False, max_length=200)  # the beginning that stood in the field
    picture = forms.ChoiceField(choices=[(code, code) for code in PICTURES], required=False)
    figure = forms.ChoiceField(choices=[(code, code) for code in FIGURES], required=False)

    def clean(self) -> dict[str, Any]:
        """A line that has its beginning in front of the field is kept as one sentence. What is parked is advice."""
        data = super().clean() or {}
        data["kind"] = Kind.ADVICE.value if data.get("parked") else data.get("kind", "")
        stem, text = data.get("stem", ""), data.get("text", "")
        if stem and text and not text.lower().startswith(stem.strip().lower()):
            data["text"] = f"{stem.strip()} {text}"
        return data


class Rating(InStep):
    scale = forms.CharField(max_length=12)
    value = forms.CharField(max_length=12, required=False)


class Placed(InStep):
    """Where a card goes on a board: to a place, or a stride closer to the middle or further from it."""

    x = forms.IntegerField(min_value=0, max_value=100, required=False)
    y = forms.IntegerField(min_value=0, max_value=100, required=False)
    move = forms.ChoiceField(choices=[("in", "in"), ("out", "out")], required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("move") and None in (data.get("x"), data.get("y")):
            raise ValidationError("")  # drawn by us, so never without
        return data


class SaidOf(InStep):
    """What the case-giver says of a card on a board."""

    facet = forms.CharField(max_length=12)
    value = forms.CharField(max_length=40, required=False)


class Joined(InStep):
    other = forms.UUIDField()


class StepOnly(Press):
    step = forms.UUIDField()


class Score(InStep):
    typed = ("value",)
    value = forms.TypedChoiceField(
        choices=NOUGHT_TO_TEN, coerce=int, error_messages={"required": _("Kies een getal van 0 tot en met 10.")}
    )


class Note(Press):
    text = forms.CharField(required=False, strip=True)
    mark = forms.CharField(required=False, max_length=8)


class CaseTaken(InStep):
    case = forms.UUIDField()


class Aloud(InStep):
    typed = ("owner", "question")
    owner = forms.UUIDField(error_messages={"required": _("Kies wie er inbrengt.")})
    question = forms.CharField(required=False, strip=True, max_length=400)


class CaseDot(StepOnly):
    case = forms.UUIDField()
    on = forms.BooleanField(required=False)


class MethodTaken(Press):
    slug = forms.SlugField(max_length=40)
    suggested = forms.CharField(required=False)


class ModuleTaken(InStep):
    """Which module, in the place of which."""

    step = forms.UUIDField()
    slug = forms.SlugField(max_length=40)
    seen = forms.SlugField(max_length=40, required=False)


class WayTaken(InStep):
    """How the group arrives or parts."""

    step = forms.UUIDField()
    way = forms.CharField(max_length=40)


class Fit(Press):
    treatment = forms.UUIDField()
    answer = forms.ChoiceField(choices=Treatment.Fitted.choices)


class Surprise(InStep):
    seen = forms.IntegerField(min_value=0, max_value=999)


class Question(Press):
    seen = forms.CharField(required=False, max_length=40)


class Commit(Press):
    """One's own sentence, or a step as *if … then …*."""

    typed = ("when", "then", "due_on", "confidence")
    commitment_id = forms.UUIDField()
    kind = forms.ChoiceField(choices=Commitment.Kind.choices)
    text = forms.CharField(required=False, strip=True)
    when = forms.CharField(required=False, strip=True, max_length=300)
    then = forms.CharField(required=False, strip=True, max_length=300)
    due_on = forms.DateField(required=False, error_messages={"invalid": _("Deze datum bestaat niet.")})
    confidence = forms.TypedChoiceField(choices=NOUGHT_TO_TEN, coerce=int, required=False, empty_value=None)
    buddy_id = forms.UUIDField(required=False)
    share = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        when, then = data.pop("when", ""), data.pop("then", "")
        if when and then:
            data["text"] = str(_("Als %(when)s, dan %(then)s")) % {"when": when, "then": then}
        elif then or when:
            data["text"] = then or when
        return data


class LookBack(Press):
    outcome = forms.ChoiceField(choices=Commitment.Outcome.choices, required=False)
    note = forms.CharField(required=False, strip=True)


class NextDate(Press):
    """When the group meets again, who leads and who hosts; and what the page showed of it (`seen`; None: nothing)."""

    typed = ("date", "time")

    date = forms.DateField(error_messages={"required": _("Kies een dag."), "invalid": _("Deze datum bestaat niet.")})
    time = forms.TimeField(error_messages={"required": _("Kies een tijd."), "invalid": _("Schrijf de tijd als 13:30.")})
    leads = forms.UUIDField(required=False)
    host = forms.UUIDField(required=False)
    following = forms.UUIDField(required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    was_leads = forms.UUIDField(required=False)
    was_host = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pk, sequence = data.pop("following", None), data.pop("seen", None)
        if pk and sequence is None:
            raise ValidationError("")  # drawn by us, so never without
        was = {"leads_id": data.pop("was_leads", None), "host_id": data.pop("was_host", None)}
        return {**data, "seen": Following(pk, sequence, **was) if pk else None}
