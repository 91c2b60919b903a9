"""Is what was filled in about a date well-formed? Wall time of the group's zone in, instants out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.models import Group, Membership
from intervisie.common import words
from sessions.actions.planning import Where, Who
from sessions.dates import FURTHEST, MOST_DATES, NoSuchTime, TwiceThatTime, instant, series
from sessions.models import CaseSession, Rsvp

LENGTHS = (60, 75, 90, 105, 120, 150, 180, 240)
ONCE, SERIES = "once", "series"


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class MomentForm(forms.Form):
    """A date and a wall clock, together one instant in the group's zone."""

    date = forms.DateField(label=gettext_lazy("Dag"), widget=DateInput)
    time = forms.TimeField(label=gettext_lazy("Begint om"), widget=TimeInput)

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("date") and values.get("time") is not None and not values.get("DELETE"):
            values["starts_at"] = self._instant(values)
        return values

    def _instant(self, values: dict[str, Any]) -> datetime | None:
        try:
            moment = instant(values["date"], values["time"], self.group.tz)
        except NoSuchTime as gap:
            self.add_error("time", _skipped(values["time"], gap.instead))
        except TwiceThatTime:
            self.add_error("time", _twice(values["time"]))
        except OverflowError:
            self.add_error("date", _("Deze dag ligt te ver weg."))
        else:
            return self._sensible(moment)
        return None

    def _sensible(self, moment: datetime) -> datetime | None:
        if moment <= timezone.now():
            self.add_error("date", _("Dit moment is al geweest."))
            return None
        if moment > timezone.now() + FURTHEST:
            self.add_error("date", _("Dit is verder dan twee jaar vooruit. Kies een datum dichterbij."))
            return None
        return moment


def _skipped(at: Any, instead: datetime) -> str:
    return _("Die nacht gaat de klok vooruit: %(time)s uur bestaat dan niet. Bedoel je %(instead)s?") % {
        "time": words.clock(at),
        "instead": words.clock(instead),
    }


def _twice(at: Any) -> str:
    return _("Die nacht gaat de klok terug: %(time)s uur komt twee keer. Kies een andere tijd.") % {
        "time": words.clock(at)
    }


class DetailsForm(forms.Form):
    """How long, where, who carries it, from how many it goes on."""

    minutes = forms.TypedChoiceField(label=gettext_lazy("Hoe lang"), coerce=int)
    medium = forms.ChoiceField(label=gettext_lazy("Waar"), choices=CaseSession.Medium.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label=gettext_lazy("Plek"), max_length=120, required=False, help_text=gettext_lazy("Ruimte, adres, verdieping.")
    )
    link = forms.URLField(
        label=gettext_lazy("Link voor wie op afstand meedoet"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Van jullie eigen videodienst. Alleen de groep ziet hem."),
        error_messages={"invalid": gettext_lazy("Dit lijkt geen link. Hij begint met https://")},
    )
    host = forms.TypedChoiceField(label=gettext_lazy("Wie ontvangt"), required=False, empty_value=None)
    leads = forms.TypedChoiceField(label=gettext_lazy("Wie begeleidt"), required=False, empty_value=None)
    quorum = forms.IntegerField(
        label=gettext_lazy("Gaat door vanaf"),
        min_value=2,
        max_value=Group.LARGEST,
        help_text=gettext_lazy("Zoveel leden. Komen er minder, dan hoort wie begeleidt het; die beslist."),
    )

    def __init__(self, *args: Any, members: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = [("", _("nog niemand"))]
        people = [(str(member.user_id), member.user.called) for member in members]
        self.fields["host"].choices = self.fields["leads"].choices = nobody + people
        given = self.initial.get("minutes")
        lengths = sorted({*LENGTHS, given} if given else LENGTHS)
        self.fields["minutes"].choices = [(length, length_in_words(length)) for length in lengths]

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Dit lijkt geen link. Hij begint met https://"))
        return link

    @property
    def where(self) -> Where:
        online = self.cleaned_data["medium"] == CaseSession.Medium.ONLINE
        at_table = self.cleaned_data["medium"] == CaseSession.Medium.ROOM
        return Where(
            minutes=self.cleaned_data["minutes"],
            medium=self.cleaned_data["medium"],
            place="" if online else self.cleaned_data["place"],
            link="" if at_table else self.cleaned_data["link"],
        )

    @property
    def who(self) -> Who:
        values = self.cleaned_data
        return Who(host_id=_id(values["host"]), leads_id=_id(values["leads"]), quorum=values["quorum"])


def _id(value: str | None) -> Any:
    return forms.UUIDField().clean(value) if value else None


def length_in_words(minutes: int) -> str:
    """twee uur, anderhalf uur, 75 minuten"""
    known = {60: _("een uur"), 90: _("anderhalf uur"), 120: _("twee uur"), 150: _("tweeënhalf uur")}
    known |= {180: _("drie uur"), 240: _("vier uur")}
    return known.get(minutes) or ngettext("%(count)s minuut", "%(count)s minuten", minutes) % {"count": minutes}


class ScheduleForm(DetailsForm, MomentForm):
    """The first page: one date, or the first of a series."""

    repeat = forms.ChoiceField(
        label=gettext_lazy("Hoe vaak"),
        choices=[(ONCE, gettext_lazy("één keer")), (SERIES, gettext_lazy("een reeks"))],
        widget=forms.RadioSelect,
        initial=ONCE,
    )
    weeks = forms.IntegerField(label=gettext_lazy("Om de hoeveel weken"), min_value=1, max_value=26, required=False)
    times = forms.IntegerField(label=gettext_lazy("Hoeveel keer"), min_value=2, max_value=MOST_DATES, required=False)
    field_order = ["date", "time", "repeat", "weeks", "times"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name in ("weeks", "times"):
            if values.get("repeat") != SERIES:
                self.errors.pop(name, None)  # not asked for
            elif not values.get(name) and not self.has_error(name):
                self.add_error(name, _("Vul dit in voor een reeks."))
        return values

    def rows(self) -> list[dict[str, Any]]:
        """The dates that follow from this, to be looked at before they are planned."""
        values = self.cleaned_data
        days = [values["date"]]
        if values["repeat"] == SERIES:
            days = series(values["date"], weeks=values["weeks"], times=values["times"])
        return [{"date": day, "time": values["time"]} for day in days]


class Rows(BaseFormSet):
    """The dates to be planned. At least one must be left, and no moment may stand there twice."""

    def clean(self) -> None:
        if any(self.errors):
            return
        moments = self.moments
        if not moments:
            raise ValidationError(_("Er is geen datum overgebleven. Kies er minstens één."))
        if len(set(moments)) < len(moments):
            raise ValidationError(_("Hetzelfde moment staat er twee keer."))

    @property
    def moments(self) -> list[datetime]:
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        return [form.cleaned_data["starts_at"] for form in kept if form.cleaned_data.get("starts_at")]

    def get_deletion_widget(self) -> forms.Widget:
        return forms.CheckboxInput()


class RowForm(MomentForm):
    """One of the dates on the second page."""


_DateRows = formset_factory(
    RowForm, formset=Rows, extra=0, can_delete=True, max_num=MOST_DATES, absolute_max=MOST_DATES, validate_max=True
)


def date_rows(data: Any, group: Group) -> Rows:
    """From what was posted, or from the dates of the first page."""
    if isinstance(data, list):
        data = _as_posted(data)
    return _DateRows(data, form_kwargs={"group": group}, prefix="dates")


def _as_posted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    posted: dict[str, Any] = {"dates-TOTAL_FORMS": len(rows), "dates-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        posted[f"dates-{number}-date"] = row["date"].isoformat()
        posted[f"dates-{number}-time"] = row["time"].strftime("%H:%M")
    return posted


class RescheduleForm(DetailsForm, MomentForm):
    """Another moment, place or people. `seen`: the sequence that was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def _sensible(self, moment: datetime) -> datetime | None:
        if moment == self.initial.get("starts_at"):
            return moment
        return super()._sensible(moment)


class SeenForm(forms.Form):
    """A press on a page that showed this sequence."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Kom je?"),
        choices=[
            (Rsvp.Answer.YES, gettext_lazy("Ik kom")),
            (Rsvp.Answer.NO, gettext_lazy("Ik kan niet")),
            (Rsvp.Answer.MAYBE, gettext_lazy("Weet ik nog niet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een van de drie antwoorden.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Wat is de reden?"),
        choices=Rsvp.Reason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
