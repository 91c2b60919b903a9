"""How long each phase may take when there is so much time for so many people. Pure.

Too little time: optional phases go first, the last of them first; then every phase gives up what it can above its
least, in proportion. More time: every phase gets some of it, never more than half as much again; what nobody needs is
left over. Between the least and the most, the minutes of the phases are exactly the time there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from methods.format import PhaseDoc


@dataclass(frozen=True, slots=True)
class Plan:
    """The phases in order with their minutes; nothing below its least."""

    people: int
    time: int  # minutes there are
    phases: tuple[PhaseDoc, ...]  # those that stay
    minutes: tuple[int, ...]  # of each of them
    left_out: tuple[PhaseDoc, ...]

    @property
    def total(self) -> int:
        return sum(self.minutes)

    @property
    def over(self) -> int:
        """Minutes nobody needs."""
        return max(0, self.time - self.total)

    @property
    def short(self) -> int:
        """Minutes that are missing for the shortest honest length."""
        return max(0, self.total - self.time)


def plan(phases: Iterable[PhaseDoc], *, people: int, time: int) -> Plan:
    """The plan for so many people and so many minutes."""
    kept, left_out = _dropped(list(phases), people, time)
    ideal = [phase.minutes_for(people) for phase in kept]
    missing = sum(ideal) - time
    if missing > 0:
        given = _shares(missing, [minutes - phase.least for phase, minutes in zip(kept, ideal, strict=True)])
        minutes = [much - less for much, less in zip(ideal, given, strict=True)]
    else:
        minutes = [much + more for much, more in zip(ideal, _shares(-missing, _half(ideal)), strict=True)]
    return Plan(people, time, tuple(kept), tuple(minutes), tuple(left_out))


def _dropped(phases: list[PhaseDoc], people: int, time: int) -> tuple[list[PhaseDoc], list[PhaseDoc]]:
    """What stays and what is left out: one after the other, from the end backwards, until the ideal fits the time."""
    too_much = sum(phase.minutes_for(people) for phase in phases) - time
    gone: list[PhaseDoc] = []
    for phase in reversed(phases):
        if too_much <= 0:
            break
        if phase.optional:
            gone.append(phase)
            too_much -= phase.minutes_for(people)
    return [phase for phase in phases if phase not in gone], [phase for phase in phases if phase in gone]


def _half(ideal: Sequence[int]) -> list[int]:
    return [minutes // 2 for minutes in ideal]


def _shares(total: int, most: Sequence[int]) -> list[int]:
    """A number of minutes shared out in proportion to what each can give or take, and never more than that; whole
    minutes that do not come out go where most of one is left, the first first."""
    can = sum(most)
    total = min(total, can)
    if not can:
        return [0] * len(most)
    shares = [total * each // can for each in most]
    rest = sorted(range(len(most)), key=lambda nr: (-(total * most[nr] % can), nr))
    for nr in rest[: total - sum(shares)]:
        shares[nr] += 1
    return shares
