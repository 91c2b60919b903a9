"""What happens in each phase, for so many people: the rules of the room, read off a plan. Pure.

Who may do what is `methods.rules`; when writing becomes visible is as in `sessions.visibility`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from methods import rules
from methods.codes import Kind, Reveal, Role, Who, Writes
from methods.format import PhaseDoc
from methods.plan import Plan

AT_THE_TABLE = (Role.LEADER, Role.CASE_GIVER, Role.PEER)


@dataclass(frozen=True, slots=True)
class Laid:
    """What lies on the table in a phase: the writing of an earlier one. Closed: everybody sees only their own."""

    phase: PhaseDoc
    closed: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """One phase as it passes, with so many people and so many minutes."""

    phase: PhaseDoc
    begins: int  # minutes after the beginning
    minutes: int
    speaks: tuple[Role, ...]
    writes: tuple[tuple[Role, tuple[Kind, ...]], ...]
    opener: PhaseDoc | None  # the phase in which the hidden writing of this one opens
    shown: tuple[Laid, ...]
    rates: bool  # the case-giver rates what is shown
    scores: bool  # the case-giver gives a private number
    turns: int  # of a round; 0 where there is none

    @property
    def writers(self) -> tuple[Role, ...]:
        return tuple(role for role, _kinds in self.writes)

    @property
    def hidden(self) -> bool:
        """What is written here is not seen at once."""
        gift = self.opener is not None and self.opener.reveal == Reveal.WHEN_OPENED
        return bool(self.writes) and (self.phase.silent or gift)

    def acts(self, role: Role) -> bool:
        """Does somebody in this role say, write or choose something here?"""
        own = role == Role.CASE_GIVER and (self.rates or self.scores)
        return own or role in self.speaks or role in self.writers


def seats(people: int) -> Counter[Role]:
    """Who sits at the table: with three the leader joins in as a peer."""
    leads = Role.PEER if people <= rules.JOINS_IN else Role.LEADER
    return Counter({Role.CASE_GIVER: min(1, people)}) + Counter({leads: 1}) + Counter({Role.PEER: max(0, people - 2)})


def on_paper(phase: PhaseDoc) -> bool:
    """Is something written, shown or marked here, so that it goes differently without screens? What is said aloud is
    said; typing it is only an option."""
    writes = phase.writes != Writes.ALOUD and any(rules.may_write(phase, role) for role in Role)
    return writes or bool(phase.shows or phase.marks) or rules.scores(phase, Role.CASE_GIVER)


def scenes(made: Plan, table: Counter[Role]) -> Iterator[Scene]:
    """The phases of this plan as they pass, one after the other."""
    begins = 0
    for number, (phase, minutes) in enumerate(zip(made.phases, made.minutes, strict=True)):
        writes = ((role, rules.kinds_for(phase, role)) for role in AT_THE_TABLE if table[role])
        yield Scene(
            phase=phase,
            begins=begins,
            minutes=minutes,
            speaks=_speaks(phase, table),
            writes=tuple((role, kinds) for role, kinds in writes if kinds),
            opener=_opener(phase, made.phases[number:]),
            shown=tuple(_shown(made.phases, number)),
            rates=rules.rates(phase, Role.CASE_GIVER),
            scores=rules.scores(phase, Role.CASE_GIVER),
            turns=sum(table[role] for role in in_turn(phase)),
        )
        begins += minutes


def _speaks(phase: PhaseDoc, table: Counter[Role]) -> tuple[Role, ...]:
    """Somebody always leads, also who joins in as a peer."""
    there = {*table, Role.LEADER}
    return tuple(role for role in AT_THE_TABLE if role in there and rules.speaks(phase, role))


def _opener(phase: PhaseDoc, from_here: Iterable[PhaseDoc]) -> PhaseDoc | None:
    """The first phase that shows this one's writing and opens it."""
    return next((later for later in from_here if phase.id in later.shows and later.reveal), None)


def _shown(phases: Sequence[PhaseDoc], here: int) -> Iterator[Laid]:
    for number, earlier in enumerate(phases[: here + 1]):
        if earlier.id in phases[here].shows:
            yield Laid(
                earlier, closed=_hidden(earlier, phases[number:]) and not _opened(earlier, phases[number : here + 1])
            )


def _hidden(phase: PhaseDoc, from_here: Iterable[PhaseDoc]) -> bool:
    """Not seen at once: written in silence, or for the case-giver to open."""
    opener = _opener(phase, from_here)
    return phase.silent or (opener is not None and opener.reveal == Reveal.WHEN_OPENED)


def _opened(phase: PhaseDoc, until_here: Iterable[PhaseDoc]) -> bool:
    return _opener(phase, until_here) is not None


def in_turn(phase: PhaseDoc) -> tuple[Role, ...]:
    """Who has a turn in a round; where peers ask and the case-giver answers, only those who ask."""
    if not rules.in_rounds(phase):
        return ()
    asks_only = phase.who == Who.PEERS_ASK
    speaks = (role for role in AT_THE_TABLE if rules.speaks(phase, role))
    return tuple(role for role in speaks if not (asks_only and role == Role.CASE_GIVER))
