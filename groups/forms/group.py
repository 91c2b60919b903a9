"""What is asked of every group, at its founding and ever after."""

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groups.models import Group

NEAR = [
    "Europe/Amsterdam", "Europe/Brussels", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/Curacao",
    "America/Aruba", "America/Paramaribo",
]  # fmt: skip


@cache
def zones() -> list[str]:
    """Read once: it walks through the files of the system."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))


def zone_choices():
    """The zones Dutch-speaking groups live in first, then all the others."""
    rest = zones()
    return [(_("Dichtbij"), [(zone, said(zone)) for zone in NEAR]), (_("Alle"), [(zone, said(zone)) for zone in rest])]


def said(zone: str) -> str:
    continent, _slash, place = zone.partition("/")
    return f"{place.replace('_', ' ')} ({continent})"


class GroupForm(forms.ModelForm):
    """Name, purpose, language, clock, rhythm, number, and whether stories are stored."""

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices()

    def refuse_taken(self, organisation, *, but) -> None:
        """One name in an organisation. `but`: the id of the group that may have it."""
        name = self.cleaned_data.get("name")
        if name and Group.objects.filter(organisation=organisation, name__iexact=name).exclude(pk=but).exists():
            self.add_error("name", ValidationError(_("Er is al een groep die zo heet. Kies een andere naam.")))

    def facts(self) -> dict:
        """What the action needs."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}
