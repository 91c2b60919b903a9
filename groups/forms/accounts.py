"""Who somebody is: at the start and later."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from groups.models import User
from intervisie.common.refusals import NotNow


class SignupForm(AllauthSignupForm):
    """Name, address and, for who wants one, a password."""

    field_order = ["name", "email", "password1"]
    name = forms.CharField(
        label=_("Hoe heet je?"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Zo zien de anderen in je groep je."),
    )

    def __init__(self, *args, **kwargs):
        self.invited = context.request.session.get("account_verified_email") or ""
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Je e-mailadres")
        self.fields["email"].widget.attrs.pop("placeholder", None)
        if self.invited:
            self.fields["email"].widget.attrs["readonly"] = True
            self.fields["email"].help_text = _("Hierop ben je uitgenodigd. Een ander adres kan straks.")
        if password := self.fields.get("password1"):
            password.label = _("Een wachtwoord")
            password.help_text = _("Mag leeg blijven: dan log je in met een code per mail. Anders tien tekens of meer.")
            password.widget.attrs.pop("placeholder", None)

    def clean_email(self):
        """The address of the invitation, whatever was sent: the link has shown that mail to it arrives, and by typing
        addresses of others nobody finds out who has an account.
        """
        self.cleaned_data["email"] = self.invited or self.cleaned_data["email"]
        return super().clean_email()

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def try_save(self, request):
        """Sent twice at once it makes one person, with address and all; the second is told so."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            raise NotNow(_("Je account is er al: dit werd twee keer verstuurd. Log in met je adres.")) from None


class ProfileForm(forms.ModelForm):
    """What others see of somebody, and how somebody likes to see us."""

    language = forms.ChoiceField(
        label=_("Taal"), choices=User._meta.get_field("language").choices, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label=_("Weergave"), choices=User.Theme.choices, required=False, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["name", "language", "theme"]
        labels = {"name": _("Hoe heet je?")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
