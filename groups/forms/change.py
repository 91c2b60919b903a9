"""A group changes after its founding."""

from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from groups.clocks import moved

from .group import GroupForm

SALT = "groups.change"


class ChangeGroupForm(GroupForm):
    """The same questions again. `coming`: the instants that are planned, which another zone does not move.

    `seen` is what the page showed, under our signature: so only what somebody changed is written, and what another
    changed meanwhile is not turned back.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    clock = forms.BooleanField(label=_("Dat is goed zo"), required=False)

    def __init__(self, data=None, *, group, coming, initial=None):
        self.group, self.coming = group, coming
        shown = {name: getattr(group, name) for name in self._meta.fields}
        self.fresh = signing.dumps(shown, salt=f"{SALT}.{group.pk}")
        super().__init__(data, initial=shown | {"seen": self.fresh} | (initial or {}))
        for name in ("rhythm_weeks", "quorum"):
            self.fields[name].help_text = _("Voor data die je nog plant. Wat al gepland staat, verandert niet.")
        self.fields["language"].help_text = _(
            "Van de afspraken en de uitnodigingen. Ieder leest de rest in eigen taal."
        )
        self.fields["oral_only"].help_text = _(
            "Van een casus bewaart Intervisie dan alleen de vraag en de werkvorm. Verhalen die er al liggen, blijven "
            "tot wie ze schreef ze aanpast, of tot ze verlopen."
        )
        if group.organisation.oral_only:
            del self.fields["oral_only"]

    def clean_seen(self):
        try:
            return signing.loads(self.cleaned_data["seen"], salt=f"{SALT}.{self.group.pk}")
        except signing.BadSignature:
            self.add_error(None, _("Deze pagina was te oud. Kijk of het klopt, en leg het dan vast."))
            return {}

    def clean(self):
        cleaned = super().clean()
        self.refuse_taken(self.group.organisation_id, but=self.group.pk)
        if self.clocks and not cleaned.get("clock"):
            self.add_error("clock", _("Kijk eerst hoe laat het wordt, en zeg dan dat het goed is."))
        return cleaned

    @property
    def clocks(self) -> list:
        """What is planned, with what the clock said and will say; empty where nothing changes."""
        zone = getattr(self, "cleaned_data", {}).get("zone")
        return moved(self.coming, self.group.tz, ZoneInfo(zone)) if zone else []
