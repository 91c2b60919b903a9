"""What somebody who observes can look for: how a group works, never what a case is about."""

from django.utils.translation import gettext_lazy

WATCH = (
    gettext_lazy("Zijn de vragen open, of zit er een advies in verstopt?"),
    gettext_lazy("Wie is lang aan het woord, en wie haast niet?"),
    gettext_lazy("Wat gebeurt er als het stil wordt, of als iets raakt?"),
    gettext_lazy("Wat doet wie leidt met de stappen en de tijd?"),
)
