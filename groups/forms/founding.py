"""A group begins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import OrganisationRole
from groups.people import coaches_in

from .group import GroupForm
from .parts import IndependenceField, OnceField


class FoundingForm(GroupForm):
    """Everything a group needs to begin. `roles` of who founds decide on organisation and coach."""

    once = OnceField()
    organisation = forms.ChoiceField(label=_("Organisatie"))
    coach = forms.ChoiceField(label=_("Begeleider"), help_text=_("Een begeleider van de organisatie."))
    independent = IndependenceField()

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = roles
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
        if organisation:
            self.refuse_taken(organisation, but=cleaned.get("once"))
        return cleaned
