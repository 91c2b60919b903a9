"""What somebody kept for themselves and now gives to the group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from intervisie.common.refusals import NotNow
from methods.codes import Kind
from sessions.actions import writing
from sessions.models import CaseSession, PrivateNote, Step


@transaction.atomic
def give_note(session: CaseSession, *, by: Any, note_id: UUID) -> None:
    """Lay one's own note on the table when the group looks back at how it went. The note itself is gone then; given
    twice, it lies there once. Raises what laying down a card raises."""
    if session.step is None or session.step.kind != Step.Kind.REVIEW:
        raise NotNow(_("Een aantekening geef je bij ‘Hoe ging het’. Tot dan is hij van jou alleen."))
    note = PrivateNote.objects.select_related("key").filter(pk=note_id, session=session, owner=by).first()
    if note is None:
        return
    step = session.step.pk
    writing.contribute(session, by=by, step_id=step, kind=Kind.FEEDBACK, text=note.text, card_id=note.pk)
    note.delete()
