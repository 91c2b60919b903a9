"""A visitor asks for a group; the intake organisation writes back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Group, GroupRequest, RequestReply
from groups.policy import REQUEST_CHIP

from .parts import OnceField


class RequestForm(forms.ModelForm):
    """What a visitor tells. `website` is for robots only: people never see it."""

    once = OnceField(required=False)
    website = forms.CharField(
        label=_("Laat dit veld leeg"), required=False, widget=forms.TextInput(attrs={"tabindex": -1})
    )
    purpose = forms.ChoiceField(label=_("Het gaat om"), choices=Group.Purpose.choices, widget=forms.RadioSelect)
    people = forms.IntegerField(
        label=_("Met hoeveel zijn jullie?"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("Ongeveer is goed."),
    )

    class Meta:
        model = GroupRequest
        fields = ["name", "email", "workplace", "purpose", "people", "wishes"]
        labels = {
            "name": _("Je naam"),
            "email": _("Je e-mailadres"),
            "workplace": _("Waar je werkt of leert"),
            "wishes": _("Wat speelt er, en wat hopen jullie?"),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "workplace": forms.TextInput(attrs={"autocomplete": "organization"}),
            "wishes": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "request-%s")  # the landing page has more forms
        super().__init__(*args, **kwargs)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    @property
    def chip(self):
        return REQUEST_CHIP

    @property
    def by_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def answers(self) -> dict:
        """What the action needs, the traps left out."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ReplyForm(forms.Form):
    """Write back, or say no in a way one would like to hear oneself."""

    kind = forms.ChoiceField(choices=RequestReply.Kind.choices, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Wat je schrijft"), max_length=2000, widget=forms.Textarea(attrs={"rows": 7}))

    @classmethod
    def sent(cls, data) -> "ReplyForm":
        """As it was sent: an answer, or a no; `place` says which of the two forms of the page it was."""
        place = "decline" if data.get("kind") == RequestReply.Kind.DECLINE else "answer"
        form = cls(data, auto_id=f"{place}-%s")
        form.place = place
        return form
