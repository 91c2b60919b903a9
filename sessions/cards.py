"""A case as others may read it. Templates get this, not the case: nothing private can be drawn by mistake. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from intervisie.common.encryption import sealed
from sessions import intake, privacy_hints
from sessions.models import Case


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What lies on the shelf and on the table: no load, no influence, no current, no avoidance wishes."""

    id: Any
    owner: Any
    state: str
    success: bool
    oral_only: bool
    question: str
    pitch: str
    story: str
    wishes: list[str]
    advice: str
    decision_on: date | None
    shared_at: datetime | None
    text_until: datetime | None
    gone: bool  # the text was erased

    @property
    def marked(self) -> dict[str, list[tuple[str, Any]]]:
        """The texts in pieces, each with what may be recognisable in it: for the owner, before sharing."""
        texts = {"question": self.question, "pitch": self.pitch, "story": self.story}
        return {name: privacy_hints.pieces(text) for name, text in texts.items() if text}

    @property
    def recognisable(self) -> bool:
        return any(kind for pieces in self.marked.values() for _text, kind in pieces)


def card_of(case: Case) -> CaseCard:
    """The projection. The key must be loaded with the case."""
    return CaseCard(
        id=case.pk,
        owner=case.owner,
        state=case.state,
        success=case.success,
        oral_only=case.oral_only,
        question=case.question,
        pitch=case.pitch,
        story=case.story,
        wishes=intake.wishes(case.intake),
        advice=intake.advice_wish(case.intake),
        decision_on=intake.decision_on(case.intake),
        shared_at=case.shared_at,
        text_until=case.text_until,
        gone=sealed(case),
    )
