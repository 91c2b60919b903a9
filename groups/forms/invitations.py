"""Inviting several people at once, and joining."""

import re
from email.utils import parseaddr

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Group, OrganisationRole

from .parts import IndependenceField

MOST = 24  # entries; twice a full group
LONGEST = 254  # letters of an address


class InvitationsForm(forms.Form):
    """Addresses, one a line or separated by commas, with or without a name. One fault and nothing is sent."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mailadressen"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6, "inputmode": "email", "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("Eén per regel, of met komma’s ertussen. Een naam erbij mag: Bas <bas@voorbeeld.nl>."),
    )

    def __init__(self, *args, group, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.group, self.members = group, members
        self.faults: list[str] = []

    def clean_addresses(self) -> list[str]:
        """The addresses, lower case, each once. Every fault names its entry."""
        lines = entries(self.cleaned_data["addresses"])
        if not lines:
            raise ValidationError(_("Vul minstens één adres in."))
        if len(lines) > MOST:
            raise ValidationError(_("Dat zijn er te veel voor één groep: hooguit twaalf mensen."))
        found = [(line, parseaddr(line)[1].lower() or line) for line in lines]
        faults = [fault for fault in (self._fault(*one) for one in found) if fault]
        faults += self._overseers(address for _line, address in found) if not faults else []
        if faults:
            self.faults = faults
            raise ValidationError(_("Kijk deze adressen nog even na."))
        return list(dict.fromkeys(address for _line, address in found))

    def _fault(self, line, address) -> str:
        try:
            validate_email(address)
        except ValidationError:
            return _("‘%(line)s’ is geen e-mailadres.") % {"line": shortened(line)}
        if len(address) > LONGEST:
            return _("‘%(line)s’ is te lang.") % {"line": shortened(line)}
        if address in {one.user.email for one in self.members}:
            return _("%(address)s hoort er al bij.") % {"address": address}
        return ""

    def _overseers(self, addresses) -> list[str]:
        roles = OrganisationRole.objects.filter(
            organisation_id=self.group.organisation_id, role="coordinator", user__email__in=list(addresses)
        )
        sentence = _("%(address)s coördineert de organisatie, en zit daarom niet in een groep ervan.")
        return [sentence % {"address": role.user.email} for role in roles.select_related("user")]

    def clean(self):
        cleaned = super().clean()
        for fault in self.faults:
            self.add_error(None, fault)
        if len(cleaned.get("addresses", [])) > Group.LARGEST:
            self.add_error("addresses", _("Dat zijn er te veel voor één groep: hooguit twaalf mensen."))
        return cleaned


def entries(text: str) -> list[str]:
    """One entry per address. A comma separates, but not in "Hoekstra, Bas <bas@x.nl>", as mail programs copy it."""
    found, names = [], []
    for piece in re.split(r"([\n,;])", text):
        if piece in ("\n", ";"):
            found, names = found + names, []
        elif piece == "," or not piece.strip():
            continue
        elif "@" not in piece:
            names.append(piece.strip())
        else:
            whole = " ".join([*names, piece.strip()]) if "<" in piece else piece.strip()
            found += [whole] if "<" in piece else [*names, whole]
            names = []
    return found + names


def shortened(line: str) -> str:
    return line if len(line) <= 60 else line[:57] + "…"


class JoinForm(forms.Form):
    """The one question before somebody takes a seat."""

    independent = IndependenceField(
        label=gettext_lazy(
            "Beslist iemand in deze groep over jouw beoordeling, contract of verlof, of jij over dat van een ander?"
        )
    )
