"""A group begins."""

from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groups.models import Group, OrganisationRole
from groups.people import coaches_in

from .parts import IndependenceField, OnceField

NEAR = [
    "Europe/Amsterdam", "Europe/Brussels", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/Curacao",
    "America/Aruba", "America/Paramaribo",
]  # fmt: skip


def zone_choices():
    """The zones Dutch-speaking groups live in first, then all the others."""
    rest = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [(_("Dichtbij"), [(zone, said(zone)) for zone in NEAR]), (_("Alle"), [(zone, said(zone)) for zone in rest])]


def said(zone: str) -> str:
    continent, _slash, place = zone.partition("/")
    return f"{place.replace('_', ' ')} ({continent})"


class FoundingForm(forms.ModelForm):
    """Everything a group needs to begin. `roles` of who founds decide on organisation and coach."""

    once = OnceField()
    organisation = forms.ChoiceField(label=_("Organisatie"))
    coach = forms.ChoiceField(label=_("Begeleider"), help_text=_("Een begeleider van de organisatie."))
    zone = forms.ChoiceField(label=_("Tijdzone"), initial="Europe/Amsterdam")
    purpose = forms.ChoiceField(
        label=_("Waarvoor komen jullie samen?"), choices=Group.Purpose.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Taal van de groep"),
        choices=Group._meta.get_field("language").choices,
        widget=forms.RadioSelect,
        initial="nl",
    )
    rhythm_weeks = forms.IntegerField(label=_("Om de hoeveel weken?"), min_value=1, max_value=26, initial=5)
    quorum = forms.IntegerField(
        label=_("Met hoeveel mensen gaat het door?"),
        min_value=Group.SMALLEST,
        max_value=Group.LARGEST,
        initial=4,
        help_text=_("Een groep heeft drie tot twaalf leden; met vier tot acht gaat het het best."),
    )
    independent = IndependenceField()

    class Meta:
        model = Group
        fields = ["name", "about", "purpose", "language", "zone", "rhythm_weeks", "quorum", "oral_only"]
        labels = {
            "name": _("Hoe heet de groep?"),
            "about": _("Wie zijn jullie, in één zin?"),
            "oral_only": _("Verhalen vertellen we, we slaan ze niet op"),
        }
        help_texts = {
            "about": _("Geen namen; dit staat bovenaan de pagina van de groep."),
            "oral_only": _(
                "Dan bewaart Intervisie van een casus alleen de vraag en de werkvorm. In jeugdzorg, zorg en recht "
                "is dat de gewoonte."
            ),
        }

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = roles
        self.fields["zone"].choices = zone_choices()
        organisations = sorted({role.organisation for role in roles}, key=lambda one: one.name.casefold())
        self.organisations = {str(one.pk): one for one in organisations}
        self.fields["organisation"].choices = [("", "---------")] + [(str(one.pk), one.name) for one in organisations]
        if len(organisations) == 1:
            self._one_organisation(organisations[0])
        self._choose_coaches(organisations)

    def _one_organisation(self, organisation):
        self.fields["organisation"].widget = forms.HiddenInput()
        self.fields["organisation"].initial = organisation.pk
        self.fields["oral_only"].initial = organisation.oral_only

    def _choose_coaches(self, organisations):
        """Who coaches and does not coordinate coaches it; else one of the coaches is asked."""
        self.coaches = coaches_in(organisations)
        everyone = {coach.pk: coach for coaches in self.coaches.values() for coach in coaches}
        founder = next((role.user_id for role in self.roles), None)
        if founder in everyone and not self._coordinates_somewhere():
            everyone = {founder: everyone[founder]}
            self.fields["coach"].widget = forms.HiddenInput()
            self.fields["coach"].help_text = ""  # nobody reads it there, and a hidden field may not point at it
            self.fields["coach"].initial = founder
        self.everyone = {str(pk): coach for pk, coach in everyone.items()}
        self.fields["coach"].choices = [(pk, coach.called) for pk, coach in self.everyone.items()]

    def _coordinates_somewhere(self):
        return any(role.role == OrganisationRole.Role.COORDINATOR for role in self.roles)

    def clean_organisation(self):
        return self.organisations[self.cleaned_data["organisation"]]

    def clean_coach(self):
        return self.everyone[self.cleaned_data["coach"]]

    def clean(self):
        cleaned = super().clean()
        organisation, coach = cleaned.get("organisation"), cleaned.get("coach")
        if organisation and coach and coach not in self.coaches[organisation.pk]:
            self.add_error("coach", _("Deze begeleider hoort niet bij die organisatie."))
        if organisation and cleaned.get("name"):
            self._free_name(organisation, cleaned["name"], cleaned.get("once"))
        return cleaned

    def _free_name(self, organisation, name, once):
        taken = Group.objects.filter(organisation=organisation, name__iexact=name).exclude(pk=once)
        if taken.exists():
            self.add_error("name", ValidationError(_("Er is al een groep die zo heet. Kies een andere naam.")))

    def facts(self) -> dict:
        """What the action needs."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
