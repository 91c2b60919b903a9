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
    every = tuple(phases)
    given = fit([Part(phase.minutes_for(people), phase.least, phase.optional) for phase in every], time)
    kept = [(phase, minutes) for phase, minutes in zip(every, given, strict=True) if minutes is not None]
    left_out = tuple(phase for phase, minutes in zip(every, given, strict=True) if minutes is None)
    return Plan(people, time, tuple(phase for phase, _ in kept), tuple(minutes for _, minutes in kept), left_out)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that takes time: so long if it may, never less than its least, or not at all when it is optional."""

    minutes: int
    least: int
    optional: bool = False


def fit(parts: Sequence[Part], time: int) -> list[int | None]:
    """The minutes of each, in order, in so much time; None for what is left out."""
    kept = _kept(parts, time)
    ideal = [parts[nr].minutes for nr in kept]
    missing = sum(ideal) - time
    if missing > 0:
        changed = [-less for less in _shares(missing, [parts[nr].minutes - parts[nr].least for nr in kept])]
    else:
        changed = _shares(-missing, _half(ideal))
    given = {nr: parts[nr].minutes + change for nr, change in zip(kept, changed, strict=True)}
    return [given.get(nr) for nr in range(len(parts))]


def _kept(parts: Sequence[Part], time: int) -> list[int]:
    """The places of what stays: what is optional goes from the end backwards, until the ideal fits the time."""
    too_much = sum(part.minutes for part in parts) - time
    gone = set()
    for nr in reversed(range(len(parts))):
        if too_much > 0 and parts[nr].optional:
            gone.add(nr)
            too_much -= parts[nr].minutes
    return [nr for nr in range(len(parts)) if nr not in gone]


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
