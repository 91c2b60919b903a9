"""The agreement of a group: which version holds, who confirmed it, and the words to start from."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from intervisie.common import words
from intervisie.common.prepared import prepared

from .models import Agreement, AgreementSignature

PARTS = ("goal", "rhythm", "attendance", "confidentiality", "limits", "review")


def current(group, user=None) -> Agreement | None:
    """The version that holds today; with a user also `.signed`: whether this person confirmed it. One query."""
    found = _newest(group.pk) if user is None else _newest_for(group.pk, user.pk)
    return next(iter(found), None)


@prepared
def _newest(group_id):
    return Agreement.objects.filter(group_id=group_id).select_related("by")[:1]


@prepared
def _newest_for(group_id, user_id):
    mine = AgreementSignature.objects.filter(agreement=OuterRef("pk"), user_id=user_id)
    return _newest.function(group_id).annotate(signed=Exists(mine))


def has_signed(user, group) -> bool:
    """Whether this person confirmed the version that holds today."""
    agreement = current(group, user)
    return agreement is not None and agreement.signed


def needs_signature(user, group) -> bool:
    """Whether this person should read and confirm first. Never in the way when nothing is written or it was spoken."""
    return waits_for(current(group, user))


def waits_for(agreement) -> bool:
    """The same, pure, for an agreement that came from `current(group, user)`."""
    return agreement is not None and not agreement.spoken and not agreement.signed


def versions_for(membership) -> list[Agreement]:
    """Earlier versions, newest first; who joined later sees none that ended before they came."""
    versions = list(membership.group.agreements.select_related("by"))
    ended = [None, *(version.created_at for version in versions)]  # each ended when the next began
    return [
        version for version, until in zip(versions, ended, strict=False) if until is None or until >= membership.since
    ]


def draft_for(group) -> dict[str, str]:
    """Good words to start from, in the language of the group; everything may be changed."""
    with override(group.language):
        return {
            "goal": _(
                "We helpen elkaar verder met vragen uit ons werk die ons bezighouden. Niet door ze op te lossen, maar "
                "door samen te kijken. We leren ook hoe je dat doet: luisteren, vragen, en zeggen wat je ziet."
            ),
            "rhythm": _rhythm(group),
            "attendance": _attendance(group),
            "confidentiality": _(
                "Wat hier gezegd wordt, blijft hier. We vertellen er thuis, in het team en aan leidinggevenden niets "
                "over, ook niet zonder namen. Ook tegen elkaar beginnen we er niet ongevraagd over. Wat je over jezelf "
                "leerde, mag je overal vertellen."
            ),
            "limits": _(
                "Twee dingen gaan voor: acuut gevaar voor iemand, en een plicht om te handelen of te melden die bij "
                "ons beroep hoort. Dan zeggen we dat eerst in de groep, daarna pas daarbuiten, en niet meer dan nodig. "
                "Namen van cliënten en collega’s laten we weg."
            ),
            "review": _(
                "Na vier bijeenkomsten lezen we dit opnieuw, en daarna elk jaar. Wie eerder iets wil veranderen, zegt "
                "het. Schendt iemand een afspraak, dan praten we daar eerst over; tot dan delen we niets nieuws."
            ),
        }


def _rhythm(group) -> str:
    weeks = group.rhythm_weeks
    every = ngettext("Elke week", "Om de %(weeks)s weken", weeks) % {"weeks": words.number(weeks)}
    return _(
        "%(every)s komen we bij elkaar, twee uur, zoveel mogelijk op een vaste plek. De data staan steeds een half "
        "jaar vooruit."
    ) % {"every": every}


def _attendance(group) -> str:
    return _(
        "We zijn er, en op tijd. Lukt het niet, dan laten we dat twee dagen eerder weten; waarom hoeft er niet bij. "
        "Met %(quorum)s mensen gaat het door. Zijn we met minder, dan kiezen we een nieuwe datum."
    ) % {"quorum": words.number(group.quorum)}
