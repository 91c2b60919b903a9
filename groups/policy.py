"""What a coordinator sees of a group, and what never. Written once.

From these two lists come the columns of the coordinator's table, the mirror the group looks into, the part "what the
organisation sees" of every agreement, and the page who-sees-what. Adding a column means adding a promise here first.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Sight:
    """One thing that can be seen: `label` heads the column, `what` says in a sentence what it counts."""

    key: str
    label: Promise
    what: Promise


COORDINATOR_SEES = (
    Sight("group", _("Groep"), _("Hoe de groep heet, waarvoor ze samenkomt, met hoeveel mensen en wie begeleidt.")),
    Sight("stage", _("Waar ze zijn"), _("In welke van de zes stappen naar zelf begeleiden de groep is.")),
    Sight(
        "held",
        _("Geweest"),
        _("Hoeveel bijeenkomsten er dit jaar zijn geweest, van hoeveel op de agenda. Afgezegde tellen niet mee."),
    ),
    Sight(
        "attendance",
        _("Aanwezig"),
        _("Hoe vol het meestal zit, in woorden en over drie bijeenkomsten samen. Nooit van één keer, en nooit wie."),
    ),
    Sight("next", _("Volgende keer"), _("Op welke dag de groep weer samenkomt.")),
    Sight(
        "signals",
        _("Wat opvalt"),
        _(
            "Of er een tijd geen datum is, of twee keer achter elkaar is afgezegd, of de groep kleiner is dan drie, "
            "geen begeleider heeft of nog geen afspraken heeft."
        ),
    ),
)

COORDINATOR_NEVER_SEES = (
    _("Casussen, vragen, wolken, beelden en voornemens, en wie wat inbracht."),
    _("Wie er was en wie niet, en waarom."),
    _("Antwoorden van één persoon of over één bijeenkomst."),
    _("Wie leidde, en wat iemand kan als begeleider."),
    _("Wie de afspraken wel of niet bevestigde."),
    _("Waarom een groep een stap terug zet."),
)


# The same in a sentence: to who coordinates or is asked to, and to the group. No more than the lists above.
COORDINATOR_IN_SHORT = _(
    "Je ziet of groepen samenkomen, hoe ver ze zijn en wat daarbij opvalt. Waarover ze praten zie je nooit."
)
ORGANISATION_IN_SHORT = _(
    "Dat en wanneer jullie samenkomen, hoe ver jullie zijn en wie begeleidt. Nooit waarover, en nooit wie er was."
)


@dataclass(frozen=True)
class Chip:
    """Who sees this, in words: what the tag `sees` draws."""

    icon: str
    text: Promise
    only_me: bool = False


REQUEST_CHIP = Chip("lock", _("Alleen wie aanvragen beantwoordt, leest dit"), only_me=True)
GROUP_SEES_TOO = Chip("eye", _("De groep ziet dit ook"))
EACH_GROUP_SEES_ITS_OWN = Chip("eye", _("Elke groep ziet haar eigen cijfers ook"))
GROUP_ONLY = Chip("users", _("Alleen de groep"))
MEMBERS_SEE = Chip("users", _("Iedereen in je groepen"))
