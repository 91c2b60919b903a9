"""What one tool says in the end, and the table of all of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

SHOWN = 12  # different findings a tool, in full


@dataclass
class Verdict:
    """`looked` at so many things, `found` these faults; `missing` says why it could not look at all."""

    tool: str
    at: str
    looked: int = 0
    found: list[str] = field(default_factory=list)
    figure: str = ""
    missing: str = ""
    proof: str = ""  # what it said about the broken page

    @property
    def holds(self) -> bool:
        """Whoever has looked at nothing has found nothing, and that is no good news."""
        return not self.found and not self.missing and self.looked > 0

    @property
    def word(self) -> str:
        return "NOT RUN" if self.missing else "holds" if self.holds else "DOES NOT HOLD"

    def tell(self, most: int = SHOWN) -> None:
        """The findings; the same one on many pages once, with how often."""
        if self.missing:
            print(f"\n{self.tool}: NOT RUN, {self.missing}", flush=True)
        if self.found:
            print(f"\n{self.tool}: {len(self.found)} findings", flush=True)
        gathered = Counter(one.partition(": ")[2] for one in self.found)
        for text, times in gathered.most_common(most):
            where = next(one.partition(": ")[0] for one in self.found if one.endswith(text))
            print(f"  {times} × {text}\n      first on {where}", flush=True)
        if len(gathered) > most:
            print(f"  … and {len(gathered) - most} others", flush=True)


def table(verdicts: Iterable[Verdict]) -> None:
    heads = ("tool", "what", "looked at", "figure", "broken page", "found", "")
    rows = [heads, *((v.tool, v.at, str(v.looked), v.figure, v.proof, str(len(v.found)), v.word) for v in verdicts)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    right = {2, 5}
    for row in rows:
        cells = [
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "  ".join(cells).rstrip(), flush=True)
