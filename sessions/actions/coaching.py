"""The coach beside who leads: a whisper for one pair of ears, a question aloud, a note for afterwards.

Each is written down as a fact without content, for the group to see how much its coach still does. docs/decisions/0023.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groups.permissions import is_coach
from intervisie.common.live import poke
from intervisie.common.refusals import NotNow, NotYours, Refusal
from sessions import coaching, permissions
from sessions.actions.at_table import not_quiet, sitting
from sessions.actions.pointer import note_event
from sessions.coaching import Deed
from sessions.models import CaseSession, RoomEvent, Whisper

LONGEST = 300
SAID = {
    Deed.PROMPT: RoomEvent.Kind.COACH_PROMPT,
    Deed.ASK: RoomEvent.Kind.COACH_ASK,
    Deed.NOTE: RoomEvent.Kind.COACH_NOTE,
}


@transaction.atomic
def whisper(session: CaseSession, *, by: Any, text: str, whisper_id: UUID) -> None:
    """A word to who leads. `whisper_id` comes from the form: sent twice, it is one whisper."""
    _coaching(session, by, Deed.PROMPT)
    text = text.strip()
    if not text:
        raise Refusal(_("Er staat nog niets. Schrijf eerst iets op."))
    if len(text) > LONGEST:
        raise Refusal(_("Een fluistering is kort: hooguit een paar zinnen."))
    if session.leader_id not in session.sitting:  # type: ignore[attr-defined]
        raise NotNow(_("Er leidt nu niemand om iets tegen te fluisteren."))
    try:
        with transaction.atomic():
            Whisper.objects.create(
                pk=whisper_id, session=session, by=by, to_id=session.leader_id, key=session.key, text=text
            )
    except IntegrityError:
        return
    note_event(session, SAID[Deed.PROMPT], by, session.step, session.version)
    poke(session.topic, "people")


@transaction.atomic
def intervene(session: CaseSession, *, by: Any, deed: Deed, seen: int) -> None:
    """Say that one asked the group something, or noted something. `seen`: how many the page showed, so that a double
    press counts once."""
    _coaching(session, by, deed)
    list(session.seats.select_for_update(no_key=True).filter(user=by).values_list("pk"))
    if session.events.filter(kind=SAID[deed], by=by).count() != seen:
        return
    note_event(session, SAID[deed], by, session.step, session.version)


@transaction.atomic
def heard(session: CaseSession, *, by: Any, whisper_id: UUID) -> None:
    """Read: the whisper is gone for good. Already gone: fine."""
    if Whisper.objects.filter(pk=whisper_id, session=session, to=by).delete()[0]:
        poke(session.topic, "people")


def _coaching(session: CaseSession, by: Any, deed: Deed) -> None:
    """Raises NotYours to who is no coach of the group, to one who leads, and past the stage for this."""
    sitting(session, by)
    if permissions.leads(by.pk, session) or not is_coach(by, session.group):
        raise NotYours(_("Dit is voor de begeleider die naast wie leidt zit."))
    if not coaching.may(session.group.stage, deed):
        raise NotYours(_("Zo ver zijn jullie samen: dit doet de groep nu zelf."))
    not_quiet(session)
