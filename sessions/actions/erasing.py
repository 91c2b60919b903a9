"""What somebody wrote goes with them: keys destroyed, rows deleted; what they gave to others as they choose."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from intervisie.common.models import DataKey
from intervisie.common.returning import at_once, deleting
from sessions.actions.cases import end_texts
from sessions.models import (
    CalendarFeed,
    Case,
    Commitment,
    Contribution,
    Dot,
    LeadOffer,
    PersonKey,
    PrivateNote,
    Rsvp,
    ScaleMark,
    Whisper,
)


def erase_words(user: Any, *, keep_given: bool) -> None:
    """`keep_given`: contributions to cases of others stay, without a name; else they are deleted.

    Seats, turns and moves stay: they say that somebody was there, and after this nobody can say who.
    """
    end_texts(list(Case.objects.filter(owner=user)))
    Case.objects.filter(owner=user, treatments=None).delete()
    given = Contribution.objects.filter(author=user)
    if keep_given:
        given.update(author=None)
    else:
        given.delete()
    for own in (Commitment, PrivateNote, ScaleMark):
        own.objects.filter(owner=user).delete()
    for about in (Rsvp, Dot, CalendarFeed):
        about.objects.filter(user=user).delete()
    whispers = Whisper.objects.filter(Q(by=user) | Q(to=user))
    at_once(deleting(LeadOffer.objects.filter(to=user)), deleting(whispers))
    _destroy_key(user)


def _destroy_key(user: Any) -> None:
    held = PersonKey.objects.filter(user=user).first()
    key = DataKey.objects.filter(pk=held.key_id).first() if held else None
    if key:
        key.destroy()
    PersonKey.objects.filter(user=user).delete()
