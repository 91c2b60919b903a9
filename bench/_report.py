"""A table a person can read, and limits that hold or do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench import _machine


@dataclass
class Limit:
    """One promise: what was measured, and what it may be at most (or has to be at least)."""

    what: str
    measured: float
    bound: float
    least: bool = False
    unit: str = ""

    @property
    def holds(self) -> bool:
        return self.measured >= self.bound if self.least else self.measured <= self.bound

    def __str__(self) -> str:
        sign, verdict = "≥" if self.least else "≤", "holds" if self.holds else "DOES NOT HOLD"
        bound = f"{sign} {number(self.bound)}{self.unit}"
        return f"{self.what:<58} {number(self.measured) + self.unit:>12}   {bound:<12} {verdict}"


@dataclass
class Report:
    """Collects limits while the tables are printed."""

    title: str
    limits: list[Limit] = field(default_factory=list)

    def __post_init__(self) -> None:
        print(f"\n{self.title}\n{_machine.describe()}", flush=True)

    def most(self, what: str, measured: float, bound: float, unit: str = "") -> None:
        self.limits.append(Limit(what, measured, bound, unit=unit))

    def least(self, what: str, measured: float, bound: float, unit: str = "") -> None:
        self.limits.append(Limit(what, measured, bound, least=True, unit=unit))

    def end(self) -> int:
        """The limits, and the exit code."""
        print("\nLimits")
        for limit in self.limits:
            print(f"  {limit}")
        broken = [limit for limit in self.limits if not limit.holds]
        print(f"\n{len(self.limits) - len(broken)} of {len(self.limits)} hold.", flush=True)
        return 1 if broken else 0


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The first column is words, the others are figures."""
    cells = [list(heads), *([number(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(heads))]
    print(f"\n{title}")
    for row in cells:
        first, *others = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "   ".join([first, *others]), flush=True)


def number(value: object) -> str:
    """Three figures that mean something."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def percentile(values: Sequence[float], share: float) -> float:
    """`percentile(waits, 0.95)`: nearest rank; not a number when nothing was measured, which holds no limit."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("nan")
