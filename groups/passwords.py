"""Passwords that anybody who knows this site would try first."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What somebody guesses who knows what this is; see docs/security.md.
WORDS = (
    "intervisie", "intervision", "gedachtenwolk", "streefbeeld", "begeleider", "inbrenger", "werkvorm", "casus",
    "bijeenkomst", "collega", "samen", "kijken", "leergroep", "groep", "welkom",
)  # fmt: skip
OWN = 6  # so many letters of somebody's own have to be left beside such words


class OurOwnWords:
    """Refuses a password that is made of the words of this site with a few signs around them."""

    def validate(self, password, user=None):
        rest = re.sub("|".join(WORDS), "", password.lower())
        if rest != password.lower() and len(re.sub(r"[\W\d_]", "", rest)) < OWN:
            raise ValidationError(_("Dit wachtwoord raadt wie Intervisie kent. Neem andere woorden."), code="own_words")

    def get_help_text(self):
        return _("Neem geen woorden van Intervisie zelf.")
