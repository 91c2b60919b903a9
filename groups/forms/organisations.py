"""Asking somebody to coach or coordinate, a coach for a group, and what an organisation says of itself."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from groups import retention
from groups.models import Organisation, OrganisationRole


class RoleForm(forms.Form):
    """One address, one role."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("Als"), choices=OrganisationRole.Role.choices, widget=forms.RadioSelect, initial="coach"
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class AppointForm(forms.Form):
    """Which coach; only those of the organisation can be chosen."""

    coach = forms.ChoiceField(label=_("Begeleider"))

    def __init__(self, *args, coaches, **kwargs):
        super().__init__(*args, **kwargs)
        self.coaches = {str(coach.pk): coach for coach in coaches}
        self.fields["coach"].choices = [(pk, coach.called) for pk, coach in self.coaches.items()]

    def clean_coach(self):
        return self.coaches[self.cleaned_data["coach"]]


class OrganisationForm(forms.ModelForm):
    """What members read about their organisation, and what holds for all its groups."""

    language = forms.ChoiceField(
        label=_("Taal van uitnodigingen"),
        choices=Organisation._meta.get_field("language").choices,
        widget=forms.RadioSelect,
    )
    case_days = forms.IntegerField(
        label=_("Hoeveel dagen mag de tekst van een casus hooguit bestaan?"), min_value=30, max_value=180
    )

    class Meta:
        model = Organisation
        fields = [
            "controller",
            "privacy_contact",
            "help_lines",
            "case_days",
            "attendance_for_register",
            "oral_only",
            "language",
        ]
        labels = {
            "controller": _("Wie is verantwoordelijk voor de gegevens?"),
            "privacy_contact": _("Bij wie kun je terecht met vragen over privacy?"),
            "help_lines": _("Wie kun je bellen als het te veel wordt?"),
            "attendance_for_register": _("Een beroepsregister vraagt wie er was"),
            "oral_only": _("Verhalen vertellen we, we slaan ze niet op"),
        }
        help_texts = {
            "controller": _("De naam van de organisatie, zoals die in jullie privacyverklaring staat."),
            "privacy_contact": _("Een naam met een adres of nummer, zoals de functionaris gegevensbescherming."),
            "help_lines": _("Eén per regel. Staat op het rustscherm van elke bijeenkomst."),
            "attendance_for_register": format_lazy(
                _(
                    "Dan blijft {long} jaar staan wie er was, leidde, ontving of inbracht. Anders {short} jaar; wat "
                    "ouder is, gaat de volgende nacht weg. In groepen die er zijn voor registratie blijft het altijd "
                    "{long} jaar."
                ),
                long=retention.REGISTERED // retention.YEAR,
                short=retention.ATTENDANCE // retention.YEAR,
            ),
            "oral_only": _("Nieuwe groepen beginnen dan zo. In jeugdzorg, zorg en recht is dat de gewoonte."),
        }
        widgets = {"help_lines": forms.Textarea(attrs={"rows": 4})}
