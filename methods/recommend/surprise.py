"""“Verras ons”: one that fits and that this group has not done, from outside the three. Pure and deterministic."""

from collections.abc import Collection, Sequence
from hashlib import blake2b

from methods.format import MethodDoc
from methods.recommend.choose import Weighed, tell, weigh
from methods.recommend.exclusions import suits_wish
from methods.recommend.facts import CaseFacts, Circumstances, Recommendation


def surprise(
    case: CaseFacts,
    evening: Circumstances,
    methods: Sequence[MethodDoc],
    *,
    known: Collection[str],
    seed: str,
    press: int,
) -> Recommendation | None:
    """The one of this press, with its own true reasons; None when there is none.

    `known`: what the group has done and what it was shown already. Nothing excluded ever comes, and of what remains
    only what has more for it than against it. The same seed and press always bring the same; each press brings one that
    the presses before did not, until all have been, and then it begins again.
    """
    fresh = [method for method in methods if method.id not in known and suits_wish(method, case)]
    fitting = [w for w in weigh(fresh, case, evening) if not w.against and w.score > 0]
    if not fitting:
        return None
    drawn = [_draw(fitting, seed, press)]
    for_group = Recommendation(tell(drawn, case, evening, group=True), (), ())
    return Recommendation(tell(drawn, case, evening, group=False), (), (), for_group)


def _draw(fitting: Sequence[Weighed], seed: str, press: int) -> Weighed:
    """As if from a bag: what was drawn stays out until the bag is empty."""
    round_, place = divmod(press - 1, len(fitting))
    return sorted(fitting, key=lambda w: _lot(f"{seed} {round_} {w.method.id}"))[place]


def _lot(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()
