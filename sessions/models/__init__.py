"""What a case session is made of, one module per noun."""

from .case import Case, Dot
from .commitment import Commitment
from .contribution import Contribution, Mark, ScaleMark
from .opening import OwnQuestion
from .person import PersonKey, PrivateNote
from .planning import CalendarFeed, PlanChange
from .session import CaseSession, LeadOffer, RoomEvent, Rsvp, Seat
from .step import Ready, Step, Treatment, Turn
from .wall import Wall
from .whisper import Whisper

__all__ = [
    "CalendarFeed",
    "Case",
    "CaseSession",
    "Commitment",
    "Contribution",
    "Dot",
    "LeadOffer",
    "Mark",
    "OwnQuestion",
    "PersonKey",
    "PlanChange",
    "PrivateNote",
    "Ready",
    "RoomEvent",
    "Rsvp",
    "ScaleMark",
    "Seat",
    "Step",
    "Treatment",
    "Turn",
    "Wall",
    "Whisper",
]
